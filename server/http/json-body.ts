/** A request's body is JSON or is not there; a form or a plain text is refused by name instead of being read as nothing. */
import { json, type Request, type RequestHandler } from 'express';
import type { Reading } from '../../shared/dispatch.ts';
import { HttpProblem, invalidFields } from './problems.ts';

const BODY_LIMIT_BYTES = 256 * 1024;

const parser = json({ limit: BODY_LIMIT_BYTES, strict: false, type: isJson });

/** Of requests that make no sense without one. */
export const jsonBody: readonly RequestHandler[] = [onlyJson, parser];

/** Of requests that may say something more. */
export const optionalJsonBody: readonly RequestHandler[] = [
  (request, response, next) => {
    if (hasBody(request)) onlyJson(request, response, next);
    else next();
  },
  parser,
];

/** What was read, or the answer that names every wrong field. @throws {HttpProblem} 422 */
export function accepted<T>(reading: Reading<T>): T {
  if (!reading.ok) throw invalidFields(reading.problems);
  return reading.value;
}

function onlyJson(...[request, , next]: Parameters<RequestHandler>): void {
  if (isJson(request)) {
    next();
    return;
  }
  const got = request.headers['content-type'] ?? 'not given';
  throw new HttpProblem(415, {
    detail: `The content type must be application/json; it is ${got.slice(0, 100)}.`,
    headers: { Accept: 'application/json' },
  });
}

function isJson({ headers }: { headers: Request['headers'] }): boolean {
  return /^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(headers['content-type'] ?? '');
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
