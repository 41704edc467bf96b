/** Thousands of screens in a process of their own, steered from here. */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { kill, LOAD_CORE, startNode } from './process.ts';
import type { CrowdOrder, CrowdReport } from './crowd-process.ts';
import type { Target } from './target.ts';

const CROWD = fileURLToPath(new URL('crowd-process.ts', import.meta.url));

export class Crowd {
  readonly #child: ChildProcess;
  readonly size: number;

  private constructor(child: ChildProcess, size: number) {
    this.#child = child;
    this.size = size;
  }

  /** Connects and subscribes all screens; resolves when the last one is in. `resume`: they come back when cut off. */
  static async gather({ kind, port }: Target, size: number, { resume = false } = {}): Promise<Crowd> {
    const crowd = new Crowd(
      startNode(CROWD, [kind, String(port), String(size), String(resume)], LOAD_CORE),
      size,
    );
    await crowd.#next('gathered');
    return crowd;
  }

  /** Counts from now on; what it returns waits until all screens had so many dispatches, and says when. */
  async expect(dispatches: number): Promise<() => Promise<number>> {
    const expecting = this.#next('expecting');
    const heard = this.#next('heard').then(({ at }) => at);
    this.#order({ order: 'await', frames: dispatches * this.size });
    await expecting;
    return () => heard;
  }

  /** Resolves when every screen stands at this entry. */
  async caughtUp(n: number): Promise<CrowdReport & { readonly report: 'caught-up' }> {
    const report = this.#next('caught-up');
    this.#order({ order: 'catch-up', n });
    return report;
  }

  async leave(): Promise<void> {
    await kill(this.#child);
  }

  #order(order: CrowdOrder): void {
    this.#child.send(order);
  }

  /** Listens without a pause: two reports may come in one breath. */
  #next<T extends CrowdReport['report']>(kind: T): Promise<Extract<CrowdReport, { report: T }>> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#child.off('message', hear);
        this.#child.off('exit', gone);
      };
      const gone = (): void => {
        end();
        reject(new Error('the crowd ended before its time'));
      };
      const hear = (message: unknown): void => {
        const report = message as CrowdReport;
        if (report.report !== kind && report.report !== 'failed') return;
        end();
        if (report.report === 'failed') reject(new Error(`the crowd failed: ${report.message}`));
        else resolve(report as Extract<CrowdReport, { report: T }>);
      };
      this.#child.on('message', hear);
      this.#child.on('exit', gone);
    });
  }
}
