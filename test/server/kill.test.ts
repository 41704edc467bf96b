import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jsonOf, submission, temporaryFolder } from './http/running-app.ts';
import { startServerProcess } from './http/server-process.ts';

const KEY = 'a-key-for-tests-only';
const PUBLISHERS = 8;
/** After how many answers a round's process dies, others being under way: at the first, and well into it. */
const DEATHS = [1, 17, 60, 111];

interface Acknowledged {
  readonly fields: Record<string, unknown>;
  readonly n: unknown;
}

let dataDir: string;
beforeEach(async () => {
  dataDir = await temporaryFolder();
});
afterEach(() => rm(dataDir, { recursive: true }));

it('kill -9 while publishing loses nothing that was acknowledged', { timeout: 60_000 }, async () => {
  const settings = { DATA_DIR: dataDir, PUBLISH_KEYS: `desk:${KEY}` };
  const acknowledged: Acknowledged[] = [];
  for (const [round, death] of DEATHS.entries()) {
    const server = await startServerProcess(settings);
    await expectAllThere(server.url, acknowledged);
    const before = acknowledged.length;
    let die: () => void = () => undefined;
    const time = new Promise<void>((resolve) => (die = resolve));
    const publishing = publishUntilRefused(server.url, round, (one) => {
      if (acknowledged.push(one) - before >= death) die();
    });
    await time;
    expect(await server.stop('SIGKILL')).toBe(null);
    await publishing;
  }
  const last = await startServerProcess(settings);
  await expectAllThere(last.url, acknowledged);
  expect(await last.stop('SIGTERM')).toBe(0);
});

/** Publishes and corrects, several at once, until the process no longer answers. */
async function publishUntilRefused(
  url: string,
  round: number,
  acknowledge: (one: Acknowledged) => void,
): Promise<void> {
  const publishers = Array.from({ length: PUBLISHERS }, async (_, publisher) => {
    for (let i = 0; ; i += 1) {
      const id = `r${round}-p${publisher}-${Math.floor(i / 2)}`;
      const fields = submission({ id, version: 1 + (i % 2), title: `Bericht ${i} van ${publisher}` });
      try {
        const answer = await post(url, fields);
        acknowledge({ fields, n: (await jsonOf(answer)).n });
      } catch {
        return; // The process has died; whether this one stands is anybody's guess.
      }
    }
  });
  await Promise.all(publishers);
}

/** What was acknowledged is a repeat at its place, when said again. */
async function expectAllThere(url: string, acknowledged: readonly Acknowledged[]): Promise<void> {
  const answers = await Promise.all(
    acknowledged.map(async ({ fields }) => {
      const answer = await post(url, fields);
      return { status: answer.status, n: (await jsonOf(answer)).n };
    }),
  );
  expect(answers).toEqual(acknowledged.map(({ n }) => ({ status: 200, n })));
}

function post(url: string, fields: Record<string, unknown>): Promise<Response> {
  return fetch(`${url}/api/dispatches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
}
