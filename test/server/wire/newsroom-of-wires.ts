/** A newsroom on a real store, with what wires need of it. */
import { rm } from 'node:fs/promises';
import { pino, type Logger } from 'pino';
import { onTestFinished } from 'vitest';
import { createBoards, type Boards } from '../../../server/boards.ts';
import { createNewsroom, type Newsroom } from '../../../server/desk/newsroom.ts';
import { StoreAway, type Log } from '../../../server/log/log.ts';
import { openLog } from '../../../server/log/open-log.ts';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { createDeliveries, type Deliveries } from '../../../server/wire/deliveries.ts';
import { createIntake, type Intake } from '../../../server/wire/intake.ts';
import { createWireReader } from '../../../server/wire/read-wire.ts';
import { createSourceBook, type SourceBook } from '../../../server/wire/source-book.ts';
import { parseSources, type Source } from '../../../server/wire/sources.ts';
import { temporaryFolder } from '../http/running-app.ts';

export interface WireNewsroom {
  readonly log: Log;
  readonly boards: Boards;
  readonly newsroom: Newsroom;
  readonly intake: Intake;
  readonly logger: Logger;
  /** Everything that was written to the server's own log. */
  logged(): string;
  /** While true, nothing gets into the log. */
  away: boolean;
  /** For these sources, with the real reader. */
  receiving(sources: readonly Source[]): { deliveries: Deliveries; book: SourceBook };
  /** Titles on a board once it has so many rows, newest first. */
  titles(section: string, rows: number): Promise<string[]>;
}

export async function openWireNewsroom(dataDir?: string, redisUrl?: string): Promise<WireNewsroom> {
  const folder = dataDir ?? (await temporaryFolder());
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const real = await openLog({ dataDir: folder, logger, ...(redisUrl !== undefined && { redisUrl }) });
  const room: { away: boolean } = { away: false };
  const log = new Proxy(real, {
    get(target, name) {
      if (name === 'append' && room.away) return () => Promise.reject(new StoreAway('away'));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const boards = await createBoards({ log, sections: DEFAULT_SECTIONS, logger });
  const newsroom = createNewsroom({ log, logger });
  const reader = createWireReader();
  onTestFinished(async () => {
    await reader.close();
    await newsroom.close();
    await boards.close();
    await real.close();
    if (dataDir === undefined) await rm(folder, { recursive: true });
  });
  const intake = createIntake({ newsroom, log, boards, logger });
  const whole = {
    log,
    boards,
    newsroom,
    intake,
    logger,
    logged: () => lines.join(''),
    receiving(sources: readonly Source[]) {
      const book = createSourceBook(sources, log);
      return { book, deliveries: createDeliveries({ reader, intake, book }) };
    },
    async titles(section: string, rows: number) {
      const deadline = Date.now() + 10_000;
      while (boards.whole(section).dispatches.length < rows && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return boards.whole(section).dispatches.map(({ title }) => title);
    },
  };
  return Object.assign(room, whole);
}

/** A source as the configuration says it. */
export function sourceOf(fields: Readonly<Record<string, unknown>> = {}): Source {
  const said = { name: 'anp', kind: 'push', section: 'buitenland', policy: 'publish', ...fields };
  const [source] = parseSources(JSON.stringify({ sources: [said] }), 'sources.json', DEFAULT_SECTIONS);
  if (!source) throw new Error('there is one source');
  return source;
}
