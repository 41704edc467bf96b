/**
 * What the clock of the newsroom says, wherever the machine stands. Twice a year a wall time is not one moment: in
 * spring an hour is skipped, in autumn one comes twice; whoever types such a time is told, not guessed at.
 */
import { DEFAULT_TIME_ZONE } from '../../shared/relative-time.ts';

/** A wall time as two fields of a form hold it: `2026-11-22` and `14:05`. */
export interface WallTime {
  readonly date: string;
  readonly time: string;
}

export type Moment =
  | { readonly kind: 'none' }
  /** Only half of it, or a day that does not exist. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'once'; readonly at: number }
  /** The clock jumps over it. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'twice'; readonly first: number; readonly second: number };

const DAY = 86_400_000;
const CLOCK = new Intl.DateTimeFormat('en-CA', {
  timeZone: DEFAULT_TIME_ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** The wall time in Amsterdam at a moment (ms since the epoch). */
export function amsterdamTime(at: number): WallTime {
  const parts = new Map(CLOCK.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/** The moment, or moments, at which the clock in Amsterdam says this. */
export function amsterdamMoment(wall: WallTime): Moment {
  const { date } = wall;
  const time = tidyTime(wall.time);
  if (date === '' && time === '') return { kind: 'none' };
  const written = Date.parse(`${date}T${time}Z`);
  if (!/^\d\d:\d\d$/.test(time) || Number.isNaN(written)) return { kind: 'incomplete' };
  // `Date.parse` makes 30 February the second of March.
  if (!new Date(written).toISOString().startsWith(date)) return { kind: 'incomplete' };
  // A clock changes at most once a day: the offsets of the day before and the day after are all there are.
  const moments = [written - DAY, written + DAY]
    .map((near) => written - offsetAt(near))
    .filter((at) => Date.parse(utcForm(amsterdamTime(at))) === written)
    .sort((a, b) => a - b);
  const [first, second] = moments;
  if (first === undefined) return { kind: 'skipped' };
  return second === undefined || second === first
    ? { kind: 'once', at: first }
    : { kind: 'twice', first, second };
}

/** A time as people type it (`14:05`, `14.05`, `1405`, `9`), as fields hold it; what is no time stays as it is. */
export function tidyTime(typed: string): string {
  const [, hour = '', minute = '00'] = /^\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(?:uur)?$/i.exec(typed) ?? [];
  return hour !== '' && Number(hour) < 24 && Number(minute) < 60
    ? `${hour.padStart(2, '0')}:${minute}`
    : typed;
}

function offsetAt(at: number): number {
  return Date.parse(utcForm(amsterdamTime(at))) - at;
}

function utcForm({ date, time }: WallTime): string {
  return `${date}T${time}Z`;
}
