/**
 * How many items a second each format is read at, through the thread that the server reads them in, beside the
 * least that could be done with the same bytes: one XML or JSON parser that only makes a tree of them.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { createWireReader } from '../../server/wire/read-wire.ts';
import type { WireDialect } from '../../server/wire/wire-item.ts';
import type { Bench, Measure } from './measure.ts';

const FIXTURES = fileURLToPath(new URL('../server/wire/fixtures/', import.meta.url));
const DIALECT: WireDialect = { timeZone: 'Europe/Amsterdam', lang: 'nl', agencies: [] };
/** Under way at a time, as from a folder that is full. */
const OUTSTANDING = 20;
const AT_LEAST = 300;

const FILES: readonly [format: string, file: string, items: number][] = [
  ['NewsML 1.2 with NITF', 'anp-1.xml', 1],
  ['NewsML-G2', 'g2-usable.xml', 1],
  ['NITF', 'nitf.xml', 1],
  ['ninjs 1.3', 'ninjs-1.3.json', 1],
  ['RSS 2.0', 'rss-2.0.xml', 2],
  ['Atom', 'atom.xml', 2],
  ['JSON Feed', 'feed.json', 2],
];

export const bench: Bench = async ({ quick }) => {
  const total = quick ? 100 : 2_000;
  const measures: Measure[] = [];
  for (const [format, file, items] of FILES) measures.push(await measure({ format, file, items, total }));
  return measures;
};

interface Run {
  readonly format: string;
  readonly file: string;
  /** In one file. */
  readonly items: number;
  /** Files to read. */
  readonly total: number;
}

async function measure({ format, file, items, total }: Run): Promise<Measure> {
  const bytes = readFileSync(`${FIXTURES}${file}`);
  const value = items * (await readerRate(bytes, items, total));
  const parse = bareParser(file);
  const bare = () => {
    for (let i = 0; i < total; i += 1) parse(bytes.toString());
    return Promise.resolve();
  };
  await bare();
  return {
    name: `items of ${format} read`,
    value,
    unit: 'items/s',
    yardstick: {
      name: `bare ${file.endsWith('json') ? 'JSON.parse' : 'fast-xml-parser'}`,
      value: items * (await rate(total, bare)),
    },
    bound: { of: 'value', atLeast: AT_LEAST },
    note: `one thread, ${OUTSTANDING} files outstanding, each of 1 or 2 items and 1–4 kB; every answer was checked for its items`,
  };
}

async function readerRate(bytes: Uint8Array, items: number, total: number): Promise<number> {
  const reader = createWireReader();
  let next = 0;
  const stream = async (until: number) => {
    while (next < until) {
      next += 1;
      const reading = await reader.read(bytes, {}, DIALECT);
      if (reading.items.length !== items) throw new Error(`read ${reading.items.length} items, not ${items}`);
    }
  };
  const all = (until: number) => Promise.all(Array.from({ length: OUTSTANDING }, () => stream(until)));
  await all(total / 4);
  const perSecond = await rate(total, () => all(total / 4 + total));
  await reader.close();
  return perSecond;
}

function bareParser(file: string): (text: string) => unknown {
  if (file.endsWith('json')) return (text) => JSON.parse(text) as unknown;
  const parser = new XMLParser({ ignoreAttributes: false });
  return (text) => parser.parse(text) as unknown;
}

async function rate(total: number, work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return Math.round((total / (performance.now() - from)) * 1_000);
}
