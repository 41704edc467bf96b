/** What editors do beside writing: hold, release, and set the time of an embargo. */
import { Router, type Request, type Response } from 'express';
import { EmbargoSchema, HoldSchema, read, ReleaseSchema } from '../../shared/dispatch.ts';
import type { NamedAct, Outcome } from '../desk/acts.ts';
import type { Newsroom } from '../desk/newsroom.ts';
import type { Log } from '../log/log.ts';
import { holderOf, type Guard } from './guard.ts';
import { ifMatch } from './if-match.ts';
import { accepted, jsonBody, optionalJsonBody } from './json-body.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { answerOutcome, orSayAgain } from './outcome.ts';
import { requireOwn } from './own-sections.ts';
import { allowOnly, invalidFields } from './problems.ts';

interface EditorialRouteParts {
  readonly log: Log;
  readonly newsroom: Newsroom;
  readonly guard: Guard;
}

type IdRequest = Request<{ id: string }>;

export function createEditorialRoutes({ log, newsroom, guard }: EditorialRouteParts): Router {
  const router = Router();
  const hold = '/api/dispatches/:id/hold';
  const release = '/api/dispatches/:id/release';
  const embargo = '/api/dispatches/:id/embargo';
  router.use([hold, release, embargo], openToAll);

  router.post(hold, guard('publish', 'desk'), ...optionalJsonBody, async (request: IdRequest, response) => {
    const said = accepted(read(HoldSchema, request.body ?? {}));
    await act(request, response, (named) => newsroom.hold({ ...named, ...said }));
  });
  router.post(
    release,
    guard('publish', 'desk'),
    ...optionalJsonBody,
    async (request: IdRequest, response) => {
      const said = accepted(read(ReleaseSchema, request.body ?? {}));
      await act(request, response, (named) => newsroom.release({ ...named, ...said }));
    },
  );
  router.put(embargo, guard('desk'), ...jsonBody, async (request: IdRequest, response) => {
    const said = accepted(read(EmbargoSchema, request.body));
    if (said.until !== null && said.until <= log.now()) {
      throw invalidFields([{ path: 'until', message: 'must be in the future; to publish now, release it' }]);
    }
    await act(request, response, (named) => newsroom.embargo({ ...named, ...said }));
  });

  for (const path of [hold, release]) {
    router.options(path, preflight('POST'));
    router.all(path, allowOnly('POST, OPTIONS'));
  }
  router.options(embargo, preflight('PUT'));
  router.all(embargo, allowOnly('PUT, OPTIONS'));
  return router;

  async function act(
    request: IdRequest,
    response: Response,
    work: (named: NamedAct) => Promise<Outcome>,
  ): Promise<void> {
    const { id } = request.params;
    await requireOwn(response, log, id);
    const named = { id, by: holderOf(response).name, ...ifMatch(request) };
    answerOutcome(response, await orSayAgain(work(named), named));
  }
}
