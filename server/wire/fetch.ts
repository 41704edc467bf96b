/**
 * Gets one address as a wire may: within bounds of size and time, over redirects that are looked at one by one, and
 * from public addresses alone. Whatever goes wrong has a name, and says on which hop.
 */
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { request, type Dispatcher } from 'undici';
import { AddressRefused, createGuardedAgent, type Lookup } from './guarded-agent.ts';

export interface FetchLimits {
  /** Of the body as it is once unpacked. */
  readonly maxBytes: number;
  /** For all hops together. */
  readonly totalMs: number;
  /** How long the other side may say nothing. */
  readonly idleMs: number;
  readonly redirects: number;
}

export const FETCH_LIMITS: FetchLimits = {
  maxBytes: 10 * 1024 * 1024,
  totalMs: 30_000,
  idleMs: 10_000,
  redirects: 5,
};

export interface FetchParts {
  readonly url: string;
  /** For every hop. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For the origin of `url` alone: they may hold a password. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /** Hosts that may have a private address, as they stand in a URL. */
  readonly allow?: readonly string[];
  readonly limits?: Partial<FetchLimits>;
  readonly signal?: AbortSignal;
  readonly lookup?: Lookup;
}

export interface Fetched {
  readonly status: number;
  /** By their lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  /** Unpacked; empty unless the status is 200. */
  readonly body: Buffer;
  /** Where it came from in the end. */
  readonly url: string;
}

export type FetchProblemType =
  | 'address-refused'
  | 'not-found'
  | 'not-http'
  | 'bad-redirect'
  | 'too-many-redirects'
  | 'too-large'
  | 'too-slow'
  | 'cut-off'
  | 'encoding'
  | 'connection'
  | 'stopped';

export class FetchProblem extends Error {
  override name = 'FetchProblem';
  readonly type: FetchProblemType;
  /** 1 is the address itself, 2 where it redirected to. */
  readonly hop: number;

  constructor(type: FetchProblemType, hop: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
    this.hop = hop;
  }
}

/** Any status but a redirect is an answer. @throws {FetchProblem} */
export async function fetchGuarded(parts: FetchParts): Promise<Fetched> {
  const limits = { ...FETCH_LIMITS, ...parts.limits };
  const agent = createGuardedAgent(parts);
  const tooSlow = AbortSignal.timeout(limits.totalMs);
  const signal = parts.signal ? AbortSignal.any([tooSlow, parts.signal]) : tooSlow;
  const first = new URL(parts.url);
  let url = first;
  try {
    for (let hop = 1; ; hop += 1) {
      const answer = await ask(url, hop);
      if ('status' in answer) return answer;
      if (hop > limits.redirects) {
        throw new FetchProblem('too-many-redirects', hop, say(hop, url, `redirects for the ${hop}th time`));
      }
      url = answer.to;
    }
  } finally {
    await agent.destroy();
  }

  async function ask(at: URL, hop: number): Promise<Fetched | { readonly to: URL }> {
    if (at.protocol !== 'http:' && at.protocol !== 'https:') {
      throw new FetchProblem('not-http', hop, say(hop, at, 'is neither http nor https'));
    }
    try {
      const response = await request(at, {
        dispatcher: agent,
        signal,
        headersTimeout: limits.idleMs,
        bodyTimeout: limits.idleMs,
        headers: {
          'user-agent': 'news-ticker',
          accept:
            'application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5',
          'accept-encoding': 'gzip, deflate, br',
          ...parts.headers,
          // Whoever is redirected to does not get the password.
          ...(at.origin === first.origin && parts.secretHeaders),
        },
      });
      // What is not read is cut off, and would say so to nobody but the whole process.
      response.body.on('error', () => undefined);
      if ([301, 302, 303, 307, 308].includes(response.statusCode)) {
        return { to: redirected(response, at, hop) };
      }
      const body = response.statusCode === 200 ? await readBody(response, limits.maxBytes) : Buffer.alloc(0);
      return { status: response.statusCode, headers: headersOf(response), body, url: at.href };
    } catch (error) {
      if (error instanceof FetchProblem) throw error;
      throw toProblem(error, at, hop);
    }
  }

  function toProblem(error: unknown, at: URL, hop: number): FetchProblem {
    const [type, message] = reasonOf(error);
    return new FetchProblem(type, hop, say(hop, at, message), { cause: error });
  }

  function reasonOf(error: unknown): [FetchProblemType, string] {
    if (parts.signal?.aborted) return ['stopped', 'was still under way when it was stopped'];
    if (tooSlow.aborted) return ['too-slow', `took more than ${limits.totalMs / 1000} s`];
    if (error instanceof TooLarge)
      return ['too-large', `is more than ${limits.maxBytes} bytes once unpacked`];
    if (error instanceof UnknownEncoding) return ['encoding', error.message];
    if (error instanceof AddressRefused) return ['address-refused', `is refused: ${error.message}`];
    const code = codeOf(error);
    if (/^UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT$/.test(code))
      return ['too-slow', `said nothing for ${limits.idleMs / 1000} s`];
    if (/^(ENOTFOUND|EAI_)/.test(code)) return ['not-found', 'has a host name that is not known'];
    if (code === 'Z_BUF_ERROR' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
      return ['cut-off', 'was cut off'];
    if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR'))
      return ['encoding', 'is not packed as it says'];
    if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_ABORTED') return ['cut-off', 'was cut off'];
    return ['connection', `cannot be reached (${code === '' ? String(error) : code})`];
  }
}

class TooLarge extends Error {}
class UnknownEncoding extends Error {}

function redirected(response: Dispatcher.ResponseData, at: URL, hop: number): URL {
  const location = headersOf(response).get('location') ?? '';
  if (location === '' || !URL.canParse(location, at.href)) {
    throw new FetchProblem('bad-redirect', hop, say(hop, at, 'redirects to no address'));
  }
  const to = new URL(location, at);
  // A name and password in it are nobody's to send on.
  to.username = '';
  to.password = '';
  return to;
}

async function readBody(response: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) return; // Whoever stops listening ends the pipeline.
      chunks.push(chunk);
    }
  };
  const body: Readable = response.body;
  const unpack = unpacking(headersOf(response).get('content-encoding'));
  try {
    await (unpack ? pipeline(body, unpack, collect) : pipeline(body, collect));
  } catch (error) {
    // The end that we made ourselves is told as one from outside.
    if (size <= maxBytes) throw error;
  }
  if (size > maxBytes) throw new TooLarge();
  return Buffer.concat(chunks);
}

function unpacking(encoding = 'identity'): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new UnknownEncoding(`is packed as ${encoding.slice(0, 40)}, which is not known`);
  }
}

function headersOf({ headers }: Dispatcher.ResponseData): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value[0] ?? '') : (value ?? ''),
    ]),
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Without the query, which may hold a key. */
function say(hop: number, { origin, pathname }: URL, message: string): string {
  return `${hop === 1 ? '' : `Hop ${hop}: `}${origin}${pathname} ${message}.`;
}
