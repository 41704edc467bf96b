import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startApp, submission, type RunningApp } from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp({
    settings: { PUBLISH_KEYS: 'chef:a-key-for-tests-only,stage:another-key-for-tests' },
  });
});
afterAll(() => server.close());

const LATER = () => Date.now() + 3_600_000;

describe('holding and releasing', () => {
  it('hides what is published, and brings back the same words without telling of a correction again', async () => {
    await publish('brug', {
      title: 'Brug dicht',
      signal: 'correction',
      note: 'De brug is dicht, niet open.',
    });
    const held = await server.send('POST', '/api/dispatches/brug/hold', { note: 'Eerst nabellen.' });
    expect([held.status, await jsonOf(held)]).toMatchObject([200, { id: 'brug', version: 2 }]);
    expect((await server.ask('/api/dispatches/brug')).status).toBe(404);
    expect(await boardText()).not.toContain('Brug dicht');
    expect(await jsonOf(await server.send('GET', '/api/dispatches/brug'))).toMatchObject({
      title: 'Brug dicht',
      status: 'withheld',
    });

    const released = await server.send('POST', '/api/dispatches/brug/release');
    expect(await jsonOf(released)).toMatchObject({ version: 3 });
    const dispatch = await jsonOf(await server.ask('/api/dispatches/brug'));
    expect(dispatch).toMatchObject({ title: 'Brug dicht', status: 'usable', version: 3 });
    expect(dispatch).not.toHaveProperty('signal');
    expect(dispatch).not.toHaveProperty('note');
  });

  it('said twice counts once', async () => {
    await publish('tweemaal');
    for (const [act, version] of [
      ['hold', 2],
      ['hold', 2],
      ['release', 3],
      ['release', 3],
    ] as const) {
      const answer = await server.send('POST', `/api/dispatches/tweemaal/${act}`);
      expect([act, answer.status, (await jsonOf(answer)).version]).toEqual([act, 200, version]);
    }
  });

  it('keeps the place on the board', async () => {
    const publishedAt = Date.now() - 7_200_000;
    await publish('plaats', { publishedAt });
    await server.send('POST', '/api/dispatches/plaats/hold');
    await server.send('POST', '/api/dispatches/plaats/release');
    expect(await jsonOf(await server.ask('/api/dispatches/plaats'))).toMatchObject({ publishedAt });
  });

  it('stops a next version under embargo, too, and releases it with other words', async () => {
    await publish('verder', { title: 'Eerste bericht' });
    await server.send(
      'PUT',
      '/api/dispatches/verder',
      submission({ title: 'Tweede bericht', embargo: LATER() }),
    );
    await server.send('POST', '/api/dispatches/verder/hold');
    expect((await server.ask('/api/dispatches/verder')).status).toBe(404);
    expect(await waiting('verder')).not.toHaveProperty('until');
    await server.send('POST', '/api/dispatches/verder/release');
    expect(await jsonOf(await server.ask('/api/dispatches/verder'))).toMatchObject({
      title: 'Tweede bericht',
    });
    expect((await server.send('GET', '/api/waiting/verder')).status).toBe(404);
  });

  it('an older version is 412 and names the newest, an unknown id 404, a withdrawn one 409', async () => {
    await publish('oudere');
    await server.send('PUT', '/api/dispatches/oudere', submission({ title: 'Nieuwer' }));
    const stale = await server.send('POST', '/api/dispatches/oudere/hold', {}, { 'if-match': '"1"' });
    expect([stale.status, await jsonOf(stale)]).toMatchObject([412, { newest: 2 }]);
    await publish('ingetrokken');
    await server.send('DELETE', '/api/dispatches/ingetrokken');
    const statuses = await Promise.all([
      server.send('POST', '/api/dispatches/nooit-gezien/hold'),
      server.send('POST', '/api/dispatches/nooit-gezien/release'),
      server.send('POST', '/api/dispatches/ingetrokken/hold'),
      server.send('POST', '/api/dispatches/ingetrokken/release'),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 409, 409]);
  });
});

describe('an embargo', () => {
  it('is answered with 202 and the revision that waits; the same again is the same', async () => {
    const embargo = LATER();
    const fields = submission({ id: 'later', embargo });
    const first = await server.send('POST', '/api/dispatches', fields);
    const again = await server.send('POST', '/api/dispatches', fields);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(first.headers.get('location')).toBe('/api/waiting/later');
    const answer = await jsonOf(first);
    expect(answer).toEqual({ id: 'later', version: 1, revision: 1, until: embargo, ack: 'disk' });
    expect(await jsonOf(again)).toEqual(answer);
    expect((await server.ask('/api/dispatches/later')).status).toBe(404);
    expect(await waiting('later')).toMatchObject({ title: submission().title, until: embargo, by: 'chef' });
  });

  it('stays when a change forgets it, and is lifted by null', async () => {
    const embargo = LATER();
    await server.send('POST', '/api/dispatches', submission({ id: 'vergeten', embargo }));
    const changed = await server.send('PUT', '/api/dispatches/vergeten', submission({ title: 'Scherper' }));
    expect([changed.status, await jsonOf(changed)]).toMatchObject([
      202,
      { version: 1, revision: 2, until: embargo },
    ]);

    const lifted = await server.send(
      'PUT',
      '/api/dispatches/vergeten',
      submission({ title: 'Nu', embargo: null }),
    );
    expect([lifted.status, await jsonOf(lifted)]).toMatchObject([200, { version: 1 }]);
    expect((await server.send('GET', '/api/waiting/vergeten')).status).toBe(404);
    expect(await jsonOf(await server.ask('/api/dispatches/vergeten'))).toMatchObject({ title: 'Nu' });
  });

  it('can get another time, or none; a past one, and one of what does not wait, are refused', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'verzet', embargo: LATER() }));
    const until = LATER() + 60_000;
    const moved = await server.send('PUT', '/api/dispatches/verzet/embargo', { until, ifRevision: 1 });
    expect([moved.status, await jsonOf(moved)]).toMatchObject([202, { revision: 2, until }]);
    const stale = await server.send('PUT', '/api/dispatches/verzet/embargo', { until: null, ifRevision: 1 });
    expect([stale.status, await jsonOf(stale)]).toMatchObject([412, { revision: 2 }]);
    const none = await server.send('PUT', '/api/dispatches/verzet/embargo', { until: null, ifRevision: 2 });
    expect(await jsonOf(none)).not.toHaveProperty('until');

    await publish('staat-er-al');
    const answers = await Promise.all([
      server.send('PUT', '/api/dispatches/verzet/embargo', { until: Date.now() - 1 }),
      server.send('PUT', '/api/dispatches/verzet/embargo', {}),
      server.send('PUT', '/api/dispatches/staat-er-al/embargo', { until }),
      server.send('PUT', '/api/dispatches/nergens/embargo', { until }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 412, 404]);
  });

  it('released by hand is published once, dated at its release, and a late retry changes nothing', async () => {
    const fields = submission({ id: 'vroeger', embargo: LATER(), publishedAt: Date.now() - 3_600_000 });
    await server.send('POST', '/api/dispatches', fields);
    const before = Date.now();
    const released = await server.send('POST', '/api/dispatches/vroeger/release', { ifRevision: 1 });
    const again = await server.send('POST', '/api/dispatches/vroeger/release', { ifRevision: 1 });
    const retried = await server.send('POST', '/api/dispatches', fields);
    expect([released.status, again.status, retried.status]).toEqual([200, 200, 200]);
    const { n } = await jsonOf(released);
    expect([(await jsonOf(again)).n, (await jsonOf(retried)).n]).toEqual([n, n]);
    const { publishedAt } = await jsonOf(await server.ask('/api/dispatches/vroeger'));
    expect(publishedAt).toBeGreaterThanOrEqual(before);
  });

  it('on a next version leaves the first where it is', async () => {
    await publish('vervolg', { title: 'Zoals het is' });
    const answer = await server.send(
      'PUT',
      '/api/dispatches/vervolg',
      submission({ title: 'Zoals het wordt', embargo: LATER() }),
      { 'if-match': '"1"' },
    );
    expect([answer.status, await jsonOf(answer)]).toMatchObject([202, { id: 'vervolg', revision: 1 }]);
    expect(await jsonOf(await server.ask('/api/dispatches/vervolg'))).toMatchObject({
      title: 'Zoals het is',
    });
  });

  it('of a version that is published already, with other words, is a conflict at once', async () => {
    await publish('bezet');
    const fields = submission({ id: 'bezet', title: 'Anders', embargo: LATER() });
    const answer = await server.send('POST', '/api/dispatches', fields);
    expect([answer.status, await jsonOf(answer)]).toMatchObject([409, { newest: 1 }]);
    const late = await server.send(
      'PUT',
      '/api/dispatches/bezet',
      submission({ title: 'Anders', embargo: LATER() }),
      {
        'if-match': '"7"',
      },
    );
    expect(late.status).toBe(412);
    expect((await server.send('GET', '/api/waiting/bezet')).status).toBe(404);
  });
});

describe('taking away', () => {
  it('what only waits is discarded, and does not come back without a word', async () => {
    const fields = submission({ id: 'toch-niet', embargo: LATER() });
    await server.send('POST', '/api/dispatches', fields);
    const first = await server.send('DELETE', '/api/dispatches/toch-niet', { reason: 'dubbel' });
    const again = await server.send('DELETE', '/api/dispatches/toch-niet');
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await jsonOf(first)).toEqual({ id: 'toch-niet', discarded: true });
    expect(await jsonOf(again)).toEqual({ id: 'toch-niet', discarded: true });
    expect((await server.ask('/api/dispatches/toch-niet')).status).toBe(404);
    expect((await server.send('POST', '/api/dispatches', fields)).status).toBe(409);
    const back = await server.send('POST', '/api/dispatches', { ...fields, embargo: null, restore: true });
    expect([back.status, (await jsonOf(back)).version]).toEqual([201, 1]);
  });

  it('by its revision only what waits goes, and what is published stays', async () => {
    await publish('blijft-staan');
    await server.send(
      'PUT',
      '/api/dispatches/blijft-staan',
      submission({ title: 'Nieuw', embargo: LATER() }),
    );
    const stale = await server.send('DELETE', '/api/dispatches/blijft-staan', { ifRevision: 9 });
    expect([stale.status, await jsonOf(stale)]).toMatchObject([412, { revision: 1 }]);
    for (let time = 0; time < 2; time += 1) {
      const discarded = await server.send('DELETE', '/api/dispatches/blijft-staan', { ifRevision: 1 });
      expect(await jsonOf(discarded)).toEqual({ id: 'blijft-staan', discarded: true });
    }
    expect((await server.ask('/api/dispatches/blijft-staan')).status).toBe(200);
  });

  it('a withdrawal takes what waits with it, and only an explicit restore brings the id back', async () => {
    await publish('terug');
    await server.send('PUT', '/api/dispatches/terug', submission({ title: 'Straks', embargo: LATER() }));
    await server.send('DELETE', '/api/dispatches/terug', { reason: 'onjuist' });
    expect((await server.send('GET', '/api/waiting/terug')).status).toBe(404);
    const refused = await server.send('PUT', '/api/dispatches/terug', submission({ title: 'Hersteld' }));
    expect([refused.status, await jsonOf(refused)]).toMatchObject([409, { newest: 2 }]);
    const restored = await server.send(
      'PUT',
      '/api/dispatches/terug',
      submission({ title: 'Hersteld', restore: true }),
    );
    expect(await jsonOf(restored)).toMatchObject({ version: 3 });
    expect(await boardText()).toContain('Hersteld');
  });

  it('restored under embargo it comes back at its release, and withdrawn again before that it does not', async () => {
    await publish('straks-terug');
    await server.send('DELETE', '/api/dispatches/straks-terug');
    const fields = submission({ title: 'Weer terug', restore: true, embargo: LATER() });
    expect((await server.send('PUT', '/api/dispatches/straks-terug', fields)).status).toBe(202);
    expect((await server.ask('/api/dispatches/straks-terug')).status).toBe(410);
    expect(await jsonOf(await server.send('DELETE', '/api/dispatches/straks-terug'))).toMatchObject({
      discarded: true,
    });
    expect((await server.send('PUT', '/api/dispatches/straks-terug', fields)).status).toBe(202);
    const released = await server.send('POST', '/api/dispatches/straks-terug/release');
    expect(await jsonOf(released)).toMatchObject({ version: 3 });
  });
});

describe('the waiting list', () => {
  it('gives what has a time soonest first, then what waits for the desk', async () => {
    const soon = LATER() - 60_000;
    for (const [id, embargo] of [
      ['lijst-laat', LATER()],
      ['lijst-vroeg', soon],
      ['lijst-desk', LATER()],
    ] as const) {
      await server.send('POST', '/api/dispatches', submission({ id, embargo }));
    }
    await server.send('PUT', '/api/dispatches/lijst-desk/embargo', { until: null });
    const list = await server.send('GET', '/api/waiting');
    expect(list.headers.get('cache-control')).toBe('no-store');
    const { items } = (await jsonOf(list)) as { items: { id: string }[] };
    const ids = items.map(({ id }) => id).filter((id) => id.startsWith('lijst-'));
    expect(ids).toEqual(['lijst-vroeg', 'lijst-laat', 'lijst-desk']);
  });

  it('is for the desk alone', async () => {
    for (const [method, path] of [
      ['GET', '/api/waiting'],
      ['GET', '/api/waiting/later'],
      ['GET', '/api/dispatches/later/history'],
      ['POST', '/api/dispatches/later/release'],
      ['PUT', '/api/dispatches/later/embargo'],
      ['GET', '/api/sections/buitenland?at=1'],
    ] as const) {
      expect([path, (await server.ask(path, { method })).status]).toEqual([path, 401]);
    }
  });
});

describe('the audit trail', () => {
  it('names every act, who did it and when, and keeps no text of what was withdrawn', async () => {
    await server.send(
      'POST',
      '/api/dispatches',
      submission({ id: 'spoor', title: 'Zwanebrug', embargo: LATER() }),
    );
    await server.send('PUT', '/api/dispatches/spoor', submission({ title: 'Zwanebrug open' }), as('stage'));
    await server.send('POST', '/api/dispatches/spoor/release', undefined, as('stage'));
    await server.send(
      'PUT',
      '/api/dispatches/spoor',
      submission({ title: 'Zwanebrug dicht', signal: 'correction' }),
    );
    await server.send(
      'PUT',
      '/api/dispatches/spoor',
      submission({ title: 'Zwanebrug dicht', signal: 'update' }),
    );
    await server.send('PUT', '/api/dispatches/spoor', submission({ title: 'Zwanebrug is dicht' }));
    await server.send('POST', '/api/dispatches/spoor/hold', { note: 'nabellen' });
    await server.send('POST', '/api/dispatches/spoor/release');
    const whole = await jsonOf(await server.send('GET', '/api/dispatches/spoor/history'));
    const acts = whole.acts as {
      act: string;
      by: string;
      at: number;
      n?: number;
      dispatch?: { title: string };
    }[];
    expect(acts.map(({ act, by }) => `${act} ${by}`)).toEqual([
      'wait chef',
      'change stage',
      'release stage',
      'correct chef',
      'update chef',
      'refile chef',
      'hold chef',
      'release chef',
    ]);
    expect(acts[2]?.dispatch?.title).toBe('Zwanebrug open');
    expect(acts[6]).toMatchObject({ note: 'nabellen' });
    expect(acts.every(({ at }, i) => at >= (acts[i - 1]?.at ?? 0))).toBe(true);

    await server.send('DELETE', '/api/dispatches/spoor', { reason: 'verzonnen' });
    const after = await server.send('GET', '/api/dispatches/spoor/history');
    expect(after.headers.get('cache-control')).toBe('no-store');
    const text = await after.text();
    expect(text).not.toMatch(/Zwanebrug/);
    const last = (JSON.parse(text) as { acts: object[] }).acts;
    expect(last.at(-1)).toMatchObject({ act: 'withdraw', by: 'chef', note: 'verzonnen' });
    expect(last.slice(2, -1).every((act) => 'redacted' in act)).toBe(true);
  });

  it('nobody outside reads who did it', async () => {
    await publish('wie');
    const open = await Promise.all(
      ['/api/dispatches/wie', '/api/sections/buitenland', '/nieuws/buitenland'].map(async (path) =>
        (await server.ask(path)).text(),
      ),
    );
    expect(open.join()).not.toContain('chef');
  });

  it('of an id that nobody knows is 404', async () => {
    expect((await server.send('GET', '/api/dispatches/wat-is-dit/history')).status).toBe(404);
  });
});

async function publish(id: string, fields: Record<string, unknown> = {}): Promise<void> {
  const answer = await server.send('POST', '/api/dispatches', submission({ id, ...fields }));
  expect(answer.status).toBe(201);
}

async function waiting(id: string): Promise<Record<string, unknown>> {
  return jsonOf(await server.send('GET', `/api/waiting/${id}`));
}

async function boardText(): Promise<string> {
  return (await server.ask('/api/sections/buitenland')).text();
}

function as(name: 'stage'): Record<string, string> {
  return { authorization: `Bearer ${{ stage: 'another-key-for-tests' }[name]}` };
}
