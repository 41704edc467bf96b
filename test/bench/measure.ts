/** What one bench measured: always beside a bare yardstick of the same run, as machines differ and drift. */
export interface Measure {
  /** What was measured, as a sentence a stranger understands. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work done by the least code that can do it, in the same run. */
  readonly yardstick?: { readonly name: string; readonly value: number };
  /** What must hold, of `value` or (where `of` says so) of the ratio value / yardstick. */
  readonly bound?: { readonly of: 'value' | 'ratio'; readonly atMost?: number; readonly atLeast?: number };
  /** Settings, sizes and circumstances that the figure depends on. */
  readonly note?: string;
}

/** One file, one group of measures. `quick` shortens the run to see that it works; its figures are not for quoting. */
export type Bench = (options: { readonly quick: boolean }) => Promise<Measure[]>;
