/** Everything that is answered over HTTP, in the order of its crowd: boards first, before any heavier handler. */
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { Keys } from '../keys.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics.ts';
import { addBoardRoutes } from './boards.ts';
import { createDispatchRoutes } from './dispatches.ts';
import { createFileRoutes } from './files.ts';
import { createOpenApiRoutes } from './openapi.ts';
import { createOperationsRoutes } from './operations.ts';
import { answerProblems, noSuchPath } from './problems.ts';
import { apiSecurity, pageSecurity } from './security.ts';

interface HttpParts {
  readonly log: Log;
  readonly boards: Boards;
  readonly config: Pick<Config, 'trustProxy'>;
  readonly keys: Keys;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** What people read; it is asked for every path that no other door knows. */
  readonly pages: RequestHandler;
  /** The build's output folder. */
  readonly dist: string;
  readonly version: string;
  readonly isStopping: () => boolean;
}

export function createHttp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', parts.config.trustProxy);

  addBoardRoutes(app, parts);
  app.use(createFileRoutes(parts));
  app.use(['/api', '/healthz', '/readyz', '/metrics', '/openapi.json'], apiSecurity());
  app.use(createOperationsRoutes(parts));
  app.use(createDispatchRoutes(parts));
  app.use(createOpenApiRoutes(parts));
  app.all(/^\/api\//, noSuchPath);
  app.use(pageSecurity(), compression(), parts.pages);
  app.use(noSuchPath);
  app.use(answerProblems(parts.logger));
  return app;
}
