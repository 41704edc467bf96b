/**
 * The boards over HTTP: what a page paints first, and what any program may poll. Cacheable everywhere for two
 * seconds; written straight to the connection, without Express's own send, as this door takes the crowd.
 */
import type { Express, Request, RequestHandler, Response } from 'express';
import type { Boards } from '../boards.ts';
import type { Log } from '../log/log.ts';
import { createBoardAnswers, type BoardAnswer } from './board-answers.ts';
import { acceptedEncoding } from './encoding.ts';
import { matchesEtag } from './etag.ts';
import { OPEN_HEADERS, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem } from './problems.ts';
import { createPositionWait } from './wait-for-position.ts';

const CACHE = 'public, max-age=2, stale-while-revalidate=8';
const CATCH_UP_MS = 1500;

interface BoardRouteParts {
  readonly boards: Boards;
  readonly log: Pick<Log, 'now'>;
  /** Answers who asks about a moment of the past, `?at=`. */
  readonly past: readonly RequestHandler<{ section: string }>[];
}

/** Put on the application itself: a router of their own would cost every request a second search. */
export function addBoardRoutes(app: Express, { boards, log, past }: BoardRouteParts): void {
  const answers = createBoardAnswers(boards, () => log.now());
  const reaches = createPositionWait(boards);

  app.get('/api/sections/:section', (request, response, next) => {
    const { section } = request.params;
    if (!boards.has(section)) throw noSuchSection(section, boards);
    // Most ask without a query, and Express would parse it anew for each.
    const asksMore = request.url.includes('?');
    if (asksMore && request.query.at !== undefined) {
      next();
      return undefined;
    }
    const min = asksMore ? readMin(request) : 0;
    if (min === 0) {
      answerBoard(request, response, answers.of(section));
      return undefined;
    }
    return reaches(min, CATCH_UP_MS).then((reached) => {
      if (!reached) throw behind(min, boards);
      answerBoard(request, response, answers.of(section));
    });
  });
  app.get('/api/sections/:section', ...past);
  app.get('/api/sections', (_request, response) => {
    writeJson(response, Buffer.from(JSON.stringify({ sections: boards.sections() })));
  });
  for (const path of ['/api/sections', '/api/sections/:section']) {
    app.options(path, preflight('GET, HEAD'));
    app.all(path, allowOnly('GET, HEAD, OPTIONS'));
  }
}

const BOARD_HEADERS = {
  ...OPEN_HEADERS,
  'Cache-Control': CACHE,
  Vary: 'Accept-Encoding',
  'X-Content-Type-Options': 'nosniff',
} as const;

function answerBoard({ headers }: Pick<Request, 'headers'>, response: Response, answer: BoardAnswer): void {
  if (matchesEtag(headers['if-none-match'], answer.etag)) {
    response.writeHead(304, { ...BOARD_HEADERS, ETag: answer.etag });
    response.end();
    return;
  }
  const encoding = acceptedEncoding(headers['accept-encoding']);
  writeJson(response, answer.body(encoding), {
    ETag: answer.etag,
    ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
  });
}

function writeJson(response: Response, body: Buffer, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, {
    ...BOARD_HEADERS,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
    ...headers,
  });
  response.end(body);
}

/** The position that the board must have reached; 0 when none is asked for. */
function readMin(request: Request<{ section: string }>): number {
  const { min } = request.query;
  if (min === undefined || min === '') return 0;
  const n = typeof min === 'string' && /^\d{1,15}$/.test(min) ? Number(min) : undefined;
  if (n !== undefined) return n;
  const message = 'must be a position in the log: a whole number, 0 or more';
  throw new HttpProblem(400, { detail: `min ${message}.`, problems: [{ path: 'min', message }] });
}

function behind(min: number, boards: Boards): HttpProblem {
  const { epoch, n } = boards.cursor();
  return new HttpProblem(503, {
    type: 'behind',
    detail: `This server knows the log up to ${n} and has not seen ${min} yet.`,
    headers: { 'Retry-After': '1' },
    members: { epoch, n },
  });
}

export function noSuchSection(section: string, boards: Boards): HttpProblem {
  const ids = boards.sections().map(({ id }) => id);
  return new HttpProblem(404, {
    type: 'unknown-section',
    detail: `There is no section ${JSON.stringify(section.slice(0, 60))}; there are ${ids.join(', ')}.`,
  });
}
