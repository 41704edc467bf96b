/**
 * Joins the parts: the log is opened, the boards are folded from it, then sockets and HTTP are let in. Stopping
 * goes the other way round: first the word that no more should come (`/readyz`), then the sockets in batches, the
 * requests under way, and last the log, so that nothing acknowledged is left behind.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createBoards } from './boards.ts';
import { createBroadcast, type Broadcast } from './broadcast/broadcast.ts';
import { DEFAULT_BROADCAST, type BroadcastSettings } from './broadcast/settings.ts';
import type { Config } from './config.ts';
import { prepareDataDir } from './data-dir.ts';
import { createDeskFeed } from './desk/desk-feed.ts';
import { createNewsroom } from './desk/newsroom.ts';
import { createReceipts } from './desk/receipts.ts';
import { createDeskPageRoutes } from './http/desk-page.ts';
import { readEmbedFacts } from './embed-facts.ts';
import { createApiPageRoutes } from './http/api-page.ts';
import { createConfiguratorPageRoutes } from './http/configurator-page.ts';
import { createFramedRoutes } from './http/framed.ts';
import { createFreshScreenRoutes } from './http/fresh-screens.ts';
import { createHttp } from './http/http.ts';
import { createPages } from './http/pages.ts';
import { createWallPageRoutes } from './http/wall-page.ts';
import { keepEmbeds } from './kept-embeds.ts';
import { openKeys } from './keys/keys.ts';
import type { Log } from './log/log.ts';
import { openLog } from './log/open-log.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { readBuildId } from './pages/build-id.ts';
import { readPageAssets, type BuiltPage, type PageAssets } from './pages/assets.ts';
import { loadPartners } from './partners.ts';
import { guessable } from './keys/plain-keys.ts';
import { projectRoot, projectVersion } from './project-root.ts';
import { createPairings } from './walls/pairings.ts';
import { createWalls } from './walls/walls.ts';
import { loadHooks } from './webhooks/hooks.ts';
import type { WebhookSettings } from './webhooks/settings.ts';
import { createWebhooks } from './webhooks/webhooks.ts';
import { startDemoWire } from './wire/demo-wire.ts';
import { createWireReader } from './wire/read-wire.ts';
import { loadSources } from './wire/sources.ts';
import { startWires } from './wire/wires.ts';

export interface App {
  /** Where it listens, such as http://127.0.0.1:3000. */
  readonly url: string;
  readonly port: number;
  /** The generated key, when the settings name no publisher. */
  readonly deskKey?: string;
  /** Stops within 5 s, whatever is connected. Saying it again waits for the same end. */
  close(): Promise<void>;
}

interface AppParts {
  readonly logger?: Logger;
  /** Stays open when the app closes: who opened it closes it. */
  readonly log?: Log;
  /** Other bounds for the sockets than the usual, for a bench or a test. */
  readonly broadcast?: Partial<BroadcastSettings>;
  /** The same for the deliveries to partners. */
  readonly webhooks?: Partial<WebhookSettings>;
}

/** Sockets first; what is left of the five seconds is for requests under way and the log. */
const DRAIN_MS = 2000;
const REQUESTS_MS = 1500;
/** A whole newsroom's readers come back at once after a restart; the kernel holds what we have not taken yet. */
const BACKLOG = 4096;

/** Starts everything and listens. @throws when a part cannot start; what had started is stopped again */
export async function createApp(config: Config, parts: AppParts = {}): Promise<App> {
  const logger = parts.logger ?? createLogger(config);
  const stops = new StopList();
  try {
    return await startApp(config, { ...parts, logger }, stops);
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function startApp(
  config: Config,
  { logger, log: givenLog, broadcast: bounds, webhooks: patience }: AppParts & { logger: Logger },
  stops: StopList,
): Promise<App> {
  if (config.redisUrl === undefined) await prepareDataDir(config.dataDir);
  const keys = await openKeys({ ...config, logger });
  stops.add(() => keys.close());
  for (const name of guessable(config.publishKeys)) {
    logger.warn(`PUBLISH_KEYS: the key of ${name} has fewer than 16 characters and can be guessed.`);
  }

  const sources = config.sources === undefined ? [] : await loadSources(config.sources, config.sections);
  const hooks = config.webhooks === undefined ? [] : await loadHooks(config.webhooks, config.sections);

  const partners = config.partners === undefined ? [] : await loadPartners(config.partners);

  const log = givenLog ?? (await openLog({ ...config, logger }));
  if (!givenLog) stops.add(() => log.close());
  const boards = await createBoards({ log, sections: config.sections, logger });
  stops.add(() => boards.close());

  let stopping = false;
  /** Made last: it needs the server that needs the routes. */
  let broadcast: Broadcast | undefined;
  const root = projectRoot();
  const dist = join(root, 'dist');
  const version = projectVersion(root);
  const build = await readBuildId(join(dist, 'pages'));
  const metrics = createMetrics({ log, boards });
  const newsroom = createNewsroom({ log, logger, metrics });
  stops.add(() => newsroom.close());
  const wires = startWires({
    sources,
    reader: createWireReader(),
    newsroom,
    log,
    boards,
    logger,
    metrics: metrics.registry,
  });
  stops.add(() => wires.close());
  const webhooks = createWebhooks({ hooks, log, boards, logger, ...(patience && { settings: patience }) });
  stops.add(() => webhooks.close());
  const receipts = createReceipts({ log, logger });
  stops.add(() => receipts.close());
  const walls = createWalls({ log, logger, metrics: metrics.registry });
  stops.add(() => walls.close());
  const pairings = createPairings(log);
  const embedFolder = join(dist, 'embed');
  const keptEmbeds = await keepEmbeds({ folder: embedFolder, version, dataDir: config.dataDir, logger });
  const deskFeed = createDeskFeed({ boards, log, newsroom, receipts, letters: webhooks, walls, logger });
  const http = createHttp({
    log,
    boards,
    newsroom,
    wires,
    webhooks,
    receipts,
    walls,
    pairings,
    deskFeed,
    config,
    keys,
    metrics,
    logger,
    deskPage: createDeskPageRoutes({ boards, config, assets: await pageAssets(dist, logger, 'desk') }),
    wallPage: createWallPageRoutes({ boards, config, build, assets: await pageAssets(dist, logger, 'wall') }),
    apiPage: createApiPageRoutes({ boards, config, version, assets: await pageAssets(dist, logger, 'api') }),
    framedPage: createFramedRoutes({ boards, log, config, partners }),
    freshScreens: createFreshScreenRoutes({
      boards,
      config,
      pairings,
      assets: {
        screen: await pageAssets(dist, logger, 'fresh-screen'),
        desk: await pageAssets(dist, logger, 'new-wall'),
      },
    }),
    configuratorPage: createConfiguratorPageRoutes({
      boards,
      config,
      assets: await pageAssets(dist, logger, 'configurator'),
      embed: await readEmbedFacts(embedFolder, keptEmbeds[0]),
      partners,
    }),
    pages: createPages({ boards, log, config, assets: await pageAssets(dist, logger) }),
    dist,
    version,
    keptEmbeds,
    isStopping: () => stopping,
    refusalOf: (request) => broadcast?.refusalOf(request),
  });

  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 });
  server.on('request', (_request, response) => {
    if (stopping) response.setHeader('Connection', 'close');
  });
  server.on('request', http);
  const port = await listen(server, config);
  stops.add(() => closeServer(server));
  stops.add(() => deskFeed.close());
  const sockets = (broadcast = createBroadcast({
    server,
    boards,
    log,
    logger,
    metrics: metrics.registry,
    onAct: (act) => receipts.opened(act),
    screens: walls,
    build,
    settings: {
      ...DEFAULT_BROADCAST,
      origins: config.origins,
      partners,
      trustProxy: config.trustProxy,
      ...bounds,
    },
  }));
  stops.add(() => sockets.close());
  stops.add(() => sockets.drain(DRAIN_MS));
  if (config.demo) stops.add(await startDemoWire({ log, sections: config.sections, logger }));

  return {
    url: `http://${hostInUrl(config.host)}:${port}`,
    port,
    ...(keys.deskKey !== undefined && { deskKey: keys.deskKey }),
    close() {
      stopping = true;
      return stops.run();
    },
  };
}

/** What to undo, last first; a part that fails to stop does not keep the others from it. */
class StopList {
  readonly #stops: (() => Promise<void> | void)[] = [];
  #running: Promise<void> | undefined;

  add(stop: () => Promise<void> | void): void {
    this.#stops.push(stop);
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything stopped as it should');
  }
}

/** Pages without their build are plain but whole; so the server runs from its source, too. */
async function pageAssets(dist: string, logger: Logger, page?: BuiltPage): Promise<PageAssets> {
  try {
    return await readPageAssets(join(dist, 'pages'), page);
  } catch (error) {
    logger.warn({ err: error }, 'the pages are shown without style and tickers: run npm run build');
    return { styles: [], scripts: [] };
  }
}

async function listen(server: Server, { port, host }: Config): Promise<number> {
  server.listen({ port, host, backlog: BACKLOG });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** Takes no more connections, lets requests under way end, and cuts what has not ended in time. */
async function closeServer(server: Server): Promise<void> {
  const closed = server.listening ? once(server, 'close') : undefined;
  server.close();
  // A kept-alive connection that falls idle after close() would otherwise be waited for.
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, 20);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, REQUESTS_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
