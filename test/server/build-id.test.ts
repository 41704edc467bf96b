import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBuildId } from '../../server/pages/build-id.ts';

it('the build is another one when a file of a page is, and the same for every process of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'build-id-'));
  expect(await readBuildId(folder)).toBe('source');
  await mkdir(join(folder, '.vite'));
  const build = (file: string) =>
    writeFile(join(folder, '.vite', 'manifest.json'), JSON.stringify({ wall: { file } }));
  await build('wall-1.js');
  const first = await readBuildId(folder);
  expect(first).toMatch(/^[\w-]{12}$/);
  expect(await readBuildId(folder)).toBe(first);
  await build('wall-2.js');
  expect(await readBuildId(folder)).not.toBe(first);
});
