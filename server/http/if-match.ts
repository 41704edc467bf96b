/** The precondition of an act on what is published: the version that its author saw. */
import type { Request } from 'express';
import { HttpProblem } from './problems.ts';

/** `*` asks only that the dispatch is there, as these acts do anyway. @throws {HttpProblem} 400 */
export function ifMatch({ headers }: { headers: Request['headers'] }): { ifVersion?: number } {
  const header = headers['if-match'];
  if (header === undefined || header.trim() === '*') return {};
  // Servers in between that compress mark an ETag as weak; the version it names is the same.
  const version = /^\s*(?:W\/)?"([1-9]\d{0,15})"\s*$/.exec(header)?.[1];
  if (version !== undefined) return { ifVersion: Number(version) };
  const message = `must be one version in quotes, such as "2"; it is ${header.slice(0, 60)}`;
  throw new HttpProblem(400, { detail: `If-Match ${message}.`, problems: [{ path: 'If-Match', message }] });
}

export function etagOf(version: number): string {
  return `"${version}"`;
}
