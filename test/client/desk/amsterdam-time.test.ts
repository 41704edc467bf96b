import { describe, expect, test } from 'vitest';
import { amsterdamMoment, amsterdamTime, tidyTime } from '../../../client/desk/amsterdam-time.ts';

const at = (iso: string) => Date.parse(iso);

describe('a time on the clock of Amsterdam', () => {
  test.each([
    ['in winter', '2026-11-22', '14:05', '2026-11-22T14:05:00+01:00'],
    ['in summer', '2026-07-04', '00:00', '2026-07-04T00:00:00+02:00'],
    ['just before the spring change', '2027-03-28', '01:59', '2027-03-28T01:59:00+01:00'],
    ['just after the spring change', '2027-03-28', '03:00', '2027-03-28T03:00:00+02:00'],
    ['just before the hour that comes twice', '2027-10-31', '01:59', '2027-10-31T01:59:00+02:00'],
    ['just after the hour that comes twice', '2027-10-31', '03:00', '2027-10-31T03:00:00+01:00'],
    ['on the last evening of a year', '2026-12-31', '23:59', '2026-12-31T23:59:00+01:00'],
  ])('%s is one moment', (_, date, time, iso) => {
    expect(amsterdamMoment({ date, time })).toEqual({ kind: 'once', at: at(iso) });
    expect(amsterdamTime(at(iso))).toEqual({ date, time });
  });

  test.each(['02:00', '02:30', '02:59'])('%s is skipped on the night that the clock goes forward', (time) => {
    expect(amsterdamMoment({ date: '2027-03-28', time })).toEqual({ kind: 'skipped' });
  });

  test.each(['02:00', '02:30', '02:59'])('%s comes twice on the night that the clock goes back', (time) => {
    expect(amsterdamMoment({ date: '2027-10-31', time })).toEqual({
      kind: 'twice',
      first: at(`2027-10-31T${time}:00+02:00`),
      second: at(`2027-10-31T${time}:00+01:00`),
    });
  });

  test.each([
    ['', '14:05'],
    ['2026-11-22', ''],
    ['2026-11-22', '25:00'],
    ['2026-02-30', '14:05'],
    ['2026-13-01', '14:05'],
  ])('%j with %j is incomplete', (date, time) => {
    expect(amsterdamMoment({ date, time })).toEqual({ kind: 'incomplete' });
  });

  test('without either there is none', () => {
    expect(amsterdamMoment({ date: '', time: '' })).toEqual({ kind: 'none' });
  });
});

test.each([
  ['14:05', '14:05'],
  ['1405', '14:05'],
  ['14.05', '14:05'],
  ['14u', '14u'],
  ['9', '09:00'],
  ['9:30', '09:30'],
  ['14 uur', '14:00'],
  ['24:00', '24:00'],
  ['14:60', '14:60'],
  ['straks', 'straks'],
])('%j is read as %j', (typed, time) => {
  expect(tidyTime(typed)).toBe(time);
});
