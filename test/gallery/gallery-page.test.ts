import { HtmlValidate } from 'html-validate';
import { expect, test } from 'vitest';
import { galleryPage, type Picture } from './gallery-page.ts';

const picture: Picture = {
  file: '1-320-light.jpg',
  subject: 'Ticker, lijst',
  state: 'live',
  width: 320,
  scheme: 'light',
};
const page = galleryPage(
  [
    picture,
    { ...picture, file: '1-320-dark.jpg', scheme: 'dark' },
    { ...picture, subject: 'Wand', state: '<nacht> & "dag"', width: 1920, trouble: 'er was <niets>' },
  ],
  new Date('2026-11-21T12:00:00+01:00'),
);

test('the gallery has a page that is valid, with every picture under its state, and why one is missing', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    // Its own file, without scripts: nothing stands between it and its style.
    rules: { 'no-inline-style': 'off' },
  });
  const { results } = await validator.validateString(page);
  expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  expect([...page.matchAll(/<img src="([^"]+)"/g)].map(([, file]) => file)).toEqual([
    '1-320-light.jpg',
    '1-320-dark.jpg',
  ]);
  expect(page).toContain('Niet gelukt: er was &lt;niets>');
});

test('the gallery can be narrowed down by what, width and scheme', () => {
  const choices = [...page.matchAll(/name="(\w+)" value="([^"]+)"/g)].map(
    ([, name, value]) => `${name} ${value}`,
  );
  expect(choices).toEqual([
    'subject all',
    'subject ticker-lijst',
    'subject wand',
    'width all',
    'width 320',
    'width 1920',
    'scheme all',
    'scheme light',
    'scheme dark',
  ]);
  for (const choice of choices.filter((one) => !one.endsWith(' all'))) {
    const [name, value] = choice.split(' ');
    expect(page).toContain(`[data-${name}]:not([data-${name}="${value}"]){display:none}`);
    expect(page).toMatch(new RegExp(`<(section|figure)[^>]* data-${name}="${value}"`));
  }
});
