/**
 * Times as agencies write them: with or without colons, zones, seconds. What has no zone is local time of the
 * source. A local hour that comes twice, in the night that summer time ends, means the later of the two: an
 * embargo must not end an hour early.
 */
const ISO =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i;
const MAIL =
  /^(?:[a-z]{2,9}\.?,?\s+)?(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ -](\d{4}|\d\d)(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([a-z]{1,5}|[+-]\d\d:?\d\d)?)?(?:\s*\([^)]*\))?$/i;

const MONTHS: readonly (readonly string[])[] = [
  ['jan'],
  ['feb'],
  ['mar', 'maa', 'mrt'],
  ['apr'],
  ['may', 'mei'],
  ['jun'],
  ['jul'],
  ['aug'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec'],
];
/** The names that mail and RSS know, and those of our own part of the world; in minutes. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ Z: 0, UT: 0, UTC: 0, GMT: 0, WET: 0, WEST: 60, BST: 60, CET: 60, MET: 60, CEST: 120, MEST: 120 },
  ...{
    EET: 120,
    EEST: 180,
    EST: -300,
    EDT: -240,
    CST: -360,
    CDT: -300,
    MST: -420,
    MDT: -360,
    PST: -480,
    PDT: -420,
  },
};
const MINUTE = 60_000;
const DAY = 86_400_000;

/** @returns ms since the epoch; undefined for what is no time, or a day that does not exist */
export function parseWireTime(text: string, timeZone: string): number | undefined {
  const parts = readIso(text.trim()) ?? readMail(text.trim());
  if (!parts) return undefined;
  const local = utcOf(parts);
  if (local === undefined) return undefined;
  const at = parts.offset === undefined ? zonedToUtc(local, timeZone) : local - parts.offset * MINUTE;
  return at >= 0 ? at : undefined;
}

interface Parts {
  readonly date: readonly [year: number, month: number, day: number];
  readonly time: readonly [hours: number, minutes: number, seconds: number, ms: number];
  /** Minutes ahead of UTC; undefined where no zone stands. */
  readonly offset: number | undefined;
}

function readIso(text: string): Parts | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0', fraction = '0', zone] = match;
  return {
    date: [Number(year), Number(month), Number(day)],
    time: [Number(hours), Number(minutes), Number(seconds), Math.floor(Number(`0.${fraction}`) * 1000)],
    offset: zone === undefined ? undefined : offsetOf(zone),
  };
}

function readMail(text: string): Parts | undefined {
  const match = MAIL.exec(text);
  if (!match) return undefined;
  const [, day, monthName = '', year = '', hours = '0', minutes = '0', seconds = '0', zone] = match;
  const month = MONTHS.findIndex((names) => names.includes(monthName.toLowerCase())) + 1;
  const offset = zone === undefined ? undefined : offsetOf(zone);
  // A name that is not known is no zone of which the hour could be told.
  if (month === 0 || (zone !== undefined && offset === undefined)) return undefined;
  return {
    date: [year.length === 2 ? 2000 + Number(year) : Number(year), month, Number(day)],
    time: [Number(hours), Number(minutes), Number(seconds), 0],
    offset,
  };
}

function offsetOf(zone: string): number | undefined {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!match) return ZONES[zone.toUpperCase()];
  const [, sign, hours, minutes = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function utcOf({ date: [year, month, day], time: [hours, minutes, seconds, ms] }: Parts): number | undefined {
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isDay = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth;
  const isTime = minutes < 60 && seconds <= 60 && (hours < 24 || (hours === 24 && minutes + seconds === 0));
  return isDay && isTime ? Date.UTC(year, month - 1, day, hours, minutes, seconds, ms) : undefined;
}

/** In the night that summer time begins an hour is left out; a time within it counts on from before the gap. */
function zonedToUtc(local: number, timeZone: string): number {
  const before = offsetAt(local - DAY, timeZone);
  const after = offsetAt(local + DAY, timeZone);
  const later = local - after;
  return later - local === -offsetAt(later, timeZone) ? later : local - before;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** ms that the zone is ahead of UTC at a moment. */
function offsetAt(at: number, timeZone: string): number {
  const format = FORMATS.get(timeZone) ?? formatOf(timeZone);
  FORMATS.set(timeZone, format);
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(at / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  return new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric' },
    ...{ month: two, day: two, hour: two, minute: two, second: two },
  });
}
