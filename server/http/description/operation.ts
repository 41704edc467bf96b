/**
 * How a door is described: one list of operations per door, from which /openapi.json and the page at /api are both
 * made. Forms are named here and held in schemas.ts, so that a door says `answers: {200: json('Board', …)}`.
 */
import type { Scope } from '../../../shared/desk.ts';
import type { SchemaName } from './schemas.ts';

/** A group of operations that belong together for whoever reads. */
export interface Door {
  readonly name: string;
  readonly about: string;
  readonly operations: readonly Operation[];
}

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With parameters in braces: `/api/dispatches/{id}`. */
  readonly path: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What else one has to know. */
  readonly about?: string;
  /** Any one of these opens it; absent: it is open to all. */
  readonly scopes?: readonly Scope[];
  /** Beside those in the path. */
  readonly parameters?: readonly Parameter[];
  readonly body?: Body;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems?: readonly ProblemStatus[];
  /** The rest of a `curl` line after the address, as a shell takes it. */
  readonly example?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

interface Body {
  readonly required: boolean;
  readonly content: Content;
}

interface Answer {
  readonly description: string;
  readonly content?: Content;
}

/** By media type; an empty object is a form that has no schema here. */
type Content = Readonly<Record<string, { readonly schema?: Readonly<Record<string, unknown>> }>>;

/** What each status means, in general. */
export const PROBLEMS = {
  400: 'The request is not well formed.',
  401: 'The key, or the session, is missing or wrong.',
  403: 'The key does not open this, or not this section; or a page of another site asks by a session.',
  404: 'There is no such thing.',
  409: 'It contradicts what stands: other content under the same id and version, or it was withdrawn. Of a wall: it is not connected; of one to forget: it is.',
  410: 'It was withdrawn; of a code: it has expired, or was used.',
  412: 'It changed since: `If-Match` or `ifRevision` does not name the newest.',
  413: 'The body is too large.',
  415: 'The body is of a type that this door does not take.',
  422: 'One or more fields are wrong; `problems` names each with its path and what would be right.',
  429: 'Too much of it, from this address or for this partner; `Retry-After` says how long to wait.',
  501: 'This server does not know that form of answer.',
  503: 'The store, or the position asked for, is not there yet; `Retry-After` says when to try again.',
} as const;
export type ProblemStatus = keyof typeof PROBLEMS;

/** What every guarded door may answer. */
export const GUARDED = [401, 403, 429, 503] as const;

/** An answer of one of our forms, or of either of two. */
export function json(name: SchemaName | readonly [SchemaName, SchemaName], description: string): Answer {
  const schema = typeof name === 'string' ? refTo(name) : { oneOf: name.map(refTo) };
  return { description, content: { 'application/json': { schema } } };
}

export function body(name: SchemaName, { required }: { readonly required: boolean }): Body {
  return { required, content: { 'application/json': { schema: refTo(name) } } };
}

export function problemAnswer(status: ProblemStatus): Answer {
  const content = { 'application/problem+json': { schema: refTo('Problem') } };
  return { description: PROBLEMS[status], content };
}

/** An answer that is no JSON of ours: text of a type. */
export function text(type: string, description: string): Answer {
  return { description, content: { [type]: {} } };
}

export const unchanged: Answer = { description: 'Unchanged since the ETag in `If-None-Match`.' };

export const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  description: 'The version that must be the newest, in quotes: `"2"`.',
  schema: { type: 'string' },
};

export function refTo(name: SchemaName): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
