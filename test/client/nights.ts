/** The nights that labels and clocks get wrong: both changes of the clock, and new year. */
import type { Card } from '../../shared/dispatch.ts';
import { card } from './cards.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Thirty days around each: from when, the night itself, and the zone of the machine. */
export const NIGHTS = [
  ['the night in March', Date.UTC(2027, 2, 10, 9), Date.UTC(2027, 2, 28, 1), 'Europe/Amsterdam'],
  ['the night in October', Date.UTC(2027, 9, 10, 9), Date.UTC(2027, 9, 31, 1), 'America/New_York'],
  ['new year', Date.UTC(2026, 11, 15, 9), Date.UTC(2026, 11, 31, 23), 'Asia/Kolkata'],
] as const;

/** Dispatches of every age, most of them from around the night. */
export function dispatchesAround(from: number, night: number): Card[] {
  const hours = [-49, -30, -25.5, -24, -23.5, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2.5, 25];
  const times = [
    ...hours.map((hour) => night + hour * HOUR),
    // Half a minute before and after midnight on the wall, which is at 22:00 or 23:00 of UTC.
    ...[-3, -2].flatMap((hour) => [night + hour * HOUR - 30 * SECOND, night + hour * HOUR + 30 * SECOND]),
    ...[-400 * DAY + 3 * HOUR, -8 * DAY, -2 * DAY - 7 * MINUTE, -59 * MINUTE, -20 * SECOND].map(
      (age) => from + age,
    ),
  ].filter((time) => time > Date.UTC(2026, 0, 2));
  return times
    .sort((a, b) => b - a)
    .map((publishedAt, index) => card(`m${String(index)}`, 0, { publishedAt, updatedAt: publishedAt }));
}
