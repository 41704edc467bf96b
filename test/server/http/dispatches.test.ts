import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, KEY, startApp, submission, type RunningApp } from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
});
afterAll(() => server.close());

describe('publishing', () => {
  it('answers where the dispatch stands, and the whole dispatch stands there', async () => {
    const answer = await server.send(
      'POST',
      '/api/dispatches',
      submission({ id: 'eerste', body: ['Een alinea.'] }),
    );
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/api/dispatches/eerste');
    expect(answer.headers.get('etag')).toBe('"1"');
    const appended = await jsonOf(answer);
    expect(appended).toMatchObject({ id: 'eerste', version: 1, ack: 'disk' });
    expect(appended.epoch).toBeTypeOf('string');

    const dispatch = await server.ask('/api/dispatches/eerste');
    expect(dispatch.headers.get('access-control-allow-origin')).toBe('*');
    expect(dispatch.headers.get('cache-control')).toBe('no-cache');
    expect(await dispatch.json()).toMatchObject({
      id: 'eerste',
      version: 1,
      section: 'buitenland',
      title: 'Brug over de rivier weer open',
      dateline: { places: ['OSLO'], agencies: ['ANP'], raw: 'OSLO (ANP)' },
      lead: 'De brug is sinds vanochtend weer open voor verkeer.',
      body: [{ kind: 'paragraph', text: 'Een alinea.' }],
      urgency: 4,
      status: 'usable',
      lang: 'nl',
    });
  });

  it('makes an id where none is given, in the order of time', async () => {
    const first = await jsonOf(await server.send('POST', '/api/dispatches', submission()));
    const second = await jsonOf(await server.send('POST', '/api/dispatches', submission()));
    expect(first.id).toMatch(/^[0-9a-z]{14}$/);
    expect(second.id).not.toBe(first.id);
    expect(String(second.id).slice(0, 8) >= String(first.id).slice(0, 8)).toBe(true);
  });

  it('the same again is a repeat, whatever the order of its keys', async () => {
    const fields = submission({ id: 'herhaald', version: 3, note: 'een noot', urgency: 2 });
    const first = await server.send('POST', '/api/dispatches', fields);
    const turned = Object.fromEntries(Object.entries(fields).reverse());
    const again = await server.send('POST', '/api/dispatches', turned);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(await again.json()).toEqual(await first.json());
  });

  it('the same id and version with other content is a conflict that names the newest', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'botst' }));
    await server.send('PUT', '/api/dispatches/botst', submission({ title: 'Tweede' }));
    const answer = await server.send('POST', '/api/dispatches', submission({ id: 'botst', title: 'Anders' }));
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      type: 'urn:news-ticker:problem:version-conflict',
      status: 409,
      newest: 2,
    });
  });

  it('an embargo that has passed publishes at once', async () => {
    const answer = await server.send(
      'POST',
      '/api/dispatches',
      submission({ embargo: '2020-01-01T00:00:00Z' }),
    );
    expect(answer.status).toBe(201);
  });
});

describe('correcting', () => {
  it('makes the next version; the very same content is a repeat', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'fout' }));
    const correction = submission({ title: 'Brug over het kanaal weer open', signal: 'correction' });
    const first = await server.send('PUT', '/api/dispatches/fout', correction);
    const again = await server.send('PUT', '/api/dispatches/fout', correction);
    expect([first.status, again.status]).toEqual([200, 200]);
    const appended = await jsonOf(first);
    expect(appended).toMatchObject({ id: 'fout', version: 2 });
    expect(await jsonOf(again)).toEqual(appended);
  });

  it('keeps the time at which it was published', async () => {
    const publishedAt = Date.now() - 7_200_000;
    await server.send('POST', '/api/dispatches', submission({ id: 'oud', publishedAt }));
    await server.send('PUT', '/api/dispatches/oud', submission({ title: 'Nieuwe kop' }));
    const dispatch = await jsonOf(await server.ask('/api/dispatches/oud'));
    expect(dispatch).toMatchObject({ version: 2, publishedAt });
    expect(Number(dispatch.updatedAt)).toBeGreaterThan(publishedAt);
  });

  it.each([
    ['"1"', 412],
    ['"2"', 200],
    ['W/"2"', 200],
    ['*', 200],
    ['"9"', 412],
    ['2', 400],
    ['"two"', 400],
    ['"1", "2"', 400],
  ])('with If-Match %s of a dispatch at version 2 answers %i', async (ifMatch, status) => {
    const id = `voorwaarde-${encodeURIComponent(ifMatch).replaceAll('%', '')}`;
    await server.send('POST', '/api/dispatches', submission({ id }));
    await server.send('PUT', `/api/dispatches/${id}`, submission({ title: 'Tweede' }));
    const answer = await server.send('PUT', `/api/dispatches/${id}`, submission({ title: 'Derde' }), {
      'if-match': ifMatch,
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain(
      status === 200 ? 'application/json' : 'problem+json',
    );
  });

  it('the ETag of the highest version that can be said is a precondition, too', async () => {
    const { headers } = await server.send(
      'POST',
      '/api/dispatches',
      submission({ id: 'hoog', version: 1e15 }),
    );
    const next = submission({ title: 'Nog hoger' });
    const answer = await server.send('PUT', '/api/dispatches/hoog', next, {
      'if-match': headers.get('etag') ?? '',
    });
    expect([answer.status, await jsonOf(answer)]).toMatchObject([200, { version: 1e15 + 1 }]);
  });

  it('an unknown dispatch is 404', async () => {
    expect((await server.send('PUT', '/api/dispatches/bestaat-niet', submission())).status).toBe(404);
  });

  it('the body may not name another id than the address', async () => {
    const answer = await server.send('PUT', '/api/dispatches/een', submission({ id: 'ander' }));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ problems: [{ path: 'id' }] });
  });
});

describe('withdrawing', () => {
  it('takes the text away; a second time is a repeat, and nothing brings it back', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'weg', title: 'Geheim woord zwanebrug' }));
    const first = await server.send('DELETE', '/api/dispatches/weg', { reason: 'onjuist' });
    const again = await server.send('DELETE', '/api/dispatches/weg');
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await jsonOf(again)).toEqual(await jsonOf(first));

    const read = await server.ask('/api/dispatches/weg');
    expect(read.status).toBe(410);
    expect(await read.text()).not.toMatch(/zwanebrug|onjuist/);
    expect((await server.send('PUT', '/api/dispatches/weg', submission())).status).toBe(409);
    const board = await (await server.ask('/api/sections/buitenland')).text();
    expect(board).not.toContain('zwanebrug');
  });

  it('is what publishing it as canceled does', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'afgelast' }));
    const answer = await server.send('PUT', '/api/dispatches/afgelast', submission({ status: 'canceled' }));
    expect(await jsonOf(answer)).toMatchObject({ id: 'afgelast', version: 2 });
    expect((await server.ask('/api/dispatches/afgelast')).status).toBe(410);
  });

  it('an unknown dispatch is 404, an older version 412, a wrong body 422', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'blijft' }));
    const statuses = await Promise.all([
      server.send('DELETE', '/api/dispatches/bestaat-niet'),
      server.send('DELETE', '/api/dispatches/blijft', undefined, { 'if-match': '"7"' }),
      server.send('DELETE', '/api/dispatches/blijft', { because: 'why' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 412, 422]);
    expect((await server.ask('/api/dispatches/blijft')).status).toBe(200);
  });

  it('a withheld dispatch is not there, and comes back with a later version', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'opgehouden' }));
    await server.send('PUT', '/api/dispatches/opgehouden', submission({ status: 'withheld' }));
    expect((await server.ask('/api/dispatches/opgehouden')).status).toBe(404);
    const gone = async () => (await jsonOf(await server.ask('/api/sections/buitenland?min=1'))).gone;
    await expect.poll(gone).toContainEqual({ id: 'opgehouden', version: 2, held: true });
    await server.send('PUT', '/api/dispatches/opgehouden', submission({ title: 'Toch wel' }));
    expect(await jsonOf(await server.ask('/api/dispatches/opgehouden'))).toMatchObject({ title: 'Toch wel' });
  });
});

describe('reading one dispatch', () => {
  it('asked again with its ETag costs a 304', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'gelezen' }));
    const answer = await server.ask('/api/dispatches/gelezen', { headers: { 'if-none-match': '"1"' } });
    expect(answer.status).toBe(304);
  });

  it('an unknown id, and one that nobody could have, are 404', async () => {
    expect((await server.ask('/api/dispatches/onbekend')).status).toBe(404);
    expect((await server.ask(`/api/dispatches/${'x'.repeat(3000)}`)).status).toBe(404);
    expect((await server.ask('/api/dispatches/%E0%A4%A')).status).toBe(400);
  });
});

describe('bad input', () => {
  it('names every wrong field with its path and what is right', async () => {
    const answer = await server.send('POST', '/api/dispatches', {
      id: 'a b',
      version: 0,
      section: 'bestaatniet',
      title: '',
      body: ['goed', 7],
      urgency: 11,
      status: 'live',
      publishedAt: 'gisteren',
      url: 'javascript:alert(1)',
      titel: 'typefout',
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const problem = await jsonOf(answer);
    expect(problem).toMatchObject({ title: 'Unprocessable Entity', status: 422 });
    const problems = problem.problems as { path: string; message: string }[];
    expect(problems.map(({ path }) => path.split('.')[0]).sort()).toEqual(
      [
        'body',
        'id',
        'publishedAt',
        'section',
        'status',
        'text',
        'titel',
        'title',
        'url',
        'urgency',
        'version',
      ].sort(),
    );
    expect(problems.find(({ path }) => path === 'section')?.message).toContain('buitenland');
    expect(problems.every(({ message }) => message.length > 5)).toBe(true);
  });

  it.each([
    ['an unknown section', { section: 'weer' }, 'section'],
    [
      'a time two hours ahead, and past its embargo',
      { publishedAt: Date.now() + 7_200_000, embargo: Date.now() + 60_000 },
      'publishedAt',
    ],
    ['a time two hours ahead', { publishedAt: Date.now() + 7_200_000 }, 'publishedAt'],
    ['a time without its zone', { publishedAt: '2026-11-21T10:00' }, 'publishedAt'],
    ['half a surrogate pair as id', { id: '\ud800' }, 'id'],
    ['a section that every object has', { section: 'constructor' }, 'section'],
  ])('%s is 422 at its path', async (_what, fields, path) => {
    const answer = await server.send('POST', '/api/dispatches', submission(fields));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ problems: [{ path }] });
  });

  it.each([['[]'], ['null'], ['"text"'], ['7'], ['']])('a body of %j is 422', async (body) => {
    expect((await server.send('POST', '/api/dispatches', body)).status).toBe(422);
  });

  it('broken JSON is 400 and says where', async () => {
    const answer = await server.send('POST', '/api/dispatches', '{\n  "title": "een",\n  "text": nee\n}');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      type: 'urn:news-ticker:problem:not-json',
      detail: 'The body is not JSON: it goes wrong at line 3, column 12.',
    });
  });

  it('a body too large is 413', async () => {
    const answer = await server.send('POST', '/api/dispatches', submission({ body: 'x'.repeat(300_000) }));
    expect(answer.status).toBe(413);
  });

  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x']])(
    'a body of type %s is 415',
    async (type) => {
      const answer = await server.send('POST', '/api/dispatches', '{}', { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(answer.headers.get('accept')).toBe('application/json');
    },
  );

  it.each<[string, Record<string, string>, string]>([
    [
      'charset',
      { 'content-type': 'application/json; charset=latin1' },
      'The charset of the body must be utf-8.',
    ],
    [
      'content encoding',
      { 'content-encoding': 'compress' },
      'The content encoding must be gzip, deflate or br, or not given.',
    ],
  ])('a body in another %s is 415 and says what is right', async (_, headers, detail) => {
    const answer = await server.send('POST', '/api/dispatches', '{}', headers);
    expect([answer.status, (await jsonOf(answer)).detail]).toEqual([415, detail]);
  });

  it('an address that is no text is 400 and says what is right', async () => {
    const answer = await server.ask('/api/dispatches/%ff');
    expect([answer.status, (await jsonOf(answer)).detail]).toEqual([
      400,
      'The address must be UTF-8, percent-encoded where it is not ASCII.',
    ]);
  });

  it('a prototype in the JSON reaches nobody', async () => {
    const text = JSON.stringify(submission({ id: 'proto' })).replace(
      '{',
      '{"__proto__": {"polluted": true},',
    );
    await server.send('POST', '/api/dispatches', text);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it.each([
    ['no key', undefined],
    ['a wrong key', 'Bearer wrong'],
    ['another scheme', `Basic ${KEY}`],
    ['the key alone', KEY],
  ])('%s is 401 with a challenge', async (_what, authorization) => {
    const answer = await server.ask('/api/dispatches', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify(submission()),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="news-ticker"/);
    expect(await answer.json()).toMatchObject({ status: 401 });
  });

  it('an unknown route is 404, a wrong method 405 with what is possible', async () => {
    const unknown = await server.ask('/api/nothing');
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    for (const [method, path, allow] of [
      ['PATCH', '/api/dispatches/x', 'GET, HEAD, PUT, DELETE, OPTIONS'],
      ['GET', '/api/dispatches', 'POST, OPTIONS'],
      ['POST', '/api/sections', 'GET, HEAD, OPTIONS'],
      ['DELETE', '/api/sections/sport', 'GET, HEAD, OPTIONS'],
      ['POST', '/healthz', 'GET, HEAD'],
    ] as const) {
      const answer = await server.send(method, path);
      expect([method, path, answer.status, answer.headers.get('allow')]).toEqual([method, path, 405, allow]);
    }
  });
});

describe('a page of another origin', () => {
  it('may publish with a key: its browser asks first', async () => {
    const answer = await server.ask('/api/dispatches', {
      method: 'OPTIONS',
      headers: { origin: 'https://partner.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization');
  });
});
