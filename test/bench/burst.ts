/** Sixteen dispatches outstanding at any moment: those of the same few ms share a write, where a bare server writes each. */
import type { Bench } from './measure.ts';
import { circumstances, cpuSeconds } from './process.ts';
import { inTurns, withContenders, type Contender } from './rounds.ts';

const OUTSTANDING = 16;

export const bench: Bench = async ({ quick }) => {
  const viewers = quick ? 1000 : 5000;
  const note = `${viewers} viewers, ${OUTSTANDING} dispatches outstanding; ${circumstances}`;
  return withContenders(['ticker', 'ws'], viewers, async (contenders) => {
    for (const contender of contenders) await burst(contender, 2); // warm
    const cpu = await inTurns(contenders, quick ? 3 : 5, (contender) => burst(contender, quick ? 5 : 12));
    return [
      {
        name: 'server CPU per delivered dispatch in a burst',
        value: cpu.ticker,
        unit: 'µs',
        yardstick: { name: 'bare ws, one pre-built frame per client', value: cpu.ws },
        bound: { of: 'ratio', atMost: 0.25 },
        note,
      },
    ];
  });
};

/** So many waves of sixteen, each when the last screen has the wave before; µs of CPU per delivery. */
async function burst({ target, crowd }: Contender, waves: number): Promise<number> {
  const before = cpuSeconds(target.process);
  for (let wave = 0; wave < waves; wave += 1) {
    const heard = await crowd.expect(OUTSTANDING);
    await Promise.all(Array.from({ length: OUTSTANDING }, () => target.publish()));
    await heard();
  }
  return ((cpuSeconds(target.process) - before) * 1e6) / (waves * OUTSTANDING * crowd.size);
}
