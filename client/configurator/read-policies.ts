/**
 * What somebody pastes who was asked for the policy of a page: as curl, DevTools, a server's settings, code or the page
 * itself has it. Nothing is read into it: what cannot be told is left out, and that something is missing is said.
 */
import { firstDirective } from './directives.ts';
import { readMarkup } from './pasted-markup.ts';
import { readText } from './pasted-text.ts';

/** One policy: of several, each must allow everything. */
export interface Policy {
  readonly from: 'header' | 'meta';
  /** Lower-case names to their values; of a directive that is said twice the first one counts. */
  readonly directives: ReadonlyMap<string, readonly string[]>;
  readonly text: string;
}

/** A policy where it stood: in a header there may be several, apart by commas. */
export interface FoundPolicy {
  readonly from: Policy['from'];
  readonly text: string;
  readonly isWhole: boolean;
  readonly onlyReports: boolean;
}

export interface ReadPolicies {
  readonly policies: readonly Policy[];
  /** Policies that only report: they stop nothing. */
  readonly reportOnly: number;
  /** False when the page may be under more than was read: a variable, a framework that adds to it, a message of a browser. */
  readonly isWhole: boolean;
  /** The answer that was pasted leads to another page, whose policy it is that counts. */
  readonly isRedirect: boolean;
}

export function readPolicies(pasted: string): ReadPolicies {
  const { found: inTags, rest } = readMarkup(pasted.replace(/\r\n?/g, '\n'));
  const { text, isRedirect } = lastAnswer(rest.replace(PREFIX, '').replace(COMMENT, '$1'));
  const { found: inText, isWhole } = readText(text);
  const found = [...inText.map((one) => ({ ...one, from: 'header' as const })), ...inTags];
  const enforced = found.filter(({ onlyReports }) => !onlyReports);
  return {
    policies: enforced.flatMap(policiesIn),
    reportOnly: found.length - enforced.length,
    isWhole: isWhole && enforced.every((one) => one.isWhole && !hasPlaceholder(one.text)),
    isRedirect,
  };
}

/** Of curl, of mail. */
const PREFIX = /^[ \t]*[<>|](?:[ \t]+|$)/gm;
/** Whole lines, and what stands behind one; an address may begin with two slashes, too. */
const COMMENT = /^[ \t]*(?:\/\/|#).*$|([\s,;])\/\/[ \t].*$/gm;

/** Those before it led to it: a redirect, a proxy, a question for a password. */
function lastAnswer(text: string): { text: string; isRedirect: boolean } {
  const [before = '', ...answers] = text.split(/^HTTP\/[\d.]+[ \t]+(?=\d{3})/m);
  const isRedirect = /^3(?!04)\d\d/.test(answers[answers.length - 1] ?? '');
  const own = answers.filter((answer, at) => {
    const isLast = at === answers.length - 1;
    return isLast ? !isRedirect : !/^(?:1\d\d|3(?!04)\d\d|401|407)/.test(answer);
  });
  return { text: [before, ...own].join('\n'), isRedirect };
}

function policiesIn({ from, text }: FoundPolicy): Policy[] {
  // A comma ends a policy of a header; in a meta tag there is only one.
  const texts = from === 'header' ? text.split(',') : [text];
  return texts
    .map((one) => parsePolicy(one, from))
    .filter(({ directives }) => [...directives.keys()].some((name) => firstDirective(name) !== undefined));
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

/** What is filled in later; a nonce is no matter, it is always one. */
function hasPlaceholder(text: string): boolean {
  return /\$[\w{]|\{\{|%\{|<[%?]/.test(text.replace(/'nonce-[^']*'/g, ''));
}
