/** The whole description as one value, OpenAPI 3.1: what `/openapi.json` sends and what the page at `/api` shows. */
import type { Scope } from '../../../shared/desk.ts';
import { BOARDS } from './boards.ts';
import { DESK } from './desk.ts';
import { DISPATCHES } from './dispatches.ts';
import { FEEDS } from './feeds.ts';
import { PARTNERS } from './partners.ts';
import { problemAnswer, refTo, type Door, type Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { jsonSchemas } from './schemas.ts';
import { WALLS } from './walls.ts';
import { WEBHOOKS } from './webhooks.ts';
import { WIRES } from './wires.ts';

export const DOORS: readonly Door[] = [
  BOARDS,
  FEEDS,
  PARTNERS,
  DISPATCHES,
  DESK,
  WALLS,
  WIRES,
  WEBHOOKS,
  OPERATIONS,
];

export function describeApi(siteName: string, version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: `News ticker of ${siteName}`,
      version,
      description:
        'Times are ms since the epoch. Errors are `application/problem+json` (RFC 9457). In a body, unknown fields are refused.',
    },
    tags: DOORS.map(({ name, about }) => ({ name, description: about })),
    components: {
      schemas: jsonSchemas(),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A named key of `npm run keys`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'news-ticker-desk',
          description: 'Somebody signed in at the desk, from a page of this server.',
        },
      },
    },
    paths: paths(),
    webhooks: { change: { post: CHANGE } },
  };
}

/** What a partner's own server is asked, by us. */
const CHANGE = {
  summary: 'What a partner is told of a change, by the headers of Standard Webhooks',
  description:
    'In the order of the log, at least once: the same `webhook-id` may come again. Any 2xx takes it; other answers are tried again, with growing waits, for hours. Of two for the same dispatch the one with the higher `n` holds.',
  parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string' },
  })),
  requestBody: { required: true, content: { 'application/json': { schema: refTo('WebhookEvent') } } },
  responses: { '2XX': { description: 'Taken.' } },
};

function paths(): Record<string, Record<string, unknown>> {
  const byPath: Record<string, Record<string, unknown>> = {};
  for (const door of DOORS) {
    for (const operation of door.operations) {
      const known = (byPath[operation.path] ??= withParameters(operation.path));
      known[operation.method] = describe(operation, door);
    }
  }
  return byPath;
}

function withParameters(path: string): Record<string, unknown> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  };
}

function describe(operation: Operation, door: Door): object {
  const { method, path, summary, about, scopes, parameters, body, answers, problems = [] } = operation;
  const failed = problems.map((status) => [status, problemAnswer(status)] as const);
  return {
    operationId: operationId(method, path),
    tags: [door.name],
    summary,
    ...(about !== undefined && { description: about }),
    ...(scopes && { security: securityFor(scopes) }),
    ...(parameters && { parameters }),
    ...(body && { requestBody: body }),
    responses: { ...answers, ...Object.fromEntries(failed) },
  };
}

/** Any one of them: a key with the scope, or a session of somebody whose key has it. */
function securityFor(scopes: readonly Scope[]): object[] {
  return scopes.flatMap((scope) => [{ key: [scope] }, { session: [scope] }]);
}

/** `get /api/sections/{section}` → `getApiSectionsSection`. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^a-z]+/i).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
