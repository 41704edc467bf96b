/** Policies in tags: of a page, in its head, and in settings that are XML. */
import type { FoundPolicy } from './read-policies.ts';

export interface PastedMarkup {
  readonly found: readonly FoundPolicy[];
  /** What is left of the text, without the pages in it. */
  readonly rest: string;
}

const PAGE = /<(?:!doctype|html|head)\b[^]*?(?:<\/html\s*>|$)/gi;
const COMMENT = /<!--[^]*?(?:-->|$)/g;
/** In these a tag is text, or counts only where there are no scripts. */
const UNREAD = /<(script|style|template|noscript|textarea|title)\b[^]*?<\/\1\s*>/gi;
const TAG = /<(?:meta|add)\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;

export function readMarkup(pasted: string): PastedMarkup {
  const found: FoundPolicy[] = [];
  const collect = (tag: string) => {
    if (!isPolicy(tag)) return tag;
    const text = attribute(tag, 'content') ?? attribute(tag, 'value');
    const from = /^<meta\b/i.test(tag) ? 'meta' : 'header';
    if (text !== undefined) found.push({ from, text, isWhole: true, onlyReports: isReport(tag) });
    return '\n';
  };
  const rest = pasted
    .replace(COMMENT, '')
    .replace(PAGE, (page) => {
      // A policy counts in the head alone.
      page
        .replace(UNREAD, '')
        .split(/<body\b/i, 1)[0]
        ?.replace(TAG, collect);
      return '\n';
    })
    .replace(TAG, collect);
  return { found, rest };
}

/** `<meta http-equiv content>` of pages, `<add name value>` of IIS. */
function isPolicy(tag: string): boolean {
  return /^content-security-policy(-report-only)?$/i.test(nameIn(tag));
}

function isReport(tag: string): boolean {
  return /-report-only$/i.test(nameIn(tag));
}

function nameIn(tag: string): string {
  return (attribute(tag, 'http-?equiv') ?? attribute(tag, 'name') ?? '').trim();
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
