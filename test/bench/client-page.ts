/** What scripts cost a page, as the browser's own tracing tells: CPU time of its main thread. */
import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs. */
  readonly ts: number;
  readonly dur?: number;
  /** CPU time, µs: what others do on this machine meanwhile does not count. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Microtasks have a name of their own, and elements of Lit do all their work in them. */
const SCRIPT = new Set([
  'EvaluateScript',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
  'EventDispatch',
  'FireAnimationFrame',
]);
/** What a script makes the browser do at once is not the script's own time. */
const RENDERING = new Set(['Layout', 'UpdateLayoutTree', 'PrePaint', 'Paint']);

/** Milliseconds of script while the work goes on: what DevTools calls scripting. */
export async function scriptingMs(
  browser: Browser,
  page: Page,
  work: () => Promise<unknown>,
): Promise<number> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'v8.execute'] });
  let trace: Buffer;
  try {
    await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const main = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const micros = main.map(({ pid, tid }) =>
    scriptOf(traceEvents.filter((event) => event.pid === pid && event.tid === tid)),
  );
  return micros.reduce((sum, one) => sum + one, 0) / 1000;
}

/** The outermost scripts, less the rendering within them. */
function scriptOf(events: readonly TraceEvent[]): number {
  let [script, scriptUntil, renderingUntil] = [0, -Infinity, -Infinity];
  const whole = events
    .filter(({ ph }) => ph === 'X')
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  for (const { name, ts, dur = 0, tdur = dur } of whole) {
    if (SCRIPT.has(name) && ts >= scriptUntil) {
      script += tdur;
      scriptUntil = ts + dur;
    } else if (RENDERING.has(name) && ts < scriptUntil && ts >= renderingUntil) {
      script -= tdur;
      renderingUntil = ts + dur;
    }
  }
  return script;
}

/** Nodes that a page holds when what is no longer needed has been collected. */
export async function nodesOf(page: Page): Promise<number> {
  await page.requestGC();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return metrics.find(({ name }) => name === 'Nodes')?.value ?? NaN;
}

/** The runner wraps named functions in this helper of its own, which pages do not have. */
export const RUNNER_HELPER = 'globalThis.__name = (named) => named';
