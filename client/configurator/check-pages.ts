/** "Kijk mijn pagina na": what somebody pastes goes in, and what to add to each policy comes out. */
import { socketOrigin, type EmbedPlace } from '../../shared/embed-snippets.ts';
import { checkPolicies, type Addition, type CheckedPolicy, type Needs } from './check-policies.ts';
import { readPolicies } from './read-policies.ts';
import { verdictOn } from './verdict.ts';

export function checkPages(root: HTMLElement, place: EmbedPlace): void {
  const form = root.querySelector<HTMLFormElement>('.embed-check form');
  const verdict = root.querySelector<HTMLElement>('.embed-verdict');
  const findings = root.querySelector<HTMLElement>('.embed-findings');
  if (!form || !verdict || !findings) return;
  const check = () => {
    const fields = new FormData(form);
    const pasted = fields.get('policies');
    const read = readPolicies(typeof pasted === 'string' ? pasted : '');
    // Whose page it is we do not know; that it is not one of ours we do.
    const page = `${new URL(place.origin).protocol}//uw-pagina.invalid/`;
    const checked = checkPolicies(read.policies, needsOf(fields, place), page);
    verdict.textContent = verdictOn(read, checked);
    const isMissing = checked.some(({ lacks }) => lacks !== 'nothing');
    findings.replaceChildren(...(isMissing ? checked.map(finding) : []));
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    check();
  });
  // What is shown is never about another choice than the one that stands there.
  form.addEventListener('change', () => {
    if (verdict.textContent) check();
  });
}

function needsOf(fields: FormData, { origin, version, script, reserve }: EmbedPlace): Needs {
  const hasNonce = fields.has('nonce');
  if (fields.get('way') === 'iframe')
    return {
      frame: `${origin}/embed/ticker`,
      script: { url: `${origin}/embed/v1/frame.js`, hasNonce, isOptional: true },
    };
  const isFixed = fields.get('way') === 'fixed';
  const folder = `${origin}/embed/${isFixed ? version : 'v1'}`;
  return {
    script: { url: `${folder}/news-ticker.js`, ...(isFixed && { integrity: script.integrity }), hasNonce },
    connect: [`${origin}/api/sections/`, `${socketOrigin(origin)}/socket.io/`],
    ...(reserve && { style: `${folder}/reserve.css` }),
    trustedTypes: { name: 'news-ticker', isRepeated: fields.has('repeated') },
  };
}

function finding(checked: CheckedPolicy, at: number, { length }: readonly unknown[] = []): HTMLElement {
  const { policy, additions, wantsNonce, result, lacks } = checked;
  const name = length > 1 ? `Policy ${String(at + 1)}` : 'Het beleid';
  const from = policy.from === 'meta' ? 'uit een meta-tag' : 'uit een header';
  const section = element('section', 'embed-finding', element('h4', '', `${name}, ${from}`));
  if (wantsNonce) section.append(element('p', '', 'Onder ', ...nonceIsAsked(lacks === 'extra'), '.'));
  if (additions.length === 0) {
    if (!wantsNonce) section.append(element('p', '', 'Hier hoeft niets bij.'));
    return section;
  }
  section.append(element('ul', 'embed-additions', ...additions.map(additionLine)), codeOf(result, name));
  return section;
}

function nonceIsAsked(isOfFrame: boolean): (string | Node)[] {
  const strict = element('code', '', "'strict-dynamic'");
  const otherwise = isOfFrame ? '' : ', of neem de vaste versie';
  return [strict, ` tellen adressen niet: geef de scripttag de nonce van uw pagina${otherwise}`];
}

function additionLine({ directive, add, takenFrom, isOptional }: Addition): HTMLElement {
  const words = add.flatMap((word) => [' ', element('code', '', word)]);
  const line = element('li', '', element('code', 'embed-directive', directive), ': voeg toe', ...words);
  if (takenFrom !== undefined) {
    line.append(' (nieuw; neemt over wat ', element('code', '', takenFrom), ' tot nu toe toestond)');
  }
  const [first = ''] = add;
  if (first.startsWith("'nonce-")) line.append('. Onder ', ...nonceIsAsked(isOptional));
  if (first.startsWith("'sha384-")) {
    line.append('. Onder ', element('code', '', "'strict-dynamic'"));
    line.append(' tellen adressen niet; dit is de hash van de vaste versie');
  }
  if (isOptional)
    line.append('. Alleen voor ', element('code', '', 'frame.js'), '; het frame zelf werkt zonder.');
  return line;
}

/** The whole policy as it is to be, with its button: see copy-codes.ts. */
function codeOf(text: string, name: string): HTMLElement {
  const pre = element('pre', '', element('code', '', text.replace(/; /g, ';\n')));
  pre.tabIndex = 0;
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', `${name} met alles erbij`);
  const button = element('button', '', 'Kopieer', element('span', 'unseen', ` ${name} met alles erbij`));
  button.setAttribute('type', 'button');
  button.dataset.copy = '';
  return element('div', 'embed-code', pre, button);
}

function element(tag: string, className: string, ...children: (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
