/**
 * One spelling for text of any wire: composed letters, single spaces, and none of the characters that nobody sees
 * and that would part a word or hide in a search.
 */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00AD\u200B\u2060\uFEFF]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
