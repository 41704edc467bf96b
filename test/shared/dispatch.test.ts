import type { InferOutput } from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Card } from '../../shared/card.ts';
import {
  CardSchema,
  SubmissionSchema,
  WithdrawalSchema,
  cardOf,
  read,
  type Dispatch,
} from '../../shared/dispatch.ts';

const PLAIN = { section: 'buitenland', title: 'Brug open', text: 'GOES (ANP) - De brug is open.' };
const TIME_FORMS = 'must be ms since the epoch or ISO 8601 with its zone, such as 2026-11-14T14:05:00+01:00';
const ID_FORM = 'must be 1 to 200 characters without spaces or any of / \\ ? # %';
const BLOCK_FORMS = 'must be text of 1 to 20000 characters, or {paragraph}, or {crosshead}';

describe('what a publisher may send', () => {
  test('three fields are enough; the rest has its usual value', () => {
    expect(read(SubmissionSchema, PLAIN)).toEqual({
      ok: true,
      value: { ...PLAIN, urgency: 4, status: 'usable', lang: 'nl' },
    });
  });

  test('everything that can be said is taken as it was said', () => {
    const full = {
      ...PLAIN,
      id: 'urn:newsml:anp.nl:20261114:1',
      version: 2,
      urgency: 1,
      status: 'withheld',
      signal: 'correction',
      note: 'Naam verbeterd.',
      replaces: 'anp-0',
      embargo: 1_794_661_500_000,
      publishedAt: 1_794_661_500_000,
      url: 'https://voorbeeld.nl/brug?x=1',
      lang: 'nl-BE',
    };
    expect(read(SubmissionSchema, full)).toEqual({ ok: true, value: full });
  });

  test('the order of the fields makes no difference', () => {
    const turned = Object.fromEntries(Object.entries({ ...PLAIN, lang: 'en', urgency: 2 }).reverse());
    const [one, other] = [{ ...PLAIN, urgency: 2, lang: 'en' }, turned].map((value) =>
      read(SubmissionSchema, value),
    );
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  test.each<[string, string]>([
    ['Fu\u0308r  \n u', 'Für u'],
    ['a\u0000b\u0085c\u001fd', 'a b c d'],
    ['half \ud83d a pair', 'half \ufffd a pair'],
    ['a whole 😀 pair', 'a whole 😀 pair'],
    ['\ufeffmark', 'mark'],
  ])('the title %j is kept as %j, so that every machine holds the same', (title, kept) => {
    expect(read(SubmissionSchema, { ...PLAIN, title })).toMatchObject({ value: { title: kept } });
  });

  test.each<[unknown, number]>([
    [1_794_661_500_000, 1_794_661_500_000],
    ['2026-11-14T14:05:00+01:00', 1_794_661_500_000],
    ['2026-11-14T14:05:00+0100', 1_794_661_500_000],
    ['2026-11-14T13:05Z', 1_794_661_500_000],
    ['2026-11-14T13:05:00.250Z', 1_794_661_500_250],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
  ])('the time %j is %i', (publishedAt, ms) => {
    expect(read(SubmissionSchema, { ...PLAIN, publishedAt })).toMatchObject({ value: { publishedAt: ms } });
  });
});

describe('the body of an article', () => {
  const blocks = [
    { kind: 'paragraph', text: 'De brug is open.' },
    { kind: 'crosshead', text: 'Twee jaar gebouwd' },
    { kind: 'paragraph', text: 'Er is lang aan gewerkt.' },
  ];

  test.each<[string, unknown]>([
    ['text with blank lines', 'De brug is open.\n\nTwee jaar gebouwd\n\nEr is lang aan\ngewerkt.\n'],
    [
      'text with blank lines of Windows',
      '\r\n\r\nDe brug is open.\r\n \t\r\n\r\nTwee jaar gebouwd\r\n\r\nEr is lang aan gewerkt.',
    ],
    ['an array of text', ['De brug is open.', ' Twee jaar gebouwd ', 'Er is lang aan gewerkt.']],
    [
      'an array that names them',
      [{ paragraph: 'De brug is open.' }, { crosshead: 'Twee jaar gebouwd' }, 'Er is lang aan gewerkt.'],
    ],
  ])('may come as %s', (_, body) => {
    expect(read(SubmissionSchema, { ...PLAIN, body })).toMatchObject({ value: { body: blocks } });
  });

  test.each<[string, 'paragraph' | 'crosshead']>([
    ['Zeldzaam bezoek', 'crosshead'],
    ['Zeldzaam bezoek.', 'paragraph'],
    ['Waarom nu?', 'paragraph'],
    ['‘Het is een ramp’', 'paragraph'],
    ['W'.repeat(80), 'crosshead'],
    ['W'.repeat(81), 'paragraph'],
  ])('%j standing alone is a %s', (text, kind) => {
    expect(read(SubmissionSchema, { ...PLAIN, body: [text] })).toMatchObject({
      value: { body: [{ kind, text }] },
    });
  });

  test('a paragraph named as one stays one, however short', () => {
    expect(read(SubmissionSchema, { ...PLAIN, body: [{ paragraph: 'Kort' }] })).toMatchObject({
      value: { body: [{ kind: 'paragraph', text: 'Kort' }] },
    });
  });
});

describe('every wrong field is named, with what is right', () => {
  test.each<[string, object, string, string]>([
    ['no section', { section: undefined }, 'section', 'is missing'],
    ['no title', { title: undefined }, 'title', 'is missing'],
    [
      'a section in capitals',
      { section: 'Buitenland' },
      'section',
      'must be the id of a section, such as buitenland',
    ],
    ['an empty title', { title: ' \u0000 ' }, 'title', 'must not be empty'],
    ['a title that is a number', { title: 5 }, 'title', 'must be text'],
    ['a long title', { title: 'x'.repeat(301) }, 'title', 'must have at most 300 characters'],
    ['a long text', { text: 'x'.repeat(4001) }, 'text', 'must have at most 4000 characters'],
    ['urgency 0', { urgency: 0 }, 'urgency', 'must be a whole number from 1 (flash) to 9'],
    ['urgency as text', { urgency: '4' }, 'urgency', 'must be a whole number from 1 (flash) to 9'],
    ['version 0', { version: 0 }, 'version', 'must be a whole number, 1 or more'],
    ['a version as text', { version: '2' }, 'version', 'must be a whole number, 1 or more'],
    [
      'a version that no later one could follow',
      { version: Number.MAX_SAFE_INTEGER },
      'version',
      'must be at most 1000000000000000',
    ],
    ['half a version', { version: 1.5 }, 'version', 'must be a whole number, 1 or more'],
    ['a status in capitals', { status: 'Usable' }, 'status', 'must be one of usable, withheld, canceled'],
    ['an unknown signal', { signal: 'refile' }, 'signal', 'must be one of update, correction'],
    ['a note that is null', { note: null }, 'note', 'must be text'],
    ['an id with a space', { id: 'a b' }, 'id', ID_FORM],
    ['an id with a slash', { id: 'a/b' }, 'id', ID_FORM],
    ['an id of dots', { id: '..' }, 'id', ID_FORM],
    ['an id with half a surrogate pair', { id: 'a\ud800' }, 'id', ID_FORM],
    ['a long id', { id: 'x'.repeat(201) }, 'id', ID_FORM],
    ['a decomposed id', { id: 'e\u0301' }, 'id', 'must be in Unicode normal form C'],
    ['a script as address', { url: 'javascript:alert(1)' }, 'url', 'must be an http or https address'],
    ['an address with a space', { url: 'https://a.nl/ b' }, 'url', 'must be an http or https address'],
    ['a language by name', { lang: 'Nederlands' }, 'lang', 'must be a language tag, such as nl'],
    ['a time with no zone', { embargo: '2026-11-14T14:05:00' }, 'embargo', TIME_FORMS],
    ['a time in words', { publishedAt: 'gisteren' }, 'publishedAt', TIME_FORMS],
    ['the 25th hour', { publishedAt: '2026-11-14T25:05:00Z' }, 'publishedAt', TIME_FORMS],
    ['30 February', { publishedAt: '2026-02-30T14:05:00Z' }, 'publishedAt', 'must be a day that exists'],
    ['a time before 1970', { publishedAt: '1969-12-31T23:59:59Z' }, 'publishedAt', 'must not be before 1970'],
    [
      'a time with a fraction',
      { publishedAt: 1.5 },
      'publishedAt',
      'must be a time in whole ms since the epoch',
    ],
    ['a time of null', { publishedAt: null }, 'publishedAt', TIME_FORMS],
    [
      'a body that is a number',
      { body: 5 },
      'body',
      'must be text with blank lines between paragraphs, or an array of paragraphs',
    ],
    ['an empty paragraph', { body: ['Een.', ''] }, 'body.1', 'must not be empty'],
    ['a paragraph that is a number', { body: ['Een.', 'Twee.', 3] }, 'body.2', BLOCK_FORMS],
    ['a paragraph by another name', { body: [{ alinea: 'Een.' }] }, 'body.0', BLOCK_FORMS],
    ['an empty cross-head', { body: [{ crosshead: '' }] }, 'body.0.crosshead', 'must not be empty'],
    ['too many paragraphs', { body: Array(501).fill('Een.') }, 'body', 'must have at most 500 paragraphs'],
    ['an unknown field', { titel: 'Brug' }, 'titel', 'is not a known field'],
    ['a field of every object', { constructor: 'x' }, 'constructor', 'is not a known field'],
  ])('%s', (_, change, path, message) => {
    expect(read(SubmissionSchema, { ...PLAIN, ...change })).toEqual({
      ok: false,
      problems: [{ path, message }],
    });
  });

  test('all of them at once', () => {
    const value: unknown = JSON.parse(
      '{"title": 5, "text": "", "headline": "x", "__proto__": {"section": "sport"}, "urgency": 12}',
    );
    expect(read(SubmissionSchema, value)).toEqual({
      ok: false,
      problems: [
        { path: 'section', message: 'is missing' },
        { path: 'title', message: 'must be text' },
        { path: 'text', message: 'must not be empty' },
        { path: 'urgency', message: 'must be a whole number from 1 (flash) to 9' },
        { path: 'headline', message: 'is not a known field' },
        { path: '__proto__', message: 'is not a known field' },
      ],
    });
  });

  test.each([[null], [undefined], ['text'], [5], [[PLAIN]]])('%j is no dispatch at all', (value) => {
    expect(read(SubmissionSchema, value)).toEqual({
      ok: false,
      problems: [{ path: '', message: 'must be an object' }],
    });
  });

  test('a withdrawal says why, or nothing', () => {
    expect(read(WithdrawalSchema, {})).toEqual({ ok: true, value: {} });
    expect(read(WithdrawalSchema, { reason: 'Onjuist.' })).toEqual({
      ok: true,
      value: { reason: 'Onjuist.' },
    });
    expect(read(WithdrawalSchema, { why: 'Onjuist.' })).toMatchObject({ problems: [{ path: 'why' }] });
  });
});

test('a body of 200,000 characters made to be slow is read at once', () => {
  const startedAt = performance.now();
  for (const unit of ['\n', '\n ', ' ', '\r\n\t', 'a\n\n']) {
    read(SubmissionSchema, { ...PLAIN, body: unit.repeat(200_000 / unit.length) });
  }
  expect(performance.now() - startedAt).toBeLessThan(4000);
});

test('the card is the dispatch without its body', () => {
  const card = {
    id: 'a',
    version: 1,
    section: 'sport',
    title: 'Brug',
    lead: 'Open.',
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    publishedAt: 1,
    updatedAt: 1,
  } as const;
  const dispatch: Dispatch = { ...card, body: [{ kind: 'paragraph', text: 'Lang.' }] };
  expect(cardOf(dispatch)).toEqual(card);
});

test('a card is what its gate lets pass', () => {
  expectTypeOf<Card>().toEqualTypeOf<Readonly<InferOutput<typeof CardSchema>>>();
  const card = {
    id: 'a',
    version: 1,
    section: 'regio',
    title: 'Brug open',
    lead: 'Hij is open.',
    urgency: 4,
  };
  const rest = { status: 'usable', lang: 'nl', publishedAt: 1, updatedAt: 1 } as const;
  expect(read(CardSchema, { ...card, ...rest })).toEqual({ ok: true, value: { ...card, ...rest } });
});
