import { createServer } from 'node:net';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, createGzip, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchGuarded, FetchProblem, type FetchParts } from '../../../server/wire/fetch.ts';
import { isPublic, type Lookup } from '../../../server/wire/guarded-agent.ts';
import { startFeedServer } from './feed-server.ts';

const allow = ['127.0.0.1'];

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '10.0.0.5',
    '172.16.9.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '::7f00:1',
    '::a00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fd00::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '100::1',
    'no address',
  ])('%s is not public', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  test.each(['8.8.8.8', '93.184.216.34', '2606:2800:220:1::1'])('%s is public', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('a fetch', () => {
  test('brings the body and the headers', async () => {
    const server = await startFeedServer((_request, response) => {
      response.setHeader('ETag', '"one"').end('<rss/>');
    });
    const { status, body, headers, url } = await fetchGuarded({ url: `${server.url}/feed`, allow });
    expect([status, body.toString(), headers.get('etag'), url]).toEqual([
      200,
      '<rss/>',
      '"one"',
      `${server.url}/feed`,
    ]);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('unpacks %s', async (encoding, pack) => {
    const server = await startFeedServer((_request, response) => {
      response.setHeader('Content-Encoding', encoding).end(pack('<rss/>'));
    });
    expect((await fetchGuarded({ url: server.url, allow })).body.toString()).toBe('<rss/>');
  });

  test('refuses a private address that nobody allowed, and never connects to it', async () => {
    const server = await startFeedServer((_request, response) => response.end('secret'));
    expect(await problemOf({ url: server.url })).toMatchObject({ type: 'address-refused', hop: 1 });
    expect(server.asked).toEqual([]);
  });

  test.each([
    'http://2130706433',
    'http://0x7f000001',
    'http://[::ffff:127.0.0.1]',
    'http://[::127.0.0.1]',
    'http://0',
    'http://127.1',
  ])('refuses the loopback in disguise: %s', async (origin) => {
    const server = await startFeedServer((_request, response) => response.end('secret'));
    expect(await problemOf({ url: `${origin}:${server.port}/` })).toMatchObject({ type: 'address-refused' });
    expect(server.asked).toEqual([]);
  });

  test('refuses a name that resolves to a private address', async () => {
    const server = await startFeedServer((_request, response) => response.end('secret'));
    const problem = await problemOf({
      url: `http://feeds.example:${server.port}/`,
      lookup: resolvingTo('127.0.0.1'),
    });
    expect(problem).toMatchObject({ type: 'address-refused', hop: 1 });
    expect(server.asked).toEqual([]);
  });

  test('connects to the address that was checked, whatever the name resolves to a moment later', async () => {
    const server = await startFeedServer((_request, response) => response.end('secret'));
    const answers = ['192.0.0.170', '127.0.0.1', '127.0.0.1'];
    let asked = 0;
    const lookup: Lookup = (_hostname, _options, callback) => {
      asked += 1;
      callback(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]);
    };
    expect(await problemOf({ url: `http://rebind.example:${server.port}/`, lookup })).toMatchObject({
      type: 'address-refused',
    });
    expect(asked).toBe(1);
    expect(server.asked).toEqual([]);
  });

  test('refuses a name that has private addresses only', async () => {
    const lookup: Lookup = (_hostname, _options, callback) => {
      callback(null, [
        { address: '10.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ]);
    };
    expect(await problemOf({ url: 'http://both.example/', lookup })).toMatchObject({
      type: 'address-refused',
    });
  });

  test('allows a host by its name alone, not by its address', async () => {
    const server = await startFeedServer((_request, response) => response.end('inside'));
    const url = `http://intern.example:${server.port}/`;
    const lookup = resolvingTo('127.0.0.1');
    expect((await fetchGuarded({ url, lookup, allow: ['intern.example'] })).body.toString()).toBe('inside');
    expect(await problemOf({ url, lookup, allow })).toMatchObject({ type: 'address-refused' });
  });

  test('follows redirects, and says where it ended', async () => {
    const server = await startFeedServer((request, response) => {
      const hop = Number(request.url?.slice(1));
      if (hop === 5) response.end('there');
      else
        response.writeHead([301, 302, 303, 307, 308][hop] ?? 302, { Location: `/${hop + 1}` }).end('moved');
    });
    const { body, url } = await fetchGuarded({ url: `${server.url}/0`, allow });
    expect([body.toString(), url]).toEqual(['there', `${server.url}/5`]);
  });

  test('follows only so many', async () => {
    const server = await startFeedServer((_request, response) =>
      response.writeHead(302, { Location: '/again' }).end(),
    );
    expect(await problemOf({ url: server.url, allow })).toMatchObject({ type: 'too-many-redirects', hop: 6 });
    expect(server.asked).toHaveLength(6);
  });

  test('refuses a redirect to a private address, and names the hop', async () => {
    const inner = await startFeedServer((_request, response) => response.end('secret'));
    const outer = await startFeedServer((_request, response) =>
      response.writeHead(302, { Location: `http://localhost:${inner.port}/admin` }).end(),
    );
    const problem = await problemOf({ url: outer.url, allow });
    expect(problem).toMatchObject({ type: 'address-refused', hop: 2 });
    expect(problem.message).toContain('Hop 2');
    expect(inner.asked).toEqual([]);
  });

  test.each([
    ['file:///etc/passwd', 'not-http'],
    ['gopher://127.0.0.1/', 'not-http'],
    ['http://', 'bad-redirect'],
    ['', 'bad-redirect'],
  ])('does not follow a redirect to "%s"', async (Location, type) => {
    const server = await startFeedServer((_request, response) => response.writeHead(302, { Location }).end());
    expect(await problemOf({ url: server.url, allow })).toMatchObject({ type });
  });

  test('keeps its secret headers from every other origin', async () => {
    const other = await startFeedServer((_request, response) => response.end('theirs'));
    const own = await startFeedServer((request, response) => {
      if (request.url === '/here') response.writeHead(302, { Location: '/there' }).end();
      else response.writeHead(302, { Location: `http://user:pass@127.0.0.1:${other.port}/` }).end();
    });
    const secretHeaders = { authorization: 'Bearer secret', 'x-api-key': 'secret' };
    await fetchGuarded({ url: `${own.url}/here`, allow, secretHeaders });
    expect(own.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret', 'Bearer secret']);
    expect(other.asked).toHaveLength(1);
    expect(JSON.stringify(other.asked[0]?.headers)).not.toMatch(/secret|Basic/);
  });

  test('ends a body that unpacks to more than it may', async () => {
    const server = await startFeedServer((_request, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      const zeros = Readable.from(endlessly(Buffer.alloc(1024 * 1024)));
      // Whoever waited for its end would wait for ever.
      pipeline(zeros, createGzip(), response).catch(() => undefined);
    });
    expect(await problemOf({ url: server.url, allow })).toMatchObject({ type: 'too-large', hop: 1 });
  });

  test('ends a body of more than 10 MB that does not say its size', async () => {
    const server = await startFeedServer((_request, response) => {
      response.write(Buffer.alloc(11 * 1024 * 1024));
      response.end();
    });
    expect(await problemOf({ url: server.url, allow })).toMatchObject({ type: 'too-large' });
  });

  test('ends a server that takes the request and says nothing', async () => {
    const server = await startFeedServer(() => undefined);
    expect(await problemOf({ url: server.url, allow, limits: { idleMs: 300 } })).toMatchObject({
      type: 'too-slow',
    });
  });

  test('ends a server that falls silent in the middle', async () => {
    const server = await startFeedServer((_request, response) => void response.write('<rss>'));
    expect(await problemOf({ url: server.url, allow, limits: { idleMs: 300 } })).toMatchObject({
      type: 'too-slow',
    });
  });

  test('ends a server that keeps dripping, in its time for all', async () => {
    const server = await startFeedServer((_request, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const problem = await problemOf({ url: server.url, allow, limits: { totalMs: 400, idleMs: 5000 } });
    expect(problem).toMatchObject({ type: 'too-slow' });
    expect(problem.message).toContain('0.4 s');
  });

  test('tells a body that was cut off from a whole one', async () => {
    const server = await startFeedServer((_request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 }).write('<rss>');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await problemOf({ url: server.url, allow })).toMatchObject({ type: 'cut-off' });
  });

  test('tells a packed body that was cut off', async () => {
    const whole = gzipSync('<rss>'.repeat(1000));
    const server = await startFeedServer((_request, response) => {
      response.setHeader('Content-Encoding', 'gzip').end(whole.subarray(0, -10));
    });
    expect(await problemOf({ url: server.url, allow })).toMatchObject({ type: 'cut-off' });
  });

  test.each([
    ['gzip', 'not packed at all'],
    ['br', 'not packed at all'],
    ['zstd', '…'],
  ])('says that a body is not %s as it claims, or not known', async (encoding, body) => {
    const server = await startFeedServer((_request, response) => {
      response.setHeader('Content-Encoding', encoding).end(body);
    });
    expect(await problemOf({ url: server.url, allow })).toMatchObject({ type: 'encoding' });
  });

  test('says that a host is not known, and that nobody listens', async () => {
    const lookup: Lookup = (_hostname, _options, callback) => {
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    };
    expect(await problemOf({ url: 'http://nowhere.example/', lookup })).toMatchObject({ type: 'not-found' });
    const socket = createServer();
    socket.listen(0, '127.0.0.1');
    await once(socket, 'listening');
    const address = socket.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    socket.close();
    expect(await problemOf({ url: `http://127.0.0.1:${port}/`, allow })).toMatchObject({
      type: 'connection',
    });
  });

  test('says what is not HTTP at all', async () => {
    const socket = createServer((connection) => connection.end('220 mail.example ESMTP\r\n'));
    socket.listen(0, '127.0.0.1');
    await once(socket, 'listening');
    onTestFinished(() => void socket.close());
    const address = socket.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    expect(await problemOf({ url: `http://127.0.0.1:${port}/`, allow })).toMatchObject({
      type: 'connection',
    });
  });

  test('leaves the query, which may hold a key, out of what it says', async () => {
    const { message } = await problemOf({ url: 'http://127.0.0.1/feed?key=secret' });
    expect(message).toContain('http://127.0.0.1/feed');
    expect(message).not.toContain('secret');
  });

  test('ends at once when it is called off', async () => {
    const server = await startFeedServer(() => undefined);
    const stop = new AbortController();
    const ending = problemOf({ url: server.url, allow, signal: stop.signal });
    await expect.poll(() => server.asked.length).toBe(1);
    stop.abort();
    expect(await ending).toMatchObject({ type: 'stopped' });
  });
});

function* endlessly(chunk: Buffer): Generator<Buffer> {
  for (;;) yield chunk;
}

async function problemOf(parts: FetchParts): Promise<FetchProblem> {
  try {
    await fetchGuarded(parts);
  } catch (error) {
    if (error instanceof FetchProblem) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

function resolvingTo(address: string): Lookup {
  return (_hostname, _options, callback) => {
    callback(null, [{ address, family: 4 }]);
  };
}
