/**
 * One withdrawal under a crowd that confirms it: how soon the last screen has said so, and what hearing it costs the
 * server, beside a stock Socket.IO server that does nothing with the same events but count them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from './measure.ts';
import { circumstances, cpuSeconds } from './process.ts';
import { inTurns, withContenders, type Contender } from './rounds.ts';

export const bench: Bench = async ({ quick }) => {
  const viewers = quick ? 1000 : 5000;
  const rounds = quick ? 2 : 7;
  return withContenders(['ticker', 'socket.io'], viewers, async (contenders) => {
    for (const contender of contenders) await withdraw(contender); // warm
    const withinMs: number[] = [];
    const heldMs: number[] = [];
    const cpu = await inTurns(contenders, rounds, async (contender) => {
      const isTicker = contender.target.kind === 'ticker';
      if (isTicker) await contender.target.loopHeldMs(); // reading it starts it anew
      const found = await withdraw(contender);
      if (isTicker) {
        withinMs.push(found.withinMs);
        heldMs.push(await contender.target.loopHeldMs());
      }
      return found.cpuMicros;
    });
    const note = `${viewers} viewers, ${rounds} withdrawals, confirmed at random moments within ${viewers / 2} ms; ${circumstances}`;
    return [
      {
        name: `a withdrawal confirmed by all of ${viewers} screens`,
        value: Math.max(...withinMs) / 1000,
        unit: 's',
        bound: { of: 'value', atMost: 4 },
        note: `${note}; the slowest`,
      },
      {
        name: 'server CPU per receipt',
        value: cpu.ticker,
        unit: 'µs',
        yardstick: { name: 'stock Socket.IO, the same events counted', value: cpu['socket.io'] },
        bound: { of: 'ratio', atMost: 1.5 },
        note: `${note}; the ticker also reads them strictly, and keeps its counts in the store four times a second`,
      },
      {
        name: 'longest that the event loop was held by a withdrawal and its receipts',
        value: Math.max(...heldMs),
        unit: 'ms',
        bound: { of: 'value', atMost: 150 },
        note,
      },
    ];
  });
};

/** Publishes and withdraws; the CPU is what it took from the last screen's having heard to its having said so. */
async function withdraw({ target, crowd }: Contender): Promise<{ withinMs: number; cpuMicros: number }> {
  const published = await crowd.expect(1);
  await target.publish();
  await published();
  const heard = await crowd.expect(1);
  await target.withdraw();
  await heard();
  const before = cpuSeconds(target.process);
  await delay(crowd.size / 2 + 300);
  const cpuMicros = ((cpuSeconds(target.process) - before) * 1e6) / crowd.size;
  for (let patience = 0; patience < 50; patience += 1) {
    const { told, confirmed, withinMs } = await target.receipt();
    if (confirmed === told && told === crowd.size) return { withinMs, cpuMicros };
    await delay(100); // the ticker's counts are looked at four times a second
  }
  throw new Error('not every screen confirmed the withdrawal');
}
