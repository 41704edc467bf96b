/**
 * The log in a Redis Stream, shared by any number of processes. Redis is believed only as far as it goes: a
 * watch looks at the log's head every two seconds, and where it is not the history that was followed (a restore,
 * a failover, FLUSHALL), a new epoch begins, what this process remembers is appended again, and followers start
 * over. Never silence.
 */
import type { Logger } from 'pino';
import type { Cursor } from '../../shared/board.ts';
import { draftOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { createEpoch } from './epoch.ts';
import { Feed } from './feed.ts';
import { toHeld } from './held.ts';
import type { Held, Row } from './held.ts';
import { StoreAway } from './log.ts';
import type { Appended, Checkpoint, Entry, Follower, Log, LogHealth, Notes, Proposal } from './log.ts';
import { RedisAck } from './redis-ack.ts';
import { RedisConnection, replyCode } from './redis-connection.ts';
import { bringBack, joinEpoch } from './redis-heal.ts';
import type { Stand } from './redis-history.ts';
import { createRedisNotes, NOTES_SCRIPTS } from './redis-notes.ts';
import { LOG_SCRIPTS } from './redis-scripts.ts';
import { RedisScrub } from './redis-scrub.ts';
import { createRedisStore } from './redis-store.ts';
import type { Head, RedisStore, Seen } from './redis-store.ts';
import { RedisTail } from './redis-tail.ts';
import { RedisWaitingRoom } from './redis-waiting.ts';
import { WAITING_SCRIPTS } from './redis-waiting-scripts.ts';
import { RedisWatch } from './redis-watch.ts';
import { refuse } from './refuse.ts';
import { RING_SIZE } from './ring.ts';
import { jitter, wait } from './wait.ts';

/** A publish to a Redis that does not answer fails after so long. */
const ANSWER_MS = 2_500;
const SILENCE_MS = 10_000;
const HEAL_RETRY_MS = 500;

export interface RedisLogOptions {
  readonly url: string;
  readonly logger: Logger;
}

/** @throws {StoreAway} when no Redis can be reached there. */
export async function openRedisLog(options: RedisLogOptions): Promise<Log> {
  const log = new RedisLog(options);
  await log.open();
  return log;
}

class RedisLog implements Log {
  readonly waiting: RedisWaitingRoom;
  readonly notes: Notes;
  readonly #logger: Logger;
  readonly #commands: RedisConnection;
  readonly #store: RedisStore;
  readonly #tail: RedisTail;
  readonly #feed: Feed;
  readonly #scrub: RedisScrub;
  readonly #watch: RedisWatch;
  readonly #ack: RedisAck;
  readonly #end = new AbortController();
  /** Acknowledged here, and not yet come by: the tail need not ask for their text, and a heal must not forget them. */
  readonly #own = new Map<number, Row>();
  readonly #underWay = new Set<Promise<unknown>>();
  #healing: Promise<void> | undefined;

  constructor({ url, logger }: RedisLogOptions) {
    this.#logger = logger;
    const connection = new RedisConnection({
      url,
      logger,
      silenceMs: SILENCE_MS,
      answerMs: ANSWER_MS,
      onReady: () => {
        this.#ack.connected();
      },
    });
    const ask = <T>(question: () => Promise<T>) => this.#ask(question);
    const scripts = [...LOG_SCRIPTS, ...WAITING_SCRIPTS, ...NOTES_SCRIPTS];
    this.#commands = connection;
    this.#store = createRedisStore(connection);
    this.#scrub = new RedisScrub(connection, this.#store, logger);
    this.#ack = new RedisAck({ connection, ask, scripts, logger });
    this.#feed = new Feed((after, limit) => this.#readPresent(after, limit), logger);
    this.#tail = new RedisTail(
      { url, logger },
      {
        entries: (held) => {
          this.#arrived(held);
        },
        quiet: () => {
          this.#watch.upToDate();
        },
        rewritten: (reason) => void this.#heal(reason),
        ownText: (n, hash) => {
          const row = this.#own.get(n);
          return row?.hash === hash ? (row.content ?? undefined) : undefined;
        },
      },
    );
    this.#watch = new RedisWatch({
      ...{ commands: connection, tail: this.#tail, store: this.#store, logger },
      stand: () => (this.#healing ? undefined : this.#stand()),
      rewritten: (reason) => void this.#heal(reason),
    });
    this.notes = createRedisNotes({ connection, ask });
    this.waiting = new RedisWaitingRoom({
      ...{ connection, ask, logger },
      atPresent: (step) => this.#track(this.#atPresent(step, ([outcome]) => outcome === 'rewritten')),
      seen: () => this.#feed.end,
      doubt: () => void this.#watch.look(),
      confirm: () => this.#ack.confirm(),
      erased: () => {
        this.#scrub.soon();
      },
    });
  }

  async open(): Promise<void> {
    await this.#commands.open();
    try {
      await this.#tail.open();
      await this.#ack.open();
      const { head, time, last } = await this.#store.look(0);
      this.#watch.setClock(time);
      if (head.epoch === '' || last !== head.n) {
        const epoch = createEpoch(head.epoch);
        await this.#store.begin(head.epoch, epoch);
      }
      await this.#start();
    } catch (error) {
      this.#commands.close();
      this.#tail.close();
      throw error;
    }
    this.#watch.start();
  }

  append(proposal: Proposal): Promise<Appended> {
    return this.#track(this.#append(draftOf(proposal)));
  }

  follow(position: Cursor, follower: Follower): () => void {
    return this.#feed.follow(position, follower);
  }

  async read(after: number, limit: number): Promise<Entry[]> {
    const entries: Entry[] = [];
    while (entries.length < limit) {
      const page = await this.#ask(() =>
        this.#readPresent(entries.at(-1)?.n ?? after, limit - entries.length),
      );
      if (page.length === 0) break;
      entries.push(...page);
    }
    return entries;
  }

  async find(id: string): Promise<Entry | undefined> {
    for (;;) {
      const n = await this.#ask(() => this.#store.deciding(id));
      if (n === undefined) return undefined;
      const [entry] = await this.read(n - 1, 1);
      // Withdrawn between the two questions: the withdrawal decides now.
      if (entry?.kind !== 'redacted' || (await this.#ask(() => this.#store.deciding(id))) === n) return entry;
    }
  }

  entriesOf(id: string): Promise<Entry[]> {
    return this.#ask(() => this.#store.entriesOf(id));
  }

  async head(): Promise<Cursor> {
    const { head } = await this.#ask(() => this.#store.look(0));
    return { epoch: head.epoch, n: head.n };
  }

  /** The texts went with the withdrawal; what is left is in the files that Redis wrote before. */
  async redact(_id: string): Promise<void> {
    await this.#ask(() => this.#scrub.scrub());
  }

  async saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await this.#ask(() => this.#store.saveCheckpoint(checkpoint));
  }

  async loadCheckpoint(): Promise<Checkpoint | undefined> {
    const found = await this.#ask(() => this.#store.loadCheckpoint());
    return found?.epoch === this.#feed.end.epoch ? found : undefined;
  }

  now(): number {
    return this.#watch.now();
  }

  health(): LogHealth {
    return this.#watch.health();
  }

  async close(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    this.#watch.stop();
    this.#scrub.stop();
    this.waiting.close();
    this.#feed.close();
    this.#tail.close();
    await Promise.allSettled([...this.#underWay]);
    this.#commands.close();
  }

  async #append(draft: Draft): Promise<Appended> {
    const { id } = draft;
    const step = async (seen: Seen) => ({ seen, reply: await this.#store.append(draft, seen) });
    const { seen, reply } = await this.#atPresent(step, ({ reply }) => reply.outcome === 'rewritten');
    const { epoch } = seen;
    if (reply.outcome === 'refused') throw refuse(reply.reason, draft, reply.newest);
    if (reply.outcome === 'rewritten') throw new StoreAway('Redis changed once more.');
    if (draft.waiting || draft.kind === 'withdrawal') {
      this.waiting.changed();
      this.#scrub.soon();
    }
    if (reply.outcome === 'repeated') {
      const { n, version } = reply;
      return { epoch, id, n, version, ack: await this.#ack.confirm(), repeated: true };
    }
    const { row } = reply;
    if (this.#feed.end.epoch === epoch && row.n > this.#feed.end.n) this.#own.set(row.n, row);
    const { n, version } = row;
    return { epoch, id, n, version, ack: await this.#ack.confirm(), repeated: false };
  }

  /** Takes a step against the history that this process knows; where Redis is not there any more, heals that first. */
  async #atPresent<T>(step: (seen: Seen) => Promise<T>, isRewritten: (reply: T) => boolean): Promise<T> {
    for (;;) {
      if (this.#end.signal.aborted) throw new StoreAway('The log is closed.');
      if (this.#healing) await this.#untilHealed(this.#healing);
      const { epoch, n } = this.#feed.end;
      const reply = await this.#ask(() => step({ epoch, n }));
      if (!isRewritten(reply)) return reply;
      // Unless healed meanwhile by word from elsewhere.
      if (this.#feed.end.epoch === epoch) void this.#heal('Redis is not where this process has seen it.');
    }
  }

  #arrived(held: readonly Held[]): void {
    for (const { entry } of held) this.#own.delete(entry.n);
    this.#watch.upToDate();
    this.#feed.push(held);
  }

  /** What is stored, of the epoch that is followed; of any other it is not read. */
  async #readPresent(after: number, limit: number): Promise<Entry[]> {
    const { epoch } = this.#feed.end;
    const { head, held, gap } = await this.#ask(() => this.#store.page(after, limit));
    if (gap || head.epoch !== epoch) {
      const reason = gap ? `Redis misses an entry after ${after}.` : `Redis is in epoch ${head.epoch}.`;
      const healed =
        epoch === this.#feed.end.epoch ? this.#heal(reason) : (this.#healing ?? Promise.resolve());
      await this.#untilHealed(healed);
      throw new StoreAway(reason);
    }
    return held.map(({ entry }) => entry);
  }

  /** Begins, or joins, the epoch that follows on a rewritten history. One at a time. */
  #heal(reason: string): Promise<void> {
    this.#healing ??= this.#healUntilDone(reason).finally(() => {
      this.#healing = undefined;
    });
    return this.#healing;
  }

  async #healUntilDone(reason: string): Promise<void> {
    this.#tail.stop();
    const trouble = `History was rewritten: ${reason}`;
    this.#watch.setTrouble(trouble);
    this.#logger.error(trouble);
    while (!this.#end.signal.aborted) {
      try {
        const epoch = await joinEpoch(this.#store, this.#feed.end.epoch);
        await bringBack(this.#store, epoch, [...this.#feed.recent, ...[...this.#own.values()].map(toHeld)]);
        await this.#start(reason);
        this.#watch.setTrouble(undefined);
        return;
      } catch (error) {
        this.#logger.warn({ err: error }, 'The log could not be healed yet.');
        await wait(jitter(HEAL_RETRY_MS), this.#end.signal);
      }
    }
  }

  /** Remembers the last entries, and follows from there; those who followed something else are told why. */
  async #start(reset?: string): Promise<void> {
    const look = await this.#store.look(0);
    let head: Head = look.head;
    const recent: Held[] = [];
    for (let after = Math.max(0, head.n - RING_SIZE); after < head.n;) {
      const page = await this.#store.page(after, RING_SIZE);
      const last = page.held.at(-1);
      if (!last || page.head.epoch !== head.epoch) throw new StoreAway('Redis changed while it was read.');
      recent.push(...page.held);
      after = last.entry.n;
      head = page.head;
    }
    this.#own.clear();
    this.#watch.moved();
    const last = recent.at(-1)?.entry;
    const end = { epoch: head.epoch, n: last?.n ?? head.n };
    this.#feed.start(end, recent);
    if (reset !== undefined) this.#feed.reset(reset);
    if (look.unscrubbed > 0) this.#scrub.soon();
    this.#watch.upToDate();
    this.#tail.start({ ...end, hash: last?.hash ?? head.hash });
  }

  #stand(): Stand {
    const { epoch, n } = this.#feed.end;
    const last = this.#feed.recent.at(-1);
    return { epoch, n, hash: last?.entry.hash ?? '', hasText: last?.content !== undefined };
  }

  async #untilHealed(healed: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new StoreAway('Redis lost part of the log, which is not back yet.'));
      }, ANSWER_MS);
    });
    try {
      await Promise.race([healed, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closing waits for what is under way. */
  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    const done = () => this.#underWay.delete(work);
    work.then(done, done);
    return work;
  }

  /** Whatever goes wrong on the way to Redis is a store that is away; the watch looks at once. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (replyCode(error) !== undefined) this.#watch.failed(error);
      void this.#watch.look();
      if (error instanceof StoreAway) throw error;
      throw new StoreAway('Redis refused.', { cause: error });
    }
  }
}
