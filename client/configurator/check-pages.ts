/** "Kijk mijn pagina na": what somebody pastes goes in, and what to add to each policy comes out. */
import { socketOrigin, type EmbedPlace } from '../../shared/embed-snippets.ts';
import { checkPolicies, type Addition, type CheckedPolicy, type Needs } from './check-policies.ts';
import { readPolicies } from './read-policies.ts';

export function checkPages(root: HTMLElement, place: EmbedPlace): void {
  const form = root.querySelector<HTMLFormElement>('.embed-check form');
  const verdict = root.querySelector<HTMLElement>('.embed-verdict');
  const findings = root.querySelector<HTMLElement>('.embed-findings');
  if (!form || !verdict || !findings) return;
  const check = () => {
    const fields = new FormData(form);
    const pasted = fields.get('policies');
    const { policies, reportOnly } = readPolicies(typeof pasted === 'string' ? pasted : '');
    // Whose page it is we do not know; that it is not one of ours we do.
    const page = `${new URL(place.origin).protocol}//uw-pagina.invalid/`;
    const checked = checkPolicies(policies, needsOf(fields, place), page);
    verdict.textContent = verdictOn(checked, reportOnly);
    findings.replaceChildren(...(checked.some(isMissing) ? checked.map(finding) : []));
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
  if (fields.get('way') === 'iframe') return { frame: `${origin}/embed/ticker` };
  const isFixed = fields.get('way') === 'fixed';
  const folder = `${origin}/embed/${isFixed ? version : 'v1'}`;
  return {
    script: {
      url: `${folder}/news-ticker.js`,
      ...(isFixed && { integrity: script.integrity }),
      hasNonce: fields.has('nonce'),
    },
    connect: [`${origin}/api/sections/`, `${socketOrigin(origin)}/socket.io/`],
    ...(reserve && { style: `${folder}/reserve.css` }),
    trustedTypes: { name: 'news-ticker', isRepeated: fields.has('repeated') },
  };
}

function verdictOn(checked: readonly CheckedPolicy[], reportOnly: number): string {
  const missing = checked.filter(isMissing).length;
  const reports = reportOnly > 0 ? ' Wat alleen meldt (Report-Only) houdt niets tegen.' : '';
  if (checked.length === 0)
    return `Hier staat geen beleid in.${reports || ' Zonder beleid werkt de tikker.'}`;
  if (missing === 0) return `De tikker werkt onder dit beleid: er hoeft niets bij.${reports}`;
  if (checked.length === 1) return `Zo werkt de tikker niet. Dit moet erbij.${reports}`;
  return `Zo werkt de tikker niet: aan ${String(missing)} van de ${String(checked.length)} policy’s moet iets bij, want elk moet alles toestaan.${reports}`;
}

function isMissing({ additions, wantsNonce }: CheckedPolicy): boolean {
  return additions.length > 0 || wantsNonce;
}

function finding(checked: CheckedPolicy, at: number, { length }: readonly unknown[] = []): HTMLElement {
  const { policy, additions, wantsNonce, result } = checked;
  const name = length > 1 ? `Policy ${String(at + 1)}` : 'Het beleid';
  const from = policy.from === 'meta' ? 'uit een meta-tag' : 'uit een header';
  const section = element('section', 'embed-finding', element('h4', '', `${name}, ${from}`));
  if (wantsNonce) {
    const strict = element('code', '', "'strict-dynamic'");
    const words = ' tellen adressen niet: geef de scripttag de nonce van uw pagina, of neem de vaste versie.';
    section.append(element('p', '', 'Onder ', strict, words));
  }
  if (additions.length === 0) {
    if (!wantsNonce) section.append(element('p', '', 'Hier hoeft niets bij.'));
    return section;
  }
  section.append(element('ul', 'embed-additions', ...additions.map(additionLine)), codeOf(result, name));
  return section;
}

function additionLine({ directive, add, takenFrom }: Addition): HTMLElement {
  const words = add.flatMap((word) => [' ', element('code', '', word)]);
  const line = element('li', '', element('code', 'embed-directive', directive), ': voeg toe', ...words);
  if (takenFrom !== undefined) {
    line.append(' (nieuw; neemt over wat ', element('code', '', takenFrom), ' tot nu toe toestond)');
  }
  const [first = ''] = add;
  if (first.startsWith("'nonce-")) {
    line.append('. Onder ', element('code', '', "'strict-dynamic'"));
    line.append(' tellen adressen niet: geef de scripttag de nonce van uw pagina, of neem de vaste versie.');
  }
  if (first.startsWith("'sha384-")) {
    line.append('. Onder ', element('code', '', "'strict-dynamic'"));
    line.append(' tellen adressen niet; dit is de hash van de vaste versie.');
  }
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
