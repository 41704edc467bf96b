/** A broadcast on a real server on a free port, over a log in memory, and screens that connect to it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import type { Cursor } from '../../../shared/board.ts';
import type { ClientToServerEvents, ServerToClientEvents, SubscribeAnswer } from '../../../shared/events.ts';
import { createBoards } from '../../../server/boards.ts';
import { createBroadcast } from '../../../server/broadcast/broadcast.ts';
import { DEFAULT_BROADCAST, type BroadcastSettings } from '../../../server/broadcast/settings.ts';
import type { Entry } from '../../../server/log/log.ts';
import type { NamedScreens } from '../../../server/named-screen.ts';
import type { OpenAct } from '../../../server/open-act.ts';
import { dispatchEntry } from '../history.ts';
import { MemoryLog } from '../memory-log.ts';

/** What it says of its pages. */
export const BUILD = 'a-build';
export const SECTION = 'buitenland';
export type ScreenSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export async function startBroadcast(
  settings: Partial<BroadcastSettings> = {},
  onAct: (act: OpenAct) => void = () => undefined,
  log = new MemoryLog(),
  named?: NamedScreens,
) {
  const logger = pino({ level: 'silent' });
  const sections = [
    { id: SECTION, title: 'Het buitenland' },
    { id: 'sport', title: 'Sport' },
  ];
  const boards = await createBoards({ log, sections, logger });
  const server = createServer((_request, response) => response.end('a page'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const metrics = new Registry();
  const broadcast = createBroadcast({
    server,
    boards,
    log,
    logger,
    metrics,
    onAct,
    ...(named && { screens: named }),
    build: BUILD,
    settings: { ...DEFAULT_BROADCAST, connects: { burst: 10_000, perSecond: 10_000 }, ...settings },
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const screens = new Set<ScreenSocket>();

  return {
    log,
    boards,
    broadcast,
    port,
    url,
    /** Publishes the next entry; a title makes it as long as wanted. */
    publish(part: { id?: string; section?: string; title?: string } = {}): Entry {
      const n = log.entries.length + 1;
      const { id = `d${n}`, section = SECTION, title } = part;
      const entry = dispatchEntry(n, { id, version: 1, section, publishedAt: n });
      if (title !== undefined && entry.kind === 'dispatch') Object.assign(entry.dispatch, { title });
      log.add(entry);
      return entry;
    },
    /** A connected screen; with an origin, as the browser of that page would connect it. */
    async screen(origin?: string): Promise<ScreenSocket> {
      const socket: ScreenSocket = io(url, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        ...(origin !== undefined && { extraHeaders: { Origin: origin } }),
      });
      screens.add(socket);
      await new Promise<void>((resolve, reject) => {
        socket.on('connect', resolve);
        socket.on('connect_error', reject);
      });
      return socket;
    },
    async metric(name: string): Promise<number> {
      const found = await metrics.getSingleMetric(name)?.get();
      return found?.values.reduce((sum, { value }) => sum + value, 0) ?? NaN;
    },
    async deliveries(): Promise<{ short: number; stock: number }> {
      const values = (await metrics.getSingleMetric('ticker_deliveries_total')?.get())?.values ?? [];
      const of = (way: string): number => values.find(({ labels }) => labels.way === way)?.value ?? NaN;
      return { short: of('short'), stock: of('stock') };
    },
    async close(): Promise<void> {
      for (const socket of screens) socket.disconnect();
      await broadcast.close();
      await boards.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Harness = Awaited<ReturnType<typeof startBroadcast>>;

export function subscribe(socket: ScreenSocket, section: string, since?: Cursor): Promise<SubscribeAnswer> {
  return new Promise((resolve) => socket.emit('subscribe', { section, ...(since && { since }) }, resolve));
}

/** The board in the answer. @throws when it was refused */
export async function boardOf(socket: ScreenSocket, section: string, since?: Cursor) {
  const answer = await subscribe(socket, section, since);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.board;
}
