/**
 * The words of a live label, and the moment at which they next change. Elapsed time up to a day, the calendar of
 * one time zone after that: "gisteren" is a matter of midnight there, wherever the machine stands.
 * Both functions take the time as a parameter; times are ms since the epoch.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The newsroom's own calendar. */
export const DEFAULT_TIME_ZONE = 'Europe/Amsterdam';

/** What `Intl` has no good word for: with `numeric: 'auto'` it calls 0 minutes ago "binnen een minuut". */
const OWN_WORDS = {
  nl: { now: 'zojuist', at: 'om' },
  en: { now: 'just now', at: 'at' },
  de: { now: 'gerade eben', at: 'um' },
  fr: { now: "à l'instant", at: 'à' },
} as const;

type Language = keyof typeof OWN_WORDS;

/**
 * The label of something first published at `then`, read at `now`; ages are floored, and what lies in the future
 * is "zojuist". Languages: nl, en, de, fr, each with any region; another one is read as nl. Empty when either
 * time is not a number.
 * @throws {RangeError} when there is no such time zone
 */
export function relativeTime(
  then: number,
  now: number,
  locale: string,
  timeZone = DEFAULT_TIME_ZONE,
): string {
  const age = now - then;
  if (!Number.isFinite(age)) return '';
  const words = wordsOf(locale);
  if (age < MINUTE) return words.now;
  if (age < HOUR) return words.ago.format(-Math.floor(age / MINUTE), 'minute');
  const days = age < DAY ? 0 : daysBetween(then, now, timeZone);
  // Also on the autumn day of 25 hours, where 24 hours ago may still be today.
  if (days < 1) return words.ago.format(-Math.floor(age / HOUR), 'hour');

  const local = localTime(then, timeZone);
  if (days <= 2) return `${words.day(-days) ?? words.weekday.format(local)} ${hourAndMinute(local)}`;
  if (days <= 6) return `${words.weekday.format(local)} ${hourAndMinute(local)}`;
  return (sameYear(then, now, timeZone) ? words.dayOfYear : words.date).format(local);
}

/**
 * How many ms after `now` the label of `then` reads differently: always more than 0, `Infinity` when never again.
 * It holds for every language; English, which says the weekday where others say "eergisteren", may find its words
 * unchanged there.
 * @throws {RangeError} when there is no such time zone
 */
export function nextChange(then: number, now: number, timeZone = DEFAULT_TIME_ZONE): number {
  const age = now - then;
  if (!Number.isFinite(age)) return Infinity;
  if (age < MINUTE) return MINUTE - age;
  if (age < HOUR) return MINUTE - (age % MINUTE);
  const toNextHour = HOUR - (age % HOUR);
  if (age < DAY) return toNextHour;

  const thenDay = dayOf(localTime(then, timeZone));
  const today = dayOf(localTime(now, timeZone));
  const days = today - thenDay;
  if (days < 1) return Math.min(toNextHour, untilTomorrow(now, timeZone));
  if (days <= 2) return untilTomorrow(now, timeZone);
  // A weekday stays what it is for four days.
  if (days <= 6) return startOfDay(thenDay + 7, timeZone) - now;
  if (!sameYear(then, now, timeZone)) return Infinity;
  const newYear = Date.UTC(yearOf(localTime(now, timeZone)) + 1, 0, 1);
  return startOfDay(dayOf(newYear), timeZone) - now;
}

/** How many ms after `now` the next day begins: until then `shortTime` stays as it is. */
export function untilTomorrow(now: number, timeZone = DEFAULT_TIME_ZONE): number {
  return startOfDay(dayOf(localTime(now, timeZone)) + 1, timeZone) - now;
}

/** The time in full, for the accessible text: "woensdag 18 november 2026 om 14:05". */
export function absoluteTime(then: number, locale: string, timeZone = DEFAULT_TIME_ZONE): string {
  if (!Number.isFinite(then)) return '';
  const words = wordsOf(locale);
  const local = localTime(then, timeZone);
  return `${words.fullDate.format(local)} ${words.at} ${hourAndMinute(local)}`;
}

/** A time that stays true while a label stands still: "14:05", on another day than `now` "18 november 14:05", with the year where it differs. */
export function shortTime(then: number, now: number, locale: string, timeZone = DEFAULT_TIME_ZONE): string {
  if (!Number.isFinite(then - now)) return '';
  const local = localTime(then, timeZone);
  const time = hourAndMinute(local);
  if (daysBetween(then, now, timeZone) === 0) return time;
  const words = wordsOf(locale);
  return `${(sameYear(then, now, timeZone) ? words.dayOfYear : words.date).format(local)} ${time}`;
}

/** The formatters of one locale. They are slow to make, so each is made once. */
interface Words {
  readonly now: string;
  readonly at: string;
  readonly ago: Intl.RelativeTimeFormat;
  /** "gisteren", "eergisteren", or nothing where a language has no word. */
  readonly day: (days: number) => string | undefined;
  readonly weekday: Intl.DateTimeFormat;
  readonly dayOfYear: Intl.DateTimeFormat;
  readonly date: Intl.DateTimeFormat;
  readonly fullDate: Intl.DateTimeFormat;
}

const wordsByLocale = new Map<string, Words>();

function wordsOf(locale: string): Words {
  // Only language and region: anything more a page may write could be a tag that makes Intl throw.
  const [, language = 'nl', region] =
    /^(nl|en|de|fr)(?:[-_]([a-z]{2}))?(?![a-z])/.exec(locale.toLowerCase()) ?? [];
  const tag = region ? `${language}-${region}` : language;
  let words = wordsByLocale.get(tag);
  if (!words) {
    words = createWords(language as Language, tag);
    wordsByLocale.set(tag, words);
  }
  return words;
}

function createWords(language: Language, tag: string): Words {
  // The wall-clock time of the zone is formatted as if it were UTC: the zone has been reckoned with by then.
  const dateFormat = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options });
  const dayOfYear = { day: 'numeric', month: 'long' } as const;
  const date = { ...dayOfYear, year: 'numeric' } as const;
  const near = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  return {
    ...OWN_WORDS[language],
    ago: new Intl.RelativeTimeFormat(tag, { numeric: 'always' }),
    day(days) {
      const word = near.format(days, 'day');
      return /\d/.test(word) ? undefined : word;
    },
    weekday: dateFormat({ weekday: 'long' }),
    dayOfYear: dateFormat(dayOfYear),
    date: dateFormat(date),
    fullDate: dateFormat({ ...date, weekday: 'long' }),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall of the zone says, written as if that were UTC. */
function localTime(time: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    // Swedish writes times from the year down to the second, in figures.
    clock = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(timeZone, clock);
  }
  const [year = 0, month = 0, day, hour, minute, second] = (clock.format(time).match(/\d+/g) ?? []).map(
    Number,
  );
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first moment of a day of the zone, which is not 00:00 where the clock jumps over midnight. */
function startOfDay(day: number, timeZone: string): number {
  const midnight = day * DAY;
  // Clocks change at most once a day: midnight stands by the offset of the day before or of the day after.
  const [early = 0, late = 0] = [midnight - DAY, midnight + DAY]
    .map((near) => midnight - (localTime(near, timeZone) - near))
    .sort((a, b) => a - b);
  return dayOf(localTime(early, timeZone)) >= day ? early : late;
}

function daysBetween(then: number, now: number, timeZone: string): number {
  return dayOf(localTime(now, timeZone)) - dayOf(localTime(then, timeZone));
}

function sameYear(then: number, now: number, timeZone: string): boolean {
  return yearOf(localTime(then, timeZone)) === yearOf(localTime(now, timeZone));
}

function dayOf(local: number): number {
  return Math.floor(local / DAY);
}

function yearOf(local: number): number {
  return new Date(local).getUTCFullYear();
}

function hourAndMinute(local: number): string {
  return new Date(local).toISOString().slice(11, 16);
}
