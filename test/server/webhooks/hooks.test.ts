import { describe, expect, it } from 'vitest';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { loadHooks, parseHooks } from '../../../server/webhooks/hooks.ts';
import { SECRET } from './receiver.ts';

const right = { name: 'partner', url: 'https://partner.example/in', secret: SECRET };
const parse = (value: unknown) =>
  parseHooks(typeof value === 'string' ? value : JSON.stringify(value), '/etc/hooks.json', DEFAULT_SECTIONS);

describe('the file of partners', () => {
  it('names them, each with an address, a secret and, where it is not for all, its sections', () => {
    const bounded = { ...right, name: 'sportkrant', url: 'http://10.0.0.5:8080/in', sections: ['sport'] };
    expect(parse({ hooks: [right, bounded] })).toEqual([right, bounded]);
    expect(parse({ hooks: [] })).toEqual([]);
  });

  it.each([
    ['is not JSON', '{"hooks": [', 'WEBHOOKS: /etc/hooks.json is not JSON.'],
    ['is no object', [], 'WEBHOOKS: /etc/hooks.json must be an object.'],
    ['has no list', {}, 'WEBHOOKS: hooks in /etc/hooks.json is missing.'],
    ['has another field', { hooks: [], more: 1 }, 'WEBHOOKS: more in /etc/hooks.json is not a known field.'],
    [
      'has an address that is none',
      { hooks: [right, { ...right, name: 'b', url: 'ftp://x' }] },
      'WEBHOOKS: hooks.1.url in /etc/hooks.json must be an http or https address without a user or password.',
    ],
    [
      'has a password in an address',
      { hooks: [{ ...right, url: 'https://a:b@partner.example/' }] },
      'WEBHOOKS: hooks.0.url in /etc/hooks.json must be an http or https address without a user or password.',
    ],
    [
      'has a name twice',
      { hooks: [right, right] },
      'WEBHOOKS: hooks.1.name in /etc/hooks.json must not be that of hooks.0.',
    ],
    [
      'has a section that is not there',
      { hooks: [{ ...right, sections: ['sport', 'koken'] }] },
      'WEBHOOKS: hooks.0.sections.1 in /etc/hooks.json must be one of buitenland, binnenland, regio, economie, sport, cultuur.',
    ],
  ])('that %s stops the start with one sentence that names the place', (_, value, sentence) => {
    expect(() => parse(value)).toThrow(sentence);
  });

  it.each(['geheim', 'whsec_', 'whsec_a29ydA==', SECRET.slice(6)])(
    'takes no secret that can be guessed, and never shows it: %s',
    (secret) => {
      let message = '';
      try {
        parse({ hooks: [{ ...right, secret }] });
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain(
        'hooks.0.secret in /etc/hooks.json must be whsec_ and at least 24 random bytes',
      );
      expect(message).not.toContain(`"${secret}"`);
    },
  );

  it('that cannot be read says so by its name', async () => {
    await expect(loadHooks('/nergens/hooks.json', DEFAULT_SECTIONS)).rejects.toThrow(
      'WEBHOOKS must be a file that can be read; /nergens/hooks.json is not:',
    );
  });
});
