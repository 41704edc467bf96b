import { expect, test } from 'vitest';
import { articleIdIn, articlePath, articleSlug } from '../../shared/article-path.ts';

test.each([
  ["Kabinet: 'geen plan B' voor de dijk", 'kabinet-geen-plan-b-voor-de-dijk'],
  ['Één café in São Tomé', 'een-cafe-in-sao-tome'],
  ['  –  ', ''],
  ['Москва', ''],
  [
    `${'woord '.repeat(14)}einde`,
    'woord-woord-woord-woord-woord-woord-woord-woord-woord-woord-woord-woord-woord',
  ],
  ['x'.repeat(120), 'x'.repeat(80)],
])('%j has the slug %j', (title, slug) => {
  expect(articleSlug(title)).toBe(slug);
});

test.each(['anp-1', 'urn:newsml:anp.nl:20261121:4', 'a~b', 'é', '100!'])(
  'the id %j is found again in the path of its article',
  (id) => {
    const path = articlePath({ id, section: 'sport', title: 'Vlag ~ wimpel' });
    expect(path).toMatch(/^\/nieuws\/sport\/vlag-wimpel~[^~/]*/);
    expect(articleIdIn(decodeURIComponent(path.split('/')[3] ?? ''))).toBe(id);
  },
);

test('half a surrogate pair in an id does not break the address', () => {
  expect(articlePath({ id: 'x\ud800', section: 'sport', title: 'a' })).toBe('/nieuws/sport/a~x%EF%BF%BD');
});

test('a part without a tilde is an id or a bare slug, as it stands', () => {
  expect(articleIdIn('anp-1')).toBe('anp-1');
});
