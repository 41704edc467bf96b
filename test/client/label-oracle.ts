/**
 * The labels by the rules, in four languages and in Amsterdam, and from nothing else: no Intl, no zone of any machine, not a
 * line of the code that it judges. The nights on which clocks change are written down, as in an almanac.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SUMMERS = [
  [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)],
  [Date.UTC(2027, 2, 28, 1), Date.UTC(2027, 9, 31, 1)],
] as const;

/** Of a language, all that labels say in it. */
interface Words {
  readonly now: string;
  readonly minutes: (count: number) => string;
  readonly hours: (count: number) => string;
  readonly yesterday: string;
  /** Not in English. */
  readonly dayBefore?: string;
  /** From Sunday on. */
  readonly weekdays: string;
  readonly months: string;
  readonly date: (day: number, month: string, year?: number) => string;
}

const counted = (count: number, one: string, more: string) => `${String(count)} ${count === 1 ? one : more}`;

export const WORDS = {
  nl: {
    now: 'zojuist',
    minutes: (count) => `${counted(count, 'minuut', 'minuten')} geleden`,
    hours: (count) => `${String(count)} uur geleden`,
    yesterday: 'gisteren',
    dayBefore: 'eergisteren',
    weekdays: 'zondag maandag dinsdag woensdag donderdag vrijdag zaterdag',
    months: 'januari februari maart april mei juni juli augustus september oktober november december',
    date: (day, month, year) => [day, month, year].filter(Boolean).join(' '),
  },
  en: {
    now: 'just now',
    minutes: (count) => `${counted(count, 'minute', 'minutes')} ago`,
    hours: (count) => `${counted(count, 'hour', 'hours')} ago`,
    yesterday: 'yesterday',
    weekdays: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday',
    months: 'January February March April May June July August September October November December',
    date: (day, month, year) => `${month} ${String(day)}${year ? `, ${String(year)}` : ''}`,
  },
  de: {
    now: 'gerade eben',
    minutes: (count) => `vor ${counted(count, 'Minute', 'Minuten')}`,
    hours: (count) => `vor ${counted(count, 'Stunde', 'Stunden')}`,
    yesterday: 'gestern',
    dayBefore: 'vorgestern',
    weekdays: 'Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag',
    months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
    date: (day, month, year) => [`${String(day)}.`, month, year].filter(Boolean).join(' '),
  },
  fr: {
    now: "à l'instant",
    minutes: (count) => `il y a ${counted(count, 'minute', 'minutes')}`,
    hours: (count) => `il y a ${counted(count, 'heure', 'heures')}`,
    yesterday: 'hier',
    dayBefore: 'avant-hier',
    weekdays: 'dimanche lundi mardi mercredi jeudi vendredi samedi',
    months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    date: (day, month, year) => [day, month, year].filter(Boolean).join(' '),
  },
} satisfies Record<string, Words>;

export type Language = keyof typeof WORDS;

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** The day on which 2026 begins, counted from 1970, a Thursday. Neither it nor 2027 has a 29 February. */
const NEW_YEAR_2026 = 20_454;

/** The texts that a label runs through, and from when each stands (ms since the epoch). */
export type Course = readonly (readonly [from: number, text: string])[];

export function labelAt(then: number, now: number, lang: Language = 'nl'): string {
  const words: Words = WORDS[lang];
  const age = now - then;
  if (age < MINUTE) return words.now;
  if (age < HOUR) return words.minutes(Math.floor(age / MINUTE));
  const [day, time] = wallOf(then);
  const days = wallOf(now)[0] - day;
  if (age < DAY || days === 0) return words.hours(Math.floor(age / HOUR));
  if (days === 1) return `${words.yesterday} ${time}`;
  if (days === 2 && words.dayBefore) return `${words.dayBefore} ${time}`;
  if (days <= 6) return `${weekdayOf(day, words)} ${time}`;
  return dateOf(day, wallOf(now)[0], words);
}

/** The same time where labels are absolute, in Dutch. */
export function shortAt(then: number, now: number): string {
  const [day, time] = wallOf(then);
  const [today] = wallOf(now);
  return day === today ? time : `${dateOf(day, today)} ${time}`;
}

/** What the newsroom's wall says of a moment, in Dutch. */
export function momentAt(now: number): { readonly date: string; readonly time: string } {
  const [day, minutes] = wallOf(now);
  const seconds = String(Math.floor(now / SECOND) % 60).padStart(2, '0');
  return { date: `${weekdayOf(day, WORDS.nl)} ${dateOf(day, day)}`, time: `${minutes}:${seconds}` };
}

/** What a label says from one moment to another, by every second at which it could change. */
export function courseOf(then: number, from: number, to: number, at = labelAt): Course {
  const moments = new Set([from]);
  for (let minute = 1; minute <= 60; minute++) moments.add(then + minute * MINUTE);
  for (let hour = 1; hour <= 25; hour++) moments.add(then + hour * HOUR);
  // Midnight, wherever it falls, is a full hour of UTC.
  for (let hour = Math.ceil(from / HOUR) * HOUR; hour < to; hour += HOUR) moments.add(hour);
  const course: [number, string][] = [];
  for (const moment of [...moments].sort((a, b) => a - b)) {
    if (moment < from || moment >= to) continue;
    const text = at(then, moment);
    if (course.at(-1)?.[1] !== text) course.push([moment, text]);
  }
  return course;
}

/** The day that the calendar on the wall shows, counted from 1970, and the time beside it. */
function wallOf(time: number): [day: number, time: string] {
  const summer = SUMMERS.some(([begins, ends]) => time >= begins && time < ends);
  const wall = time + (summer ? 2 : 1) * HOUR;
  const minutes = Math.floor((wall % DAY) / MINUTE);
  const two = (number: number) => String(number).padStart(2, '0');
  return [Math.floor(wall / DAY), `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`];
}

function weekdayOf(day: number, { weekdays }: Words): string {
  return weekdays.split(' ')[(day + 4) % 7] ?? '';
}

/** Without its year when that is this one. */
function dateOf(day: number, today: number, { months, date }: Words = WORDS.nl): string {
  const yearOf = (which: number) => (which < NEW_YEAR_2026 + 365 ? 2026 : 2027);
  let left = day - NEW_YEAR_2026 - (yearOf(day) - 2026) * 365;
  for (const [at, length] of MONTH_LENGTHS.entries()) {
    if (left < length)
      return date(
        left + 1,
        months.split(' ')[at] ?? '',
        yearOf(day) === yearOf(today) ? undefined : yearOf(day),
      );
    left -= length;
  }
  throw new Error(`day ${String(day)} is not of 2026 or 2027`);
}
