/**
 * Sessions of the desk: a signed cookie that says who and until when, and nothing on the server but the ids of those
 * that were signed out. It is signed with a secret of the key, so every process can read it, and whoever revokes or
 * replaces the key ends every session of it, on every process.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Holder } from '../../shared/desk.ts';
import type { Keys } from '../keys/keys.ts';
import { StoreAway, type Notes } from '../log/log.ts';

const COOKIE = 'news-ticker-desk';
/** Longer than any shift; then the key is asked for again. */
const LIFETIME_MS = 12 * 3_600_000;
const SIGNED_OUT = 'signed-out';

export interface Session {
  readonly id: string;
  readonly holder: Holder;
  readonly expiresAt: number;
}

export interface Sessions {
  /** A new session, as the value of `Set-Cookie`. */
  open(holder: Holder, secure: boolean): string;
  /** The session of a `Cookie` header; undefined when there is none, or it has ended. */
  read(header: string | undefined): Promise<Session | undefined>;
  /** The value of `Set-Cookie` that takes it out of the browser. */
  remove(secure: boolean): string;
  /** Ends it in every process, wherever its cookie was copied to. */
  end(session: Session): Promise<void>;
  /** Whether the session was ended in the meantime, in whichever process. */
  hasEnded(session: Session): Promise<boolean>;
  /** Calls the listener with the id of a session that was ended in this process, until stopped. */
  onEnd(listener: (id: string) => void): () => void;
}

interface SessionParts {
  readonly keys: Keys;
  readonly notes: Notes;
  readonly now: () => number;
}

export function createSessions({ keys, notes, now }: SessionParts): Sessions {
  const listeners = new Set<(id: string) => void>();

  async function hasEnded({ id }: Session): Promise<boolean> {
    try {
      return (await notes.get(SIGNED_OUT, id)) !== undefined;
    } catch (error) {
      // While the store is away nothing can be published, and an editor should not be thrown out for it.
      if (error instanceof StoreAway) return false;
      throw error;
    }
  }

  return {
    hasEnded,
    open({ name }, secure) {
      const secret = keys.named(name)?.secret;
      if (secret === undefined) throw new Error(`${name} has no key any more`);
      const text = [name, randomBytes(12).toString('base64url'), String(now() + LIFETIME_MS)].join('~');
      return setCookie(`${text}~${sign(text, secret)}`, LIFETIME_MS / 1000, secure);
    },
    async read(header) {
      const [, text = '', name = '', id = '', until = '', signature = ''] =
        /^(([\w.-]+)~([\w-]+)~(\d+))~([\w-]+)$/.exec(parseCookie(header ?? '')[COOKIE] ?? '') ?? [];
      const key = keys.named(name);
      if (key === undefined || !isSame(signature, sign(text, key.secret))) return undefined;
      const session = { id, holder: key.holder, expiresAt: Number(until) };
      if (session.expiresAt <= now() || (await hasEnded(session))) return undefined;
      return session;
    },
    remove: (secure) => setCookie('', 0, secure),
    async end(session) {
      for (const listener of [...listeners]) listener(session.id);
      try {
        await notes.set(SIGNED_OUT, session.id, '1', Math.max(1, session.expiresAt - now()));
      } catch (error) {
        // The browser forgets it all the same, and nobody should have to stay signed in for a store.
        if (!(error instanceof StoreAway)) throw error;
      }
    },
    onEnd(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Out of reach of scripts and of every other site. Secure wherever the browser came by https. */
function setCookie(value: string, maxAge: number, secure: boolean): string {
  return stringifySetCookie({
    name: COOKIE,
    value,
    maxAge,
    path: '/api',
    httpOnly: true,
    sameSite: 'strict',
    secure,
  });
}

function sign(text: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
