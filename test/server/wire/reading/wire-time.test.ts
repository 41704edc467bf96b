import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWireTime } from '../../../../server/wire/reading/wire-time.ts';

const AMSTERDAM = 'Europe/Amsterdam';

describe('a time of a wire', () => {
  it.each([
    ['20181210T123731+0100', '2018-12-10T11:37:31Z'],
    ['20181210T123731Z', '2018-12-10T12:37:31Z'],
    ['20181210T123731', '2018-12-10T11:37:31Z'],
    ['20180710T123731', '2018-07-10T10:37:31Z'],
    ['20181210T1237', '2018-12-10T11:37:00Z'],
    ['20181210T1237+01', '2018-12-10T11:37:00Z'],
    ['20181210', '2018-12-09T23:00:00Z'],
    ['2018-12-10', '2018-12-09T23:00:00Z'],
    ['2018-12-10T12:37:31+01:00', '2018-12-10T11:37:31Z'],
    ['2018-12-10T12:37:31.5Z', '2018-12-10T12:37:31.500Z'],
    ['2018-12-10T12:37-03:30', '2018-12-10T16:07:00Z'],
    ['2018-12-10 12:37:31', '2018-12-10T11:37:31Z'],
    ['2018-12-10T24:00:00', '2018-12-10T23:00:00Z'],
    ['Mon, 10 Dec 2018 12:37:31 +0100', '2018-12-10T11:37:31Z'],
    ['Mon, 10 Dec 2018 12:37:31 GMT', '2018-12-10T12:37:31Z'],
    ['10 Dec 18 12:37 EST', '2018-12-10T17:37:00Z'],
    ['ma 10 dec 2018 12:37', '2018-12-10T11:37:00Z'],
    ['zo, 1 mrt 2026 9:05:00 CET', '2026-03-01T08:05:00Z'],
    ['Sun, 22 Nov 2026 10:05:00 +0100 (CET)', '2026-11-22T09:05:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseWireTime(text, AMSTERDAM)).toBe(Date.parse(iso));
  });

  it.each([
    [''],
    ['gisteren'],
    ['2018-13-10T12:00:00Z'],
    ['2018-02-30T12:00:00Z'],
    ['2023-02-29'],
    ['20181210T2537'],
    ['20181210T1260'],
    ['Mon, 10 Foo 2018 12:37:31 GMT'],
    ['10 Dec 2018 12:37 XYZ'],
    ['1544441851'],
    ['1969-12-31T00:00:00Z'],
    ['2018-12-10T12:37:31+01:00 of later'],
  ])('%j is none', (text) => {
    expect(parseWireTime(text, AMSTERDAM)).toBeUndefined();
  });

  it.each([
    ['before the gap', '2026-03-29T01:59:59', '2026-03-29T00:59:59Z'],
    ['within the gap, which no clock shows', '2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
    ['after the gap', '2026-03-29T03:00:00', '2026-03-29T01:00:00Z'],
    ['before the hour that comes twice', '2026-10-25T01:59:59', '2026-10-24T23:59:59Z'],
    ['within the hour that comes twice: the later', '2026-10-25T02:30:00', '2026-10-25T01:30:00Z'],
    ['after the hour that comes twice', '2026-10-25T03:00:00', '2026-10-25T02:00:00Z'],
  ])('without a zone, in the nights that the clock changes, %s', (_, text, iso) => {
    expect(parseWireTime(text, AMSTERDAM)).toBe(Date.parse(iso));
  });

  it('without a zone is of the zone of its source', () => {
    expect(parseWireTime('20260122T120000', 'America/New_York')).toBe(Date.parse('2026-01-22T17:00:00Z'));
    expect(parseWireTime('20260122T120000', 'Asia/Kolkata')).toBe(Date.parse('2026-01-22T06:30:00Z'));
  });

  it('as a clock of any zone shows it is that moment, or the other of the hour that comes twice', () => {
    const zones = fc.constantFrom(AMSTERDAM, 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Tokyo');
    const seconds = fc.integer({ min: 100_000_000, max: 2_000_000_000 });
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const at = second * 1000;
        // Swedes write their times as ISO does.
        const shown = new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T');
        const read = parseWireTime(shown, zone);
        const again = read === undefined ? '' : new Date(read).toLocaleString('sv-SE', { timeZone: zone });
        expect(again.replace(' ', 'T')).toBe(shown);
      }),
    );
  });
});
