/** `/api/desk/session`: sign in at the desk with a key, ask who is signed in, sign out. */
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import { read } from '../../shared/dispatch.ts';
import type { Keys } from '../keys/keys.ts';
import { holderOf, requireScope, unauthorized, type Guard } from './guard.ts';
import { allowOnly, HttpProblem, invalidFields } from './problems.ts';
import { refuseCrossSite, requireSameOrigin } from './same-origin.ts';
import type { Sessions } from './sessions.ts';
import type { WrongKeys } from './wrong-keys.ts';

const PATH = '/api/desk/session';
const BODY_LIMIT_BYTES = 4096;

export const SignInSchema = v.strictObject({
  key: v.pipe(v.string('must be the key, as a text'), v.trim(), v.minLength(1, 'must not be empty')),
});

interface DeskSessionParts {
  readonly guard: Guard;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly wrongKeys: WrongKeys;
}

export function createDeskSessionRoutes({ guard, keys, sessions, wrongKeys }: DeskSessionParts): Router {
  const router = Router();
  router.use(PATH, (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  const readBody = [onlyJson, json({ limit: BODY_LIMIT_BYTES, strict: false })];
  router.post(PATH, readBody, async (request: Request, response: Response) => {
    // Otherwise another site could sign an editor in as somebody else.
    refuseCrossSite(request);
    const signIn = read(SignInSchema, request.body);
    if (!signIn.ok) throw invalidFields(signIn.problems);
    const holder = await keys.holder(signIn.value.key);
    if (holder === undefined) {
      await wrongKeys.count(request, response);
      throw unauthorized('Nobody has this key.');
    }
    requireScope(holder, 'desk');
    response.set('Set-Cookie', sessions.open(holder, cameByHttps(request))).json(holder);
  });

  router.get(PATH, guard('desk'), (_request, response) => {
    response.json(holderOf(response));
  });

  router.delete(PATH, async (request, response) => {
    const session = await sessions.read(request.headers.cookie);
    if (session !== undefined) {
      requireSameOrigin(request);
      await sessions.end(session);
    }
    response
      .set('Set-Cookie', sessions.remove(cameByHttps(request)))
      .status(204)
      .end();
  });

  router.all(PATH, allowOnly('GET, HEAD, POST, DELETE'));
  return router;
}

/** A browser knows it, where a proxy that ends TLS does not tell us. */
function cameByHttps({ secure, headers }: Request): boolean {
  return secure || /^https:/i.test(headers.origin ?? '');
}

const onlyJson: RequestHandler = (request, _response, next) => {
  if (request.is('application/json') !== false) return next();
  throw new HttpProblem(415, { detail: 'The content type must be application/json.' });
};
