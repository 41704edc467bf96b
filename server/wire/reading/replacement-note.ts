/**
 * `N i e u w bericht, vervangt: Brug dicht`: the first paragraph of an item that replaces another. It is for
 * editors, and never part of the news.
 */
import { readHeadline } from './headline.ts';

const spaced = (word: string) => Array.from(word).join(String.raw`\s*`);
const LETTERED = `${spaced('nieuw')}\\s*${spaced('bericht')}`;
const NOTE = new RegExp(
  String.raw`^[(*\s]*(?:(?:dit\s+(?:is\s+een\s+)?)?${LETTERED}|dit\s+bericht)\s*[,;:.–-]*\s*${spaced('vervangt')}\s*[:;,–-]*\s*(.*)$`,
  'isu',
);
const QUOTES = /^["'„“”‘’,]+|["'“”‘’]+$/gu;

/** The headline of what a paragraph says it replaces, empty when it does not say; undefined for news. */
export function readReplacementNote(paragraph: string): string | undefined {
  const said = NOTE.exec(paragraph)?.[1];
  if (said === undefined) return undefined;
  const name = said.trim().replace(/[)*]+$/u, (tail) => (said.includes('(') ? tail : ''));
  return readHeadline(name.replace(QUOTES, '').trim()).title;
}
