/** Publish, correct, withdraw, and read one dispatch: `/api/dispatches`. */
import { Router, type Request, type Response } from 'express';
import { read, WithdrawalSchema } from '../../shared/dispatch.ts';
import type { Boards } from '../boards.ts';
import type { SubmitAct } from '../desk/acts.ts';
import type { Newsroom } from '../desk/newsroom.ts';
import { readSubmission } from '../desk/read-submission.ts';
import { createDispatchId } from '../dispatch-id.ts';
import type { Log } from '../log/log.ts';
import { matchesEtag } from './etag.ts';
import { holderOf, knownHolder, type Guard } from './guard.ts';
import { etagOf, ifMatch } from './if-match.ts';
import { accepted, jsonBody, optionalJsonBody } from './json-body.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { answerOutcome, orSayAgain } from './outcome.ts';
import { requireOwn, requireOwnSubmission } from './own-sections.ts';
import { allowOnly, HttpProblem, invalidFields } from './problems.ts';

interface DispatchRouteParts {
  readonly boards: Boards;
  readonly log: Log;
  readonly newsroom: Newsroom;
  readonly guard: Guard;
}

export function createDispatchRoutes({ boards, log, newsroom, guard }: DispatchRouteParts): Router {
  const router = Router();
  const publisher = guard('publish', 'desk');
  router.use('/api/dispatches', openToAll);

  router.post('/api/dispatches', publisher, ...jsonBody, async (request: Request, response: Response) => {
    const submission = accepted(readSubmission(request.body, { boards, now: log.now() }));
    const id = submission.id ?? createDispatchId(log.now());
    await requireOwnSubmission(response, log, { ...submission, id });
    const version = submission.version ?? (submission.restore ? 'next' : 1);
    const act: SubmitAct = { id, version, by: holderOf(response).name };
    answerOutcome(response, await orSayAgain(newsroom.submit(submission, act), act), 201);
  });

  router.put(
    '/api/dispatches/:id',
    publisher,
    ...jsonBody,
    async (request: Request<{ id: string }>, response: Response) => {
      const { id } = request.params;
      const submission = accepted(readSubmission(withId(request.body, id), { boards, now: log.now() }));
      await requireOwnSubmission(response, log, { ...submission, id });
      const version = submission.version ?? 'next';
      const act: SubmitAct = {
        id,
        version,
        by: holderOf(response).name,
        mustExist: true,
        ...ifMatch(request),
      };
      answerOutcome(response, await orSayAgain(newsroom.submit(submission, act), act));
    },
  );

  router.delete(
    '/api/dispatches/:id',
    publisher,
    ...optionalJsonBody,
    async (request: Request<{ id: string }>, response: Response) => {
      const { id } = request.params;
      const { reason, ifRevision } = accepted(read(WithdrawalSchema, request.body ?? {}));
      await requireOwn(response, log, id);
      const act = { id, by: holderOf(response).name, note: reason, ifRevision, ...ifMatch(request) };
      answerOutcome(response, await orSayAgain(newsroom.withdraw(act), act));
    },
  );

  router.get(
    '/api/dispatches/:id',
    guard.known,
    async (request: Request<{ id: string }>, response: Response) => {
      const entry = await log.find(request.params.id);
      if (entry?.kind === 'withdrawal') throw withdrawn();
      if (entry?.kind !== 'dispatch') throw noSuchDispatch();
      const isPublic = entry.dispatch.status === 'usable';
      if (!isPublic && !knownHolder(response)?.scopes.includes('desk')) throw noSuchDispatch();
      const etag = etagOf(entry.version);
      // Always asked again: a withdrawn text must not live on in a cache.
      response.set({ ETag: etag, 'Cache-Control': isPublic ? 'no-cache' : 'no-store' });
      if (matchesEtag(request.headers['if-none-match'], etag)) {
        response.status(304).end();
        return;
      }
      response.json(entry.dispatch);
    },
  );

  router.options('/api/dispatches', preflight('POST'));
  router.all('/api/dispatches', allowOnly('POST, OPTIONS'));
  router.options('/api/dispatches/:id', preflight('GET, HEAD, PUT, DELETE'));
  router.all('/api/dispatches/:id', allowOnly('GET, HEAD, PUT, DELETE, OPTIONS'));
  return router;
}

/** The address says which dispatch; a body that says another one is a mistake. */
function withId(body: unknown, id: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  if ('id' in body && body.id !== id) {
    throw invalidFields([{ path: 'id', message: `must be ${id}, as in the address, or left out` }]);
  }
  return { ...body, id };
}

function withdrawn(): HttpProblem {
  return new HttpProblem(410, { type: 'withdrawn', detail: 'This dispatch has been withdrawn.' });
}

function noSuchDispatch(): HttpProblem {
  return new HttpProblem(404, { type: 'unknown-dispatch', detail: 'There is no such dispatch.' });
}
