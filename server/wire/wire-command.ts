/** What `npm run wire` does: reads one file or feed as a source would, and tells what would become of it. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigError, type Config } from '../config.ts';
import { describeReading } from './describe-reading.ts';
import { FetchProblem, fetchGuarded } from './fetch.ts';
import { createWireReader } from './read-wire.ts';
import { loadSources, type Source } from './sources.ts';
import { UnreadableWire } from './wire-item.ts';

const USAGE = `npm run wire -- <file or address> [--source <name>]
                 reads one file or feed, and shows what would be published
--source reads it as that source of SOURCES does: its section, language, time zone, agencies and headers.`;

const NO_SOURCE = { timeZone: 'Europe/Amsterdam', lang: 'nl', agencies: [] };

/** Answers what to print. @throws {ConfigError | UnreadableWire | FetchProblem} */
export async function showWire(
  args: readonly string[],
  config: Pick<Config, 'sources' | 'sections'>,
): Promise<string> {
  const { positionals, values } = readArguments(args);
  const [place, ...more] = positionals;
  if (place === undefined) return USAGE;
  if (more.length > 0)
    throw misused(`There is one file or address at a time; ${more.join(' ')} is too much.`);

  const source = values.source === undefined ? undefined : await findSource(values.source, config);
  const { bytes, contentType } = await get(place, source);
  const reader = createWireReader();
  try {
    const reading = await reader.read(bytes, { contentType }, source ?? NO_SOURCE);
    return describeReading(reading, { source, timeZone: (source ?? NO_SOURCE).timeZone });
  } finally {
    await reader.close();
  }
}

/** What to say of a delivery that cannot be shown: one sentence, and what is known of it. */
export function whyNotShown(error: unknown): string | undefined {
  if (error instanceof FetchProblem) return error.message;
  if (!(error instanceof UnreadableWire)) return undefined;
  const problems = error.problems.map(({ path, message }) => `  ${path === '' ? 'It' : path} ${message}`);
  return [`${error.message} (${error.type})`, ...problems].join('\n');
}

interface Delivered {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}

async function get(place: string, source: Source | undefined): Promise<Delivered> {
  if (!/^https?:\/\//i.test(place)) return { bytes: await readBytes(place), contentType: undefined };
  if (!URL.canParse(place)) throw misused(`${place} is not an address.`);
  const feed = source?.kind === 'feed' ? source : undefined;
  const isOwn = feed !== undefined && new URL(feed.url).origin === new URL(place).origin;
  const { status, headers, body } = await fetchGuarded({
    url: place,
    // Who types an address means it, wherever it leads; where that redirects to is another matter.
    allow: [new URL(place).hostname, ...(feed?.allow ?? [])],
    ...(isOwn && { secretHeaders: feed.headers }),
  });
  if (status !== 200) throw misused(`${place} answered ${status}, not 200.`);
  return { bytes: body, contentType: headers.get('content-type') };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`The file cannot be read: ${why}.`, { cause });
  }
}

async function findSource(name: string, { sources: file, sections }: Pick<Config, 'sources' | 'sections'>) {
  if (file === undefined) throw new ConfigError(`--source needs the setting SOURCES, which is not set.`);
  const sources = await loadSources(file, sections);
  const found = sources.find((source) => source.name === name);
  if (found) return found;
  const names = sources.map((source) => source.name).join(', ');
  throw new ConfigError(`--source must be one of ${names}; it is ${name}.`);
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { source: { type: 'string' } } });
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message}.` : String(error));
  }
}

function misused(sentence: string): ConfigError {
  return new ConfigError(`${sentence}\n\n${USAGE}`);
}
