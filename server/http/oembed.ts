/**
 * oEmbed, for CMSs: from the address of a section or an article to the ticker in a frame, which is all an editor has to
 * paste. See oembed.com; answers are JSON only.
 */
import { Router } from 'express';
import { articleIdIn } from '../../shared/article-path.ts';
import { frameHeight } from '../../shared/frame-height.ts';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log/log.ts';
import { moreFrom } from '../pages/article-page.ts';
import { sectionPath } from '../pages/document.ts';
import type { Section } from '../sections.ts';
import { FRAMED_PATH } from './framed.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem } from './problems.ts';
import { originOf } from './request-origin.ts';

const PATH = '/oembed';
const WIDTH = 600;
const ROWS = 5;
const SANDBOX = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
const CACHE_SECONDS = 300;

interface OembedParts {
  readonly config: Pick<Config, 'siteName'>;
  readonly boards: Pick<Boards, 'sections'>;
  readonly log: Pick<Log, 'find'>;
}

/** What the frame is about. */
interface Subject {
  readonly section: Section;
  readonly title: string;
  /** The dispatch beside which it will stand. */
  readonly exclude?: string;
}

export function createOembedRoutes({ boards, log, config }: OembedParts): Router {
  const router = Router();
  router.get(PATH, openToAll, async (request, response) => {
    const origin = originOf(request);
    const query = new URLSearchParams(request.url.split('?')[1]);
    checkFormat(query.get('format'));
    const width = Math.min(WIDTH, readPixels(query, 'maxwidth') ?? WIDTH);
    const maxHeight = readPixels(query, 'maxheight') ?? Infinity;
    const subject = await subjectOf(pathIn(query.get('url'), origin));
    response.set('Cache-Control', `public, max-age=${CACHE_SECONDS}`);
    response.json(oembedOf(subject, { siteName: config.siteName, origin, width, maxHeight }));
  });
  router.options(PATH, preflight('GET, HEAD'));
  router.all(PATH, allowOnly('GET, HEAD, OPTIONS'));
  return router;

  /** @throws {HttpProblem} 404 when the address is not that of a section or of an article that can be read */
  async function subjectOf(path: string): Promise<Subject> {
    const [, sectionId, slug] = /^\/nieuws\/([^/]+)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
    const section = boards.sections().find(({ id }) => id === sectionId);
    if (!section) throw nothingAt(path);
    const title = moreFrom(section);
    if (slug === undefined) return { section, title };
    const entry = await log.find(articleIdIn(slug));
    if (entry?.kind !== 'dispatch' || entry.dispatch.status !== 'usable') throw nothingAt(path);
    const { dispatch } = entry;
    const own = boards.sections().find(({ id }) => id === dispatch.section) ?? section;
    return { section: own, title: dispatch.title, exclude: dispatch.id };
  }
}

function oembedOf(
  { section, title, exclude }: Subject,
  {
    siteName,
    origin,
    width,
    maxHeight,
  }: {
    readonly siteName: string;
    readonly origin: string;
    readonly width: number;
    readonly maxHeight: number;
  },
) {
  const heading = moreFrom(section);
  const heightOf = (rows: number) =>
    frameHeight({ layout: rows > 0 ? 'list' : 'line', rows, heading }, width);
  // As many as there is room for; where there is none for one, a line.
  let rows = ROWS;
  while (rows > 0 && heightOf(rows) > maxHeight) rows -= 1;
  const query = new URLSearchParams({
    section: section.id,
    ...(rows > 0 ? { rows: String(rows) } : { layout: 'line' }),
    ...(exclude !== undefined && { exclude }),
  });
  const height = Math.min(heightOf(rows), maxHeight);
  const frame = {
    src: `${origin}${FRAMED_PATH}?${query.toString()}`,
    width,
    height,
    title: heading,
    sandbox: SANDBOX,
    loading: 'lazy',
    frameborder: 0,
  };
  const attributes = Object.entries(frame).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: siteName,
    provider_url: origin,
    cache_age: CACHE_SECONDS,
    width,
    height,
    html: `<iframe ${attributes.join(' ')}></iframe>`,
  } as const;
}

/** The path of a page of ours; an address that begins with a slash is one. @throws {HttpProblem} */
function pathIn(url: string | null, origin: string): string {
  if (!url) throw wrong('url', 'must be the address of a section or an article of this server');
  if (!URL.canParse(url, origin)) throw wrong('url', 'must be an address');
  const { host, pathname } = new URL(url, origin);
  // A proxy that ends TLS may not tell us of it: the host alone decides.
  if (host !== new URL(origin).host) throw nothingAt(url);
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw wrong('url', 'must be percent-encoded UTF-8');
  }
}

function checkFormat(format: string | null): void {
  if (format === null || format === 'json') return;
  if (format !== 'xml') throw wrong('format', 'must be json');
  throw new HttpProblem(501, {
    detail: 'oEmbed is answered here as JSON only: leave format out, or say format=json.',
  });
}

function readPixels(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw wrong(name, 'must be a number of pixels, 1 or more');
}

function wrong(path: string, message: string): HttpProblem {
  return new HttpProblem(400, { detail: `${path} ${message}.`, problems: [{ path, message }] });
}

function nothingAt(address: string): HttpProblem {
  return new HttpProblem(404, {
    type: 'unknown-page',
    detail: `${address.slice(0, 200)} is not the address of a section or an article of this server, such as ${sectionPath('<section>')}.`,
  });
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}
