import { describe, expect, test } from 'vitest';
import { isWithin, parseHours } from '../../shared/hours.ts';

const at = (iso: string) => Date.parse(iso);

describe('hours are read', () => {
  test.each([
    ['23:00-07:00', { from: 1380, to: 420 }],
    ['00:00-00:00', { from: 0, to: 0 }],
    ['9:00-10:00', undefined],
    ['24:00-07:00', undefined],
    ['23:60-07:00', undefined],
    ['23:00', undefined],
    ['', undefined],
  ])('%j', (text, hours) => {
    expect(parseHours(text)).toEqual(hours);
  });
});

describe('a moment is within hours by the clock of Amsterdam', () => {
  test.each([
    ['23:00-07:00', '2026-11-21T21:59:59Z', false],
    ['23:00-07:00', '2026-11-21T22:00:00Z', true],
    ['23:00-07:00', '2026-11-22T05:59:59Z', true],
    ['23:00-07:00', '2026-11-22T06:00:00Z', false],
    ['09:00-17:30', '2026-07-01T07:00:00Z', true],
    ['09:00-17:30', '2026-07-01T15:30:00Z', false],
    ['00:00-00:00', '2026-07-01T12:00:00Z', true],
    // The hour that comes twice is night both times; the one that is skipped ends it at 3.
    ['02:00-03:00', '2026-10-25T00:30:00Z', true],
    ['02:00-03:00', '2026-10-25T01:30:00Z', true],
    ['02:00-03:00', '2026-03-29T01:00:00Z', false],
  ])('%s at %s: %j', (text, time, within) => {
    const hours = parseHours(text);
    expect(hours && isWithin(hours, at(time))).toBe(within);
  });
});
