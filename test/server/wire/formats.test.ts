/** What each format comes down to, from files in its real structure. */
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../../server/wire/formats/formats.ts';
import { UnreadableWire } from '../../../server/wire/wire-item.ts';
import type { WireItem, WireReading } from '../../../server/wire/wire-item.ts';
import { bytesOf, DUTCH, fixture, FIXTURES } from './fixtures.ts';

const at = (iso: string) => Date.parse(iso);
const paragraph = (text: string) => ({ paragraph: text });
const crosshead = (text: string) => ({ crosshead: text });

const BRIDGE = 'urn:newsml:anp.nl:20261122:brug-112';
const FIRST_SEEN = at('2026-11-22T09:30:12+01:00');
const HARBOUR = 'urn:newsml:voorbeeld.nl:20261122:haven-9';

/** All that the first item of a file says: whatever is not named here must not be there. */
const FIRST_ITEMS: Readonly<Record<string, WireItem>> = {
  'anp-1.xml': {
    sourceId: BRIDGE,
    version: 1,
    status: 'usable',
    title: 'Brug over de Vaart dicht na scheur in wegdek',
    text: 'ASSEN (ANP) - De brug over de Vaart is vannacht afgesloten. „We nemen geen risico”, zei een woordvoerster van de provincie Drenthe & omstreken.',
    body: [
      paragraph("Het wegdek vertoont een scheur van twee meter. Auto's worden omgeleid."),
      crosshead('Omleiding'),
      paragraph('Fietsers kunnen er wél langs. Voetgangers ook.'),
      paragraph('Lijn | Vertraging'),
      paragraph('21 | 4 minuten'),
      paragraph('• Vrachtverkeer rijdt om'),
      paragraph('• De veerpont vaart extra'),
    ],
    urgency: 3,
    publishedAt: FIRST_SEEN,
    categories: ['15000000', '15000001', 'Nieuws', 'BIN', '04011002', 'Economie'],
    lang: 'nl',
    notUnderstood: [],
  },
  'anp-2-replaces.xml': {
    sourceId: BRIDGE,
    version: 2,
    status: 'usable',
    signal: 'update',
    title: 'Brug over de Vaart weken dicht',
    text: 'ASSEN (ANP/RTR) – De brug over de Vaart blijft zeker drie weken dicht.',
    body: [paragraph('Dat meldt de provincie.')],
    urgency: 3,
    publishedAt: FIRST_SEEN,
    replacesTitle: 'Brug over de Vaart dicht na scheur in wegdek',
    categories: [],
    lang: 'nl',
    notUnderstood: [],
  },
  'anp-3-correction.xml': {
    sourceId: BRIDGE,
    version: 3,
    status: 'usable',
    signal: 'correction',
    title: 'Brug over de Vaart weken dicht',
    text: 'Assen (ANP) - De brug over de Vaart blijft zeker vier weken dicht.',
    body: [],
    urgency: 4,
    publishedAt: FIRST_SEEN,
    note: 'De brug blijft vier weken dicht, niet drie.',
    categories: [],
    lang: 'nl',
    notUnderstood: [],
  },
  'anp-4-canceled.xml': {
    sourceId: BRIDGE,
    version: 4,
    status: 'canceled',
    title: '',
    text: '',
    body: [],
    publishedAt: FIRST_SEEN,
    categories: [],
    notUnderstood: [],
  },
  'anp-5-embargoed.xml': {
    sourceId: 'urn:newsml:anp.nl:20261122:cijfers-7',
    version: 1,
    status: 'usable',
    title: 'Meer fietsen verkocht dan vorig jaar',
    text: 'DEN HAAG (ANP) - Er zijn dit jaar meer fietsen verkocht.',
    body: [],
    urgency: 4,
    embargo: at('2026-11-23T06:30:00+01:00'),
    publishedAt: at('2026-11-22T16:00:00+01:00'),
    categories: [],
    lang: 'nl',
    notUnderstood: [],
  },
  'g2-usable.xml': {
    sourceId: HARBOUR,
    version: 1,
    status: 'usable',
    title: 'Haven legt kades droog voor onderzoek',
    text: 'ROTTERDAM (ANP) - De haven legt twee kades droog. Er komt onderzoek naar de damwanden.',
    body: [crosshead('Wanden van staal'), paragraph('Het onderzoek duurt tot mei.')],
    urgency: 2,
    publishedAt: at('2026-11-22T07:58:30+01:00'),
    categories: ['medtop:20000362', '20000362', 'transport', 'svc:binnenland', 'binnenland', 'Binnenland'],
    lang: 'nl-NL',
    notUnderstood: [],
  },
  'g2-correction.xml': {
    sourceId: HARBOUR,
    version: 2,
    status: 'usable',
    signal: 'correction',
    title: 'Haven legt kades droog voor onderzoek',
    text: 'ROTTERDAM - De haven legt twee kades droog.',
    body: [],
    urgency: 9,
    embargo: at('2026-11-22T18:00:00+01:00'),
    publishedAt: at('2026-11-22T07:58:30+01:00'),
    note: 'Het gaat om twee kades, niet om drie.',
    categories: [],
    notUnderstood: [],
  },
  'g2-canceled.xml': {
    sourceId: HARBOUR,
    version: 3,
    status: 'canceled',
    title: '',
    text: '',
    body: [],
    categories: [],
    notUnderstood: [],
  },
  'nitf.xml': {
    sourceId: 'wind-4',
    version: 2,
    status: 'usable',
    title: 'Windpark voor de kust één jaar later klaar',
    text: 'IJMUIDEN - Het windpark voor de kust komt een jaar later klaar.',
    body: [
      paragraph('De kabels worden te laat geleverd, zegt de bouwer – een bedrijf uit Égmond.'),
      crosshead('Extra kosten'),
      paragraph('De extra kosten worden gedeeld.'),
    ],
    urgency: 5,
    embargo: at('2026-11-22T12:00:00+01:00'),
    publishedAt: at('2026-11-22T08:15:00+01:00'),
    categories: ['06000000', 'Milieu', 'Binnenland'],
    lang: 'nl',
    notUnderstood: [],
  },
  'ninjs-1.3.json': {
    sourceId: 'urn:newsml:voorbeeld.be:20261122:tram-5',
    version: 2,
    status: 'usable',
    signal: 'update',
    title: 'Trams in Gent rijden weer & op tijd',
    text: 'Gent (BELGA) - De trams in Gent rijden weer na een storing van drie uur.',
    body: [crosshead('Kabelbreuk'), paragraph('Een kabel was gebroken & is vervangen.')],
    urgency: 4,
    publishedAt: at('2026-11-22T06:00:00+01:00'),
    replacesTitle: 'Trams in Gent staan stil',
    categories: ['medtop:20000337', '20000337', 'openbaar vervoer', 'Buitenland'],
    lang: 'nl-BE',
    notUnderstood: [],
  },
  'ninjs-2.0.json': {
    sourceId: 'urn:voorbeeld.nl:markt-8',
    version: 1,
    status: 'usable',
    title: 'Markt keert terug op het plein',
    text: "'s-HERTOGENBOSCH - De markt keert terug op het plein.",
    body: [paragraph('Dat heeft de raad besloten.')],
    urgency: 3,
    embargo: at('2026-11-23T05:00:00Z'),
    publishedAt: at('2026-11-22T07:30:00Z'),
    categories: ['agri', 'http://cv.iptc.org/newscodes/mediatopic/20000209', 'landbouw'],
    lang: 'nl',
    notUnderstood: [],
  },
  'ninjs-3.0.json': {
    sourceId: 'urn:voorbeeld.nl:ijs-1',
    version: 1,
    status: 'usable',
    title: 'Eerste marathon op natuurijs gaat door',
    text: 'NOORDLAREN (ANP) - De eerste marathon op natuurijs gaat door.',
    body: [],
    urgency: 1,
    publishedAt: at('2026-11-22T07:30:00Z'),
    categories: [],
    lang: 'nl',
    notUnderstood: [],
  },
  'rss-2.0.xml': {
    sourceId: 'streek:101',
    status: 'usable',
    title: 'Molen draait weer & maalt',
    text: 'VEERE - De molen draait weer & maalt meel.',
    body: [crosshead('Wieken'), paragraph('De wieken zijn van hout.'), paragraph('De as is van ijzer.')],
    publishedAt: at('2026-11-22T10:05:00+01:00'),
    categories: ['Regio', 'Erfgoed'],
    lang: 'nl-NL',
    url: 'https://streek.example/nieuws/molen',
    notUnderstood: [],
  },
  'rss-1.0.xml': {
    sourceId: 'https://oud.example/1',
    status: 'usable',
    title: 'Archief gaat weer open',
    text: 'Het archief gaat weer open voor bezoekers.',
    body: [],
    publishedAt: at('2026-11-22T08:00:00+01:00'),
    categories: ['Cultuur'],
    lang: 'nl',
    url: 'https://oud.example/1',
    notUnderstood: [],
  },
  'atom.xml': {
    sourceId: 'tag:raad.example,2026:7',
    status: 'usable',
    title: 'Raad stemt in met fietsbrug',
    text: 'De raad stemt in met een fietsbrug & een pad.',
    body: [crosshead('Kosten'), paragraph('De brug kost 2 miljoen.')],
    publishedAt: at('2026-11-22T09:00:00Z'),
    categories: ['politiek', 'Politiek'],
    lang: 'fy',
    url: 'https://raad.example/7',
    notUnderstood: [],
  },
  'feed.json': {
    sourceId: 'w-1',
    status: 'usable',
    title: 'Gemaal draait op volle kracht',
    text: 'LELYSTAD (ANP) - Het gemaal draait op volle kracht.',
    body: [paragraph('1. Pomp'), paragraph('2. Schuif')],
    publishedAt: at('2026-11-22T10:00:00+01:00'),
    categories: ['Regio', 'Water'],
    lang: 'nl',
    url: 'https://water.example/1',
    notUnderstood: [],
  },
};

describe('a delivery of each format', () => {
  for (const [name, item] of Object.entries(FIRST_ITEMS)) {
    it(`${name} says what its file says, and nothing more`, () => {
      expect(readDelivery(fixture(name), undefined, DUTCH).items[0]).toEqual(item);
    });
  }

  it('knows each format by its own', () => {
    const formats = FIXTURES.map((name) => [
      name.replace(/[-.].*/, ''),
      readDelivery(fixture(name), undefined, DUTCH).format,
    ]);
    expect(Object.fromEntries(formats)).toEqual({
      anp: 'NewsML 1.2',
      atom: 'Atom',
      feed: 'JSON Feed',
      g2: 'NewsML-G2',
      ninjs: 'ninjs',
      nitf: 'NITF',
      rss: 'RSS 2.0',
    });
    expect(readDelivery(fixture('rss-1.0.xml'), undefined, DUTCH).format).toBe('RSS 1.0');
  });

  for (const name of FIXTURES) {
    it(`${name} shows nobody what is for editors only`, () => {
      const shown = JSON.stringify(readDelivery(fixture(name), undefined, DUTCH));
      expect(shown).not.toMatch(/ansen|Vermeulen|VERMEULEN|peeters|de Vries|redactie|wethouder|bron|Foto/);
    });
  }
});

describe('a delivery of several items', () => {
  it('is read item by item: what is wrong with one is a problem of that one', () => {
    const { items, problems } = readDelivery(fixture('g2-message.xml'), undefined, DUTCH);
    expect(items.map(({ sourceId, version, status, signal }) => [sourceId, version, status, signal])).toEqual(
      [
        ['tag:voorbeeld.nl,2026:a1', 1, 'usable', undefined],
        ['tag:voorbeeld.nl,2026:a3', 4, 'withheld', 'update'],
      ],
    );
    expect(problems).toEqual([
      { path: 'packageItem', message: 'is no news item, and is not read' },
      { path: 'newsItem.1.itemMeta.itemClass', message: 'is ninat:picture, not text, and is not read' },
      { path: 'newsItem.2.title', message: 'is missing (tag:voorbeeld.nl,2026:a2)' },
    ]);
  });

  it('names each field that makes no sense by its place, and reads the rest', () => {
    const { items, problems } = readDelivery(fixture('ninjs-3.0.json'), undefined, DUTCH);
    expect(items.map(({ sourceId, status }) => [sourceId, status])).toEqual([
      ['urn:voorbeeld.nl:ijs-1', 'usable'],
      ['urn:voorbeeld.nl:ijs-2', 'canceled'],
      ['urn:voorbeeld.nl:ijs-4', 'usable'],
    ]);
    expect(items[2]?.notUnderstood.map(({ path }) => path)).toEqual([
      '3.pubStatus',
      '3.urgency',
      '3.version',
      '3.versionCreated',
    ]);
    expect(items[2]).toMatchObject({
      title: 'Een bericht vol raadsels',
      hold: 'Onbekende status “concept”.',
    });
    expect(problems).toEqual([{ path: '2.type', message: 'is picture, not text, and is not read' }]);
  });

  it('reads the texts of a ninjs package, each by itself', () => {
    const text = (n: number) => ({
      type: 'text',
      uri: `u:${n}`,
      headline: `Kop ${n}`,
      body_text: `Tekst ${n}.`,
    });
    const associations = { main: text(1), other: text(2), photo: { type: 'picture', uri: 'u:3' } };
    const { items, problems } = readText(JSON.stringify({ type: 'composite', uri: 'u:0', associations }));
    expect(items.map(({ sourceId }) => sourceId)).toEqual(['u:1', 'u:2']);
    expect(problems).toEqual([
      { path: 'associations.photo.type', message: 'is picture, not text, and is not read' },
    ]);
  });

  it.each([
    ['<rss version="2.0"><channel><title>x</title></channel></rss>'],
    ['<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>x</id></feed>'],
    ['{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}'],
  ])('is a feed on which there is no news yet: %s', (text) => {
    expect(readText(text)).toMatchObject({ items: [], problems: [] });
  });

  it('keeps a feed item that has no more than its title', () => {
    const { items } = readText(
      '<rss version="2.0"><channel><item><guid>1</guid><title>Kop</title></item></channel></rss>',
    );
    expect(items[0]).toMatchObject({ title: 'Kop', text: '' });
  });
});

describe('a delivery that was cut off', () => {
  const CUT = { path: '', message: 'is cut off; what was complete before the cut is read' };
  const cutAfter = (name: string, mark: string) => {
    const text = new TextDecoder().decode(fixture(name));
    return text.slice(0, text.indexOf(mark) + mark.length);
  };

  it.each([
    ['rss-2.0.xml', 'Alleen een kop', ['streek:101']],
    ['rss-2.0.xml', '<link>https://streek.example/nieuws/kop</link>', ['streek:101']],
    ['rss-2.0.xml', 'Dit bericht kan', ['streek:101', 'https://streek.example/nieuws/kop']],
    ['rss-1.0.xml', '</item>', ['https://oud.example/1']],
    ['atom.xml', 'Vraag 1 &l', ['tag:raad.example,2026:7']],
    ['feed.json', '"title": "Dijk', ['w-1']],
    ['g2-message.xml', 'Tekst van het derde', ['tag:voorbeeld.nl,2026:a1']],
    ['ninjs-3.0.json', '"version": "3"', ['urn:voorbeeld.nl:ijs-1']],
  ])('%s, cut after %j, keeps %j and says so', (name, mark, kept) => {
    const { items, problems } = readText(cutAfter(name, mark));
    expect(items.map(({ sourceId }) => sourceId)).toEqual(kept);
    expect(problems[0]).toEqual(CUT);
  });

  it.each([
    ['anp-1.xml', '</nitf>'],
    ['anp-5-embargoed.xml', '<Status Formal'],
    ['g2-usable.xml', '<pubStatus qcode="stat:usable"/>'],
    ['g2-canceled.xml', '</itemMeta>'],
    ['nitf.xml', '</body.content>'],
    ['ninjs-1.3.json', '"versioncreated"'],
    ['ninjs-2.0.json', '"headlines": [{ "role": "short", "value": "Markt" }'],
    ['rss-2.0.xml', '<title>Molen'],
  ])('%s, cut after %j, gives no half of an item', (name, mark) => {
    expect(() => readText(cutAfter(name, mark))).toThrow(
      expect.objectContaining({ name: 'UnreadableWire', type: 'cut-off' }) as Error,
    );
  });

  it('gives no item of which the end is missing, though its text is there: so may its embargo be', () => {
    const cut = '{"uri": "u", "headline": "Kop", "body_text": "Tekst.", "subject": [{"name": "a"}, {"na';
    expect(() => readText(cut)).toThrow(expect.objectContaining({ type: 'cut-off' }) as Error);
  });

  it('leaves out the broken item of a feed, and reads those around it', () => {
    const item = (n: number, end: string) => `<item><guid>${n}</guid><title>Kop ${n}${end}</item>`;
    const items = [item(1, '</title>'), item(2, ''), item(3, '</title>')].join('');
    const reading = readText(`<rss version="2.0"><channel>${items}</channel></rss>`);
    expect(reading.items.map(({ sourceId }) => sourceId)).toEqual(['1', '3']);
    expect(reading.problems).toEqual([{ path: 'items.1', message: 'is not well-formed, and is not read' }]);
  });

  it('holds for the desk what came with broken markup: a status may be lost in it', () => {
    const text = new TextDecoder()
      .decode(fixture('anp-1.xml'))
      .replace('<NewsItemType FormalName="News"/>', '<NewsItemType FormalName="News">');
    expect(readText(text).items[0]?.hold).toBe('Het bericht kwam beschadigd binnen.');
  });
});

describe('an embargo', () => {
  const ninjs = (fields: object) =>
    readText(JSON.stringify({ uri: 'u', headline: 'Kop', body_text: 'Tekst van het bericht.', ...fields }))
      .items[0];

  it.each([
    [{ embargoed: 'morgen' }],
    [{ embargoed: true }],
    [{ embargoedUntil: { at: 1 } }],
    [{ pubstatus: 'Embargoed' }],
    [{ body_text: 'Embargo tot vrijdag 06.00 uur\n\nTekst van het bericht.' }],
    [{ body_text: 'LET OP: ONDER EMBARGO TOT 27/11, 06:00\n\nTekst van het bericht.' }],
  ])('that cannot be read makes the item wait for the desk: %j', (fields) => {
    const item = ninjs(fields);
    expect(item).toMatchObject({
      text: 'Tekst van het bericht.',
      hold: expect.stringMatching(/embargo/i) as string,
    });
    expect(item?.embargo).toBeUndefined();
  });

  it.each([[{ embargoed: null }], [{ embargoed: '' }], [{ embargoedUntil: false }]])(
    'is none: %j',
    (fields) => {
      expect(ninjs(fields)?.hold).toBeUndefined();
    },
  );

  it('is not what the news is about', () => {
    const text = 'Embargo op olie blijft nog een jaar van kracht.\n\nDat is besloten.';
    expect(ninjs({ body_text: text })).toMatchObject({
      text: 'Embargo op olie blijft nog een jaar van kracht.',
    });
  });

  it('of NewsML-G2 without a time lasts until further notice', () => {
    const text = new TextDecoder()
      .decode(fixture('g2-correction.xml'))
      .replace(/<embargoed>.*?<\/embargoed>/, '<embargoed/>');
    expect(readText(text).items[0]).toMatchObject({
      hold: 'Onder embargo, maar niet duidelijk tot wanneer.',
    });
  });
});

describe('what does not fit', () => {
  const ninjs = (fields: object) =>
    readText(JSON.stringify({ uri: 'u', headline: 'Kop', body_text: 'Tekst.', ...fields })).items[0];

  it('of a lead goes on in the body, at the end of a sentence, and not a word is lost', () => {
    const text = 'Een zin van de lange tekst. '.repeat(400).trim();
    const item = ninjs({ body_text: text });
    const all = [
      item?.text,
      ...(item?.body ?? []).map((block) => ('paragraph' in block ? block.paragraph : '')),
    ];
    expect(all[0]?.length).toBeLessThanOrEqual(4000);
    expect(all[0]).toMatch(/\.$/);
    expect(all.join(' ')).toBe(text);
  });

  it('of a headline is for the desk', () => {
    const item = ninjs({ headline: 'Een kop '.repeat(60) });
    expect(item?.title.length).toBeLessThanOrEqual(300);
    expect(item).toMatchObject({
      hold: 'De kop is langer dan 300 tekens.',
      notUnderstood: [{ path: 'headline' }],
    });
  });

  it('of a body is said', () => {
    const item = ninjs({ body_html: '<p>Een alinea van het bericht.</p>'.repeat(700) });
    expect(item?.body).toHaveLength(500);
    expect(item?.notUnderstood).toEqual([
      { path: 'body', message: 'has 699 paragraphs, more than fit; those after the first 500 are left out' },
    ]);
  });
});

describe('what is no wire', () => {
  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['zomaar tekst', 'unknown-format'],
    ['<html><body><p>x</p></body></html>', 'unknown-format'],
    ['{"name": "news-ticker"}', 'unknown-format'],
    ['{"uri": "x", "headline": }', 'not-json'],
    ['<packageItem guid="x" version="1"><itemMeta/></packageItem>', 'no-items'],
    ['<NewsML Version="1.2"/>', 'no-items'],
    ['{"uri": "x", "headline": "Kop zonder tekst"}', 'no-items'],
    ['<rss version="2.0"><channel><item><guid>1</guid><title>x</item></channel></rss>', 'not-a-feed'],
    ['<rss version="2.0"><channel><item><title>x</title></item></channel></rss>', 'no-items'],
  ])('is refused by name: %j is %s', (text, type) => {
    expect(() => readText(text)).toThrow(expect.objectContaining({ name: 'UnreadableWire', type }) as Error);
    expect(() => readText(text)).toThrow(UnreadableWire);
  });
});

function readText(text: string): WireReading {
  return readDelivery(bytesOf(text), undefined, DUTCH);
}
