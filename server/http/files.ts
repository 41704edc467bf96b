/**
 * The files that the build made, each with its precompressed forms. Their names decide how long they may be
 * kept: what has a hash or a version in its address never changes; `/embed/v1/` floats, and is asked for again
 * after five minutes.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Router, type RequestHandler } from 'express';
import sirv from 'sirv';
import type { Logger } from 'pino';
import { openToAll } from './open-to-all.ts';

/** The major version that partners name in their pages. */
const FLOATING = 'v1';
const FLOATING_CACHE = 'public, max-age=300, stale-while-revalidate=86400';
const FOREVER_CACHE = 'public, max-age=31536000, immutable';

const TEXT_TYPES = [
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
  ['.svg', 'image/svg+xml'],
] as const;

interface FilesParts {
  /** The build's output folder. */
  readonly dist: string;
  readonly version: string;
  readonly logger: Logger;
}

export function createFileRoutes({ dist, version, logger }: FilesParts): Router {
  const router = Router();
  const pages = join(dist, 'pages', 'assets');
  const embed = join(dist, 'embed');
  for (const folder of [pages, embed]) {
    if (!existsSync(folder)) logger.warn({ folder }, 'not built yet: run npm run build');
  }
  router.use('/assets', files(pages, FOREVER_CACHE));
  router.use(`/embed/${FLOATING}`, openToAll, files(embed, FLOATING_CACHE));
  router.use(`/embed/${version}`, openToAll, files(embed, FOREVER_CACHE));
  return router;
}

function files(folder: string, cache: string): RequestHandler {
  // sirv reads the folder now, once: what is not in it is not asked of the disk.
  if (!existsSync(folder)) {
    return (_request, _response, next) => {
      next();
    };
  }
  return sirv(folder, {
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, path) {
      response.setHeader('Cache-Control', cache);
      // A classic script without a charset is read in that of the page around it, which need not be ours.
      const type = TEXT_TYPES.find(([ending]) => path.endsWith(ending))?.[1];
      if (type !== undefined) response.setHeader('Content-Type', `${type}; charset=utf-8`);
      response.setHeader('X-Content-Type-Options', 'nosniff');
      // A new build may have taken the file away since: that ends this answer, not the server.
      response.once('pipe', (file) => file.once('error', () => response.destroy()));
    },
  });
}
