import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { SETTINGS } from '../server/config.ts';
import { read, SubmissionSchema } from '../shared/dispatch.ts';

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

  test('publishes with bodies that pass the gate', () => {
    const bodies = [...readme.matchAll(/--data '([^']+)'/g)].map(
      ([, json = '']) => JSON.parse(json) as unknown,
    );
    expect(bodies.length).toBeGreaterThan(1);
    for (const body of bodies) expect(read(SubmissionSchema, body)).toMatchObject({ ok: true });
  });
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
