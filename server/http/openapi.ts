/** `/openapi.json`: the API for programs and their makers, generated from the schemas that are its gate. */
import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { Router } from 'express';
import {
  BodySchema,
  CardSchema,
  DispatchSchema,
  SubmissionSchema,
  TimeSchema,
  WithdrawalSchema,
} from '../../shared/dispatch.ts';
import {
  AliveSchema,
  AppendedSchema,
  BoardSchema,
  ProblemSchema,
  ReadySchema,
  SectionsSchema,
} from './answers.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly } from './problems.ts';

/** Every form by its name in the description. */
export const SCHEMAS = {
  Submission: SubmissionSchema,
  Withdrawal: WithdrawalSchema,
  Time: TimeSchema,
  Body: BodySchema,
  Card: CardSchema,
  Dispatch: DispatchSchema,
  Sections: SectionsSchema,
  Board: BoardSchema,
  Appended: AppendedSchema,
  Problem: ProblemSchema,
  Alive: AliveSchema,
  Ready: ReadySchema,
};
type SchemaName = keyof typeof SCHEMAS;

const PROBLEMS = {
  400: 'The request is not well formed.',
  401: 'The key is missing or wrong.',
  404: 'There is no such section or dispatch.',
  409: 'The id and version stand already with other content, or the dispatch was withdrawn.',
  410: 'The dispatch was withdrawn.',
  412: '`If-Match` does not name the newest version.',
  413: 'The body is too large.',
  415: 'The body is not `application/json`.',
  422: 'One or more fields are wrong; `problems` names each with its path and what would be right.',
  429: 'Too many wrong keys from this address; `Retry-After` says how long to wait.',
  503: 'The store, or the position asked for, is not there yet; `Retry-After` says when to try again.',
} as const;
type ProblemStatus = keyof typeof PROBLEMS;

export function createOpenApiRoutes({ version }: { readonly version: string }): Router {
  const router = Router();
  const text = JSON.stringify(describeApi(version));
  router.get('/openapi.json', openToAll, (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(text);
  });
  router.options('/openapi.json', preflight('GET, HEAD'));
  router.all('/openapi.json', allowOnly('GET, HEAD, OPTIONS'));
  return router;
}

/** The description as a value: OpenAPI 3.1. */
export function describeApi(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'News ticker',
      version,
      description:
        'Times are ms since the epoch. A publish that got no answer may be said again: the same `id` and `version` with the same content count once.',
    },
    components: {
      schemas: schemas(),
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    paths: {
      '/api/sections': {
        get: {
          summary: 'The sections, and the position at which each last changed',
          responses: { 200: json('Sections', 'All sections, in the order of the menu.') },
        },
      },
      '/api/sections/{section}': {
        parameters: [pathParameter('section')],
        get: {
          summary: "A section's board, newest dispatch first",
          parameters: [
            {
              name: 'min',
              in: 'query',
              description: 'A position that the board must have reached.',
              schema: { type: 'integer', minimum: 0 },
            },
          ],
          responses: {
            200: json('Board', 'The board.'),
            304: { description: 'Unchanged since the ETag in `If-None-Match`.' },
            ...problems(400, 404, 503),
          },
        },
      },
      '/api/dispatches': {
        post: {
          summary: 'Publish',
          security: [{ key: [] }],
          requestBody: body('Submission', true),
          responses: {
            201: json('Appended', 'Published.'),
            200: json('Appended', 'A repeat: it stood already.'),
            ...problems(400, 401, 404, 409, 413, 415, 422, 429, 503),
          },
        },
      },
      '/api/dispatches/{id}': {
        parameters: [pathParameter('id')],
        get: {
          summary: 'One dispatch with its body',
          responses: {
            200: json('Dispatch', 'The newest version.'),
            304: { description: 'Unchanged since the ETag in `If-None-Match`.' },
            ...problems(404, 410, 503),
          },
        },
        put: {
          summary: 'A new version: an update, a correction, or a refile',
          security: [{ key: [] }],
          parameters: [ifMatch()],
          requestBody: body('Submission', true),
          responses: {
            200: json('Appended', 'In place; also when the same stood already.'),
            ...problems(400, 401, 404, 409, 412, 413, 415, 422, 429, 503),
          },
        },
        delete: {
          summary: 'Withdraw: gone from every screen and from the store',
          security: [{ key: [] }],
          parameters: [ifMatch()],
          requestBody: body('Withdrawal', false),
          responses: {
            200: json('Appended', 'Withdrawn; also when it was already.'),
            ...problems(400, 401, 404, 412, 413, 415, 422, 429, 503),
          },
        },
      },
      '/healthz': {
        get: { summary: 'The process lives', responses: { 200: json('Alive', 'It does.') } },
      },
      '/readyz': {
        get: {
          summary: 'Whether the log can be written and is up to date',
          responses: { 200: json('Ready', 'It is.'), 503: json('Ready', 'It is not, and why.') },
        },
      },
      '/metrics': {
        get: {
          summary: 'Figures for Prometheus',
          responses: { 200: { description: 'Prometheus text format.', content: { 'text/plain': {} } } },
        },
      },
      '/openapi.json': {
        get: {
          summary: 'This description',
          responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': {} } } },
        },
      },
    },
  };
}

function schemas() {
  return toJsonSchemaDefs(SCHEMAS, {
    target: 'draft-2020-12',
    typeMode: 'input',
    // What is done to a value on its way in has no word in JSON Schema.
    errorMode: 'ignore',
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  });
}

function json(name: SchemaName, description: string, type = 'application/json') {
  return { description, content: { [type]: { schema: { $ref: `#/components/schemas/${name}` } } } };
}

function body(name: SchemaName, required: boolean) {
  return { required, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } };
}

function problems(...statuses: ProblemStatus[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, json('Problem', PROBLEMS[status], 'application/problem+json')]),
  );
}

function pathParameter(name: string) {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function ifMatch() {
  return {
    name: 'If-Match',
    in: 'header',
    description: 'The version that must be the newest, in quotes.',
    schema: { type: 'string' },
  };
}
