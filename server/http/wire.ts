/** Where agencies deliver, `POST /api/wire`, and how each wire is doing, `GET /api/sources`. */
import { raw, Router, type Request, type Response } from 'express';
import type { Holder } from '../../shared/desk.ts';
import { StoreAway } from '../log/log.ts';
import type { Received } from '../wire/deliveries.ts';
import type { PushSource } from '../wire/sources.ts';
import { ReaderBusy, UnreadableWire } from '../wire/wire-item.ts';
import type { Wires } from '../wire/wires.ts';
import { holderOf, type Guard } from './guard.ts';
import { allowOnly, HttpProblem, storeAway } from './problems.ts';

/** Of the body as it is once unpacked. */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

const AGAIN = 'Deliver the same again in a moment: it counts once.';

export interface WireRouteParts {
  readonly wires: Wires;
  readonly guard: Guard;
}

export function createWireRoutes({ wires, guard }: WireRouteParts): Router {
  const router = Router();

  router.post(
    '/api/wire',
    guard('wire'),
    raw({ limit: BODY_LIMIT_BYTES, type: () => true }),
    async (request: Request, response: Response) => {
      const source = sourceOf(wires.pushes, holderOf(response), request.query.source);
      const bytes: unknown = request.body;
      if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
        throw new HttpProblem(400, { detail: 'The body is empty; send what the agency delivers.' });
      }
      const contentType = request.headers['content-type'];
      const received = await receive(source, { bytes, ...(contentType !== undefined && { contentType }) });
      answer(response, received);
    },
  );
  router.all('/api/wire', allowOnly('POST'));

  router.get('/api/sources', guard('desk'), async (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ sources: await wires.list() });
  });
  router.all('/api/sources', allowOnly('GET, HEAD'));
  return router;

  async function receive(
    source: PushSource,
    delivery: { bytes: Buffer; contentType?: string },
  ): Promise<Received> {
    try {
      return await wires.receive(source, delivery);
    } catch (error) {
      if (error instanceof StoreAway) throw storeAway(AGAIN);
      if (error instanceof ReaderBusy) {
        const detail = `Too much is being delivered at once. ${AGAIN}`;
        throw new HttpProblem(503, { type: 'wire-busy', detail, headers: { 'Retry-After': '2' } });
      }
      if (!(error instanceof UnreadableWire)) throw error;
      const { type, message, problems } = error;
      throw new HttpProblem(type === 'too-large' ? 413 : 422, {
        type: `wire-${type}`,
        detail: `The delivery cannot be read. ${message}`,
        problems,
      });
    }
  }
}

function answer(response: Response, { format, items, problems }: Received): void {
  const refused = items.filter(({ outcome }) => outcome === 'refused');
  if (refused.length > 0 && refused.length === items.length) {
    throw new HttpProblem(422, {
      type: 'wire-refused',
      detail: `No item of the delivery (${format}) could be used.`,
      problems: refused.flatMap(({ id, problems: wrong }) =>
        wrong.map(({ path, message }) => ({ path: `${id} ${path}`.trim(), message })),
      ),
      members: { items },
    });
  }
  const isNews = items.some(({ outcome }) => outcome === 'published' || outcome === 'waiting');
  response
    .status(isNews ? 201 : 200)
    .set('Cache-Control', 'no-store')
    .json({ format, items, ...(problems.length > 0 && { problems }) });
}

/** The source that the key delivers for; where there are several, the address says which. @throws {HttpProblem} */
function sourceOf(pushes: readonly PushSource[], { name }: Holder, asked: unknown): PushSource {
  const own = pushes.filter((source) => (source.key ?? source.name) === name);
  const [source, ...others] = typeof asked === 'string' ? own.filter((one) => one.name === asked) : own;
  if (source && others.length === 0) return source;
  if (source) {
    const names = own.map((one) => one.name).join(', ');
    throw new HttpProblem(400, {
      detail: `The key ${name} delivers for ${names}: add ?source=<name> to the address.`,
      problems: [{ path: 'source', message: `must be one of ${names}` }],
    });
  }
  const which = typeof asked === 'string' ? ` named ${asked.slice(0, 40)}` : '';
  throw new HttpProblem(403, {
    type: 'no-source',
    detail: `No source of the kind push${which} is configured for the key ${name}.`,
  });
}
