/**
 * Who may connect, decided before there is a socket: a refusal inside Socket.IO would switch the client's
 * reconnection off, a plain HTTP answer does not. Addresses are only counted, for minutes, and never logged.
 */
import type { IncomingMessage } from 'node:http';
import type { RefusalReason } from './metrics.ts';
import { isOwnPage } from './own-page.ts';
import type { BroadcastSettings } from './settings.ts';

export interface Refused {
  readonly reason: RefusalReason;
  readonly status: 403 | 503;
  readonly retryAfterSeconds?: number;
}

export interface AdmissionParts {
  readonly settings: Pick<BroadcastSettings, 'origins' | 'connects' | 'maxViewers' | 'trustProxy'>;
  readonly viewers: () => number;
  readonly isDraining: () => boolean;
  /** Any clock that only goes forward, in ms. */
  readonly clock: () => number;
}

/** So many addresses are counted at most; beyond it those seen longest ago are forgotten. */
const MAX_ADDRESSES = 50_000;

const LOOPBACK_V6 = networkOf('::1');

interface Bucket {
  tokens: number;
  at: number;
}

/** Answers why a request may not connect; `undefined`: it may. */
export function createAdmission({ settings, viewers, isDraining, clock }: AdmissionParts) {
  const { origins, connects, maxViewers, trustProxy } = settings;
  const buckets = new Map<string, Bucket>();

  return (request: IncomingMessage): Refused | undefined => {
    if (!isOwnOrListed(request)) return { reason: 'origin', status: 403 };
    if (isDraining()) return { reason: 'draining', status: 503, retryAfterSeconds: 1 };
    if (viewers() >= maxViewers) return { reason: 'full', status: 503, retryAfterSeconds: 10 };
    const network = networkOf(addressOf(request, trustProxy));
    // A proxy of this machine whose word is not trusted: all readers would share its one bucket.
    const waitSeconds = isLoopback(network) ? 0 : takeToken(network);
    if (waitSeconds > 0) return { reason: 'rate', status: 503, retryAfterSeconds: Math.ceil(waitSeconds) };
    return undefined;
  };

  /** CORS does not cover WebSockets: a browser tells the origin, but only we can refuse it. */
  function isOwnOrListed({ headers }: IncomingMessage): boolean {
    if (origins.length === 0 || isOwnPage(headers)) return true;
    return origins.includes(headers.origin?.toLowerCase() ?? '');
  }

  function takeToken(network: string): number {
    const now = clock();
    const bucket = buckets.get(network) ?? { tokens: connects.burst, at: now };
    buckets.delete(network);
    buckets.set(network, bucket); // the newest stands last
    if (buckets.size > MAX_ADDRESSES) forgetOldest();

    const refilled = ((now - bucket.at) / 1000) * connects.perSecond;
    bucket.tokens = Math.min(connects.burst, bucket.tokens + refilled);
    bucket.at = now;
    if (bucket.tokens < 1) return (1 - bucket.tokens) / connects.perSecond;
    bucket.tokens -= 1;
    return 0;
  }

  function forgetOldest(): void {
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  }
}

/** The address that the outermost trusted proxy saw; without proxies, that of the connection. */
function addressOf({ headers, socket }: IncomingMessage, trustProxy: number): string {
  const forwarded = headers['x-forwarded-for'];
  const hops = (typeof forwarded === 'string' ? forwarded : '').split(',').map((hop) => hop.trim());
  const seen = trustProxy > 0 ? hops.at(-trustProxy) : undefined;
  return seen || socket.remoteAddress || '';
}

function isLoopback(network: string): boolean {
  return network.startsWith('127.') || network === LOOPBACK_V6;
}

/** One subscriber has a whole IPv6 /64; the last half of an address says nothing about who it is. */
export function networkOf(address: string): string {
  const bare = address.replace(/^\[|\]$|%.*$/g, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare);
  if (mapped?.[1]) return mapped[1];
  if (!bare.includes(':')) return bare;
  const [head = '', tail] = bare.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}
