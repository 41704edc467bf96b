/** Everything that is answered over HTTP, in the order of its crowd: boards first, before any heavier handler. */
import type { IncomingMessage } from 'node:http';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Refused } from '../broadcast/admission.ts';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { DeskFeed } from '../desk/desk-feed.ts';
import type { Newsroom } from '../desk/newsroom.ts';
import type { Receipts } from '../desk/receipts.ts';
import type { KeptEmbed } from '../kept-embeds.ts';
import type { Keys } from '../keys/keys.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics.ts';
import type { Pairings } from '../walls/pairings.ts';
import type { Walls } from '../walls/walls.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Wires } from '../wire/wires.ts';
import { createAdmissionRoutes } from './admission.ts';
import { addBoardRoutes } from './boards.ts';
import { createDeskEventRoutes } from './desk-events.ts';
import { createDeskSessionRoutes } from './desk-session.ts';
import { createDispatchRoutes } from './dispatches.ts';
import { createEditorialRoutes } from './editorial-acts.ts';
import { createFeedRoutes } from './feeds.ts';
import { createFileRoutes } from './files.ts';
import { createGuard } from './guard.ts';
import { createHistoryRoutes } from './history.ts';
import { createOembedRoutes } from './oembed.ts';
import { createOpenApiRoutes } from './openapi.ts';
import { createOperationsRoutes } from './operations.ts';
import { answerProblems, noSuchPath } from './problems.ts';
import { createPairingRoutes } from './pairings.ts';
import { createReceiptRoutes } from './receipts.ts';
import { sectionAtHandlers } from './section-at.ts';
import { apiSecurity, pageSecurity } from './security.ts';
import { createSessions } from './sessions.ts';
import { createWaitingRoutes } from './waiting.ts';
import { createWallRoutes } from './walls.ts';
import { createWebhookRoutes } from './webhooks.ts';
import { createWireRoutes } from './wire.ts';
import { createWrongKeys } from './wrong-keys.ts';

interface HttpParts {
  readonly log: Log;
  readonly boards: Boards;
  readonly newsroom: Newsroom;
  readonly wires: Wires;
  readonly webhooks: Webhooks;
  readonly receipts: Receipts;
  readonly walls: Walls;
  readonly pairings: Pairings;
  readonly deskFeed: DeskFeed;
  readonly config: Pick<Config, 'siteName' | 'trustProxy'>;
  readonly keys: Keys;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** The newsroom's page. */
  readonly deskPage: RequestHandler;
  readonly apiPage: RequestHandler;
  /** How partners put the news on their pages. */
  readonly configuratorPage: RequestHandler;
  readonly wallPage: RequestHandler;
  /** The ticker for frames on other people's pages. */
  readonly framedPage: RequestHandler;
  /** Screens that are no walls yet. */
  readonly freshScreens: RequestHandler;
  /** What people read; it is asked for every path that no other door knows. */
  readonly pages: RequestHandler;
  /** The build's output folder. */
  readonly dist: string;
  readonly version: string;
  readonly keptEmbeds: readonly KeptEmbed[];
  readonly isStopping: () => boolean;
  /** Why a page may not open a socket; `undefined`: it may. */
  readonly refusalOf: (request: IncomingMessage) => Refused | undefined;
}

export function createHttp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', parts.config.trustProxy);

  const { log, keys, metrics } = parts;
  const sessions = createSessions({ keys, notes: log.notes, now: () => log.now() });
  const wrongKeys = createWrongKeys({ onWrongKey: () => metrics.wrongKey() });
  const guard = createGuard({ keys, sessions, wrongKeys });

  addBoardRoutes(app, { ...parts, past: sectionAtHandlers({ log, guard }) });
  app.use(createFileRoutes(parts));
  app.use(['/api', '/feeds', '/healthz', '/readyz', '/metrics', '/openapi.json', '/oembed'], apiSecurity());
  app.use(createAdmissionRoutes(parts));
  app.use(createOperationsRoutes(parts));
  app.use(createDispatchRoutes({ ...parts, guard }));
  app.use(createEditorialRoutes({ ...parts, guard }));
  app.use(createHistoryRoutes({ ...parts, guard }));
  app.use(createWaitingRoutes({ log, guard }));
  app.use(createReceiptRoutes({ ...parts, guard }));
  app.use(createDeskSessionRoutes({ guard, keys, sessions, wrongKeys }));
  app.use(createDeskEventRoutes({ guard, keys, sessions, feed: parts.deskFeed, now: () => log.now() }));
  app.use(createWireRoutes({ ...parts, guard }));
  app.use(createWebhookRoutes({ ...parts, guard }));
  app.use(createWallRoutes({ ...parts, guard }));
  app.use(createPairingRoutes({ ...parts, guard }));
  app.use(createFeedRoutes(parts));
  app.use(createOembedRoutes(parts));
  app.use(createOpenApiRoutes(parts));
  app.all(/^\/api\//, noSuchPath);
  app.use(parts.framedPage);
  app.use(pageSecurity(), compression());
  app.use(
    parts.deskPage,
    parts.apiPage,
    parts.configuratorPage,
    parts.freshScreens,
    parts.wallPage,
    parts.pages,
  );
  app.use(noSuchPath);
  app.use(answerProblems(parts.logger));
  return app;
}
