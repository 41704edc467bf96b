import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError } from '../../../server/config.ts';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { loadSources, parseSources, sectionFor } from '../../../server/wire/sources.ts';
import { runServerProcess } from '../http/server-process.ts';

const FILE = '/etc/ticker/sources.json';
const feed = { name: 'regio', kind: 'feed', url: 'https://regio.example/rss', section: 'regio' };
const folder = { name: 'anp', kind: 'folder', path: './anp', section: 'binnenland' };
const push = { name: 'dpa', kind: 'push', section: 'buitenland' };

describe('the file of sources', () => {
  test('may say no more than where and which section; the desk looks at what comes', () => {
    expect(parse([feed, folder, push])).toMatchObject([
      {
        every: 60,
        policy: 'desk',
        lang: 'nl',
        timeZone: 'Europe/Amsterdam',
        agencies: [],
        allow: [],
        headers: {},
      },
      { every: 5, policy: 'desk' },
      { policy: 'desk' },
    ]);
  });

  test('names folders by where it lies itself', async () => {
    const folderOfFile = await mkdtemp(join(tmpdir(), 'sources-'));
    onTestFinished(() => rm(folderOfFile, { recursive: true }));
    const file = join(folderOfFile, 'sources.json');
    await writeFile(file, JSON.stringify({ sources: [folder] }));
    expect(await loadSources(file, DEFAULT_SECTIONS)).toMatchObject([{ path: join(folderOfFile, 'anp') }]);
  });

  test.each([
    ['sources[1].every', [feed, { ...feed, name: 'b', every: 'often' }], 'from 10 to 86400; it is "often"'],
    ['sources[0].every', [{ ...feed, every: 1 }], 'from 10 to 86400; it is 1'],
    ['sources[0].kind', [{ ...feed, kind: 'ftp' }], 'must be one of feed, folder, push; it is "ftp"'],
    ['sources[0].name', [{ ...feed, name: 'Regio!' }], 'lower-case letters'],
    ['sources[1].name', [feed, feed], 'must not be that of sources[0]'],
    ['sources[0].url', [{ ...feed, url: 'ftp://regio.example' }], 'must be an http or https address'],
    ['sources[0].url', [{ ...feed, url: 'https://a:b@regio.example' }], 'must not hold a password'],
    ['sources[0].url', [{ name: 'regio', kind: 'feed', section: 'regio' }], 'is missing'],
    ['sources[0].path', [{ ...folder, path: '' }], 'must not be empty'],
    ['sources[0].section', [{ ...feed, section: 'nergens' }], 'must be one of buitenland, binnenland'],
    [
      'sources[0].section.byCategory["Sport/voetbal"]',
      [{ ...feed, section: { byCategory: { 'Sport/voetbal': 'voetbal' } } }],
      'must be one of',
    ],
    [
      'sources[0].section.otherwise',
      [{ ...feed, section: { byCategory: {}, otherwise: 'x' } }],
      'must be one of',
    ],
    ['sources[0].policy', [{ ...feed, policy: 'yes' }], 'must be publish or desk'],
    ['sources[0].timeZone', [{ ...feed, timeZone: 'Amsterdam' }], 'must be a time zone'],
    ['sources[0].allow[0]', [{ ...feed, allow: ['http://10.0.0.5'] }], 'must be a host name or an address'],
    ['sources[0].allow[0]', [{ ...feed, allow: ['10.0.0.5:8080'] }], 'must be a host name or an address'],
    ['sources[0].headers.Host', [{ ...feed, headers: { Host: 'x' } }], 'must be the name of a header'],
    ['sources[0].pollEvery', [{ ...feed, pollEvery: 5 }], 'is not a known field'],
  ])('names the place that is wrong: %s', (path, sources, right) => {
    const said = whyNot(sources);
    expect(said).toMatch(/^SOURCES: .*\.$/s);
    expect(said).toContain(`${path} in ${FILE} `);
    expect(said).toContain(right);
  });

  test('never says what a header holds', () => {
    expect(whyNot([{ ...feed, headers: { Authorization: 'Bearer\nsecret' } }])).not.toContain('secret');
  });

  test.each([['{"sources": [}'], ['[]'], ['{}'], ['null']])(
    'that is %s is refused in one sentence',
    (json) => {
      expect(() => parseSources(json, FILE, DEFAULT_SECTIONS)).toThrow(ConfigError);
      expect(() => parseSources(json, FILE, DEFAULT_SECTIONS)).toThrow(FILE);
    },
  );

  test('stops the start of the server when it is wrong', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'sources-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const file = join(dataDir, 'sources.json');
    await writeFile(file, JSON.stringify({ sources: [feed, { ...feed, name: 'b', every: 0 }] }));
    const wrong = await runServerProcess({ DATA_DIR: dataDir, SOURCES: file });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr.trim()).toBe(
      `SOURCES: sources[1].every in ${file} must be a whole number of seconds from 10 to 86400; it is 0.`,
    );
  });

  test('is refused in one sentence when it is not there', async () => {
    const missing = loadSources('/nowhere/sources.json', DEFAULT_SECTIONS);
    await expect(missing).rejects.toThrow(
      /^SOURCES must be a file that can be read; \/nowhere\/sources\.json .*\.$/,
    );
  });

  test('in the README is one that starts', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, json = ''] = /```json\n(\{\s*"sources".*?)\n```/s.exec(readme) ?? [];
    expect(parseSources(json, 'README.md', DEFAULT_SECTIONS).map(({ kind }) => kind)).toEqual([
      'feed',
      'folder',
      'push',
    ]);
  });
});

describe('the section of an item', () => {
  const section = {
    byCategory: { Sport: 'sport', 'iptc:15000000': 'sport', Politik: 'binnenland' },
    otherwise: 'buitenland',
  };

  test.each([
    [['sport'], 'sport'],
    [['Iets', 'POLITIK '], 'binnenland'],
    [['Iets'], 'buitenland'],
    [[], 'buitenland'],
  ])('with the categories %j is %s', (categories, expected) => {
    expect(sectionFor({ section }, categories)).toBe(expected);
  });

  test('is left to the desk where nothing fits', () => {
    expect(sectionFor({ section: { byCategory: { Sport: 'sport' } } }, ['Weer'])).toBeUndefined();
    expect(sectionFor({ section: 'regio' }, ['Weer'])).toBe('regio');
  });
});

function parse(sources: readonly unknown[]) {
  return parseSources(JSON.stringify({ sources }), FILE, DEFAULT_SECTIONS);
}

function whyNot(sources: readonly unknown[]): string {
  try {
    parse(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was right');
}
