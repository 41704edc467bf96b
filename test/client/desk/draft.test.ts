import { describe, expect, test } from 'vitest';
import {
  isTouched,
  newDraft,
  nextDraft,
  publishedBase,
  rebase,
  restoreDraft,
  waitingDraft,
} from '../../../client/desk/draft.ts';
import { problemsOf, sendingOf } from '../../../client/desk/submission.ts';
import type { WaitingItem } from '../../../shared/desk.ts';
import type { Dispatch } from '../../../shared/dispatch.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DISPATCH: Dispatch = {
  id: 'brug',
  version: 3,
  section: 'regio',
  title: 'Brug drie weken dicht',
  dateline: { places: ['GOES'], agencies: ['ANP'], raw: 'GOES (ANP)' },
  lead: 'De brug gaat dicht.',
  body: [
    { kind: 'paragraph', text: 'Zonder punt' },
    { kind: 'crosshead', text: 'Dit is een tussenkop.' },
    { kind: 'paragraph', text: 'Einde.' },
  ],
  urgency: 4,
  status: 'usable',
  signal: 'correction',
  note: 'Een eerdere fout.',
  lang: 'nl',
  publishedAt: NOW - 3_600_000,
  updatedAt: NOW - 60_000,
};
const WAITING: WaitingItem = {
  ...DISPATCH,
  version: 7,
  revision: 2,
  until: Date.parse('2027-10-31T02:30:00+01:00'),
  by: 'anp',
  at: NOW,
};

describe('what is sent', () => {
  test('of a new dispatch names its id and version, so that sending it again is a repeat', () => {
    const draft = newDraft({ section: 'regio', title: 'Kop', text: 'Tekst' }, NOW);
    const { method, path, body } = sendingOf(draft);
    expect([method, path]).toEqual(['POST', '/api/dispatches']);
    expect(body).toMatchObject({ id: draft.id, version: 1, embargo: null });
    expect(sendingOf(draft)).toEqual(sendingOf({ ...draft, at: NOW + 1 }));
  });

  test('of a correction is the next version, on the condition that nobody was first, and says what was wrong', () => {
    const draft = nextDraft('correct', DISPATCH, NOW);
    const { method, path, headers, body } = sendingOf({
      ...draft,
      fields: { ...draft.fields, note: 'Vier.' },
    });
    expect([method, path, headers]).toEqual(['PUT', '/api/dispatches/brug', { 'If-Match': '"3"' }]);
    expect(body).toMatchObject({
      version: 4,
      signal: 'correction',
      note: 'Vier.',
      text: 'GOES (ANP) - De brug gaat dicht.',
    });
  });

  test('of a silent improvement carries neither a sign nor an old note', () => {
    const { body } = sendingOf(nextDraft('refile', DISPATCH, NOW));
    expect(body).not.toHaveProperty('signal');
    expect(body).not.toHaveProperty('note');
  });

  test('on top of what is held stays held', () => {
    const held = nextDraft('refile', { ...DISPATCH, status: 'withheld' }, NOW);
    expect(sendingOf(held).body).toMatchObject({ status: 'withheld' });
    expect(sendingOf(nextDraft('refile', DISPATCH, NOW)).body).not.toHaveProperty('status');
  });

  test('leaves every paragraph what it was, whatever it looks like', () => {
    const draft = nextDraft('update', DISPATCH, NOW);
    const body = `${draft.fields.body}\n\nNieuw stuk`;
    expect(sendingOf({ ...draft, fields: { ...draft.fields, body } }).body['body']).toEqual([
      { paragraph: 'Zonder punt' },
      { crosshead: 'Dit is een tussenkop.' },
      { paragraph: 'Einde.' },
      'Nieuw stuk',
    ]);
  });

  test('of what waits names its revision, its version and its embargo, to the hour that comes twice', () => {
    const { body } = sendingOf(waitingDraft(WAITING, NOW));
    expect(body).toMatchObject({ version: 7, ifRevision: 2, embargo: WAITING.until, signal: 'correction' });
  });

  test('of what was withdrawn says aloud that it is to come back', () => {
    const { body } = sendingOf(restoreDraft('brug', { section: 'regio', title: 'Kop', text: 'Tekst' }, NOW));
    expect(body).toMatchObject({ restore: true });
    expect(body).not.toHaveProperty('version');
  });
});

describe('what is wrong before it is sent', () => {
  test('a correction without a note', () => {
    expect(problemsOf(nextDraft('correct', DISPATCH, NOW), NOW)).toHaveProperty('note');
    expect(problemsOf(nextDraft('update', DISPATCH, NOW), NOW)).toEqual({});
  });

  test.each([
    ['2027-03-28', '02:30', 'bestaat niet'],
    ['2026-11-22', '12:59', 'al voorbij'],
    ['2026-11-23', '', 'een datum en een tijd'],
  ])('an embargo on %s at %j', (date, time, words) => {
    const draft = newDraft({ section: 'regio', title: 'Kop', text: 'Tekst', date, time }, NOW);
    expect(problemsOf(draft, NOW).time).toContain(words);
  });
});

describe('a draft', () => {
  test('is untouched until something differs from what stands there', () => {
    const draft = nextDraft('correct', DISPATCH, NOW);
    expect(isTouched(draft)).toBe(false);
    expect(isTouched({ ...draft, fields: { ...draft.fields, note: 'x' } })).toBe(true);
    expect(isTouched(newDraft({ section: 'regio' }, NOW))).toBe(false);
  });

  test('set on a newer version keeps what was typed and takes over the rest', () => {
    const draft = nextDraft('correct', DISPATCH, NOW);
    const typed = { ...draft, unanswered: true, fields: { ...draft.fields, title: 'Mijn kop' } };
    const theirs = { ...DISPATCH, version: 4, title: 'Hun kop', lead: 'Hun tekst.' };
    const next = rebase(typed, publishedBase(theirs));
    expect(next.fields).toMatchObject({ title: 'Mijn kop', text: 'GOES (ANP) - Hun tekst.' });
    expect(next).not.toHaveProperty('unanswered');
    expect(sendingOf(next).headers).toEqual({ 'If-Match': '"4"' });
  });
});
