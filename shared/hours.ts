/** Hours of the day in the newsroom's time zone, such as `23:00-07:00`: at night a wall is dimmer, and silent. */
import { shortTime } from './relative-time.ts';

/** From the first minute of the day (0 to 1439) up to the second; over midnight where that is the earlier one. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Reads `23:00-07:00`; undefined when it is not that. From a minute to the same one is the whole day. */
export function parseHours(text: string): Hours | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

/** Whether a moment (ms since the epoch) lies within these hours, by the clock on the newsroom's wall. */
export function isWithin({ from, to }: Hours, now: number): boolean {
  const [hour = 0, minute = 0] = shortTime(now, now, 'nl').split(':').map(Number);
  const at = hour * 60 + minute;
  return from < to ? at >= from && at < to : at >= from || at < to;
}
