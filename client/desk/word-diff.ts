/** What changed between two texts, word by word, as an editor would mark it. */
import { diffWordsWithSpace } from 'diff';
import { html, nothing } from 'lit';
import { changedFields, type Fields } from './draft.ts';
import { urgencyName } from './words.ts';

/** Both texts in one: what went is struck, what came is underlined; words that changed side by side are one change. */
export function wordDiff(before: string, after: string) {
  return changesBetween(before, after).map(
    ({ same, went, came }) =>
      html`${same}${went === '' ? nothing : html`<del>${went}</del>`}${came === '' ? nothing : html`<ins>${came}</ins>`}`,
  );
}

/** A stretch that stayed, and what was changed after it. */
interface Change {
  same: string;
  went: string;
  came: string;
}

function changesBetween(before: string, after: string): readonly Change[] {
  const changes: Change[] = [];
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    const last = changes[changes.length - 1];
    const isChanging = last && last.went + last.came !== '';
    if (last && added) last.came += value;
    else if (last && removed) last.went += value;
    else if (added || removed)
      changes.push({ same: '', went: removed ? value : '', came: added ? value : '' });
    // Not a hail of single words: a lone space or short word between two changes goes with them.
    else if (isChanging && value.trim().length <= SHORT && last.went !== '' && last.came !== '') {
      last.went += value;
      last.came += value;
    } else changes.push({ same: value, went: '', came: '' });
  }
  return changes;
}

const SHORT = 3;

const NAMES: Readonly<Partial<Record<keyof Fields, string>>> = {
  section: 'Rubriek',
  title: 'Kop',
  text: 'Tekst',
  body: 'Artikel',
  urgency: 'Urgentie',
  url: 'Adres',
  lang: 'Taal',
  replaces: 'Vervangt',
};

/** Field by field, those that differ; a line that says so when none does. */
export function fieldsDiff(before: Fields, after: Fields) {
  const changed = changedFields(before, after).filter((name) => NAMES[name] !== undefined);
  if (changed.length === 0) return html`<p class="quiet">Nog niets gewijzigd.</p>`;
  return html`<dl class="diff">
    ${changed.map(
      (name) =>
        html`<dt>${NAMES[name] ?? nothing}</dt>
          <dd class="diff-${name}">${wordDiff(wordsOf(before, name), wordsOf(after, name))}</dd>`,
    )}
  </dl>`;
}

function wordsOf(fields: Fields, name: keyof Fields): string {
  return name === 'urgency' ? urgencyName(fields.urgency) : String(fields[name]);
}
