/** Every wire of the configuration, each by its own road: feeds are asked, folders are watched, and pushes are let in. */
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { SourceStatus } from '../../shared/desk.ts';
import type { Boards } from '../boards.ts';
import type { Newsroom } from '../desk/newsroom.ts';
import { StoreAway, type Log } from '../log/log.ts';
import { createDeliveries, type Delivery, type Received } from './deliveries.ts';
import { startHotFolder } from './hot-folder.ts';
import { createIntake } from './intake.ts';
import { startPoller } from './poller.ts';
import type { WireReader } from './read-wire.ts';
import { createSourceBook, type SourceBook } from './source-book.ts';
import type { PushSource, Source } from './sources.ts';

export interface Wires {
  /** Those that deliver by themselves. */
  readonly pushes: readonly PushSource[];
  /** Takes in what one of them sent. @throws {UnreadableWire | StoreAway} */
  receive(source: PushSource, delivery: Delivery): Promise<Received>;
  /** How each of them is doing. @throws {StoreAway} */
  list(): Promise<readonly SourceStatus[]>;
  /** Stops asking and watching, and closes the reader; what is under way is finished, or left for the next start. */
  close(): Promise<void>;
}

export interface WiresParts {
  readonly sources: readonly Source[];
  readonly reader: WireReader;
  readonly newsroom: Newsroom;
  readonly log: Log;
  readonly boards: Boards;
  readonly logger: Logger;
  readonly metrics: Registry;
}

/** A file or feed that takes longer to end is broken off: reading it again is safe. */
const STOP_MS = 1000;

export function startWires(parts: WiresParts): Wires {
  const { sources, reader, newsroom, log, boards, logger, metrics } = parts;
  const items = new Counter({
    name: 'ticker_wire_items_total',
    help: 'Items that wires delivered, by what became of them.',
    labelNames: ['source', 'outcome'],
    registers: [metrics],
  });
  const intake = createIntake({
    newsroom,
    log,
    boards,
    logger,
    count: (source, outcome) => {
      items.inc({ source, outcome });
    },
  });
  const book = createSourceBook(sources, log);
  measureSources(book, metrics);
  const deliveries = createDeliveries({ reader, intake, book });
  const running = sources.flatMap((source) => {
    const shared = { deliveries, book, log, logger };
    if (source.kind === 'feed') return [startPoller({ source, ...shared })];
    return source.kind === 'folder' ? [startHotFolder({ source, ...shared })] : [];
  });

  return {
    pushes: sources.filter((source) => source.kind === 'push'),
    receive: (source, delivery) => deliveries.receive(source, delivery),
    list: () => book.list(),
    async close() {
      const ended = Promise.all(running.map((one) => one.close()));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
      await reader.close();
    },
  };
}

/** A wire that fell silent should wake somebody. */
function measureSources(book: SourceBook, metrics: Registry): void {
  gauge('ticker_wire_news_timestamp_seconds', 'When a wire last brought something new.', ({ newsAt }) =>
    newsAt === undefined ? undefined : newsAt / 1000,
  );
  gauge('ticker_wire_heard_timestamp_seconds', 'When a wire was last heard without trouble.', ({ okAt }) =>
    okAt === undefined ? undefined : okAt / 1000,
  );
  gauge(
    'ticker_wire_trouble',
    '1 when something is wrong with a wire, or it is silent for too long.',
    ({ trouble, silent }) => (trouble !== undefined || silent ? 1 : 0),
  );

  function gauge(name: string, help: string, valueOf: (status: SourceStatus) => number | undefined): void {
    new Gauge({
      name,
      help,
      labelNames: ['source'],
      registers: [metrics],
      async collect() {
        for (const status of await book.list().catch(nothingWhileAway)) {
          const value = valueOf(status);
          if (value !== undefined) this.set({ source: status.name }, value);
        }
      },
    });
  }
}

/** The figures stay as they were; that the store is away is a figure of its own. */
function nothingWhileAway(error: unknown): [] {
  if (error instanceof StoreAway) return [];
  throw error;
}
