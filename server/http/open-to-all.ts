/**
 * What lets a page of any origin use the API and the embed. Boards are public; all else asks for a bearer key, which no
 * browser sends by itself, or for a session, whose cookie does not travel here from another origin: `*` forbids it.
 */
import type { RequestHandler } from 'express';

export const OPEN_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Date, Age, Location, Retry-After',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

export const openToAll: RequestHandler = (_request, response, next) => {
  for (const [name, value] of Object.entries(OPEN_HEADERS)) response.setHeader(name, value);
  next();
};

/** Answers the question that a browser asks before a request with a key or JSON. */
export function preflight(methods: string): RequestHandler {
  return (_request, response) => {
    response.writeHead(204, {
      ...OPEN_HEADERS,
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match, If-None-Match',
      'Access-Control-Max-Age': '7200',
      Allow: `${methods}, OPTIONS`,
    });
    response.end();
  };
}
