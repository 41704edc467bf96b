import { expect, test } from 'vitest';
import { readConfiguration } from '../../shared/embed-configuration.ts';
import { embedSnippets, type EmbedPlace } from '../../shared/embed-snippets.ts';

const FILE = { bytes: 1, gzipBytes: 1, integrity: 'sha384-x' };
const PLACE: EmbedPlace = {
  origin: 'https://nieuws.example',
  sections: [
    { id: 'economie', title: 'Economie & Werk' },
    { id: 'sport', title: 'Sport' },
  ],
  script: FILE,
  version: '1.0.0',
};

test.each([
  ['', 'Het laatste nieuws:', 'Nieuws:'],
  ['nl', 'Het laatste nieuws:', 'Nieuws:'],
  ['en', 'The latest news:', 'News:'],
  ['de', 'Die neuesten Meldungen:', 'Nachrichten:'],
  ['fr', 'Les dernières dépêches :', 'Actualités :'],
])('for lang="%s" links and the title of a frame are in that language', (lang, latest, news) => {
  const query = new URLSearchParams({ section: 'economie sport', lang });
  const { script, fixed, iframe } = embedSnippets(readConfiguration(query, ['economie', 'sport']), PLACE);
  for (const code of [script, fixed]) {
    expect([...code.matchAll(/<a [^>]*>([^<]*)/g)].map(([, text]) => text)).toEqual([
      `${latest} Economie &amp; Werk`,
      `${latest} Sport`,
    ]);
  }
  expect(iframe).toContain(`title="${news} Economie &amp; Werk, Sport"`);
});
