/**
 * The files that the build made, each with its precompressed forms. Their names decide how long they may be
 * kept: what has a hash or a version in its address never changes; `/embed/v1/` floats, and is asked for again
 * after five minutes.
 *
 * A partner who pinned a version, and its bytes by SRI, must not lose it to our update: each version that ran here is kept
 * in the data folder (server/kept-embeds.ts) and goes on being served.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Router, type RequestHandler } from 'express';
import sirv from 'sirv';
import type { Logger } from 'pino';
import { openToAll } from './open-to-all.ts';
import { HttpProblem } from './problems.ts';
import type { KeptEmbed } from '../kept-embeds.ts';

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
  /** Every version of the embed that there is, the newest first. */
  readonly keptEmbeds: readonly KeptEmbed[];
  readonly logger: Logger;
}

export function createFileRoutes({ dist, keptEmbeds, logger }: FilesParts): Router {
  const router = Router();
  const pages = join(dist, 'pages', 'assets');
  const embed = join(dist, 'embed');
  for (const folder of [pages, embed]) {
    if (!existsSync(folder)) logger.warn({ folder }, 'not built yet: run npm run build');
  }
  router.use('/assets', files(pages, FOREVER_CACHE));
  router.use(`/embed/${FLOATING}`, openToAll, files(embed, FLOATING_CACHE));
  for (const kept of keptEmbeds)
    router.use(`/embed/${kept.version}`, openToAll, files(kept.folder, FOREVER_CACHE));
  router.use(/^\/embed\/\d+\.\d+\.[^/]+/, openToAll, ({ originalUrl }) => {
    const there = keptEmbeds.map((kept) => kept.version).join(', ');
    throw new HttpProblem(404, {
      type: 'unknown-version',
      detail: `There is nothing at ${originalUrl.slice(0, 100)}. Versions of the embed here: ${there}; the newest is always at /embed/${FLOATING}/.`,
    });
  });
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
