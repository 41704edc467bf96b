/**
 * What one dispatch costs the server for each of ten thousand screens, and how long it takes to the last of them.
 * CPU is the server process's own, so a slow crowd does not count against it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from './measure.ts';
import { circumstances, cpuSeconds } from './process.ts';
import { inTurns, machineClock, withContenders, type Contender } from './rounds.ts';

export const bench: Bench = async ({ quick }) => {
  const viewers = quick ? 1000 : 10_000;
  // Short turns and many of them: the machine's speed drifts within seconds, and should drift under all alike.
  const rounds = quick ? 3 : 13;
  const dispatches = quick ? 20 : 10;
  const note = `${viewers} viewers, card of about 600 bytes; ${circumstances}`;
  // Alone: whatever the yardsticks' own heartbeats take of the core would count as held.
  const held = await withContenders(['ticker'], viewers, (contenders) =>
    loopHeld(contenders, quick ? 5 : 24),
  );
  return withContenders(['ticker', 'ws', 'socket.io'], viewers, async (contenders) => {
    for (const contender of contenders) await saturate(contender, 5); // warm

    const cpu = await inTurns(contenders, rounds, (contender) => saturate(contender, dispatches));
    const last = await inTurns(contenders, quick ? 2 : 9, (contender) =>
      lastViewer(contender, quick ? 3 : 4),
    );
    return [
      {
        name: 'server CPU per delivered dispatch, saturated, beside bare ws',
        value: cpu.ticker,
        unit: 'µs',
        yardstick: { name: 'bare ws, one pre-built frame per client', value: cpu.ws },
        bound: { of: 'ratio', atMost: 1.25 },
        note,
      },
      {
        name: 'server CPU per delivered dispatch, saturated, beside stock Socket.IO',
        value: cpu.ticker,
        unit: 'µs',
        yardstick: { name: 'stock Socket.IO, io.to(room).emit', value: cpu['socket.io'] },
        bound: { of: 'ratio', atMost: 0.6 },
        note,
      },
      {
        name: 'publish to last viewer, at 2 a second',
        value: last.ticker,
        unit: 'ms',
        yardstick: { name: 'bare ws, one pre-built frame per client', value: last.ws },
        bound: { of: 'ratio', atMost: 1.3 },
        note: `${note}; the ticker also validates, appends and syncs to disk`,
      },
      {
        name: 'longest that the event loop was held at 2 a second',
        value: held,
        unit: 'ms',
        bound: { of: 'value', atMost: 150 },
        note,
      },
    ];
  });
};

async function loopHeld(contenders: readonly Contender[], dispatches: number): Promise<number> {
  const [ticker] = contenders;
  if (!ticker) throw new Error('there is no ticker to measure');
  await saturate(ticker, 5); // warm
  await ticker.target.loopHeldMs(); // reading it starts it anew
  await lastViewer(ticker, dispatches);
  return ticker.target.loopHeldMs();
}

/** Publishes the next dispatch when the last screen has the one before; µs of CPU per delivery. */
async function saturate({ target, crowd }: Contender, dispatches: number): Promise<number> {
  const before = cpuSeconds(target.process);
  for (let i = 0; i < dispatches; i += 1) {
    const heard = await crowd.expect(1);
    await target.publish();
    await heard();
  }
  return ((cpuSeconds(target.process) - before) * 1e6) / (dispatches * crowd.size);
}

/** From before the publish to the last screen, ms; the mean of some, one every half second. */
async function lastViewer({ target, crowd }: Contender, dispatches: number): Promise<number> {
  let sum = 0;
  for (let i = 0; i < dispatches; i += 1) {
    const heard = await crowd.expect(1);
    const publishedAt = machineClock();
    await target.publish();
    const tookMs = (await heard()) - publishedAt;
    sum += tookMs;
    await delay(Math.max(0, 500 - tookMs));
  }
  return sum / dispatches;
}
