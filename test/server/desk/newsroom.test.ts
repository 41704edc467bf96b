import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubmitAct } from '../../../server/desk/acts.ts';
import { createNewsroom, type Newsroom } from '../../../server/desk/newsroom.ts';
import { readSubmission } from '../../../server/desk/read-submission.ts';
import type { Log } from '../../../server/log/log.ts';
import { openSqliteLog } from '../../../server/log/sqlite-log.ts';
import type { Submission } from '../../../shared/dispatch.ts';
import { alterLog } from '../http/altered-log.ts';
import { submission, temporaryFolder } from '../http/running-app.ts';

const logger = pino({ level: 'silent' });
const boards = { has: () => true, sections: () => [] };

let dataDir: string;
let log: Log;
let newsroom: Newsroom;
beforeEach(async () => {
  dataDir = await temporaryFolder();
  log = await openSqliteLog({ file: join(dataDir, 'ticker.db'), logger });
  newsroom = createNewsroom({ log, logger });
});
afterEach(async () => {
  await newsroom.close();
  await log.close();
  await rm(dataDir, { recursive: true });
});

const later = () => log.now() + 3_600_000;

describe('what a wire delivers', () => {
  it('waits for the desk where its policy says so, with its source and version', async () => {
    const outcome = await deliver('anp-1', { title: 'Binnen' }, { version: 4, forDesk: true });
    expect(outcome).toMatchObject({ kind: 'waiting', waiting: { source: 'anp', version: 4, by: 'anp' } });
    const released = await newsroom.release({ id: 'anp-1', by: 'chef' });
    expect(released).toMatchObject({ kind: 'published', appended: { version: 4 } });
    expect(await log.find('anp-1')).toMatchObject({ by: 'chef' });
  });

  it('for the desk is never published by itself, and its embargo is told', async () => {
    const { waiting } = await expectWaiting(
      deliver('anp-2', { embargo: Date.UTC(2099, 0, 5, 5, 0) }, { forDesk: true }),
    );
    expect(waiting).not.toHaveProperty('until');
    expect(waiting.trouble).toContain('maandag 5 januari 2099 om 06:00');
  });

  it('a new version for the desk stops the release of the one before', async () => {
    await deliver('anp-3', {}, { forDesk: true });
    await newsroom.embargo({ id: 'anp-3', by: 'chef', until: later() });
    const { waiting } = await expectWaiting(deliver('anp-3', { title: 'Nieuwe feiten' }, { forDesk: true }));
    expect(waiting).not.toHaveProperty('until');
    expect(waiting.trouble).toMatch(/^Onder embargo tot /);
  });

  it('a kill before what it kills leaves a mark, and no public entry', async () => {
    const kill = await deliver('anp-4', { status: 'canceled' }, { version: 2 });
    expect(kill).toEqual({ kind: 'discarded', id: 'anp-4', repeated: false });
    expect(await log.head()).toMatchObject({ n: 0 });
    await expect(deliver('anp-4', {}, { version: 1 })).rejects.toMatchObject({ reason: 'withdrawn' });
    await expect(deliver('anp-4', {}, { version: 1, forDesk: true })).rejects.toMatchObject({
      reason: 'withdrawn',
    });
    expect(await deliver('anp-4', { status: 'canceled' })).toMatchObject({
      kind: 'discarded',
      repeated: true,
    });
  });

  it('a kill of what is published withdraws it, with its note as the reason', async () => {
    await deliver('anp-5', {});
    const kill = await deliver('anp-5', { status: 'canceled', note: 'bron trok terug' }, { version: 2 });
    expect(kill).toMatchObject({ kind: 'published', appended: { version: 2 } });
    expect(await log.find('anp-5')).toMatchObject({
      kind: 'withdrawal',
      reason: 'bron trok terug',
      by: 'anp',
    });
  });

  it('people who kill what nobody has seen are told so', async () => {
    const cancel = newsroom.submit(read({ status: 'canceled' }), { id: 'typefout', version: 1, by: 'chef' });
    await expect(cancel).rejects.toMatchObject({ reason: 'unknown' });
  });
});

describe('an editor and what waits', () => {
  it('publishing over what waits for the desk, unpublished, takes it out with its version', async () => {
    await deliver('over-1', { title: 'Ruw' }, { version: 5, forDesk: true });
    const act = { id: 'over-1', version: 'next', by: 'chef', mustExist: true } as const;
    expect(await newsroom.submit(read({ title: 'Bewerkt' }), act)).toMatchObject({
      appended: { version: 5 },
    });
    expect(await log.waiting.list()).toEqual([]);
  });

  it('correcting what is published leaves a version of the agency that waits for the desk', async () => {
    await deliver('over-2', {}, { version: 1 });
    await deliver('over-2', { title: 'Tweede van het bureau' }, { version: 2, forDesk: true });
    const act: SubmitAct = { id: 'over-2', version: 'next', by: 'chef' };
    await newsroom.submit(read({ title: 'Van de redactie' }), act);
    const [waiting] = await newsroom.waiting();
    expect(waiting).toMatchObject({ id: 'over-2', revision: 1 });

    const release = newsroom.release({ id: 'over-2', by: 'chef' });
    await expect(release).rejects.toMatchObject({ reason: 'conflict', newest: 2 });
    const decided = await newsroom.submit(read({ title: 'Van beide', ifRevision: 1 }), act);
    expect(decided).toMatchObject({ appended: { version: 3 } });
    expect(await newsroom.waiting()).toEqual([]);
  });

  it('naming another revision than waits is refused with the one that does', async () => {
    await deliver('revisie', {}, { forDesk: true });
    await deliver('revisie', { title: 'Anders' }, { forDesk: true });
    const act = { id: 'revisie', by: 'chef', ifRevision: 1 };
    const stale = { reason: 'stale', revision: 2 };
    await expect(newsroom.release(act)).rejects.toMatchObject(stale);
    await expect(newsroom.hold(act)).rejects.toMatchObject(stale);
    await expect(newsroom.withdraw(act)).rejects.toMatchObject(stale);
    await expect(newsroom.embargo({ ...act, until: later() })).rejects.toMatchObject(stale);
    await expect(newsroom.submit(read({ ifRevision: 0 }), { ...act, version: 'next' })).rejects.toMatchObject(
      stale,
    );
    await expect(
      newsroom.submit(read({ embargo: later() }), { ...act, version: 'next' }),
    ).rejects.toMatchObject(stale);
  });

  it('an act on a revision, said again without an answer, is the same act', async () => {
    await deliver('herhaald', { embargo: later() });
    const until = later() + 1000;
    const again = { kind: 'waiting', repeated: true };
    const act = { id: 'herhaald', by: 'chef' };
    await newsroom.embargo({ ...act, until, ifRevision: 1 });
    expect(await newsroom.embargo({ ...act, until, ifRevision: 1 })).toMatchObject(again);
    await newsroom.hold({ ...act, ifRevision: 2 });
    expect(await newsroom.hold({ ...act, ifRevision: 2 })).toMatchObject(again);
    // Somebody else's change to the same is not theirs.
    await expect(newsroom.hold({ ...act, by: 'stage', ifRevision: 2 })).rejects.toMatchObject({
      reason: 'stale',
    });
    expect(await newsroom.waiting()).toMatchObject([{ revision: 3 }]);
  });

  it('a kill that names a revision means that revision alone', async () => {
    await deliver('gericht', { embargo: later() });
    await deliver('gericht', { title: 'Anders', embargo: later() });
    const kill = (ifRevision: number) =>
      newsroom.submit(read({ status: 'canceled', ifRevision }), {
        id: 'gericht',
        version: 'next',
        by: 'chef',
      });
    await expect(kill(1)).rejects.toMatchObject({ reason: 'stale', revision: 2 });
    expect(await kill(2)).toMatchObject({ kind: 'discarded' });
  });

  it('taking away what never waited leaves no mark that keeps the id from being published', async () => {
    const discarding = newsroom.withdraw({ id: 'nooit-gezien', by: 'chef', ifRevision: 0 });
    await expect(discarding).rejects.toMatchObject({ reason: 'unknown' });
    const act: SubmitAct = { id: 'nooit-gezien', version: 1, by: 'chef' };
    expect(await newsroom.submit(read({}), act)).toMatchObject({ kind: 'published' });
  });

  it('what was dated at its embargo, and is released without it, is not dated in the future', async () => {
    const embargo = later() + 86_400_000;
    await deliver('voorgedateerd', { embargo, publishedAt: embargo });
    await newsroom.hold({ id: 'voorgedateerd', by: 'chef' });
    await newsroom.release({ id: 'voorgedateerd', by: 'chef' });
    const entry = await log.find('voorgedateerd');
    expect(entry).toMatchObject({ kind: 'dispatch' });
    expect(entry?.kind === 'dispatch' && entry.dispatch.publishedAt).toBeLessThanOrEqual(log.now());
  });

  it('an act that somebody disturbs looks again', async () => {
    await deliver('gestoord', {}, { version: 1 });
    let disturbances = 2;
    const disturbed = alterLog(log, {
      append: async (proposal: Parameters<Log['append']>[0]) => {
        const content = proposal.kind === 'dispatch' && proposal.content;
        if (content && content.status === 'withheld' && (disturbances -= 1) >= 0) {
          const title = `Ondertussen ${disturbances}`;
          await log.append({
            kind: 'dispatch',
            version: 'next',
            content: { ...content, title, status: 'usable' },
          });
        }
        return log.append(proposal);
      },
    });
    const room = createNewsroom({ log: disturbed, logger });
    await room.hold({ id: 'gestoord', by: 'chef' });
    await room.close();
    expect(await log.find('gestoord')).toMatchObject({
      version: 4,
      dispatch: { status: 'withheld', title: 'Ondertussen 0' },
    });
  });

  it('withdrawing and the release of its embargo at the same moment end withdrawn', async () => {
    for (let i = 0; i < 20; i += 1) {
      const id = `gelijk-${i}`;
      const act: SubmitAct = { id, version: 1, by: 'chef' };
      await newsroom.submit(read({ embargo: log.now() + 8 }), act);
      await new Promise((resolve) => setTimeout(resolve, 4 + (i % 8)));
      await newsroom.withdraw({ id, by: 'chef' });
      expect((await log.find(id))?.kind).not.toBe('dispatch');
      expect(await log.waiting.find(id)).toBe(undefined);
    }
  });
});

describe('the gate', () => {
  it.each([
    ['an hour ahead', { publishedAt: 3_600_000 }, []],
    ['more than an hour ahead', { publishedAt: 3_600_001 }, ['publishedAt']],
    ['dated at its embargo', { publishedAt: 86_400_000, embargo: 86_400_000 }, []],
    ['dated after its embargo', { publishedAt: 86_400_001, embargo: 86_400_000 }, ['publishedAt']],
    ['of an unknown section, and more', { section: 'weer', titel: 'x' }, ['titel', 'section']],
  ])('%s', (_what, fields, paths) => {
    const known = { has: (id: string) => id === 'buitenland', sections: () => [] };
    const reading = readSubmission(submission(fields), { boards: known, now: 0 });
    expect(reading.ok ? [] : reading.problems.map(({ path }) => path)).toEqual(paths);
  });
});

function deliver(id: string, fields: Record<string, unknown>, act: Partial<SubmitAct> = {}) {
  const embargo = 'embargo' in fields ? {} : { embargo: null };
  return newsroom.submit(read({ ...embargo, ...fields }), {
    id,
    version: 'next',
    by: 'anp',
    source: 'anp',
    ...act,
  });
}

async function expectWaiting(outcome: ReturnType<Newsroom['submit']>) {
  const reached = await outcome;
  if (reached.kind !== 'waiting') throw new Error(`it did not wait: ${JSON.stringify(reached)}`);
  return reached;
}

function read(fields: Record<string, unknown>): Submission {
  const reading = readSubmission(submission(fields), { boards, now: log.now() });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}
