/**
 * Who may connect, decided before there is a socket: a refusal inside Socket.IO would switch the client's
 * reconnection off, a plain HTTP answer does not. Addresses are only counted, for minutes, and never logged.
 */
import type { IncomingMessage } from 'node:http';
import type { RefusalReason } from './metrics.ts';
import type { Partner } from '../partners.ts';
import { isOwnPage } from './own-page.ts';
import type { BroadcastSettings } from './settings.ts';

export interface Refused {
  readonly reason: RefusalReason;
  readonly status: 403 | 429 | 503;
  readonly retryAfterSeconds?: number;
  /** Whose key it came with. */
  readonly partner?: Partner;
}

export interface Admission {
  /** Why a request would not be let in now; `undefined`: it would be. Counts nothing. */
  refusalOf(request: IncomingMessage): Refused | undefined;
  /** The same, for a request that comes in when it may: it is counted, for as long as its connection lasts. */
  admit(request: IncomingMessage): Refused | undefined;
  /** Open connections by the name of the partner. */
  byPartner(): ReadonlyMap<string, number>;
}

export interface AdmissionParts {
  readonly settings: Pick<
    BroadcastSettings,
    'origins' | 'partners' | 'connects' | 'maxViewers' | 'trustProxy'
  >;
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

export function createAdmission({ settings, viewers, isDraining, clock }: AdmissionParts): Admission {
  const { origins, partners, connects, maxViewers, trustProxy } = settings;
  const buckets = new Map<string, Bucket>();
  const counts = new Map(partners.map(({ name }) => [name, 0]));

  return {
    refusalOf,
    admit(request) {
      const refused = refusalOf(request);
      if (refused) return refused;
      const network = countedNetwork(request);
      if (network !== undefined) bucketOf(network).tokens -= 1;
      count(request);
      return undefined;
    },
    byPartner: () => counts,
  };

  function refusalOf(request: IncomingMessage): Refused | undefined {
    const key = partners.length === 0 ? undefined : partnerKeyOf(request);
    const partner = partners.find((one) => one.key === key);
    if (key !== undefined && !partner) return { reason: 'partner', status: 403 };
    if (!isOwnOrIn(partner?.origins ?? origins, request)) {
      return partner?.origins
        ? { reason: 'partner-origin', status: 403, partner }
        : { reason: 'origin', status: 403, ...(partner && { partner }) };
    }
    if (isDraining()) return { reason: 'draining', status: 503, retryAfterSeconds: 1 };
    if (partner?.viewers !== undefined && (counts.get(partner.name) ?? 0) >= partner.viewers)
      return { reason: 'partner-quota', status: 429, retryAfterSeconds: 30, partner };
    if (viewers() >= maxViewers) return { reason: 'full', status: 503, retryAfterSeconds: 10 };
    const network = countedNetwork(request);
    const tokens = network === undefined ? 1 : bucketOf(network).tokens;
    if (tokens >= 1) return undefined;
    return { reason: 'rate', status: 503, retryAfterSeconds: Math.ceil((1 - tokens) / connects.perSecond) };
  }

  /** By the life of its TCP connection, which ends whatever becomes of the WebSocket in it. */
  function count(request: IncomingMessage): void {
    const partner = partners.find(({ key }) => key === partnerKeyOf(request));
    if (!partner) return;
    counts.set(partner.name, (counts.get(partner.name) ?? 0) + 1);
    request.socket.once('close', () => {
      counts.set(partner.name, (counts.get(partner.name) ?? 0) - 1);
    });
  }

  /** A proxy of this machine whose word is not trusted is not counted: all readers would share its one bucket. */
  function countedNetwork(request: IncomingMessage): string | undefined {
    const network = networkOf(addressOf(request, trustProxy));
    return isLoopback(network) ? undefined : network;
  }

  function bucketOf(network: string): Bucket {
    const now = clock();
    const bucket = buckets.get(network) ?? { tokens: connects.burst, at: now };
    buckets.delete(network);
    buckets.set(network, bucket); // the newest stands last
    if (buckets.size > MAX_ADDRESSES) forgetOldest();

    const refilled = ((now - bucket.at) / 1000) * connects.perSecond;
    bucket.tokens = Math.min(connects.burst, bucket.tokens + refilled);
    bucket.at = now;
    return bucket;
  }

  function forgetOldest(): void {
    const [oldest] = buckets.keys();
    if (oldest !== undefined) buckets.delete(oldest);
  }
}

/** CORS does not cover WebSockets: a browser tells the origin, but only we can refuse it. */
function isOwnOrIn(origins: readonly string[], { headers }: IncomingMessage): boolean {
  if (origins.length === 0 || isOwnPage(headers)) return true;
  return origins.includes(headers.origin?.toLowerCase() ?? '');
}

/** What a page gives as `partner="…"`; undefined when it gives none. */
function partnerKeyOf({ url = '' }: IncomingMessage): string | undefined {
  return new URLSearchParams(url.split('?')[1]).get('partner') || undefined;
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
