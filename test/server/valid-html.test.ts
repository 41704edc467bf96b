/** The markup of every kind of page, as a conformance checker reads it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, submission, temporaryFolder, type RunningApp } from './http/running-app.ts';

const validator = new HtmlValidate({
  // The standard's own rules, those of accessibility that markup alone can break, and those of a whole document.
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: {
    // Every file of ours comes from the page's own origin, under a name that is its hash or its version.
    'require-sri': 'off',
  },
});

/** In a frame there is the ticker alone, whose heading is that of a part of the page around it. */
const ofFrames = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: { 'require-sri': 'off', 'heading-level': ['error', { minInitialRank: 'any' }] },
});

let running: RunningApp;

beforeAll(async () => {
  running = await startApp({
    settings: {
      WEBMAIL: 'Eerste=https://een.example/,Tweede=https://twee.example/?a=1&b=2',
      PARTNERS: await partnersFile(),
    },
  });
  const body = 'De eerste alinea.\n\nEen tussenkop\n\nDe tweede alinea.';
  await publish('brug', { body });
  await publish('gewoon', { title: '"Quote" & <b>', text: 'OSLO - <p> & "zo".' });
  await publish('fout', { body, signal: 'correction', note: 'Het was anders.' });
  await publish('bridge', { lang: 'en', title: 'Bridge open', signal: 'update' });
  await publish('oud', { title: 'Een ouder bericht', publishedAt: '2019-06-19T14:05:00+02:00' });
  await publish('nieuw', { title: 'Een nieuwer bericht', replaces: 'oud' });
  await publish('elders', { section: 'regio', url: 'https://elders.example/?a=1&b=2' });
  await publish('weg', {});
  await running.send('DELETE', '/api/dispatches/weg');
});

afterAll(async () => {
  await running.close();
});

describe('a conformance checker finds nothing wrong', () => {
  test.each([
    ['on the front', '/', 200],
    ['on the front of a section', '/nieuws/buitenland', 200],
    ['on the front of an empty section', '/nieuws/cultuur', 200],
    ['on an article', '/nieuws/buitenland/brug', 200],
    ['on an article with signs that mean something in markup', '/nieuws/buitenland/gewoon', 200],
    ['on an article that was corrected', '/nieuws/buitenland/fout', 200],
    ['on an article in another language', '/nieuws/buitenland/bridge', 200],
    ['on an article that another one replaces', '/nieuws/buitenland/oud', 200],
    ['where an article was withdrawn', '/nieuws/buitenland/weg', 410],
    ['where there is nothing', '/nieuws/buitenland/niets', 404],
    ['on the page that asks for the webmail', '/webmail', 200],
    ['on the reference of the API', '/api', 200],
    ['on the configurator', '/embed', 200],
    ['on the reference of the elements', '/embed/reference', 200],
    ['on the ticker for frames', '/embed/ticker?section=buitenland+regio&lang=en', 200],
    ['on one line of it', '/embed/ticker?section=buitenland&layout=line', 200],
    ['on one that has words for the console', '/embed/ticker?section=buitenland&rows="0"&utm=%26', 200],
    ['in a frame without a section', '/embed/ticker?rows=0', 404],
    ["on the desk's page", '/desk', 200],
  ])('%s', async (_, path, status) => {
    const response = await running.ask(path, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(status);
    const { results } = await (path.startsWith('/embed/ticker') ? ofFrames : validator).validateString(
      await response.text(),
    );
    const found = results.flatMap(({ messages }) => messages);
    expect(found.map(({ ruleId, message, line }) => `${ruleId}: ${message} (line ${line})`)).toEqual([]);
  });
});

/** With keys, so that the configurator asks for one. */
async function partnersFile(): Promise<string> {
  const file = join(await temporaryFolder(), 'partners.json');
  await writeFile(file, JSON.stringify({ partners: [{ name: 'streekkrant', key: 'streek-2026' }] }));
  return file;
}

async function publish(id: string, fields: Record<string, unknown>): Promise<void> {
  const response = await running.send('POST', '/api/dispatches', submission({ id, ...fields }));
  expect(response.status).toBe(201);
}
