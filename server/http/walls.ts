/** The newsroom's walls, for the desk: `/api/walls`. What is asked of one reaches it on whichever process it is. */
import { Router, type Request, type Response } from 'express';
import type { WallAct } from '../../shared/events.ts';
import { read, type Problem } from '../../shared/dispatch.ts';
import { WallSectionsSchema } from '../../shared/wall.ts';
import type { Boards } from '../boards.ts';
import type { Walls } from '../walls/walls.ts';
import type { Guard } from './guard.ts';
import { accepted, jsonBody } from './json-body.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem, invalidFields } from './problems.ts';

interface WallRouteParts {
  readonly walls: Walls;
  readonly boards: Pick<Boards, 'has'>;
  readonly guard: Guard;
}

type WallRequest = Request<{ name: string }>;

const ONE = '/api/walls/:name';
const SECTIONS = `${ONE}/sections`;

export function createWallRoutes({ walls, boards, guard }: WallRouteParts): Router {
  const router = Router();
  router.use('/api/walls', openToAll, (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  router.get('/api/walls', guard('desk'), async (_request, response) => {
    response.json({ walls: await walls.list() });
  });
  for (const kind of ['identify', 'reload'] as const) {
    router.post(`${ONE}/${kind}`, guard('desk'), async ({ params }: WallRequest, response: Response) => {
      response.status(202).json(await ask(params.name, { kind }));
    });
  }
  router.post(SECTIONS, guard('desk'), ...jsonBody, async (request: WallRequest, response: Response) => {
    const { sections } = accepted(read(WallSectionsSchema, request.body));
    const unknown = unknownSections(sections, boards);
    if (unknown.length > 0) throw invalidFields(unknown);
    response.status(202).json(await ask(request.params.name, { kind: 'sections', sections }));
  });
  router.delete(ONE, guard('desk'), async ({ params }: WallRequest, response: Response) => {
    const outcome = await walls.forget(params.name);
    if (outcome === 'unknown') throw noSuchWall();
    if (outcome === 'connected') {
      throw new HttpProblem(409, {
        type: 'connected',
        detail: `${params.name} is connected, and would be back in a moment.`,
      });
    }
    response.status(204).end();
  });

  router.options('/api/walls', preflight('GET, HEAD'));
  router.all('/api/walls', allowOnly('GET, HEAD, OPTIONS'));
  router.options(ONE, preflight('DELETE'));
  router.all(ONE, allowOnly('DELETE, OPTIONS'));
  for (const act of ['identify', 'reload', 'sections']) {
    router.options(`${ONE}/${act}`, preflight('POST'));
    router.all(`${ONE}/${act}`, allowOnly('POST, OPTIONS'));
  }
  return router;

  async function ask(name: string, act: WallAct): Promise<{ readonly screens: number }> {
    const screens = await walls.ask(name, act);
    if (screens > 0) return { screens };
    if (!(await walls.list()).some((wall) => wall.name === name)) throw noSuchWall();
    throw new HttpProblem(409, { type: 'not-connected', detail: `${name} is not connected.` });
  }
}

/** Those of a wall's sections that are none. */
export function unknownSections(sections: readonly string[], boards: Pick<Boards, 'has'>): Problem[] {
  return sections.flatMap((section, index) =>
    boards.has(section)
      ? []
      : [{ path: `sections.${index}`, message: `must be a section; ${section} is none` }],
  );
}

function noSuchWall(): HttpProblem {
  return new HttpProblem(404, { type: 'unknown-wall', detail: 'No wall of this name was ever seen.' });
}
