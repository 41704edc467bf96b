/**
 * Who may do what: a bearer key, or the session of somebody signed in at the desk. No key is 401, a key that does not
 * open this is 403, and both say which one it would take.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { Holder, Scope } from '../../shared/desk.ts';
import type { Keys } from '../keys/keys.ts';
import { HttpProblem } from './problems.ts';
import { requireSameOrigin } from './same-origin.ts';
import type { Session, Sessions } from './sessions.ts';
import type { WrongKeys } from './wrong-keys.ts';

/** `guard('publish', 'desk')`: lets pass who has at least one of these scopes. */
export interface Guard {
  (...scopes: readonly [Scope, ...Scope[]]): RequestHandler;
  /** Lets everybody pass who shows nothing or something right; who it is, `knownHolder` says. */
  readonly known: RequestHandler;
}

interface GuardParts {
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly wrongKeys: WrongKeys;
}

interface Pass {
  readonly holder: Holder;
  /** Absent: a key was sent. */
  readonly session?: Session;
}

/** Beside the response and not in it, where any handler could write. */
const passes = new WeakMap<Response, Pass>();

export function createGuard({ keys, sessions, wrongKeys }: GuardParts): Guard {
  async function readPass(request: Request, response: Response): Promise<Pass | undefined> {
    const key = bearerKey(request.headers.authorization);
    if (key !== undefined) {
      const holder = await keys.holder(key);
      if (holder !== undefined) return { holder };
      await wrongKeys.count(request, response);
      throw unauthorized('Nobody has this key.', 'error="invalid_token"');
    }
    const session = await sessions.read(request.headers.cookie);
    if (session === undefined) return undefined;
    requireSameOrigin(request);
    return { holder: session.holder, session };
  }

  const guard =
    (...scopes: readonly [Scope, ...Scope[]]): RequestHandler =>
    async (request, response, next) => {
      const pass = await readPass(request, response);
      if (pass === undefined) throw unauthorized('Send your key as Authorization: Bearer <key>.');
      requireScope(pass.holder, ...scopes);
      passes.set(response, pass);
      next();
    };
  const known: RequestHandler = async (request, response, next) => {
    const pass = await readPass(request, response);
    if (pass !== undefined) passes.set(response, pass);
    next();
  };
  return Object.assign(guard, { known });
}

/** Who asks. @throws when no guard stands before the handler */
export function holderOf(response: Response): Holder {
  const holder = knownHolder(response);
  if (holder === undefined) throw new Error('there is no guard before this handler');
  return holder;
}

/** Who asks, where anybody may; undefined: nobody in particular. */
export function knownHolder(response: Response): Holder | undefined {
  return passes.get(response)?.holder;
}

/** The session by which somebody asks; undefined when they sent a key. */
export function sessionOf(response: Response): Session | undefined {
  return passes.get(response)?.session;
}

/** Keys that are bound to sections act in these alone. @throws {HttpProblem} 403 in any other */
export function requireSection(response: Response, section: string): void {
  const { name, sections } = holderOf(response);
  if (sections === undefined || sections.includes(section)) return;
  throw outOfScope(`The key ${name} is for ${sections.join(', ')} only; this is ${section}.`);
}

/** @throws {HttpProblem} 403 unless the holder has one of them */
export function requireScope({ name, scopes }: Holder, ...wanted: readonly [Scope, ...Scope[]]): void {
  if (wanted.some((scope) => scopes.includes(scope))) return;
  throw outOfScope(
    `The key ${name} has no scope for this: it takes ${wanted.join(' or ')}, and has ${scopes.join(', ')}.`,
  );
}

/** 401: no key, or one that nobody has. */
export function unauthorized(detail: string, challenge = ''): HttpProblem {
  const scheme = ['Bearer realm="news-ticker"', challenge].filter((part) => part !== '').join(', ');
  return new HttpProblem(401, { detail, headers: { 'WWW-Authenticate': scheme } });
}

function outOfScope(detail: string): HttpProblem {
  return new HttpProblem(403, { type: 'scope', detail });
}

function bearerKey(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}
