/** Where a client found us, such as https://nieuws.example: what absolute addresses in our answers begin with. */
import type { Request } from 'express';
import { HttpProblem } from './problems.ts';

/** @throws {HttpProblem} 400 when the request names no plain host: nothing odd may travel on in an address of ours */
export function originOf(request: Request): string {
  const { protocol } = request;
  const host = request.host as string | undefined; // HTTP/1.0 may leave it out.
  if (host !== undefined && /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(host)) {
    return `${protocol === 'https' ? 'https' : 'http'}://${host.toLowerCase()}`;
  }
  throw new HttpProblem(400, { detail: 'The Host header must be a host name or address, with its port.' });
}
