/** Keeps how each wire is doing, beside the log: any process may hear a wire, and every one can say how it is. */
import type { SourceStatus } from '../../shared/desk.ts';
import type { Log } from '../log/log.ts';
import type { Source } from './sources.ts';

export interface SourceBook {
  /** It was heard, and brought so much that is new. @throws {StoreAway} */
  heard(source: Source, news: number): Promise<void>;
  /** @throws {StoreAway} */
  troubled(source: Source, trouble: string): Promise<void>;
  /** In the order of the configuration. @throws {StoreAway} */
  list(): Promise<readonly SourceStatus[]>;
}

type Known = Pick<SourceStatus, 'okAt' | 'newsAt' | 'trouble' | 'troubleSince'>;

const TOPIC = 'sources';

export function createSourceBook(sources: readonly Source[], log: Pick<Log, 'notes' | 'now'>): SourceBook {
  const startedAt = log.now();

  return {
    async heard({ name }, news) {
      const { newsAt } = await read(name);
      const now = log.now();
      const last = news > 0 ? now : newsAt;
      await write(name, { okAt: now, ...(last !== undefined && { newsAt: last }) });
    },

    async troubled({ name }, trouble) {
      const known = await read(name);
      await write(name, { ...known, trouble, troubleSince: known.troubleSince ?? log.now() });
    },

    async list() {
      const all = await log.notes.all(TOPIC);
      return sources.map(({ name, kind, policy, silentAfter }) => {
        const known = parse(all.get(name));
        const quietMs = log.now() - (known.newsAt ?? startedAt);
        const silent = silentAfter !== undefined && quietMs > silentAfter * 1000;
        return { name, kind, policy, ...known, silent };
      });
    },
  };

  async function read(name: string): Promise<Known> {
    return parse(await log.notes.get(TOPIC, name));
  }

  function write(name: string, known: Known): Promise<void> {
    return log.notes.set(TOPIC, name, JSON.stringify(known));
  }
}

function parse(text: string | undefined): Known {
  return text === undefined ? {} : (JSON.parse(text) as Known);
}
