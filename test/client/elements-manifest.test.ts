/** `custom-elements.json` against the elements themselves, in a real Chromium: nothing promised is missing, nothing is unsaid. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeElements } from '../../client/embed-build/elements-manifest.ts';
import { elementsOf, type Described } from '../../shared/elements-manifest.ts';
import { launchBrowser } from './browser.ts';
import { builtEmbed } from './embed.ts';

const ELEMENTS = elementsOf(describeElements());
const names = (promised: readonly Described[] = []) => promised.map(({ name }) => name).sort();

let browser: Browser;
let embed: string;

beforeAll(async () => {
  [browser, embed] = await Promise.all([launchBrowser(), builtEmbed()]);
});

afterAll(async () => {
  await browser.close();
});

test('has the elements of the embed', () => {
  expect(ELEMENTS.map(({ tagName }) => tagName)).toEqual(
    expect.arrayContaining(['news-ticker', 'news-time']),
  );
});

test('names the attributes that the real elements observe, and no others', async () => {
  const page = await browser.newPage();
  await page.addScriptTag({ content: embed });
  for (const tag of ['news-ticker', 'news-time']) {
    const observed = await page.evaluate(
      (name) => Reflect.get(customElements.get(name) ?? {}, 'observedAttributes') as string[],
      tag,
    );
    expect(names(ELEMENTS.find(({ tagName }) => tagName === tag)?.attributes), tag).toEqual(
      [...observed].sort(),
    );
  }
});

describe.each(ELEMENTS)('<$tagName>', ({ name, tagName, attributes, members, events, slots, cssParts }) => {
  const own = readFileSync(`client/elements/${tagName}.ts`, 'utf8');
  /** With the templates that it has in files of their own. */
  const source = [...own.matchAll(/from '\.\/((?!news-)[a-z-]+)\.ts'/g)].reduce(
    (text, [, name]) => text + readFileSync(`client/elements/${name ?? ''}.ts`, 'utf8'),
    own,
  );

  test('gives each attribute a type and a word of explanation', () => {
    for (const attribute of attributes ?? []) {
      expect(attribute, attribute.name).toMatchObject({
        type: { text: expect.stringMatching(/./) as string },
        description: expect.stringMatching(/./) as string,
      });
    }
  });

  test('says a default as it is, and not as a constant of ours', () => {
    const defaults = (attributes ?? []).map((attribute) => attribute.default ?? "''");
    expect(defaults.filter((value) => !/^('.*'|\d+|true|false|null)$/.test(value))).toEqual([]);
  });

  test('names the parts, slots and events that stand in the source, and no others', () => {
    const found = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map(([, it]) => it ?? ''))];
    const parts = [...found(/\bpart="([a-z-]+)"/g), ...(/new Rows\(/.test(source) ? ['row'] : [])];
    if (/timeTemplate\(/.test(source)) parts.push('label');
    expect(names(cssParts)).toEqual([...new Set(parts)].sort());
    expect(names(slots)).toEqual(found(/<slot(?: name="([a-z-]+)")?>/g).sort());
    expect(names(events)).toEqual(found(/#fire\(\s*'(ticker-[a-z]+|wall-[a-z]+)'/g).sort());
  });

  test('has no members of our own parts', () => {
    expect(name).toMatch(/^News/);
    expect(names(members).filter((member) => /^#|Changed$|Failed$|Callback$/.test(member))).toEqual([]);
  });
});
