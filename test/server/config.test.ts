import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, SETTINGS } from '../../server/config.ts';

describe('settings', () => {
  it('all work unset', () => {
    expect(loadConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: resolve('data'),
      demo: true,
      publishKeys: [],
      siteName: 'Nieuwstikker',
      sections: [
        { id: 'buitenland', title: 'Buitenland' },
        { id: 'binnenland', title: 'Binnenland' },
        { id: 'regio', title: 'Regio' },
        { id: 'economie', title: 'Economie' },
        { id: 'sport', title: 'Sport' },
        { id: 'cultuur', title: 'Cultuur' },
      ],
      origins: [],
      webmail: [
        { name: 'Duinpost', url: 'https://example.com/' },
        { name: 'Kanaalmail', url: 'https://example.org/' },
      ],
      trustProxy: 0,
      logLevel: 'info',
    });
  });

  it('that are empty count as not set', () => {
    expect(loadConfig(Object.fromEntries(SETTINGS.map(({ name }) => [name, ' '])))).toEqual(loadConfig({}));
  });

  it.each([
    ['PORT', '0', { port: 0 }],
    ['HOST', '::', { host: '::' }],
    [
      'REDIS_URL',
      'redis://user:pass@example.org:6380/2',
      { redisUrl: 'redis://user:pass@example.org:6380/2' },
    ],
    ['DATA_DIR', '/var/lib/ticker', { dataDir: '/var/lib/ticker' }],
    ['DEMO', '0', { demo: false }],
    [
      'PUBLISH_KEYS',
      'desk:s3cret, wire:a:b',
      {
        publishKeys: [
          { name: 'desk', key: 's3cret' },
          { name: 'wire', key: 'a:b' },
        ],
      },
    ],
    ['SITE_NAME', 'De Streek & de Kust', { siteName: 'De Streek & de Kust' }],
    [
      'SECTIONS',
      'weer=Het weer, sport=Sport',
      {
        sections: [
          { id: 'weer', title: 'Het weer' },
          { id: 'sport', title: 'Sport' },
        ],
      },
    ],
    [
      'ORIGINS',
      'https://www.example.nl, http://localhost:8080/, null',
      { origins: ['https://www.example.nl', 'http://localhost:8080', 'null'] },
    ],
    ['PARTNERS', '/etc/ticker/partners.json', { partners: '/etc/ticker/partners.json' }],
    [
      'WEBMAIL',
      'Post en zo=https://post.example/?a=b, Mail=https://mail.example',
      {
        webmail: [
          { name: 'Post en zo', url: 'https://post.example/?a=b' },
          { name: 'Mail', url: 'https://mail.example/' },
        ],
      },
    ],
    ['TRUST_PROXY', '2', { trustProxy: 2 }],
    ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ])('%s=%s is read', (name, text, expected) => {
    expect(loadConfig({ [name]: text })).toMatchObject(expected);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '30.5'],
    ['PORT', '-1'],
    ['PORT', '0x10'],
    ['HOST', 'two hosts'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['WEBMAIL', 'Post=https://post.example'],
    ['WEBMAIL', 'Post=https://post.example,Post=https://mail.example'],
    ['WEBMAIL', 'Post=http://post.example,Mail=https://mail.example'],
    ['WEBMAIL', 'a=https://a.example,b=https://b.example,c=https://c.example'],
    ['DEMO', 'yes'],
    ['PUBLISH_KEYS', 'onlyakey'],
    ['PUBLISH_KEYS', 'desk:one,desk:two'],
    ['PUBLISH_KEYS', 'desk:one,'],
    ['SITE_NAME', 'De Streek\nen de Kust'],
    ['SITE_NAME', 'een naam '.repeat(7)],
    ['SECTIONS', 'Sport'],
    ['SECTIONS', 'Sport=Sport'],
    ['SECTIONS', 'sport=Sport,sport=Voetbal'],
    ['ORIGINS', 'www.example.nl'],
    ['ORIGINS', 'https://www.example.nl/page'],
    ['ORIGINS', '*'],
    ['TRUST_PROXY', 'true'],
    ['LOG_LEVEL', 'verbose'],
  ])('%s=%s stops the start with one sentence that names it', (name, text) => {
    const wrong = () => loadConfig({ [name]: text });
    const right = SETTINGS.find((setting) => setting.name === name)?.right ?? 'no such setting';
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(new RegExp(`^${name} must be [^\\n]+; it is [^\\n]+\\.$`));
    expect(wrong).toThrow(right);
  });

  it.each([
    ['PUBLISH_KEYS', 'desk s3cret'],
    ['REDIS_URL', 'redis//user:s3cret@example.org'],
  ])('a wrong %s is not repeated, as it may hold a secret', (name, text) => {
    expect(() => loadConfig({ [name]: text })).toThrow(/^(?!.*s3cret)/);
  });

  it.each([
    ['nothing', {}, true],
    ['another port', { PORT: '3001' }, true],
    ['PUBLISH_KEYS', { PUBLISH_KEYS: 'desk:key' }, false],
    ['REDIS_URL', { REDIS_URL: 'redis://localhost' }, false],
    ['NODE_ENV=production', { NODE_ENV: 'production' }, false],
    ['PUBLISH_KEYS and DEMO=1', { PUBLISH_KEYS: 'desk:key', DEMO: '1' }, true],
  ])('with %s configured the demo wire is on: %o %s', (_what, env, demo) => {
    expect(loadConfig(env).demo).toBe(demo);
  });

  it('each have a name, a default, bounds and a line of help', () => {
    for (const { name, fallback, right, help } of SETTINGS) {
      expect([name, fallback, right, help].every((text) => text.length > 0)).toBe(true);
    }
  });
});
