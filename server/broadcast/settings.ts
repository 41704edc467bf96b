import type { Partner } from '../partners.ts';

/** What bounds a process's sockets. Times in ms. */
export interface BroadcastSettings {
  /** Origins whose pages may connect, exactly as browsers send them; empty: all. The server's own is always one. */
  readonly origins: readonly string[];
  readonly partners: readonly Partner[];
  /** How many proxies before us write `X-Forwarded-For`; decides whose address a connection counts for. */
  readonly trustProxy: number;
  /** All connections of this process together. */
  readonly maxViewers: number;
  /** Connections of one address (one /64 in IPv6; this machine's own are not counted): so many at once, and so many a second. */
  readonly connects: { readonly burst: number; readonly perSecond: number };
  /** What may wait for one reader; beyond it the reader has stopped reading and is let go. */
  readonly unread: { readonly packets: number; readonly bytes: number };
  /** What one screen may say: so many packets in so long. */
  readonly said: { readonly packets: number; readonly withinMs: number };
  readonly pulseMs: number;
  /** Dispatches within this time after one was sent leave together; the first never waits. */
  readonly holdMs: number;
  /** A fan-out lets other work in after this long. */
  readonly turnMs: number;
  /** How soon a screen may be back after `drain`. */
  readonly comeBackMs: number;
}

export const DEFAULT_BROADCAST: BroadcastSettings = {
  origins: [],
  partners: [],
  trustProxy: 0,
  maxViewers: 20_000,
  // An office behind one address reconnects as one after a restart.
  connects: { burst: 1000, perSecond: 200 },
  unread: { packets: 256, bytes: 256 * 1024 },
  said: { packets: 120, withinMs: 10_000 },
  pulseMs: 10_000,
  holdMs: 4,
  turnMs: 40,
  comeBackMs: 1000,
};
