import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createAdmission, networkOf } from '../../../server/broadcast/admission.ts';
import { DEFAULT_BROADCAST, type BroadcastSettings } from '../../../server/broadcast/settings.ts';

function request(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

function admission(settings: Partial<BroadcastSettings> = {}) {
  const time = { now: 0 };
  const doors = createAdmission({
    settings: { ...DEFAULT_BROADCAST, connects: { burst: 2, perSecond: 1 }, ...settings },
    viewers: () => 0,
    isDraining: () => false,
    clock: () => time.now,
  });
  return { admit: (asking: IncomingMessage) => doors.admit(asking), time };
}

describe('how often one address may connect', () => {
  it('is a burst, and then so many a second', () => {
    const { admit, time } = admission();
    expect([1, 2, 3].map(() => admit(request('192.0.2.1'))?.reason)).toEqual([undefined, undefined, 'rate']);
    expect(admit(request('192.0.2.2'))).toBeUndefined();
    time.now = 1000;
    expect([1, 2].map(() => admit(request('192.0.2.1'))?.reason)).toEqual([undefined, 'rate']);
  });

  it('is not counted for this machine itself, where a proxy may stand', () => {
    const { admit } = admission();
    const ours = ['127.0.0.1', '::ffff:127.0.0.1', '127.9.9.9', '::1', '::1', '::1'];
    expect(ours.map((address) => admit(request(address)))).toEqual(ours.map(() => undefined));
  });

  it('counts a whole IPv6 /64 as one', () => {
    const { admit } = admission();
    const found = ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:9::3', '2001:db8:0:1::1'];
    expect(found.map((address) => admit(request(address))?.reason)).toEqual([
      undefined,
      undefined,
      'rate',
      undefined,
    ]);
  });

  it('believes X-Forwarded-For only as far as proxies are trusted', () => {
    const behind = admission({ trustProxy: 1 });
    const visitors = ['9.9.9.9, 192.0.2.1', '8.8.8.8, 192.0.2.1', '7.7.7.7, 192.0.2.1', '192.0.2.2'];
    expect(visitors.map((forwarded) => behind.admit(request('10.0.0.1', forwarded))?.reason)).toEqual([
      undefined,
      undefined,
      'rate',
      undefined,
    ]);
    const open = admission();
    const forged = ['1.1.1.1', '2.2.2.2', '3.3.3.3'];
    expect(forged.map((forwarded) => open.admit(request('192.0.2.1', forwarded))?.reason)).toEqual([
      undefined,
      undefined,
      'rate',
    ]);
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:0db8::1', '2001:db8:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['', ''],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
