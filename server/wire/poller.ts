/**
 * Asks a feed now and then. What was learnt at the last look (its validators, when to look next) stands beside the
 * log, so that a restart and another process go on from there; a lease sees to it that one process looks at a time.
 * A feed that fails keeps what it brought: it is asked again later, and the desk sees since when.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { StoreAway, type Log } from '../log/log.ts';
import type { Deliveries, Received } from './deliveries.ts';
import { exclusively } from './exclusively.ts';
import { fetchGuarded, FetchProblem, type Fetched, type FetchLimits } from './fetch.ts';
import type { Lookup } from './guarded-agent.ts';
import type { SourceBook } from './source-book.ts';
import type { FeedSource } from './sources.ts';
import { Rounds } from './rounds.ts';
import { ReaderBusy, UnreadableWire } from './wire-item.ts';
import { FEED_GONE, statusTrouble, troubleOf } from './wire-trouble.ts';

export interface PollerParts {
  readonly source: FeedSource;
  readonly deliveries: Deliveries;
  readonly book: SourceBook;
  readonly log: Pick<Log, 'notes' | 'now'>;
  readonly logger: Logger;
  /** From 0 up to 1. */
  readonly random?: () => number;
  readonly lookup?: Lookup;
  readonly limits?: Partial<FetchLimits>;
  readonly leaseMs?: number;
}

export interface Poller {
  /** Ends a look that is under way. */
  close(): Promise<void>;
}

const TOPIC = 'feeds';
const SECOND = 1000;
/** Around the interval, so that feeds which began together do not stay together. */
const JITTER = 0.1;
const LONGEST_BACK_OFF_MS = 3_600_000;
/** How soon to see whether a process that is looking has looked. */
const ELSEWHERE_MS = 5000;
const SHORTEST_SLEEP_MS = 100;
/** Timers take no longer waits than 24 days, and clocks are set. */
const LONGEST_SLEEP_MS = 60_000;
/** A server that says to come back later is believed up to here. */
const LONGEST_RETRY_AFTER_MS = 86_400_000;

/** What was learnt at the last look. */
interface Look {
  /** What was learnt of another address means nothing. */
  readonly url: string;
  readonly every: number;
  readonly etag?: string;
  readonly lastModified?: string;
  /** For the many feeds that have no validators. */
  readonly bodyHash?: string;
  readonly nextAt: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly goneAt?: number;
}

export function startPoller(parts: PollerParts): Poller {
  const { source, deliveries, book, log, logger, random = Math.random, leaseMs } = parts;
  const startedAt = log.now();
  const lease = {
    name: `feed ${source.name}`,
    holder: randomUUID(),
    notes: log.notes,
    ...(leaseMs && { ms: leaseMs }),
  };
  return new Rounds({ name: lease.name, logger, round });

  /** Looks if it is time; answers how long until it is time again. */
  async function round(signal: AbortSignal): Promise<number> {
    if (isDue(await readLook())) {
      const looked = await exclusively(lease, async () => {
        const last = await readLook();
        // Another process may have looked a moment ago.
        const next = isDue(last) ? await look(last, signal) : undefined;
        if (next) await log.notes.set(TOPIC, source.name, JSON.stringify(next));
      });
      if (!looked) return Math.min(ELSEWHERE_MS, source.every * SECOND);
    }
    const { nextAt, goneAt } = await readLook();
    const waitMs = goneAt === undefined ? nextAt - log.now() : LONGEST_SLEEP_MS;
    return Math.min(Math.max(waitMs, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS);
  }

  function isDue({ nextAt, goneAt }: Look): boolean {
    return nextAt <= log.now() && goneAt === undefined;
  }

  /** Undefined: it was stopped half-way, and nothing was learnt. */
  async function look(last: Look, signal: AbortSignal): Promise<Look | undefined> {
    let fetched: Fetched;
    try {
      fetched = await fetchGuarded({
        url: source.url,
        allow: source.allow,
        secretHeaders: source.headers,
        headers: validatorsOf(last),
        signal,
        ...(parts.lookup && { lookup: parts.lookup }),
        ...(parts.limits && { limits: parts.limits }),
      });
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof FetchProblem)) throw error;
      return fail(last, error.message, troubleOf(error));
    }
    const { status, headers } = fetched;
    if (status === 304) {
      await book.heard(source, 0);
      return { ...last, failures: 0, nextAt: soon() };
    }
    if (status === 410) return leave(last);
    if (status !== 200) {
      const later = retryAfterMs(headers.get('retry-after'), log.now());
      return fail(last, `it answered ${status}`, statusTrouble(status), later);
    }
    return takeIn(last, fetched);
  }

  async function takeIn(last: Look, { headers, body }: Fetched): Promise<Look> {
    const bodyHash = createHash('sha256').update(body).digest('base64url');
    const blank = { url: source.url, every: source.every, failures: 0, nextAt: soon() };
    const next = { ...blank, bodyHash, ...readValidators(headers) };
    // A cache on the way that is behind: what it has is older than what was read already.
    const isOlder = isBefore(headers.get('last-modified'), last.lastModified, log.now());
    if (bodyHash === last.bodyHash || isOlder) {
      await book.heard(source, 0);
      return isOlder ? { ...last, failures: 0, nextAt: next.nextAt } : next;
    }
    let received: Received;
    try {
      const contentType = headers.get('content-type');
      received = await deliveries.receive(source, {
        bytes: body,
        ...(contentType !== undefined && { contentType }),
      });
    } catch (error) {
      // Neither is the feed's fault, which is asked again in a moment.
      if (error instanceof StoreAway || error instanceof ReaderBusy) throw error;
      // Not its message: that may quote what is under embargo.
      const why =
        error instanceof UnreadableWire ? error.type : error instanceof Error ? error.name : typeof error;
      return fail(last, why, troubleOf(error));
    }
    if (received.isCut) logger.warn({ source: source.name }, 'a feed was cut off');
    // Asked for again as if it had never been read, until it is whole.
    return received.isCut ? blank : next;
  }

  async function fail(last: Look, why: string, trouble: string, atLeastMs = 0): Promise<Look> {
    const failures = last.failures + 1;
    const backOffMs = Math.min(source.every * SECOND * 2 ** failures, LONGEST_BACK_OFF_MS);
    const waitMs = Math.max(spread(backOffMs), source.every * SECOND, atLeastMs);
    logger.warn({ source: source.name, why, failures }, 'a feed could not be read');
    await book.troubled(source, trouble);
    return { ...last, failures, nextAt: log.now() + waitMs };
  }

  async function leave(last: Look): Promise<Look> {
    logger.warn({ source: source.name }, 'a feed is gone (410) and is not asked any more');
    await book.troubled(source, FEED_GONE);
    return { ...last, goneAt: log.now() };
  }

  async function readLook(): Promise<Look> {
    const text = await log.notes.get(TOPIC, source.name);
    const last = text === undefined ? undefined : (JSON.parse(text) as Look);
    if (last?.url !== source.url) return { url: source.url, every: source.every, failures: 0, nextAt: 0 };
    // A start is when somebody may have mended something: then a feed that was gone is asked once more.
    const isGone = last.goneAt !== undefined && last.goneAt >= startedAt;
    const isSame = last.every === source.every && last.goneAt === undefined;
    if (isGone || isSame) return last;
    const { goneAt: _, ...kept } = last;
    return { ...kept, every: source.every, nextAt: 0 };
  }

  function soon(): number {
    return log.now() + spread(source.every * SECOND);
  }

  function spread(ms: number): number {
    return Math.round(ms * (1 - JITTER + 2 * JITTER * random()));
  }
}

function validatorsOf({ etag, lastModified }: Look): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}

function readValidators(headers: ReadonlyMap<string, string>): Pick<Look, 'etag' | 'lastModified'> {
  const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')];
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
}

/** A time that has not come yet was a mistake, and must not silence the feed until it has. */
function isBefore(time: string | undefined, other: string | undefined, now: number): boolean {
  const at = Date.parse(other ?? '');
  return at <= now && Date.parse(time ?? '') < at;
}

/** Seconds, or a date. */
function retryAfterMs(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS) : 0;
}
