/**
 * The labels by the rules, in Dutch and in Amsterdam, and from nothing else: no Intl, no zone of any machine, not a
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

const WEEKDAYS = ['zondag', 'maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag'] as const;
const MONTHS = [
  ['januari', 31],
  ['februari', 28],
  ['maart', 31],
  ['april', 30],
  ['mei', 31],
  ['juni', 30],
  ['juli', 31],
  ['augustus', 31],
  ['september', 30],
  ['oktober', 31],
  ['november', 30],
  ['december', 31],
] as const;
/** The day on which 2026 begins, counted from 1970, a Thursday. Neither it nor 2027 has a 29 February. */
const NEW_YEAR_2026 = 20_454;

/** The texts that a label runs through, and from when each stands (ms since the epoch). */
export type Course = readonly (readonly [from: number, text: string])[];

export function labelAt(then: number, now: number): string {
  const age = now - then;
  const minutes = Math.floor(age / MINUTE);
  const hours = Math.floor(age / HOUR);
  if (age < MINUTE) return 'zojuist';
  if (age < HOUR) return minutes === 1 ? '1 minuut geleden' : `${String(minutes)} minuten geleden`;
  const [day, time] = wallOf(then);
  const days = wallOf(now)[0] - day;
  if (age < DAY || days === 0) return `${String(hours)} uur geleden`;
  if (days === 1) return `gisteren ${time}`;
  if (days === 2) return `eergisteren ${time}`;
  if (days <= 6) return `${String(WEEKDAYS[(day + 4) % 7])} ${time}`;
  return dateOf(day, wallOf(now)[0]);
}

/** The same time where labels are absolute. */
export function shortAt(then: number, now: number): string {
  const [day, time] = wallOf(then);
  const [today] = wallOf(now);
  return day === today ? time : `${dateOf(day, today)} ${time}`;
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

function dateOf(day: number, today: number): string {
  const yearOf = (which: number) => (which < NEW_YEAR_2026 + 365 ? 2026 : 2027);
  let left = day - NEW_YEAR_2026 - (yearOf(day) - 2026) * 365;
  for (const [month, length] of MONTHS) {
    if (left < length) {
      const date = `${String(left + 1)} ${month}`;
      return yearOf(day) === yearOf(today) ? date : `${date} ${String(yearOf(day))}`;
    }
    left -= length;
  }
  throw new Error(`day ${String(day)} is not of 2026 or 2027`);
}
