/** The ticker and its yardsticks, each with a crowd of its own, measured in turns: machines drift, turns even it out. */
import { Crowd } from './crowd.ts';
import { median } from './process.ts';
import { Target, type TargetKind } from './target.ts';

export interface Contender {
  readonly target: Target;
  readonly crowd: Crowd;
}

export type Figures = Readonly<Record<TargetKind, number>>;

/** The machine's monotonic clock, the same in all its processes, in ms. */
export function machineClock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Starts the servers, gathers the crowds, and stops all of it again. */
export async function withContenders<T>(
  kinds: readonly TargetKind[],
  viewers: number,
  work: (contenders: readonly Contender[]) => Promise<T>,
): Promise<T> {
  const contenders: Contender[] = [];
  const targets: Target[] = [];
  try {
    for (const kind of kinds) {
      const target = await Target.start(kind);
      targets.push(target);
      contenders.push({ target, crowd: await Crowd.gather(target, viewers) });
    }
    return await work(contenders);
  } finally {
    for (const { crowd } of contenders) await crowd.leave();
    for (const target of targets) await target.stop();
  }
}

/** Measures every contender once per round, beginning with another one each time; answers the medians. */
export async function inTurns(
  contenders: readonly Contender[],
  rounds: number,
  measure: (contender: Contender) => Promise<number>,
): Promise<Figures> {
  const found: Record<TargetKind, number[]> = { ticker: [], ws: [], 'socket.io': [] };
  for (let round = 0; round < rounds; round += 1) {
    const from = round % contenders.length;
    for (const contender of [...contenders.slice(from), ...contenders.slice(0, from)]) {
      found[contender.target.kind].push(await measure(contender));
    }
  }
  return { ticker: median(found.ticker), ws: median(found.ws), 'socket.io': median(found['socket.io']) };
}
