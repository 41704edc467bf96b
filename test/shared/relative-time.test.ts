import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absoluteTime, nextChange, relativeTime, shortTime } from '../../shared/relative-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Wednesday in winter, 15:05 in Amsterdam. */
const NOW = at('2026-11-18T15:05:00+01:00');

describe('the label by age', () => {
  test.each<[string, string]>([
    ['-P1D', 'zojuist'],
    ['-1 s', 'zojuist'],
    ['0 s', 'zojuist'],
    ['59 s', 'zojuist'],
    ['60 s', '1 minuut geleden'],
    ['119 s', '1 minuut geleden'],
    ['120 s', '2 minuten geleden'],
    ['54 min 59 s', '54 minuten geleden'],
    ['45 min', '45 minuten geleden'],
    ['59 min 59 s', '59 minuten geleden'],
    ['1 h', '1 uur geleden'],
    ['1 h 30 min', '1 uur geleden'],
    ['1 h 59 min 59 s', '1 uur geleden'],
    ['2 h', '2 uur geleden'],
    ['23 h 59 min 59 s', '23 uur geleden'],
    ['24 h', 'gisteren 15:05'],
  ])('at an age of %s it says "%s"', (age, text) => {
    expect(relativeTime(NOW - ageOf(age), NOW, 'nl')).toBe(text);
  });

  test.each<[string, string, string]>([
    ['2026-11-18T01:00:00+01:00', '2026-11-18T22:30:00+01:00', '21 uur geleden'],
    ['2026-11-17T23:30:00+01:00', '2026-11-18T00:30:00+01:00', '1 uur geleden'],
    ['2026-11-17T00:00:00+01:00', '2026-11-18T23:59:59+01:00', 'gisteren 00:00'],
    ['2026-11-17T00:05:00+01:00', '2026-11-18T00:05:00+01:00', 'gisteren 00:05'],
    ['2026-11-16T23:59:59+01:00', '2026-11-18T00:00:00+01:00', 'eergisteren 23:59'],
    ['2026-11-16T14:05:00+01:00', '2026-11-18T23:59:59+01:00', 'eergisteren 14:05'],
    ['2026-11-16T14:05:00+01:00', '2026-11-19T00:00:00+01:00', 'maandag 14:05'],
    ['2026-11-16T14:05:00+01:00', '2026-11-22T23:59:59+01:00', 'maandag 14:05'],
    ['2026-11-16T14:05:00+01:00', '2026-11-23T00:00:00+01:00', '16 november'],
    ['2026-11-14T14:05:00+01:00', '2026-12-31T23:59:59+01:00', '14 november'],
    ['2026-11-14T14:05:00+01:00', '2027-01-01T00:00:00+01:00', '14 november 2026'],
    ['2026-12-31T14:05:00+01:00', '2027-01-06T23:59:59+01:00', 'donderdag 14:05'],
    ['2026-12-31T14:05:00+01:00', '2027-01-07T00:00:00+01:00', '31 december 2026'],
    ['2024-02-29T14:05:00+01:00', '2026-11-18T12:00:00+01:00', '29 februari 2024'],
  ])('%s, read at %s, says "%s"', (then, now, text) => {
    expect(relativeTime(at(then), at(now), 'nl')).toBe(text);
  });
});

describe('the two nights on which the clock changes in Amsterdam', () => {
  test.each<[string, string, string, string]>([
    [
      'counts elapsed hours over the lost one',
      '2026-03-29T01:30:00+01:00',
      '2026-03-29T03:30:00+02:00',
      '1 uur geleden',
    ],
    [
      'says the clock time from before it',
      '2026-03-28T14:05:00+01:00',
      '2026-03-29T15:05:00+02:00',
      'gisteren 14:05',
    ],
    [
      'is not yet yesterday after 23 hours',
      '2026-03-28T14:05:00+01:00',
      '2026-03-29T14:05:00+02:00',
      '23 uur geleden',
    ],
    [
      'skips yesterday, which was too short',
      '2026-03-28T23:30:00+01:00',
      '2026-03-30T00:30:00+02:00',
      'eergisteren 23:30',
    ],
    [
      'tells the doubled hour apart',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
      '1 uur geleden',
    ],
    [
      'is a day old within 25 hours',
      '2026-10-24T14:05:00+02:00',
      '2026-10-25T13:05:00+01:00',
      'gisteren 14:05',
    ],
    [
      'does not say yesterday of today',
      '2026-10-25T00:10:00+02:00',
      '2026-10-25T23:40:00+01:00',
      '24 uur geleden',
    ],
    [
      'says yesterday from midnight on',
      '2026-10-25T00:10:00+02:00',
      '2026-10-26T00:00:00+01:00',
      'gisteren 00:10',
    ],
  ])('%s: %s at %s is "%s"', (_, then, now, text) => {
    expect(relativeTime(at(then), at(now), 'nl')).toBe(text);
  });

  test.each<[string, string, number]>([
    ['2026-03-27T12:00:00+01:00', '2026-03-29T00:00:00+01:00', 23 * HOUR],
    ['2026-10-23T12:00:00+02:00', '2026-10-25T00:00:00+02:00', 25 * HOUR],
    ['2026-10-25T00:10:00+02:00', '2026-10-25T23:40:00+01:00', 20 * MINUTE],
    ['2026-10-24T12:00:00+02:00', '2026-10-25T23:00:00+01:00', HOUR],
  ])('the label of %s, read at %s, changes after %i ms', (then, now, wait) => {
    expect(nextChange(at(then), at(now))).toBe(wait);
  });
});

describe('languages', () => {
  const ages = [0, MINUTE, 4 * MINUTE, HOUR, 23 * HOUR, DAY, 2 * DAY, 3 * DAY, 8 * DAY, 400 * DAY];

  test.each<[string, string[]]>([
    [
      'nl',
      [
        'zojuist',
        '1 minuut geleden',
        '4 minuten geleden',
        '1 uur geleden',
        '23 uur geleden',
        'gisteren 15:05',
        'eergisteren 15:05',
        'zondag 15:05',
        '10 november',
        '14 oktober 2025',
      ],
    ],
    [
      'en',
      [
        'just now',
        '1 minute ago',
        '4 minutes ago',
        '1 hour ago',
        '23 hours ago',
        'yesterday 15:05',
        'Monday 15:05',
        'Sunday 15:05',
        'November 10',
        'October 14, 2025',
      ],
    ],
    [
      'en-GB',
      [
        'just now',
        '1 minute ago',
        '4 minutes ago',
        '1 hour ago',
        '23 hours ago',
        'yesterday 15:05',
        'Monday 15:05',
        'Sunday 15:05',
        '10 November',
        '14 October 2025',
      ],
    ],
    [
      'de',
      [
        'gerade eben',
        'vor 1 Minute',
        'vor 4 Minuten',
        'vor 1 Stunde',
        'vor 23 Stunden',
        'gestern 15:05',
        'vorgestern 15:05',
        'Sonntag 15:05',
        '10. November',
        '14. Oktober 2025',
      ],
    ],
    [
      'fr',
      [
        "à l'instant",
        'il y a 1 minute',
        'il y a 4 minutes',
        'il y a 1 heure',
        'il y a 23 heures',
        'hier 15:05',
        'avant-hier 15:05',
        'dimanche 15:05',
        '10 novembre',
        '14 octobre 2025',
      ],
    ],
  ])('%s has its own words at every age', (locale, texts) => {
    const spaced = ages.map((age) => relativeTime(NOW - age, NOW, locale).replace(/\s/gu, ' '));
    expect(spaced.map((text) => text.replace(/16:05$/, '15:05'))).toEqual(texts);
  });

  test.each([
    'nl-BE',
    'NL',
    'nl_NL',
    'nl-Latn-x-private',
    'es',
    'nds',
    'nlx',
    'fry',
    'deu',
    '',
    'not a language',
    '\u0000',
  ])('the language "%s" is read as Dutch, and never throws', (locale) => {
    expect(relativeTime(NOW - MINUTE, NOW, locale)).toBe('1 minuut geleden');
  });
});

describe('time zones', () => {
  test('the zone decides what day it is, not the machine', () => {
    const then = at('2026-11-16T23:30:00Z');
    const now = at('2026-11-18T12:00:00Z');
    expect(relativeTime(then, now, 'nl')).toBe('gisteren 00:30');
    expect(relativeTime(then, now, 'nl', 'UTC')).toBe('eergisteren 23:30');
    expect(relativeTime(then, now, 'nl', 'Asia/Tokyo')).toBe('gisteren 08:30');
    expect(relativeTime(then, now, 'nl', 'America/Los_Angeles')).toBe('eergisteren 15:30');
  });

  test.each<[string, string, string, string]>([
    ['Africa/Cairo', '2026-04-22T12:00:00Z', '2026-04-23T12:00:00Z', '2026-04-23T22:00:00Z'],
    ['America/Nuuk', '2026-03-27T12:00:00Z', '2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z'],
    ['America/Nuuk', '2026-10-23T12:00:00Z', '2026-10-24T12:00:00Z', '2026-10-25T02:00:00Z'],
    ['America/Havana', '2026-10-31T12:00:00Z', '2026-11-01T12:00:00Z', '2026-11-02T05:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-03T12:00:00Z', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'],
    ['Asia/Kathmandu', '2026-11-16T12:00:00Z', '2026-11-17T12:00:00Z', '2026-11-17T18:15:00Z'],
  ])(
    'in %s a day begins when its clock says so, also on the night it changes',
    (zone, then, now, midnight) => {
      expect(new Date(at(now) + nextChange(at(then), at(now), zone)).toISOString()).toBe(
        new Date(at(midnight)).toISOString(),
      );
    },
  );

  test.each(['America/Los_Angeles', 'Pacific/Kiritimati'])('a machine in %s says the same', (TZ) => {
    const module = new URL('../../shared/relative-time.ts', import.meta.url).href;
    const script = `import(${JSON.stringify(module)}).then(({ relativeTime, nextChange, absoluteTime }) => {
      const [then, now] = [${String(NOW - 3 * DAY)}, ${String(NOW)}];
      console.log(JSON.stringify([relativeTime(then, now, 'nl'), nextChange(then, now), absoluteTime(then, 'nl')]));
    });`;
    const said = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], {
      env: { ...process.env, TZ },
    });
    expect(JSON.parse(said.toString())).toEqual([
      'zondag 15:05',
      3 * DAY + 8 * HOUR + 55 * MINUTE,
      'zondag 15 november 2026 om 15:05',
    ]);
  });

  test('a zone that does not exist is refused', () => {
    expect(() => relativeTime(NOW - 3 * DAY, NOW, 'nl', 'Europe/Domburg')).toThrow(RangeError);
  });
});

describe('the next change', () => {
  test.each<[string, number, number]>([
    ['of what is still to come, at 60 s of age', -5 * SECOND, 65 * SECOND],
    ['at 60 s', 0, MINUTE],
    ['a ms before 60 s', MINUTE - 1, 1],
    ['at the next full minute', MINUTE, MINUTE],
    ['at the next full minute', 90 * SECOND, 30 * SECOND],
    ['at the first hour', HOUR - 1, 1],
    ['at the next full hour', HOUR, HOUR],
    ['at the next full hour', 90 * MINUTE, 30 * MINUTE],
    ['at 24 hours', DAY - SECOND, SECOND],
    ['at midnight', DAY, 8 * HOUR + 55 * MINUTE],
    ['when the weekday no longer suffices', 3 * DAY, 3 * DAY + 8 * HOUR + 55 * MINUTE],
    ['at new year', 8 * DAY, 43 * DAY + 8 * HOUR + 55 * MINUTE],
    ['never', 400 * DAY, Infinity],
  ])('comes %s (age %i ms: after %i ms)', (_, age, wait) => {
    expect(nextChange(NOW - age, NOW)).toBe(wait);
  });

  const moment = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
  const age = fc.oneof(
    fc.integer({ min: -HOUR, max: 3 * DAY }),
    fc.integer({ min: 0, max: 9 * DAY }),
    fc.integer({ min: 0, max: 800 * DAY }),
    fc
      .constantFrom(MINUTE, HOUR, DAY, 2 * DAY, 3 * DAY, 6 * DAY, 7 * DAY)
      .chain((whole) => fc.integer({ min: -2, max: 2 }).map((ms) => whole + ms)),
  );
  const zone = fc.constantFrom(
    'Europe/Amsterdam',
    'Europe/Amsterdam',
    'UTC',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Beirut',
    'Africa/Cairo',
    'America/Nuuk',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Kiritimati',
  );

  test('is exact: until then the text stays, and then it is another', () => {
    fc.assert(
      fc.property(moment, age, zone, (now, ageMs, timeZone) => {
        const then = now - ageMs;
        const text = relativeTime(then, now, 'nl', timeZone);
        const wait = nextChange(then, now, timeZone);
        if (wait === Infinity) {
          expect(relativeTime(then, now + 3650 * DAY, 'nl', timeZone)).toBe(text);
          return;
        }
        expect(wait).toBeGreaterThan(0);
        expect(relativeTime(then, now + wait - 1, 'nl', timeZone)).toBe(text);
        expect(relativeTime(then, now + wait, 'nl', timeZone)).not.toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  test('holds in every language', () => {
    fc.assert(
      fc.property(moment, age, fc.constantFrom('en', 'de', 'fr'), (now, ageMs, locale) => {
        const wait = Math.min(nextChange(now - ageMs, now), 3650 * DAY);
        expect(relativeTime(now - ageMs, now + wait - 1, locale)).toBe(
          relativeTime(now - ageMs, now, locale),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('leads from a new dispatch to its final label in a bounded number of steps', () => {
    const texts: string[] = [];
    for (let now = NOW; ; now += nextChange(NOW, now)) {
      texts.push(relativeTime(NOW, now, 'nl'));
      if (nextChange(NOW, now) === Infinity) break;
    }
    expect(texts).toHaveLength(1 + 59 + 23 + 5);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.slice(-5)).toEqual([
      'gisteren 15:05',
      'eergisteren 15:05',
      'woensdag 15:05',
      '18 november',
      '18 november 2026',
    ]);
  });
});

describe('absolute times', () => {
  test.each([
    ['nl', 'woensdag 18 november 2026 om 15:05'],
    ['en-GB', 'Wednesday 18 November 2026 at 15:05'],
    ['de', 'Mittwoch, 18. November 2026 um 15:05'],
    ['fr', 'mercredi 18 novembre 2026 à 15:05'],
  ])('in full, in %s: "%s"', (locale, text) => {
    // Whether English puts a comma after the weekday changed with the years of Unicode's data.
    expect(absoluteTime(NOW, locale).replace('Wednesday,', 'Wednesday')).toBe(text);
  });

  test('in short, they name what differs from now', () => {
    expect(shortTime(NOW, NOW + HOUR, 'nl')).toBe('15:05');
    expect(shortTime(NOW, NOW + 9 * HOUR, 'nl')).toBe('18 november 15:05');
    expect(shortTime(NOW, NOW + 60 * DAY, 'nl')).toBe('18 november 2026 15:05');
  });
});

test('what is no time has no label, and never changes', () => {
  expect(relativeTime(NaN, NOW, 'nl')).toBe('');
  expect(absoluteTime(NaN, 'nl')).toBe('');
  expect(shortTime(NaN, NOW, 'nl')).toBe('');
  expect(nextChange(NaN, NOW)).toBe(Infinity);
});

function at(iso: string): number {
  return Date.parse(iso);
}

function ageOf(text: string): number {
  if (text === '-P1D') return -DAY;
  const units: Record<string, number> = { s: SECOND, min: MINUTE, h: HOUR };
  return [...text.matchAll(/(-?\d+) (\w+)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? NaN),
    0,
  );
}
