/**
 * Measures the ticker beside its yardsticks and says no when a bound is passed.
 * `npm run bench` for all, `npm run bench -- fanout burst` for some, `-- --quick` to see that it works. Figures and
 * a chart are written to dist/bench/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { drawChart } from './chart.ts';
import type { Bench, Measure } from './measure.ts';
import { circumstances } from './process.ts';
import { isWithin, ratioOf, tableOf } from './verdict.ts';

const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  fanout: () => import('./fanout.ts'),
  burst: () => import('./burst.ts'),
  memory: () => import('./memory.ts'),
  reconnect: () => import('./reconnect.ts'),
  receipts: () => import('./receipts.ts'),
  append: () => import('./append.ts'),
  wire: () => import('./wire.ts'),
  embargo: () => import('./embargo.ts'),
  'board-http': () => import('./board-http.ts'),
  labels: () => import('./labels.ts'),
  'label-ticks': () => import('./label-ticks.ts'),
  dispatches: () => import('./dispatches.ts'),
  'first-headline': () => import('./first-headline.ts'),
  'embed-size': () => import('./embed-size.ts'),
};

const FOLDER = fileURLToPath(new URL('../../dist/bench/', import.meta.url));

const said = process.argv.slice(2);
const quick = said.includes('--quick');
const names = said.filter((word) => word !== '--quick');
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}

const measures: Measure[] = [];
const failed: string[] = [];
for (const [name, load] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.error(`${name} …`);
  try {
    const { bench } = await load();
    measures.push(...(await bench({ quick })));
  } catch (error) {
    console.error(error);
    failed.push(name);
  }
}

const when = new Date().toISOString();
const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`;
const passed = measures.filter((measure) => !isWithin(measure));
mkdirSync(FOLDER, { recursive: true });
const figures = measures.map((measure) => ({
  ...measure,
  ratio: ratioOf(measure),
  within: isWithin(measure),
}));
writeFileSync(
  `${FOLDER}figures.json`,
  JSON.stringify({ when, machine, circumstances, quick, measures: figures }, undefined, 2),
);
writeFileSync(
  `${FOLDER}chart.svg`,
  drawChart(measures, `${machine}; ${circumstances}; ${when.slice(0, 10)}`),
);

console.log(tableOf(measures));
console.log(`\n${machine}; ${circumstances}${quick ? '; quick run, figures not for quoting' : ''}`);
console.log(`Written: ${FOLDER}figures.json and chart.svg`);
for (const { name } of passed) console.error(`Past its bound: ${name}`);
for (const name of failed) console.error(`Did not run to its end: ${name}`);
// A quick run is too short for a verdict on its figures; that it ran at all is its result.
process.exit(failed.length > 0 || (passed.length > 0 && !quick) ? 1 : 0);
