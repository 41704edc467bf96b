/**
 * The one place where errors become answers: problem+json (RFC 9457), with the path of every wrong field. What
 * went wrong inside is for our own log; an answer of 500 and above tells nothing of it.
 */
import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Problem } from '../../shared/dispatch.ts';
import { Refusal, StoreAway, type RefusalReason } from '../log/log.ts';
import { jsonErrorPosition } from './json-error-position.ts';
import { OPEN_HEADERS } from './open-to-all.ts';

interface HttpProblemParts {
  readonly detail?: string;
  /** What kind of problem, where the status alone does not say it; stable, for programs. */
  readonly type?: string;
  readonly problems?: readonly Problem[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of the answer beside the standard ones, such as the newest version. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** An answer other than the asked one, thrown wherever it becomes plain. */
export class HttpProblem extends Error {
  override name = 'HttpProblem';
  readonly status: number;
  readonly parts: HttpProblemParts;

  constructor(status: number, parts: HttpProblemParts = {}) {
    super(parts.detail ?? STATUS_CODES[status] ?? String(status));
    this.status = status;
    this.parts = parts;
  }
}

/** 422: the fields that are wrong, and what each must be. */
export function invalidFields(problems: readonly Problem[]): HttpProblem {
  const fields = problems.map(({ path, message }) =>
    path === '' ? `The body ${message}` : `${path} ${message}`,
  );
  return new HttpProblem(422, { type: 'invalid-fields', detail: `${fields.join('; ')}.`, problems });
}

/** Nobody else answered this path. */
export const noSuchPath: RequestHandler = ({ method, path }) => {
  throw new HttpProblem(404, { detail: `There is nothing at ${method} ${path}.` });
};

/** The path exists, the method does not. */
export function allowOnly(methods: string): RequestHandler {
  return ({ method }) => {
    throw new HttpProblem(405, {
      detail: `${method} is not possible here; possible: ${methods}.`,
      headers: { Allow: methods },
    });
  };
}

/** The last handler of the application. */
export function answerProblems(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    // Only what nobody foresaw: of a store that is away the log itself has said it, once.
    if (problem.status === 500) {
      // The path without its query; no address: who reads what is nobody's business.
      logger.error({ err: error, method: request.method, path: request.path }, 'a request failed');
    }
    if (response.headersSent) {
      next(error); // Express cuts the connection: half an answer must not pass for a whole one.
      return;
    }
    send(response, problem);
  };
}

function send(response: Response, { status, parts }: HttpProblem): void {
  const title = STATUS_CODES[status] ?? 'Error';
  const body = JSON.stringify({
    type: parts.type === undefined ? 'about:blank' : `urn:news-ticker:problem:${parts.type}`,
    title,
    status,
    detail: parts.detail ?? title,
    ...parts.members,
    problems: parts.problems ?? [],
  });
  response.removeHeader('ETag');
  response.writeHead(status, {
    // What a page of another origin may not read looks to it like a broken network.
    ...OPEN_HEADERS,
    ...parts.headers,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

const REFUSALS: Readonly<Record<RefusalReason, { status: number; type: string }>> = {
  conflict: { status: 409, type: 'version-conflict' },
  withdrawn: { status: 409, type: 'withdrawn' },
  stale: { status: 412, type: 'not-the-newest' },
  unknown: { status: 404, type: 'unknown-dispatch' },
  early: { status: 409, type: 'under-embargo' },
};

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof Refusal) {
    const { status, type } = REFUSALS[error.reason];
    // What the desk has to show: the version and the revision that stand now.
    const { newest, revision } = error;
    const members = { ...(newest !== undefined && { newest }), ...(revision !== undefined && { revision }) };
    return new HttpProblem(status, { type, detail: error.message, members });
  }
  if (error instanceof StoreAway) return storeAway('Ask again in a moment.');
  return (
    requestProblem(error) ?? new HttpProblem(500, { detail: 'Something went wrong here; it has been noted.' })
  );
}

/** 503: the store cannot be reached; `advice` is what to do about it. */
export function storeAway(advice: string, members: Readonly<Record<string, unknown>> = {}): HttpProblem {
  return new HttpProblem(503, {
    type: 'store-away',
    detail: `The store cannot be reached. ${advice}`,
    headers: { 'Retry-After': '2' },
    members,
  });
}

/** What Express and its body parser refuse, in our words. */
function requestProblem(error: unknown): HttpProblem | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status } = error;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.parse.failed' && 'body' in error && typeof error.body === 'string') {
    const { line, column, offset } = jsonErrorPosition(error.body);
    const detail = `The body is not JSON: it goes wrong at line ${line}, column ${column}.`;
    return new HttpProblem(400, { type: 'not-json', detail, members: { position: offset } });
  }
  if (type === 'entity.too.large' && 'limit' in error) {
    return new HttpProblem(413, { detail: `The body must have at most ${String(error.limit)} bytes.` });
  }
  if (error instanceof URIError) {
    return new HttpProblem(400, {
      detail: 'The address must be UTF-8, percent-encoded where it is not ASCII.',
    });
  }
  if (type === 'charset.unsupported') {
    return new HttpProblem(415, { detail: 'The charset of the body must be utf-8.' });
  }
  if (type === 'encoding.unsupported') {
    return new HttpProblem(415, {
      detail: 'The content encoding must be gzip, deflate or br, or not given.',
    });
  }
  return new HttpProblem(status);
}
