/** Publish, correct, withdraw, and read one dispatch: `/api/dispatches`. */
import { performance } from 'node:perf_hooks';
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import { read, WithdrawalSchema } from '../../shared/dispatch.ts';
import type { Boards } from '../boards.ts';
import { createDispatchId } from '../dispatch-id.ts';
import type { Keys } from '../keys.ts';
import { Refusal, StoreAway, type Appended, type Log, type Proposal } from '../log/log.ts';
import type { Metrics } from '../metrics.ts';
import { requireKey } from './bearer.ts';
import { matchesEtag } from './etag.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem, invalidFields, storeAway } from './problems.ts';
import { readSubmission, toProposal } from './publishing.ts';

const BODY_LIMIT_BYTES = 256 * 1024;
const SAY_AGAIN = 'Say the same again in a moment, with the same id and version: it counts once.';

interface DispatchRouteParts {
  readonly boards: Boards;
  readonly log: Log;
  readonly keys: Keys;
  readonly metrics: Metrics;
}

export function createDispatchRoutes({ boards, log, keys, metrics }: DispatchRouteParts): Router {
  const router = Router();
  const publisher = [
    requireKey(keys),
    onlyJson,
    json({ limit: BODY_LIMIT_BYTES, strict: false, type: isJson }),
  ];
  router.use('/api/dispatches', openToAll);

  router.post('/api/dispatches', publisher, async (request: Request, response: Response) => {
    const submission = readSubmission(request.body, boards, log.now());
    const id = submission.id ?? createDispatchId(log.now());
    const appended = await append(toProposal(submission, { id, version: submission.version ?? 1 }));
    answerAppended(response, appended, appended.repeated ? 200 : 201);
  });

  router.put(
    '/api/dispatches/:id',
    publisher,
    async (request: Request<{ id: string }>, response: Response) => {
      const { id } = request.params;
      const submission = readSubmission(withId(request.body, id), boards, log.now());
      const version = submission.version ?? 'next';
      const proposal = toProposal(submission, { id, version, mustExist: true, ...ifMatch(request) });
      answerAppended(response, await append(proposal), 200);
    },
  );

  router.delete(
    '/api/dispatches/:id',
    publisher,
    async (request: Request<{ id: string }>, response: Response) => {
      const { id } = request.params;
      const withdrawal = read(WithdrawalSchema, request.body ?? {});
      if (!withdrawal.ok) throw invalidFields(withdrawal.problems);
      const { reason } = withdrawal.value;
      const proposal: Proposal = {
        kind: 'withdrawal',
        id,
        ...(reason !== undefined && { reason }),
        ...ifMatch(request),
      };
      answerAppended(response, await append(proposal), 200);
    },
  );

  router.get('/api/dispatches/:id', async (request, response) => {
    const entry = await log.find(request.params.id);
    if (entry?.kind === 'withdrawal') throw withdrawn();
    if (entry?.kind !== 'dispatch' || entry.dispatch.status !== 'usable') throw noSuchDispatch();
    const etag = etagOf(entry.version);
    // Always asked again: a withdrawn text must not live on in a cache.
    response.set({ ETag: etag, 'Cache-Control': 'no-cache' });
    if (matchesEtag(request.headers['if-none-match'], etag)) {
      response.status(304).end();
      return;
    }
    response.json(entry.dispatch);
  });

  router.options('/api/dispatches', preflight('POST'));
  router.all('/api/dispatches', allowOnly('POST, OPTIONS'));
  router.options('/api/dispatches/:id', preflight('GET, HEAD, PUT, DELETE'));
  router.all('/api/dispatches/:id', allowOnly('GET, HEAD, PUT, DELETE, OPTIONS'));
  return router;

  async function append(proposal: Proposal): Promise<Appended> {
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    try {
      const appended = await log.append(proposal);
      metrics.published(appended.repeated ? 'repeated' : 'appended', seconds());
      return appended;
    } catch (error) {
      if (error instanceof Refusal) metrics.published('refused', seconds());
      if (!(error instanceof StoreAway)) throw error;
      metrics.published('store-away', seconds());
      // With the id and version in hand, saying it again is a repeat, whether or not it had arrived.
      throw storeAway(SAY_AGAIN, nameOf(proposal));
    }
  }
}

function answerAppended(
  response: Response,
  { id, version, n, epoch, ack }: Appended,
  status: 200 | 201,
): void {
  response
    .status(status)
    .set({
      Location: `/api/dispatches/${encodeURIComponent(id)}`,
      ETag: etagOf(version),
      'Cache-Control': 'no-store',
    })
    .json({ id, version, n, epoch, ack });
}

function nameOf(proposal: Proposal): Readonly<Record<string, unknown>> {
  if (proposal.kind === 'withdrawal') return { id: proposal.id };
  const { content, version } = proposal;
  return version === 'next' ? { id: content.id } : { id: content.id, version };
}

function etagOf(version: number): string {
  return `"${version}"`;
}

/** The precondition of a `PUT` or `DELETE`; `*` asks only that the dispatch is there, as both do anyway. */
function ifMatch(request: Request<{ id: string }>): { ifVersion?: number } {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return {};
  // Servers in between that compress mark an ETag as weak; the version it names is the same.
  const version = /^\s*(?:W\/)?"([1-9]\d{0,14})"\s*$/.exec(header)?.[1];
  if (version !== undefined) return { ifVersion: Number(version) };
  const message = `must be one version in quotes, such as "2"; it is ${header.slice(0, 60)}`;
  throw new HttpProblem(400, { detail: `If-Match ${message}.`, problems: [{ path: 'If-Match', message }] });
}

/** The address says which dispatch; a body that says another one is a mistake. */
function withId(body: unknown, id: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  if ('id' in body && body.id !== id) {
    throw invalidFields([{ path: 'id', message: `must be ${id}, as in the address, or left out` }]);
  }
  return { ...body, id };
}

/** A body is JSON or is not there; a form or a plain text is refused by name instead of being read as nothing. */
const onlyJson: RequestHandler = (request, _response, next) => {
  if (request.method === 'DELETE' && !hasBody(request)) {
    next();
    return;
  }
  if (isJson(request)) {
    next();
    return;
  }
  const got = request.headers['content-type'] ?? 'not given';
  throw new HttpProblem(415, {
    detail: `The content type must be application/json; it is ${got.slice(0, 100)}.`,
    headers: { Accept: 'application/json' },
  });
};

function isJson({ headers }: { headers: Request['headers'] }): boolean {
  return /^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(headers['content-type'] ?? '');
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function withdrawn(): HttpProblem {
  return new HttpProblem(410, { type: 'withdrawn', detail: 'This dispatch has been withdrawn.' });
}

function noSuchDispatch(): HttpProblem {
  return new HttpProblem(404, { type: 'unknown-dispatch', detail: 'There is no such dispatch.' });
}
