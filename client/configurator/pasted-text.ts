/**
 * Policies in text: headers as tools show them, settings of servers, code, messages of browsers. The header's name says
 * where a policy stands, wherever in a line; without one, what begins as only a policy does.
 */
import { beginsPolicy, firstDirective, hasDirective, isDirective } from './directives.ts';
import { matchAt, readList, readString } from './literals.ts';
import type { FoundPolicy } from './read-policies.ts';

type Found = Omit<FoundPolicy, 'from'>;

export interface PastedText {
  readonly found: readonly Found[];
  /** Whether nothing is called a policy that could not be read. */
  readonly isWhole: boolean;
}

export function readText(text: string): PastedText {
  const { found, unread, rest } = readNamed(text);
  if (found.some(({ onlyReports }) => !onlyReports) && !unread) return { found, isWhole: true };
  const unnamed = readUnnamed(rest);
  return { found: [...found, ...unnamed], isWhole: !unread || unnamed.length > 0 };
}

const NAME = /(^|[^\w-])content-security-policy(-report-only)?(?![\w-])/gi;

function readNamed(text: string): { found: Found[]; unread: boolean; rest: string } {
  const found: Found[] = [];
  let unread = false;
  let rest = '';
  let end = 0;
  for (const { index, 0: all, 1: opener = '', 2: suffix } of text.matchAll(NAME)) {
    const start = index + opener.length;
    if (start < end) continue;
    const onlyReports = suffix !== undefined;
    const value = valueAfter(text, index, index + all.length);
    const policies = value?.values.filter(hasAny) ?? [];
    rest += text.slice(end, start);
    if (value && policies.length > 0) {
      found.push(...policies.map((policy) => ({ text: policy, isWhole: value.isWhole, onlyReports })));
      end = value.end;
    } else {
      unread ||= !onlyReports;
      end = index + all.length;
    }
  }
  return { found, unread, rest: rest + text.slice(end) };
}

interface Value {
  readonly values: readonly string[];
  readonly end: number;
  readonly isWhole: boolean;
}

/** Between a name and its value: `: `, `", "value": "`, `'] = `, a tab, or the end of the line. */
const SEPARATOR =
  /["'`]?\]?(?:[ \t]*(?:=>|[:=,])\s*(?:["']?value["']?\s*[:=]\s*)?(?:[>|][+-]?\s*)?\(?\s*|\s+)/y;

function valueAfter(text: string, start: number, end: number): Value | undefined {
  // header("Content-Security-Policy: …"): one string for both.
  const both = text[end] === ':' ? readString(text, start) : undefined;
  if (both) return { ...both, values: [both.value.slice(both.value.indexOf(':') + 1)] };
  const [separator] = matchAt(SEPARATOR, text, end) ?? [];
  return separator === undefined ? undefined : valueAt(text, end + separator.length);
}

function valueAt(text: string, at: number): Value {
  if (text[at] === '[') {
    const list = readList(text, at);
    const isJoined = matchAt(/\s*\.join\b/y, text, list.end);
    return isJoined ? { ...list, values: [list.values.join(';')] } : list;
  }
  const string = readString(text, at);
  if (string) return { ...string, values: [string.value] };
  return rawAt(text, /["'`]/.test(text.charAt(at)) ? at + 1 : at);
}

/** Longer than any server sends headers. */
const MOST = 20_000;

/** A value without quotes: this line, and those after it that go on with it. */
function rawAt(text: string, at: number): Value {
  let value = '';
  let end = at;
  let next = at;
  for (const line of text.slice(at, at + MOST).split('\n')) {
    const isFirst = next === at;
    next += line.length + 1;
    if (!isFirst && line.trim() === '') continue;
    const isBelow = end === next - line.length - 1;
    if (!isFirst && !goesOn(value, line, isBelow)) break;
    const isOpen = !isFirst && !/[;,]\s*$/.test(value);
    value += (isOpen && firstDirective(line) !== undefined ? '; ' : ' ') + line;
    end = next;
  }
  return { values: [withoutRest(value)], end: Math.min(end, text.length), isWhole: true };
}

const SCHEME = /^(?:https?|wss?|data|blob|filesystem|mediastream)$/i;

function goesOn(value: string, line: string, isBelow: boolean): boolean {
  const directive = firstDirective(line);
  if (directive !== undefined) return !hasDirective(value, directive);
  if (!isBelow) return false;
  const [, word = '', colon] = /^\s*([\w-]*)(:(?=\s|$))?/.exec(line) ?? [];
  // "vary: *" is the next header, "https: data:" is not.
  if (colon !== undefined) return SCHEME.test(word);
  if (/^\s*(?:['*]|[a-z][\w+.-]*:|[\w-]+(?:\.[\w-]+)+)/i.test(line)) return true;
  // Some directives have names and paths.
  return (
    /^\s+[\w/]/.test(line) && /(?:^|;)\s*(?:trusted-types|sandbox|report-(?:to|uri))\b[^;]*$/i.test(value)
  );
}

/** Without what no policy has: the quote that ends it, and words of a setting. */
function withoutRest(value: string): string {
  return value
    .replace(/(?:["`“”]|<\/|\s[}\])])[^]*$/, '')
    .replace(/\\(?=\s)/g, '')
    .replace(/\s+always\s*;?\s*$/, '');
}

function readUnnamed(text: string): Found[] {
  for (const read of [messages, objects, strings, lines]) {
    const found = read(text);
    if (found.length > 0) return found;
  }
  return [];
}

/** A browser that refuses something names the one directive for which it does. */
function messages(text: string): Found[] {
  const said = [...text.matchAll(/directive:\s*(?:"([^"]+)"|“([^”]+)”)/g)];
  return said
    .map(([, straight, curly]) => partOf(straight ?? curly ?? ''))
    .filter((part) => hasAny(part.text));
}

/** `defaultSrc: ["'self'"]` of helmet, and its like: frameworks put directives of their own beside these. */
function objects(text: string): Found[] {
  let policy = new Map<string, string>();
  const policies = [policy];
  for (const { index, 0: all, 2: written = '' } of text.matchAll(
    /(["'`]?)\b([a-z-]+)\1\s*:\s*(?=["'`[])/gi,
  )) {
    const name = written.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (!isDirective(name)) continue;
    if (policy.has(name)) policies.push((policy = new Map<string, string>()));
    const { values } = valueAt(text, index + all.length);
    policy.set(name, [name, ...values.map(withQuotes)].join(' '));
  }
  const onlyReports = /\breportOnly["']?\s*:\s*true\b/.test(text);
  return policies
    .filter(({ size }) => size > 0)
    .map((one) => ({ ...partOf([...one.values()].join('; ')), onlyReports }));
}

function withQuotes(value: string): string {
  return /^(?:self|none|unsafe-[a-z-]+|strict-dynamic)$/.test(value) ? `'${value}'` : value;
}

/** `const csp = "default-src …"`; what stands in a list beside each other is one. */
function strings(text: string): Found[] {
  const found: Found[] = [];
  let before: Found | undefined;
  let end = 0;
  for (const { index } of text.matchAll(/["'`]/g)) {
    const string = index < end ? undefined : readString(text, index);
    if (!string) continue;
    const { value, isWhole } = string;
    const isListed = /^\s*,\s*$/.test(text.slice(end, index));
    end = string.end;
    const name = firstDirective(value);
    if (name === undefined) before = undefined;
    else if (before && isListed && !hasDirective(before.text, name)) {
      before = { ...before, text: `${before.text}; ${value}`, isWhole: before.isWhole && isWhole };
      found[found.length - 1] = before;
    } else found.push((before = { text: value, isWhole, onlyReports: false }));
  }
  return found.filter((one) => beginsPolicy(one.text));
}

/** The bare policy, from the start of a line or after `csp: `. */
function lines(text: string): Found[] {
  const found: Found[] = [];
  let end = 0;
  for (const { index, 0: line } of text.matchAll(/^.+$/gm)) {
    if (index < end) continue;
    const before = [/^\s*["'`]?/, /^[^:=]*[:=]\s*["'`]?/].map((pattern) => pattern.exec(line)?.[0].length);
    const start = before.find((length) => length !== undefined && beginsPolicy(text.slice(index + length)));
    if (start === undefined) continue;
    const raw = rawAt(text, index + start);
    end = raw.end;
    found.push(...raw.values.map((value) => ({ text: value, isWhole: true, onlyReports: false })));
  }
  return found;
}

function partOf(text: string): Found {
  return { text, isWhole: false, onlyReports: false };
}

function hasAny(text: string): boolean {
  return text.split(/[;,]/).some((part) => firstDirective(part) !== undefined);
}
