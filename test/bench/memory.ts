/** What an open screen that hears nothing costs the server in memory. */
import { setTimeout as delay } from 'node:timers/promises';
import { Crowd } from './crowd.ts';
import type { Bench } from './measure.ts';
import { residentBytes } from './process.ts';
import { Target } from './target.ts';

export const bench: Bench = async ({ quick }) => {
  const viewers = quick ? 2000 : 10_000;
  const target = await Target.start('ticker');
  try {
    // What the first connections bring in (code, pools) is the process's, not theirs.
    const first = await Crowd.gather(target, 200);
    await target.publish();
    await first.leave();
    await delay(quick ? 500 : 2000);
    const before = residentBytes(target.process);
    const crowd = await Crowd.gather(target, viewers);
    await delay(quick ? 1000 : 5000);
    const perViewer = (residentBytes(target.process) - before) / viewers;
    await crowd.leave();
    return [
      {
        name: 'memory per idle viewer (RSS)',
        value: perViewer / 1024,
        unit: 'kB',
        bound: { of: 'value', atMost: 16 },
        note: `${viewers} viewers, subscribed to one section`,
      },
    ];
  } finally {
    await target.stop();
  }
};
