/** `kill -9` under a crowd while publishing goes on: who misses something, and how long until all are back. */
import { setTimeout as delay } from 'node:timers/promises';
import { Crowd } from './crowd.ts';
import type { Bench } from './measure.ts';
import { circumstances } from './process.ts';
import { machineClock } from './rounds.ts';
import { Target } from './target.ts';

const PUBLISH_EVERY_MS = 100;

export const bench: Bench = async ({ quick }) => {
  const viewers = quick ? 1000 : 10_000;
  const target = await Target.start('ticker');
  try {
    for (let i = 0; i < 60; i += 1) await target.publish();
    const crowd = await Crowd.gather(target, viewers, { resume: true });
    const publisher = startPublishing(target);
    await delay(2000);
    const killedAt = machineClock();
    await target.killAndRestart();
    // Beyond the longest first jitter: whoever is back by then must also have all that was published meanwhile.
    await delay(3000);
    const n = await publisher.stop();
    const { at, missing, doubled, peakConnects } = await crowd.caughtUp(n);
    await crowd.leave();
    const note = `${viewers} viewers, a dispatch every ${PUBLISH_EVERY_MS} ms throughout, jitter 0–2 s doubling; peak ${peakConnects} connects/s; ${circumstances}`;
    return [
      {
        name: 'dispatches missing after kill -9',
        value: missing,
        unit: '',
        bound: { of: 'value', atMost: 0 },
        note,
      },
      {
        name: 'dispatches doubled after kill -9',
        value: doubled,
        unit: '',
        bound: { of: 'value', atMost: 0 },
        note,
      },
      {
        name: 'kill -9 until all are caught up',
        value: (at - killedAt) / 1000,
        unit: 's',
        bound: { of: 'value', atMost: 12 },
        note,
      },
      { name: 'peak connects after kill -9', value: peakConnects, unit: 'connects/s', note },
    ];
  } finally {
    await target.stop();
  }
};

/** Publishes on and on; stopping answers the last entry's number. */
function startPublishing(target: Target): { stop(): Promise<number> } {
  let going = true;
  const done = (async () => {
    while (going) {
      await target.publishSurely();
      await delay(PUBLISH_EVERY_MS);
    }
  })();
  return {
    async stop() {
      going = false;
      await done;
      return target.position();
    },
  };
}
