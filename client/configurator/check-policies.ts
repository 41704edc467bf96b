/**
 * "Check my page": which of a page's policies stop the ticker, and what to add to each. The least that helps: what a
 * directive allows already is not asked for again, and where a directive has to be made that fell back to `default-src`
 * until now, it takes over what that allowed, or the page would lose it.
 */
import { matchesSources } from './matches-source.ts';
import type { Policy } from './read-policies.ts';

/** What a way in loads, and from where. */
export interface Needs {
  /** The script and whether it runs as another: `integrity` when its tag carries that, `nonce` when it gets the page's. */
  readonly script?: {
    readonly url: string;
    readonly integrity?: string;
    readonly hasNonce?: boolean;
    /** The news is there without it. */
    readonly isOptional?: boolean;
  };
  /** The board over HTTP, and the socket. */
  readonly connect?: readonly string[];
  readonly style?: string;
  readonly frame?: string;
  /** The name of the Trusted Types policy that is made, and whether more than one copy of the script makes it. */
  readonly trustedTypes?: { readonly name: string; readonly isRepeated: boolean };
}

export interface Addition {
  readonly directive: string;
  /** The words to add. */
  readonly add: readonly string[];
  /** The directive whose sources a new one takes over. */
  readonly takenFrom?: string;
  /** The directive as it is to be. */
  readonly line: string;
  /** Without it something is lost, but not the news. */
  readonly isOptional: boolean;
}

export interface CheckedPolicy {
  readonly policy: Policy;
  /** Nothing: the ticker works under this policy. */
  readonly additions: readonly Addition[];
  /** The policy may stay as it is, but our tag has to carry the nonce that it names. */
  readonly wantsNonce: boolean;
  /** What does not work as it is: the ticker, only what it can do without, or nothing. */
  readonly lacks: 'ticker' | 'extra' | 'nothing';
  /** The policy with all of them. */
  readonly result: string;
}

/** @param page the address of the page, for `'self'` and for sources without a scheme */
export function checkPolicies(policies: readonly Policy[], needs: Needs, page: string): CheckedPolicy[] {
  const base = new URL(page);
  return policies.map((policy) => {
    const additions = additionsTo(policy, needs, base);
    const tag = { wantsNonce: wantsNonce(policy, needs), isOptional: needs.script?.isOptional ?? false };
    return {
      policy,
      additions,
      wantsNonce: tag.wantsNonce,
      lacks: lackOf([...additions, ...(tag.wantsNonce ? [tag] : [])]),
      result: withAdditions(policy, additions),
    };
  });
}

function lackOf(missing: readonly { readonly isOptional: boolean }[]): CheckedPolicy['lacks'] {
  if (missing.length === 0) return 'nothing';
  return missing.every(({ isOptional }) => isOptional) ? 'extra' : 'ticker';
}

function additionsTo({ directives, from }: Policy, needs: Needs, page: URL): Addition[] {
  const additions: (Addition | undefined)[] = [];
  const ask = (
    chain: readonly string[],
    missing: (sources: readonly string[]) => readonly string[],
    isOptional = false,
  ) => {
    const effective = chain.find((name) => directives.has(name));
    // No directive, no rule.
    if (effective === undefined) return;
    const sources = directives.get(effective) ?? [];
    const add = missing(sources);
    if (add.length > 0) additions.push({ ...addition(chain, effective, sources, add), isOptional });
  };

  const { script, connect = [], style, frame, trustedTypes } = needs;
  if (script) ask(CHAINS.script, (sources) => missingForScript(script, sources, page), script.isOptional);
  ask(CHAINS.connect, (sources) =>
    connect.filter((url) => !matchesSources(new URL(url), sources, page)).map(originOf),
  );
  if (style !== undefined) ask(CHAINS.style, (sources) => missingFor(style, sources, page));
  if (frame !== undefined) ask(CHAINS.frame, (sources) => missingFor(frame, sources, page));
  if (trustedTypes) ask(['trusted-types'], (names) => missingPolicies(trustedTypes, names));
  // Only a header can put a page in a sandbox.
  if (from === 'header')
    ask(['sandbox'], (flags) =>
      flags.some((flag) => /^allow-scripts$/i.test(flag)) ? [] : ['allow-scripts'],
    );
  return additions.filter((found) => found !== undefined);
}

/** Which directive rules, the most precise first; the one that is made when only `default-src` is there comes from here, too. */
const CHAINS = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
  style: ['style-src-elem', 'style-src', 'default-src'],
  frame: ['frame-src', 'child-src', 'default-src'],
} as const;

/** Named by the way in itself rather than by what it belongs to, so that the page keeps its own more general rule. */
const MADE: Readonly<Record<string, string>> = {
  'script-src-elem': 'script-src',
  'style-src-elem': 'style-src',
};

function addition(
  chain: readonly string[],
  effective: string,
  sources: readonly string[],
  add: readonly string[],
): Omit<Addition, 'isOptional'> {
  const [precise = effective] = chain;
  const isBorrowed = effective === 'default-src' || effective === 'child-src';
  const directive = isBorrowed ? (MADE[precise] ?? precise) : effective;
  const kept = sources.filter((source) => source.toLowerCase() !== "'none'");
  return {
    directive,
    add,
    ...(isBorrowed && { takenFrom: effective }),
    line: [directive, ...kept, ...add].join(' '),
  };
}

function missingForScript(
  { url, integrity, hasNonce = false }: NonNullable<Needs['script']>,
  sources: readonly string[],
  page: URL,
): readonly string[] {
  if (hasNonce && sources.some(isNonce)) return [];
  if (integrity !== undefined && sources.includes(`'${integrity}'`)) return [];
  if (!sources.some(isStrict)) return missingFor(url, sources, page);
  // Then addresses count for nothing: only a nonce or a hash does, and of the two we know the hash.
  if (integrity !== undefined) return [`'${integrity}'`];
  return sources.some(isNonce) ? [] : ["'nonce-…'"];
}

function wantsNonce({ directives }: Policy, { script }: Needs): boolean {
  if (!script || script.integrity !== undefined || script.hasNonce) return false;
  const effective = CHAINS.script.find((name) => directives.has(name));
  const sources = (effective && directives.get(effective)) ?? [];
  return sources.some(isStrict) && sources.some(isNonce);
}

function isNonce(source: string): boolean {
  // In settings it is a variable.
  return /^'nonce-[^']+'$/i.test(source);
}

function isStrict(source: string): boolean {
  return source.toLowerCase() === "'strict-dynamic'";
}

function missingFor(url: string, sources: readonly string[], page: URL): readonly string[] {
  return matchesSources(new URL(url), sources, page) ? [] : [folderOf(url)];
}

function missingPolicies(
  { name, isRepeated }: NonNullable<Needs['trustedTypes']>,
  names: readonly string[],
): readonly string[] {
  const isAllowed = names.includes(name) || names.includes('*');
  const isAllowedTwice = names.some((word) => word.toLowerCase() === "'allow-duplicates'");
  return [...(isAllowed ? [] : [name]), ...(isRepeated && !isAllowedTwice ? ["'allow-duplicates'"] : [])];
}

function withAdditions({ directives }: Policy, additions: readonly Addition[]): string {
  const lines = new Map([...directives].map(([name, values]) => [name, [name, ...values].join(' ')]));
  for (const { directive, line } of additions) lines.set(directive, line);
  return [...lines.values()].join('; ');
}

function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** Everything of the embed stands below one address, in whatever version: https://nieuws.example/embed/ */
function folderOf(url: string): string {
  return `${originOf(url)}/embed/`;
}
