import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { SETTINGS } from '../server/config.ts';
import { DEFAULT_SECTIONS } from '../server/sections.ts';
import { parsePartners } from '../server/partners.ts';
import { parseHooks } from '../server/webhooks/hooks.ts';
import { signedHeaders } from '../server/webhooks/signature.ts';
import { read, SubmissionSchema } from '../shared/dispatch.ts';
import { readConfiguration } from '../shared/embed-configuration.ts';
import { embedSnippets } from '../shared/embed-snippets.ts';
import { startApp } from './server/http/running-app.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('the README', () => {
  test('has the settings as the server has them', () => {
    const rows = tableUnder('## Settings');
    expect(rows).toEqual(
      SETTINGS.map(({ name, fallback, right, help }) => [`\`${name}\``, fallback, right, help]),
    );
  });

  test('names only scripts that there are', () => {
    const scripts = [...readme.matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name);
    expect(scripts.length).toBeGreaterThan(0);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
  });

  test('shows a tree that is there', () => {
    const missing = treePaths().filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
    expect(treePaths().length).toBeGreaterThan(20);
  });

  test('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('has a file of partners that the server takes, and a check of signatures that tells right from wrong', async () => {
    const [, json = ''] = /```json\n(\{\n {2}"hooks".*?)```/s.exec(readme) ?? [];
    const [hook] = parseHooks(json, 'README.md', DEFAULT_SECTIONS);
    if (!hook) throw new Error('the README has no partner');
    const [, script = ''] = /```js\n(.*?isGenuine.*?)```/s.exec(readme) ?? [];
    const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as {
      isGenuine: (headers: object, body: string, secret: string) => boolean;
    };
    const [body, now] = ['{"event": "publish", "title": "Één"}', Date.now()];
    const headers = signedHeaders(hook.secret, { id: 'e-1', body, at: now });
    expect(isGenuine(headers, body, hook.secret)).toBe(true);
    expect(isGenuine(headers, `${body} `, hook.secret)).toBe(false);
    expect(isGenuine({ ...headers, 'webhook-id': 'e-2' }, body, hook.secret)).toBe(false);
    const old = signedHeaders(hook.secret, { id: 'e-1', body, at: now - 600_000 });
    expect(isGenuine(old, body, hook.secret)).toBe(false);
  });

  test('has a file of partners with keys that the server takes', () => {
    const [, json = ''] = /```json\n(\{\n {2}"partners".*?)```/s.exec(readme) ?? [];
    const [partner] = parsePartners(json, 'README.md');
    expect(readme).toContain(`partner="${partner?.key ?? 'none'}"`);
  });

  test('puts a ticker in a frame by the code that the configurator prints', () => {
    const place = {
      origin: 'http://localhost:3000',
      sections: DEFAULT_SECTIONS,
      script: { bytes: 1, gzipBytes: 1, integrity: 'sha384-x' },
      version: '0.1.0',
    };
    const ids = DEFAULT_SECTIONS.map(({ id }) => id);
    expect(readme).toContain(embedSnippets(readConfiguration(new URLSearchParams(), ids), place).iframe);
  });

  test('publishes with bodies that pass the gate', () => {
    const bodies = [...readme.matchAll(/--data '([^']+)'/g)].map(
      ([, json = '']) => JSON.parse(json) as unknown,
    );
    expect(bodies.length).toBeGreaterThan(1);
    for (const body of bodies) expect(read(SubmissionSchema, body)).toMatchObject({ ok: true });
  });
});

test('the editorial acts of the README do what it says', async () => {
  const server = await startApp();
  const [, commands = ''] = /\n## Editorial acts\n+```sh\n(.*?)```/s.exec(readme) ?? [];
  const answers: string[] = [];
  for (const [, command = ''] of commands.replaceAll('\\\n', '').matchAll(/^curl (.*)$/gm)) {
    const method = /-X (\w+)/.exec(command)?.[1] ?? 'GET';
    const path = /localhost:3000([^\s']+)/.exec(command)?.[1] ?? '';
    const answer = await server.send(method, path, /--(?:data|json) '(.*?)'/.exec(command)?.[1]);
    answers.push(`${method} ${path.split('?')[0]} ${answer.status}`);
  }
  await server.close();
  expect(answers).toEqual([
    'POST /api/dispatches 202',
    'GET /api/waiting 200',
    'PUT /api/dispatches/sluis/embargo 202',
    'POST /api/dispatches/sluis/release 200',
    'POST /api/dispatches/sluis/hold 200',
    'DELETE /api/dispatches/sluis 200',
    'PUT /api/dispatches/sluis 200',
    'GET /api/dispatches/sluis/history 200',
    'GET /api/sections/regio 200',
  ]);
});

/** The cells of the first table under a heading, without its head. */
function tableUnder(heading: string): string[][] {
  const [, after = ''] = readme.split(`\n${heading}\n`);
  const [section = ''] = after.split('\n## ');
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Every path of the tree in the README: names by their indent under the folder above them. */
function treePaths(): string[] {
  const [, after = ''] = readme.split('\n## The tree\n');
  const [, block = ''] = /```text\n(.*?)```/s.exec(after) ?? [];
  let folder = '';
  return block
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, indent = '', name = ''] = /^(\s*)(\S+)/.exec(line) ?? [];
      if (indent === '') folder = name.endsWith('/') ? name : '';
      return indent === '' ? name : folder + name;
    });
}
