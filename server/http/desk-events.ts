/**
 * `/api/desk/events`: the line from the newsroom to an open desk, as Server-Sent Events. It lasts as long as the right
 * to it does: a key that is revoked, a session that is signed out or has run its time ends it at once.
 */
import { Router } from 'express';
import type { DeskFeed } from '../desk/desk-feed.ts';
import type { Keys } from '../keys/keys.ts';
import { openEventStream } from './event-stream.ts';
import { holderOf, sessionOf, type Guard } from './guard.ts';
import { allowOnly } from './problems.ts';
import type { Session, Sessions } from './sessions.ts';

/** How soon a session that was signed out on another process is noticed. */
const LOOK_EVERY_MS = 2000;

interface DeskEventParts {
  readonly guard: Guard;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly feed: DeskFeed;
  readonly now: () => number;
}

export function createDeskEventRoutes({ guard, keys, sessions, feed, now }: DeskEventParts): Router {
  const router = Router();

  router.head('/api/desk/events', allowOnly('GET'));
  router.get('/api/desk/events', guard('desk'), (_request, response) => {
    const holder = holderOf(response);
    const session = sessionOf(response);
    const stream = openEventStream(response);
    const signOut = (reason: 'revoked' | 'signed-out' | 'expired') => {
      stream.send('signed-out', JSON.stringify({ reason }));
      stream.end();
    };
    stream.send('hello', JSON.stringify({ holder, now: now() }));
    const stops = [
      feed.open({ tell: stream.send, isBehind: stream.isBehind, end: stream.end }),
      keys.onRevoked((name) => {
        if (name === holder.name) signOut('revoked');
      }),
      session && watchSession(session, signOut),
    ];
    response.on('drain', feed.caughtUp);
    response.once('close', () => {
      for (const stop of stops) stop?.();
    });
  });
  router.all('/api/desk/events', allowOnly('GET'));
  return router;

  function watchSession(session: Session, signOut: (reason: 'signed-out' | 'expired') => void): () => void {
    const stopListening = sessions.onEnd((id) => {
      if (id === session.id) signOut('signed-out');
    });
    const look = async () => {
      if (session.expiresAt <= now()) signOut('expired');
      else if (await sessions.hasEnded(session)) signOut('signed-out');
    };
    const timer = setInterval(() => {
      look().catch(() => undefined); // Asked again in a moment.
    }, LOOK_EVERY_MS);
    timer.unref();
    return () => {
      stopListening();
      clearInterval(timer);
    };
  }
}
