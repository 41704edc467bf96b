/** `npm run wire` as it is typed: the process, its words and its exit code. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from './fixtures.ts';

const TOOL = fileURLToPath(new URL('../../../server/tool.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));

describe('npm run wire', () => {
  let dir: string;
  let sources: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'ticker-wire-'));
    sources = join(dir, 'sources.json');
    const section = { byCategory: { BIN: 'binnenland' } };
    const source = { name: 'anp', kind: 'folder', path: 'in', section, policy: 'publish' };
    writeFileSync(sources, JSON.stringify({ sources: [source] }));
  });
  afterAll(() => {
    rmSync(dir, { recursive: true });
  });

  it('shows what a file would publish, and where', async () => {
    const { code, output } = await run([`${FIXTURES}anp-1.xml`, '--source', 'anp'], { SOURCES: sources });
    expect(output).toContain(
      'NewsML 1.2, 1 item\n\nBrug over de Vaart dicht na scheur in wegdek\n  De brug over',
    );
    expect(lines(output)).toEqual(
      expect.arrayContaining([
        'dateline ASSEN (ANP)',
        'section binnenland',
        'status usable, version 1',
        'urgency 3',
        'body 6 paragraphs, 1 cross-head, 205 characters',
      ]),
    );
    expect(output).not.toMatch(/waits|not understood/);
    expect(code).toBe(0);
  });

  it('shows what was not understood, and why the desk must look', async () => {
    const { code, output } = await run([`${FIXTURES}ninjs-3.0.json`]);
    expect(output).toContain('waits       for the desk: Onbekende status “concept”.');
    expect(output).toContain('    3.urgency is not an urgency from 1 to 9; it is “hoog”');
    expect(output).toContain('Of the delivery as a whole\n  2.type is picture, not text, and is not read');
    expect(code).toBe(0);
  });

  it('shows the correction, the embargo and the replacement that an item brings', async () => {
    const correction = await run([`${FIXTURES}g2-correction.xml`]);
    expect(lines(correction.output)).toEqual(
      expect.arrayContaining([
        'signal correction: Het gaat om twee kades, niet om drie.',
        'embargo until Sunday, 22 November 2026 at 18:00:00 CET',
      ]),
    );
    const { output } = await run([`${FIXTURES}anp-2-replaces.xml`]);
    expect(lines(output)).toContain('replaces “Brug over de Vaart dicht na scheur in wegdek”');
  });

  it('reads a feed from its address', async () => {
    const server = createServer((_, response) => response.end(fixture('rss-2.0.xml')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, output } = await run([`http://127.0.0.1:${port}/rss`]);
    server.close();
    expect(output).toContain('RSS 2.0, 2 items');
    expect(code).toBe(0);
  });

  it('sends nothing of an agency to the terminal but letters', async () => {
    const file = join(dir, 'steers.json');
    const text = { uri: 'x', headline: 'Kop\u001b[31m', body_text: 'Tekst\u0007.' };
    // Names of properties are shown as places.
    const associations = { a: text, '\u001b[2J': { type: 'picture' } };
    writeFileSync(file, JSON.stringify({ uri: 'u', type: 'composite', associations }));
    const { output } = await run([file]);
    // eslint-disable-next-line no-control-regex -- this is what must not be there
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(output).toContain('Kop');
  });

  it.each<[string, string[], RegExp]>([
    ['is none that we read', ['TOOL'], /^The file is none of NewsML 1.2, .* \(unknown-format\)\n$/],
    ['is not there', ['/nowhere/x.xml'], /^The file cannot be read: ENOENT/],
    ['has a source that is not there', ['TOOL', '--source', 'x'], /^--source needs the setting SOURCES/],
  ])('says in one sentence what is wrong when the file %s', async (_, args, sentence) => {
    const { code, error } = await run(args.map((arg) => (arg === 'TOOL' ? TOOL : arg)));
    expect(error).toMatch(sentence);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });
});

/** The lines of an item, with the columns drawn together. */
function lines(output: string): string[] {
  return output.split('\n').map((line) => line.trim().replace(/ {2,}/, ' '));
}

function run(args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number | string; output: string; error: string }>((resolve) => {
    const settings = { env: { PATH: process.env['PATH'], ...env } };
    execFile(process.execPath, [TOOL, 'show-wire', ...args], settings, (failure, output, error) => {
      resolve({ code: failure ? (failure.code ?? 1) : 0, output, error });
    });
  });
}
