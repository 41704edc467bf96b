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
import { createEpoch, generationOf } from './epoch.ts';
import { Feed } from './feed.ts';
import { toHeld } from './held.ts';
import type { Held, Row } from './held.ts';
import { StoreAway } from './log.ts';
import type { AckLevel, Appended, Checkpoint, Entry, Follower, Log, LogHealth, Proposal } from './log.ts';
import { NoAnswer, RedisConnection, replyCode } from './redis-connection.ts';
import { askForDisk, readFsync, warnOfLimits } from './redis-durability.ts';
import type { Fsync } from './redis-durability.ts';
import { draftsToHeal, findRewriting } from './redis-history.ts';
import type { Stand } from './redis-history.ts';
import { loadScripts } from './redis-scripts.ts';
import { RedisScrub } from './redis-scrub.ts';
import { createRedisStore } from './redis-store.ts';
import type { Head, Look, RedisStore } from './redis-store.ts';
import { RedisTail } from './redis-tail.ts';
import { refuse } from './refuse.ts';
import { RING_SIZE } from './ring.ts';
import { jitter, wait } from './wait.ts';

const LOOK_EVERY_MS = 2_000;
/** A publish to a Redis that does not answer fails after so long. */
const ANSWER_MS = 2_500;
const SILENCE_MS = 10_000;
/** So many looks in vain, and the connection itself is suspected. */
const LOOKS_IN_VAIN = 2;
const SCRUB_AFTER_MS = 500;
const HEAL_RETRY_MS = 500;
const HEAL_BATCH = 200;

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
  readonly #logger: Logger;
  readonly #commands: RedisConnection;
  readonly #store: RedisStore;
  readonly #tail: RedisTail;
  readonly #feed: Feed;
  readonly #scrub: RedisScrub;
  readonly #end = new AbortController();
  /** Acknowledged here, and not yet come by: the tail need not ask for their text, and a heal must not forget them. */
  readonly #own = new Map<number, Row>();
  #underWay = new Set<Promise<unknown>>();
  /** How this Redis syncs; undefined until it has told, as another one may answer after every reconnect. */
  #fsync: Fsync | undefined;
  #greeting: Promise<void> | undefined;
  #disk: Promise<AckLevel> | undefined;
  #offset = 0;
  #asOf = 0;
  #trouble: string | undefined;
  #cannotWrite = false;
  #vainLooks = 0;
  #lastLookAt = -1;
  #healing: Promise<void> | undefined;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #scrubbing: NodeJS.Timeout | undefined;

  constructor({ url, logger }: RedisLogOptions) {
    this.#logger = logger;
    this.#commands = new RedisConnection({
      url,
      logger,
      silenceMs: SILENCE_MS,
      answerMs: ANSWER_MS,
      onReady: () => {
        this.#fsync = undefined;
        void this.#greet();
      },
    });
    this.#store = createRedisStore(this.#commands);
    this.#scrub = new RedisScrub(this.#commands);
    this.#feed = new Feed((after, limit) => this.#readPresent(after, limit), logger);
    this.#tail = new RedisTail(
      { url, logger },
      {
        entries: (held) => {
          this.#arrived(held);
        },
        quiet: () => {
          this.#asOf = this.now();
        },
        rewritten: (reason) => void this.#heal(reason),
        ownText: (n, hash) => {
          const row = this.#own.get(n);
          return row?.hash === hash ? (row.content ?? undefined) : undefined;
        },
      },
    );
  }

  async open(): Promise<void> {
    await this.#commands.open();
    try {
      await this.#tail.open();
      this.#fsync = await readFsync(this.#commands);
      await warnOfLimits(this.#commands, this.#fsync, this.#logger);
      const { head, time, last } = await this.#store.look(0);
      this.#setClock(time, performance.now());
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
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
  }

  append(proposal: Proposal): Promise<Appended> {
    const appended = this.#append(draftOf(proposal));
    this.#underWay.add(appended);
    const done = () => this.#underWay.delete(appended);
    appended.then(done, done);
    return appended;
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

  async head(): Promise<Cursor> {
    const { head } = await this.#ask(() => this.#store.look(0));
    return { epoch: head.epoch, n: head.n };
  }

  /** The texts went with the withdrawal; what is left is in the files that Redis wrote before. */
  async redact(_id: string): Promise<void> {
    await this.#ask(() => this.#scrubNow());
  }

  async saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await this.#ask(() => this.#store.saveCheckpoint(checkpoint));
  }

  async loadCheckpoint(): Promise<Checkpoint | undefined> {
    const found = await this.#ask(() => this.#store.loadCheckpoint());
    return found?.epoch === this.#feed.end.epoch ? found : undefined;
  }

  now(): number {
    return Math.floor(performance.now() + this.#offset);
  }

  health(): LogHealth {
    const trouble = this.#end.signal.aborted ? 'The log is closed.' : this.#trouble;
    return {
      writable: trouble === undefined,
      asOf: Math.floor(this.#asOf),
      ...(trouble !== undefined && { trouble }),
    };
  }

  async close(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    clearInterval(this.#timer);
    clearTimeout(this.#scrubbing);
    this.#scrub.stop();
    this.#feed.close();
    this.#tail.close();
    await Promise.allSettled([...this.#underWay]);
    this.#commands.close();
  }

  async #append(draft: Draft): Promise<Appended> {
    for (;;) {
      if (this.#end.signal.aborted) throw new StoreAway('The log is closed.');
      if (this.#healing) await this.#untilHealed(this.#healing);
      const { epoch, n: seen } = this.#feed.end;
      const reply = await this.#ask(() => this.#store.append(draft, { epoch, n: seen }));
      if (reply.outcome === 'refused') throw refuse(reply.reason, draft, reply.newest);
      if (reply.outcome === 'rewritten') {
        // Unless healed meanwhile by word from elsewhere.
        if (this.#feed.end.epoch === epoch) void this.#heal('Redis is not where this process has seen it.');
        continue;
      }
      if (reply.outcome === 'repeated') {
        return {
          epoch,
          id: draft.id,
          n: reply.n,
          version: reply.version,
          ack: await this.#confirm(),
          repeated: true,
        };
      }
      const { row } = reply;
      if (this.#feed.end.epoch === epoch && row.n > this.#feed.end.n) this.#own.set(row.n, row);
      if (row.kind === 'withdrawal') this.#scrubSoon();
      return {
        epoch,
        id: row.id,
        n: row.n,
        version: row.version,
        ack: await this.#confirm(),
        repeated: false,
      };
    }
  }

  /** How far the appends of this turn have come. */
  async #confirm(): Promise<AckLevel> {
    if (this.#fsync === undefined) await this.#greet();
    if (this.#fsync === 'always') return 'disk';
    if (this.#fsync !== 'ask') return 'memory';
    this.#disk ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#disk = undefined;
        this.#ask(() => askForDisk(this.#commands)).then(resolve, reject);
      });
    });
    return this.#disk;
  }

  #arrived(held: readonly Held[]): void {
    for (const { entry } of held) this.#own.delete(entry.n);
    this.#asOf = this.now();
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

  /** One look at the head; the next is not begun before it ended. */
  #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const ours = this.#stand();
    const asked = performance.now();
    try {
      const look = await this.#store.look(ours.n);
      this.#setClock(look.time, (asked + performance.now()) / 2);
      if (this.#cannotWrite) await this.#store.probe();
      this.#cannotWrite = false;
      this.#vainLooks = 0;
      if (!this.#healing) this.#trouble = undefined;
      this.#judge(ours, look);
    } catch (error) {
      this.#failed(error);
    }
  }

  #judge(ours: Stand, look: Look): void {
    if (this.#healing || this.#feed.end.epoch !== ours.epoch) return;
    const rewriting = findRewriting(ours, look);
    if (rewriting !== undefined) return void this.#heal(rewriting);
    if (look.head.n === ours.n) this.#asOf = this.now();
    // Ahead of us, and since the last look nothing arrived: the tail hangs.
    if (look.head.n > ours.n && this.#lastLookAt === ours.n) this.#tail.renew();
    this.#lastLookAt = look.head.n > ours.n ? ours.n : -1;
  }

  #failed(error: unknown): void {
    if (this.#end.signal.aborted) return;
    const code = replyCode(error);
    const since = this.#trouble === undefined;
    // That Redis refused says more than that it was left because of it.
    if (code !== undefined)
      this.#trouble = `Redis refuses: ${error instanceof Error ? error.message : code}.`;
    else if (!this.#cannotWrite) this.#trouble = 'Redis does not answer.';
    if (since) this.#logger.error({ err: error }, this.#trouble);
    if (code !== undefined) this.#cannotWrite = true;
    if (error instanceof NoAnswer) this.#vainLooks += 1;
    // A replica that was our primary stays one: the address may lead to another by now.
    if (code === 'READONLY' || this.#vainLooks >= LOOKS_IN_VAIN) {
      this.#vainLooks = 0;
      this.#commands.renew();
      if (code === 'READONLY') this.#tail.renew();
    }
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
    this.#trouble = `History was rewritten: ${reason}`;
    this.#logger.error(this.#trouble);
    while (!this.#end.signal.aborted) {
      try {
        const epoch = await this.#joinEpoch();
        await this.#restore(epoch);
        await this.#start(reason);
        this.#trouble = undefined;
        return;
      } catch (error) {
        this.#logger.warn({ err: error }, 'The log could not be healed yet.');
        await wait(jitter(HEAL_RETRY_MS), this.#end.signal);
      }
    }
  }

  /** Of several processes one begins the epoch; the others find one that is later than theirs. */
  async #joinEpoch(): Promise<string> {
    const ours = this.#feed.end.epoch;
    const { head, last } = await this.#store.look(0);
    const sound = last === head.n;
    if (sound && generationOf(head.epoch) > generationOf(ours)) return head.epoch;
    const epoch = await this.#store.begin(head.epoch, createEpoch(ours, head.epoch));
    if (generationOf(epoch) <= generationOf(ours)) throw new StoreAway('Redis changed once more.');
    return epoch;
  }

  async #restore(epoch: string): Promise<void> {
    const lost = draftsToHeal([...this.#feed.recent, ...[...this.#own.values()].map(toHeld)]);
    for (let from = 0; from < lost.length; from += HEAL_BATCH) {
      const batch = lost.slice(from, from + HEAL_BATCH);
      const replies = await Promise.all(
        batch.map(({ draft, original }) => this.#store.append(draft, { epoch, n: 0 }, original)),
      );
      // What is refused contradicts what was published since; that stands.
      if (replies.some(({ outcome }) => outcome === 'rewritten'))
        throw new StoreAway('Redis changed once more.');
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
    this.#lastLookAt = -1;
    const last = recent.at(-1)?.entry;
    const end = { epoch: head.epoch, n: last?.n ?? head.n };
    this.#feed.start(end, recent);
    if (reset !== undefined) this.#feed.reset(reset);
    if (look.unscrubbed > 0) this.#scrubSoon();
    this.#asOf = this.now();
    this.#tail.start({ ...end, hash: last?.hash ?? head.hash });
  }

  #stand(): Stand {
    const { epoch, n } = this.#feed.end;
    const last = this.#feed.recent.at(-1);
    return { epoch, n, hash: last?.entry.hash ?? '', hasText: last?.content !== undefined };
  }

  #setClock(time: number, at: number): void {
    this.#offset = time - at;
  }

  #greet(): Promise<void> {
    this.#greeting ??= this.#askSettings().finally(() => {
      this.#greeting = undefined;
    });
    return this.#greeting;
  }

  async #askSettings(): Promise<void> {
    try {
      await loadScripts(this.#commands);
      this.#fsync = await readFsync(this.#commands);
    } catch (error) {
      // Said to be less than it may be; whoever is acknowledged next asks again.
      this.#logger.debug({ err: error }, 'Redis did not tell its settings.');
    }
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

  #scrubSoon(): void {
    this.#scrubbing ??= setTimeout(() => {
      this.#scrubbing = undefined;
      this.#scrubNow().catch((error: unknown) => {
        if (this.#end.signal.aborted) return;
        this.#logger.error({ err: error }, 'A withdrawn text is still in the files of Redis.');
        this.#scrubSoon();
      });
    }, SCRUB_AFTER_MS).unref();
  }

  /** Whoever opens the log next does it where this is cut short: the store knows how far it has come. */
  async #scrubNow(): Promise<void> {
    const { unscrubbed } = await this.#store.look(0);
    if (unscrubbed === 0) return;
    await this.#scrub.run();
    await this.#store.scrubbed(unscrubbed);
  }

  /** Whatever goes wrong on the way to Redis is a store that is away; the watch looks at once. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (replyCode(error) !== undefined) this.#failed(error);
      void this.#look();
      if (error instanceof StoreAway) throw error;
      throw new StoreAway('Redis refused.', { cause: error });
    }
  }
}
