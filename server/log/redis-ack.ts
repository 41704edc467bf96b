/** Says how far what this process wrote has come. As another Redis may answer after every reconnect, it is asked anew. */
import type { Logger } from 'pino';
import type { AckLevel } from './log.ts';
import type { RedisConnection } from './redis-connection.ts';
import { askForDisk, readFsync, warnOfLimits } from './redis-durability.ts';
import type { Fsync } from './redis-durability.ts';
import { loadScripts } from './redis-scripts.ts';
import type { Script } from './redis-scripts.ts';

export interface RedisAckParts {
  readonly connection: RedisConnection;
  /** @throws {StoreAway} for whatever goes wrong on the way */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
  /** What this Redis should know by heart. */
  readonly scripts: readonly Script[];
  readonly logger: Logger;
}

export class RedisAck {
  readonly #parts: RedisAckParts;
  /** How this Redis syncs; undefined until it has told. */
  #fsync: Fsync | undefined;
  #greeting: Promise<void> | undefined;
  #disk: Promise<AckLevel> | undefined;

  constructor(parts: RedisAckParts) {
    this.#parts = parts;
  }

  /** Asks for the first time, and warns of what this Redis does not promise. @throws when it is too old */
  async open(): Promise<void> {
    const { connection, logger } = this.#parts;
    this.#fsync = await readFsync(connection);
    await warnOfLimits(connection, this.#fsync, logger);
  }

  /** The connection stands (again). */
  connected(): void {
    this.#fsync = undefined;
    void this.#greet();
  }

  /** How far the writes of this turn have come. */
  async confirm(): Promise<AckLevel> {
    if (this.#fsync === undefined) await this.#greet();
    if (this.#fsync === 'always') return 'disk';
    if (this.#fsync !== 'ask') return 'memory';
    this.#disk ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#disk = undefined;
        this.#parts.ask(() => askForDisk(this.#parts.connection)).then(resolve, reject);
      });
    });
    return this.#disk;
  }

  #greet(): Promise<void> {
    this.#greeting ??= this.#askSettings().finally(() => {
      this.#greeting = undefined;
    });
    return this.#greeting;
  }

  async #askSettings(): Promise<void> {
    const { connection, scripts, logger } = this.#parts;
    try {
      await loadScripts(connection, scripts);
      this.#fsync = await readFsync(connection);
    } catch (error) {
      // Said to be less than it may be; whoever is acknowledged next asks again.
      logger.debug({ err: error }, 'Redis did not tell its settings.');
    }
  }
}
