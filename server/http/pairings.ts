/** How a fresh screen becomes a wall: the desk uses the code that it shows, and the screen hears where to go. `/api/pairings`. */
import { Router, type Request, type Response } from 'express';
import { read } from '../../shared/dispatch.ts';
import { WallSetupSchema } from '../../shared/wall.ts';
import type { Boards } from '../boards.ts';
import type { NoPairing, Pairings } from '../walls/pairings.ts';
import type { Walls } from '../walls/walls.ts';
import type { Guard } from './guard.ts';
import { accepted, jsonBody } from './json-body.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem, invalidFields } from './problems.ts';
import { unknownSections } from './walls.ts';
import { createWrongKeys } from './wrong-keys.ts';

interface PairingRouteParts {
  readonly pairings: Pairings;
  readonly walls: Pick<Walls, 'list'>;
  readonly boards: Pick<Boards, 'has'>;
  readonly guard: Guard;
}

type CodeRequest = Request<{ code: string }>;

const ONE = '/api/pairings/:code';
const SCREEN = `${ONE}/address`;
const WHY: Readonly<Record<NoPairing, HttpProblem>> = {
  unknown: new HttpProblem(404, { type: 'unknown-code', detail: 'No screen shows this code.' }),
  expired: new HttpProblem(410, {
    type: 'code-expired',
    detail: 'The code has expired; the screen shows another.',
  }),
  used: new HttpProblem(410, { type: 'code-used', detail: 'The code was used already.' }),
};

export function createPairingRoutes({ pairings, walls, boards, guard }: PairingRouteParts): Router {
  const router = Router();
  const guesses = createWrongKeys({
    onWrongKey: () => undefined,
    detail: 'Too many codes that no screen shows, from this address.',
  });
  router.use('/api/pairings', openToAll, (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  router.get(ONE, guard('desk'), async (request: CodeRequest, response: Response) => {
    response.json(await known(await pairings.find(request.params.code), request, response));
  });
  router.post(ONE, guard('desk'), ...jsonBody, async (request: Request, response: Response) => {
    const { code } = request.params as { readonly code: string };
    const setup = accepted(read(WallSetupSchema, request.body));
    const unknown = unknownSections(setup.sections, boards);
    if (unknown.length > 0) throw invalidFields(unknown);
    await known(await pairings.find(code), request, response);
    if ((await walls.list()).some(({ name, screens }) => name === setup.name && screens > 0)) {
      throw new HttpProblem(409, { type: 'name-in-use', detail: `There is a wall ${setup.name} already.` });
    }
    response.json(await known(await pairings.use(code, setup), request, response));
  });
  router.get(SCREEN, async (request: CodeRequest, response: Response) => {
    const { screen } = request.query;
    const secret = typeof screen === 'string' ? screen : '';
    response.json(await known(await pairings.heard(request.params.code, secret), request, response));
  });

  router.options(ONE, preflight('GET, HEAD, POST'));
  router.all(ONE, allowOnly('GET, HEAD, POST, OPTIONS'));
  router.options(SCREEN, preflight('GET, HEAD'));
  router.all(SCREEN, allowOnly('GET, HEAD, OPTIONS'));
  return router;

  /** @throws {HttpProblem} when it is none; whoever guesses gets no answers for a while */
  async function known<T extends object>(
    found: T | NoPairing,
    request: Request,
    response: Response,
  ): Promise<T> {
    if (typeof found === 'object') return found;
    if (found === 'unknown') await guesses.count(request, response);
    throw WHY[found];
  }
}
