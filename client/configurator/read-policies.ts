/** What somebody pastes who was asked for the policy of a page: headers, meta tags, or the bare policy. */

/** One policy: of several, each must allow everything. */
export interface Policy {
  readonly from: 'header' | 'meta';
  /** Lower-case names to their values; of a directive that is said twice the first one counts. */
  readonly directives: ReadonlyMap<string, readonly string[]>;
  readonly text: string;
}

export interface ReadPolicies {
  readonly policies: readonly Policy[];
  /** Policies that only report: they stop nothing. */
  readonly reportOnly: number;
}

/** What directives are called; words that are none are the rest of what was pasted. */
const DIRECTIVE =
  /^[a-z]+(-src|-src-elem|-src-attr|-uri|-to|-types|-types-for|-ancestors|-action|-requests|-content)$|^sandbox$/;
const META = /<meta\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const HEADER = /^[ \t]*content-security-policy(-report-only)?[ \t]*:/gim;

export function readPolicies(pasted: string): ReadPolicies {
  const metas = [...pasted.matchAll(META)].map(([tag]) => tag).filter(isPolicy);
  const { enforced, reportOnly } = splitHeaders(
    pasted.replace(META, '\n').replace(/<!--.*?-->|<[^>]*>/gs, ''),
  );
  const policies = [
    // A comma ends a policy of a header; in a meta tag there is only one.
    ...enforced.flatMap((value) => value.split(',')).map((text) => parsePolicy(text, 'header')),
    ...metas.map((tag) => parsePolicy(attribute(tag, 'content') ?? '', 'meta')),
  ].filter(({ directives }) => [...directives.keys()].some((name) => DIRECTIVE.test(name)));
  return { policies, reportOnly };
}

export function parsePolicy(text: string, from: Policy['from']): Policy {
  const directives = new Map<string, readonly string[]>();
  for (const part of text.split(';')) {
    const [name = '', ...values] = part.split(/[\t\n\f\r ]+/).filter(Boolean);
    const key = name.toLowerCase();
    if (/^[a-z-]+$/.test(key) && !directives.has(key)) directives.set(key, values);
  }
  return { from, directives, text: text.trim().replace(/\s+/g, ' ') };
}

function splitHeaders(text: string): { enforced: string[]; reportOnly: number } {
  const names = [...text.matchAll(HEADER)];
  const enforced = [text.slice(0, names[0]?.index ?? text.length)];
  let reportOnly = 0;
  for (const [at, { index, 0: name, 1: onlyReports }] of names.entries()) {
    if (onlyReports) reportOnly += 1;
    else enforced.push(text.slice(index + name.length, names[at + 1]?.index));
  }
  // A policy stands on one line: what follows it are other headers of the same answer.
  return {
    enforced: enforced.map((value) => value.replace(/\n[ \t]*[a-z][a-z0-9-]*:[ \t][^]*$/i, '')),
    reportOnly,
  };
}

function isPolicy(tag: string): boolean {
  return attribute(tag, 'http-equiv')?.trim().toLowerCase() === 'content-security-policy';
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`[\\s"']${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return found ? decode(found[1] ?? found[2] ?? found[3] ?? '') : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  quot: '"',
  '#39': "'",
  '#x27': "'",
};

function decode(text: string): string {
  return text.replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity);
}
