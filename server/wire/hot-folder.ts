/**
 * A folder into which an agency puts files. A file is taken once it has stopped growing: moved aside into a folder of
 * its own under `.reading/`, which only one process can do, then read, and moved on to `done/` or `rejected/`. A
 * process that dies at any point leaves the file in one of these; whoever reads the folder next begins with what lies
 * in `.reading/`. To read it twice is safe, as an item that comes again counts once; to lose it would not be.
 */
import { randomUUID } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Problem } from '../../shared/dispatch.ts';
import { StoreAway, type Log } from '../log/log.ts';
import type { Deliveries, Received } from './deliveries.ts';
import { exclusively } from './exclusively.ts';
import { hasCode, moveInto, placeInto } from './moves.ts';
import { Rounds } from './rounds.ts';
import type { SourceBook } from './source-book.ts';
import type { FolderSource } from './sources.ts';
import { ReaderBusy, UnreadableWire } from './wire-item.ts';

export interface HotFolderParts {
  readonly source: FolderSource;
  readonly deliveries: Deliveries;
  readonly book: SourceBook;
  readonly log: Pick<Log, 'notes' | 'now'>;
  readonly logger: Logger;
  /** How long a file must stay as it is before it is read. */
  readonly settleMs?: number;
  /** How long a file that cannot be read may yet be completed: some senders pause half-way. */
  readonly patienceMs?: number;
  readonly maxBytes?: number;
  readonly leaseMs?: number;
}

export interface HotFolder {
  /** Ends the file that is being read. */
  close(): Promise<void>;
}

const SETTLE_MS = 1500;
const PATIENCE_MS = 10_000;
const LONGEST_RETRY_MS = 60_000;
const MAX_BYTES = 20 * 1024 * 1024;
const READING = '.reading';
const NOT_ALL = 'not every item in it could be used';
/**
 * What senders call a file that they are still writing, what systems leave lying about, and what we lay beside a file
 * ourselves: who puts a rejected file back may put that back, too.
 */
const NOT_YET = /^[.~#]|~$|\.(tmp|temp|part|partial|filepart|crdownload|writing|swp|lock|problem\.json)$/i;

/** A file as it was seen last. */
interface Seen {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly since: number;
}

export function startHotFolder(parts: HotFolderParts): HotFolder {
  const { source, deliveries, book, log, logger, leaseMs } = parts;
  const { settleMs = SETTLE_MS, patienceMs = PATIENCE_MS, maxBytes = MAX_BYTES } = parts;
  const folder = source.path;
  const lease = {
    name: `folder ${source.name}`,
    holder: randomUUID(),
    notes: log.notes,
    ...(leaseMs !== undefined && { ms: leaseMs }),
  };
  let seen = new Map<string, Seen>();
  /** Put back for another try: how often, and when it comes. */
  const again = new Map<string, { readonly times: number; readonly at: number }>();
  let watcher: FSWatcher | undefined;

  const rounds = new Rounds({ name: lease.name, logger, round });
  return {
    async close() {
      watcher?.close();
      await rounds.close();
    },
  };

  async function round(signal: AbortSignal): Promise<number> {
    try {
      await mkdir(join(folder, READING), { recursive: true });
      startWatching();
      const names = await settled();
      if (names.length > 0 || (await readdir(join(folder, READING))).length > 0) {
        await exclusively(lease, () => readAll(names, signal));
      }
    } catch (error) {
      // Neither is the folder's fault.
      if (error instanceof StoreAway || error instanceof ReaderBusy) throw error;
      logger.warn({ source: source.name, error: codeOf(error) }, 'a folder of a wire cannot be read');
      await book.troubled(source, `De map is niet te lezen (${codeOf(error)}).`);
    }
    // While something is on its way, soon again.
    return seen.size > 0 ? Math.min(settleMs, source.every * 1000) : source.every * 1000;
  }

  /** The files that have stopped growing, oldest first. */
  async function settled(): Promise<string[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !NOT_YET.test(entry.name));
    const now = Date.now();
    const looks = await Promise.all(files.map(({ name }) => lookAt(name, now)));
    const found = looks.filter((look) => look !== undefined);
    seen = new Map(found.map(({ name, seen: one }) => [name, one]));
    for (const name of again.keys()) if (!seen.has(name)) again.delete(name);
    return (
      found
        .filter(({ name }) => (again.get(name)?.at ?? 0) <= now)
        // By what we saw ourselves: the file's own time is that of its sender's clock, or of the original.
        .filter(({ seen: { since } }) => now - since >= settleMs)
        .sort((a, b) => Number(a.seen.mtimeNs - b.seen.mtimeNs) || (a.name < b.name ? -1 : 1))
        .map(({ name }) => name)
    );
  }

  async function lookAt(name: string, now: number): Promise<{ name: string; seen: Seen } | undefined> {
    try {
      const { size, mtimeNs } = await lstat(join(folder, name), { bigint: true });
      const before = seen.get(name);
      const isStill = before?.size === size && before.mtimeNs === mtimeNs;
      return { name, seen: isStill ? before : { size, mtimeNs, since: now } };
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined; // Another process took it, or its sender took it back.
      throw error;
    }
  }

  /** What was left half-way first: it came first. A file that is out of reach keeps no other waiting. */
  async function readAll(names: readonly string[], signal: AbortSignal): Promise<void> {
    const claims = await readdir(join(folder, READING));
    const reads = [
      ...claims.map((claim) => () => readClaim(join(folder, READING, claim))),
      ...names.map((name) => async () => {
        const claim = await take(name);
        if (claim !== undefined) await readClaim(claim);
      }),
    ];
    const outOfReach: unknown[] = [];
    for (const read of reads) {
      if (signal.aborted) return;
      try {
        await read();
      } catch (error) {
        if (!isOfSystem(error)) throw error;
        outOfReach.push(error);
      }
    }
    if (outOfReach.length > 0) throw outOfReach[0];
  }

  /** A folder of its own, so that two files of one name never meet; undefined when it was taken already. */
  async function take(name: string): Promise<string | undefined> {
    const claim = join(folder, READING, randomUUID());
    await mkdir(claim);
    try {
      await rename(join(folder, name), join(claim, name));
      seen.delete(name);
      return claim;
    } catch (error) {
      await rmdir(claim);
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  async function readClaim(claim: string): Promise<void> {
    for (const name of await readdir(claim).catch(goneElsewhere)) await readOne(claim, name);
    await rmdir(claim).catch(goneElsewhere);
  }

  async function readOne(claim: string, name: string): Promise<void> {
    const file = join(claim, name);
    const before = await lstat(file, { bigint: true });
    // None of ours: a link may lead anywhere, and a pipe has no end.
    if (!before.isFile()) return;
    try {
      if (before.size > BigInt(maxBytes)) throw tooLarge(before.size, maxBytes);
      const received = await deliveries.receive(source, { bytes: await readFile(file) });
      // Some sender thought of something more to say meanwhile.
      if ((await lstat(file, { bigint: true })).mtimeNs !== before.mtimeNs) return await putBack(claim, name);
      if (received.isCut) throw new UnreadableWire('cut-off', 'it is cut off', received.problems);
      const refused = refusedIn(received);
      if (refused.length > 0)
        return await reject(claim, name, { type: 'refused', message: NOT_ALL, problems: refused });
      await finish(file, name, received);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return; // Another process had waited for us for too long, and took over.
      if (!(error instanceof UnreadableWire)) {
        // The file is not at fault, so it stays.
        await putBack(claim, name);
        throw error;
      }
      // Counted from its last change, so that who reads it next has as much patience.
      const ageMs = Date.now() - Number(before.mtimeMs);
      if (ageMs >= 0 && ageMs < patienceMs) return await putBack(claim, name);
      const { type, message, problems } = error;
      await reject(claim, name, { type, message, problems });
    }
  }

  /** A file that was read although something in it is not understood is done, beside what that was. */
  async function finish(file: string, name: string, { problems, items }: Received): Promise<void> {
    const done = join(folder, 'done', dayOf(log.now(), source.timeZone));
    const all = [...problems, ...items.flatMap((item) => item.problems)];
    const placed = await placeInto(done, file, name);
    if (all.length > 0) {
      await explain(done, placed, {
        type: 'read-in-part',
        message: 'something in it was not understood',
        problems: all,
      });
    }
    await rm(file);
  }

  /** Where it was, for another try; unless a new one has come under its name. */
  async function putBack(claim: string, name: string): Promise<void> {
    const times = (again.get(name)?.times ?? 0) + 1;
    const placed = await moveInto(folder, join(claim, name), name);
    again.set(placed, { times, at: Date.now() + Math.min(settleMs * 2 ** times, LONGEST_RETRY_MS) });
    await rmdir(claim).catch(goneElsewhere);
  }

  async function reject(claim: string, name: string, why: Explanation): Promise<void> {
    const rejected = join(folder, 'rejected');
    const file = join(claim, name);
    // First the file, then why, and only then is it taken away: whenever that is broken off, it is done again.
    const placed = await placeInto(rejected, file, name);
    await explain(rejected, placed, why);
    await rm(file);
    logger.warn({ source: source.name, type: why.type }, 'a file of a wire was rejected');
  }

  function explain(beside: string, file: string, why: Explanation): Promise<void> {
    const problem = { file, source: source.name, at: new Date(log.now()).toISOString(), ...why };
    return writeFile(join(beside, `${file}.problem.json`), `${JSON.stringify(problem, null, 2)}\n`);
  }

  function startWatching(): void {
    if (watcher) return;
    try {
      watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name !== null && !NOT_YET.test(name)) rounds.wake();
      });
      watcher.on('error', () => {
        watcher?.close();
        watcher = undefined;
      });
    } catch (error) {
      // There are file systems that cannot; looking now and then is enough.
      logger.debug({ source: source.name, code: codeOf(error) }, 'a folder of a wire cannot be watched');
    }
  }
}

interface Explanation {
  readonly type: string;
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** What is wrong with each item that was refused. */
function refusedIn({ items }: Received): Problem[] {
  const refused = items.filter(({ outcome }) => outcome === 'refused');
  return refused.flatMap(({ id, problems }) =>
    problems.map(({ path, message }) => ({ path: `${id} ${path}`.trim(), message })),
  );
}

function tooLarge(size: bigint, maxBytes: number): UnreadableWire {
  return new UnreadableWire('too-large', `it has ${size} bytes; ${maxBytes} is the most that is read`);
}

/** The folder of a day, by the calendar of the source. */
function dayOf(now: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
}

/** Another process took over what we were slow with. */
function goneElsewhere(error: unknown): [] {
  if (hasCode(error, 'ENOENT', 'ENOTEMPTY', 'ENOTDIR')) return [];
  throw error;
}

/** It is about a file, and not about the store or the reader. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : nameOf(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
