/**
 * Dates as they stand on a page without JavaScript: absolute, so that a page from a cache stays true. Where the
 * page comes alive, a live label takes their place.
 */
import { DEFAULT_TIME_ZONE } from '../../shared/relative-time.ts';

const options = { timeZone: DEFAULT_TIME_ZONE } as const;
const YEAR = new Intl.DateTimeFormat('nl', { ...options, year: 'numeric' });
const DAY = new Intl.DateTimeFormat('nl', { ...options, day: 'numeric', month: 'long' });
const FULL_DAY = new Intl.DateTimeFormat('nl', {
  ...options,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const TIME = new Intl.DateTimeFormat('nl', { ...options, hour: '2-digit', minute: '2-digit' });

/** "21 november 14:05"; with its year instead of the hour when that is not this one. */
export function shortDate(then: number, now: number): string {
  const year = YEAR.format(then);
  return year === YEAR.format(now)
    ? `${DAY.format(then)} ${TIME.format(then)}`
    : `${DAY.format(then)} ${year}`;
}

/** "zaterdag 21 november 2026 om 14:05". */
export function fullDate(then: number): string {
  return `${FULL_DAY.format(then)} om ${TIME.format(then)}`;
}

/** What `datetime` wants. */
export function isoTime(then: number): string {
  return new Date(then).toISOString();
}
