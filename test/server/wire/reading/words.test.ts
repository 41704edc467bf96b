/** The small habits of wires, one table each. */
import { describe, expect, it } from 'vitest';
import { blocksOfHtml, blocksOfText } from '../../../../server/wire/reading/blocks.ts';
import { decodeWire } from '../../../../server/wire/reading/encoding.ts';
import { readHeadline } from '../../../../server/wire/reading/headline.ts';
import { readIdentity } from '../../../../server/wire/reading/identity.ts';
import { readLang } from '../../../../server/wire/reading/lang.ts';
import { mendQuotes } from '../../../../server/wire/reading/quotes.ts';
import { readReplacementNote } from '../../../../server/wire/reading/replacement-note.ts';
import { readStatus } from '../../../../server/wire/reading/status.ts';
import { readStory } from '../../../../server/wire/reading/story.ts';
import { tidy } from '../../../../server/wire/reading/tidy.ts';
import { DUTCH } from '../fixtures.ts';

describe('a headline', () => {
  it.each([
    ['Brug dicht (2)', 'Brug dicht', 2],
    ['Brug dicht(9)', 'Brug dicht', 9],
    ['Brug dicht (1)', 'Brug dicht (1)', undefined],
    ['Zwolle wint (1912)', 'Zwolle wint (1912)', undefined],
    ['Meisje (2) gevonden', 'Meisje (2) gevonden', undefined],
    ['(2)', '(2)', undefined],
  ])('%j is %j, version %s', (text, title, version) => {
    expect(readHeadline(text)).toEqual({ title, ...(version !== undefined && { version }) });
  });
});

describe('an identity', () => {
  it.each([
    ['urn:newsml:anp.nl:20261122:brug:2', 'urn:newsml:anp.nl:20261122:brug', 2],
    ['urn:newsml:anp.nl:20261122:brug:2N', 'urn:newsml:anp.nl:20261122:brug', 2],
    ['urn:newsml:anp.nl:20261122:brug-v3:2U', 'urn:newsml:anp.nl:20261122:brug', 3],
    ['urn:newsml:anp.nl:20261122:brug', 'urn:newsml:anp.nl:20261122:brug', undefined],
    ['urn:newsml:anp.nl:20261122:112', 'urn:newsml:anp.nl:20261122:112', undefined],
    ['urn:newsml:anp.nl:20261122:a:b:4', 'urn:newsml:anp.nl:20261122:a:b', 4],
    ['brug-v12', 'brug', 12],
    ['tag:x,2026:7', 'tag:x,2026:7', undefined],
    ['-v2', '-v2', undefined],
    ['cafe\u0301-v2', 'caf\u00e9', 2],
  ])('%s is %s, version %s', (id, sourceId, version) => {
    expect(readIdentity(id, true)).toEqual({ sourceId, ...(version !== undefined && { version }) });
  });

  it('of a website is its own business', () => {
    expect(readIdentity('https://x.example/brug-v2', false)).toEqual({
      sourceId: 'https://x.example/brug-v2',
    });
  });
});

describe('a text of a wire', () => {
  it.each([
    ['Cafe\u0301', 'Caf\u00e9'],
    [' twee\t\n regels ', 'twee regels'],
    ['af\u00adge\u200bbroken\ufeff', 'afgebroken'],
    ['vast\u00a0aan', 'vast aan'],
    ['een\u0007twee', 'een twee'],
  ])('%j is written %j', (text, tidied) => {
    expect(tidy(text)).toBe(tidied);
  });
});

describe('a language', () => {
  const LONG = 'nl-abcdefgh-bcdefghi-cdefghij';
  it.each([
    ['NL', 'nl'],
    ['nl_nl', 'nl-NL'],
    ['nl-be', 'nl-BE'],
    [LONG, LONG],
    [`${LONG}-defghijk`, undefined],
    ['Nederlands!', undefined],
    ['n', undefined],
  ])('%j is %j', (value, lang) => {
    const misread: string[] = [];
    expect(readLang({ path: 'lang', value }, ({ path }) => misread.push(path))).toBe(lang);
    expect(misread).toEqual(lang === undefined ? ['lang'] : []);
  });
});

describe('a note that an item replaces another', () => {
  it.each([
    ['N i e u w bericht, vervangt: Brug dicht', 'Brug dicht'],
    ['N i e u w  bericht,  vervangt :  Brug dicht (2)', 'Brug dicht'],
    ['NIEUW BERICHT, VERVANGT: BRUG DICHT', 'BRUG DICHT'],
    ['(Nieuw bericht, vervangt: Brug dicht)', 'Brug dicht'],
    ["N i e u w b e r i c h t, v e r v a n g t: ,,Brug dicht''", 'Brug dicht'],
    ['Dit bericht vervangt: Brug dicht', 'Brug dicht'],
    ['Nieuw bericht, vervangt', ''],
    ['Dit is een nieuw bericht, vervangt Brug dicht', 'Brug dicht'],
  ])('%j names %j', (paragraph, title) => {
    expect(readReplacementNote(paragraph)).toBe(title);
  });

  it.each([['Een nieuw bericht over de brug vervangt de oude borden niet.'], ['GOES (ANP) - Nieuw bericht']])(
    'is not every line with those words: %j',
    (paragraph) => {
      expect(readReplacementNote(paragraph)).toBeUndefined();
    },
  );
});

describe('quotation marks of a typewriter', () => {
  it.each([
    [",,Wij gaan door'', zei hij.", '„Wij gaan door”, zei hij.'],
    ["Hij zei: ,,Nee.''", 'Hij zei: „Nee.”'],
    [",,Een'' en ,,twee''", '„Een” en „twee”'],
    [",,Het wordt 2030''", '„Het wordt 2030”'],
    ["De tijd was 5'30'' op de klok.", "De tijd was 5'30'' op de klok."],
    ["ook de foto's, en 's avonds", "ook de foto's, en 's avonds"],
    ['een, ,, twee', 'een, ,, twee'],
    [",,'t Is koud'', zei ze", "„'t Is koud”, zei ze"],
  ])('%j become %j', (text, mended) => {
    expect(mendQuotes(text)).toBe(mended);
  });
});

describe('a status', () => {
  it.each([
    ['Usable', 'usable'],
    ['USABLE', 'usable'],
    ['stat:withheld', 'withheld'],
    ['stat:canceled', 'canceled'],
    ['Cancelled', 'canceled'],
    ['http://cv.iptc.org/newscodes/pubstatusg2/canceled', 'canceled'],
    ['ingetrokken', 'canceled'],
    ['Embargoed', 'usable'],
    [undefined, 'usable'],
  ])('%s is %s', (said, status) => {
    expect(readStatus(said)).toMatchObject({ status, isUnknown: false, isEmbargoed: said === 'Embargoed' });
  });

  it.each([['draft'], [''], ['constructor'], ['usable?']])('%j is not known', (said) => {
    expect(readStatus(said)).toMatchObject({ isUnknown: true });
  });
});

describe('bytes', () => {
  const xml = (encoding: string, text: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><p>${text}</p>`;
  const latin = (text: string) => Buffer.from(text, 'latin1');

  it.each<[string, Uint8Array, string, string, string | undefined]>([
    ['UTF-8 that says so', Buffer.from(xml('UTF-8', 'één €')), '', 'één €', undefined],
    [
      'UTF-8 that says ISO-8859-1',
      Buffer.from(xml('ISO-8859-1', 'één €')),
      '',
      'één €',
      'declared ISO-8859-1',
    ],
    [
      'windows-1252 that says UTF-8',
      latin(xml('utf-8', '\x84één\x94 \x80')),
      '',
      '„één” €',
      'declared utf-8',
    ],
    ['windows-1252 that says ISO-8859-1', latin(xml('ISO-8859-1', '\x91s \x80')), '', '‘s €', undefined],
    ['ISO-8859-15', latin(xml('ISO-8859-15', '\xa4')), '', '€', undefined],
    [
      'a charset in the content type',
      latin('<p>\xa4</p>'),
      'text/xml; charset="iso-8859-15"',
      '€',
      undefined,
    ],
    [
      'a charset that nobody knows',
      latin('<p>\xe9</p>'),
      'text/xml; charset=klingon',
      'é',
      'declared klingon',
    ],
    ['nothing said at all', latin('<p>\xe9\xe9n</p>'), '', 'één', 'windows-1252'],
    [
      'a byte order mark against the declaration',
      Buffer.from(`\uFEFF${xml('ISO-8859-1', 'é')}`),
      '',
      'é',
      undefined,
    ],
    ['UTF-16 without a mark', Buffer.from('<p>é</p>', 'utf16le'), '', 'é', undefined],
    [
      'UTF-8 with one broken letter',
      Buffer.concat([Buffer.from('<p>één €'), latin('\xff</p>')]),
      '',
      'één €\uFFFD',
      'not utf-8',
    ],
    ['ASCII that says anything', Buffer.from(xml('ISO-8859-1', 'een')), '', 'een', undefined],
    ['control characters', Buffer.from('<p>a\x00b\x0bc</p>'), '', 'abc', undefined],
  ])('are read as they are: %s', (_, bytes, contentType, text, problem) => {
    const decoded = decodeWire(bytes, contentType);
    expect(decoded.text.replace(/<[^>]*>/g, '')).toBe(text);
    expect(decoded.problems.map(({ message }) => message)).toEqual(
      problem === undefined ? [] : [expect.stringContaining(problem) as string],
    );
  });

  it('are UTF-8 also when the end cuts a letter in two', () => {
    const bytes = Buffer.from('<p>één');
    expect(decodeWire(bytes.subarray(0, -2))).toEqual({ text: '<p>é', problems: [] });
  });
});

describe('the blocks of an article', () => {
  const kinds = (html: string) => blocksOfHtml(html).map(({ kind, text }) => `${kind}: ${text}`);

  it.each([
    ['paragraphs', '<p>Een.</p><p>Twee.</p>', ['paragraph: Een.', 'paragraph: Twee.']],
    ['headings', '<h2>Kop</h2><p>Een.</p>', ['crosshead: Kop', 'paragraph: Een.']],
    [
      'a paragraph all in bold',
      '<p>A.</p><p> <strong>Kop</strong> </p>',
      ['paragraph: A.', 'crosshead: Kop'],
    ],
    ['a bold introduction', '<p><b>Een hele zin.</b></p>', ['paragraph: Een hele zin.']],
    ['a bold word', '<p><b>Een</b> woord</p>', ['paragraph: Een woord']],
    [
      'a short line between paragraphs',
      '<p>A.</p><p>Kop</p><p>B.</p>',
      ['paragraph: A.', 'crosshead: Kop', 'paragraph: B.'],
    ],
    ['two line breaks', 'A.<br><br/>B.', ['paragraph: A.', 'paragraph: B.']],
    ['one line break', 'A<br>B.', ['paragraph: A\nB.']],
    ['a list in a list', '<ul><li>A<ul><li>B</li></ul></li></ul>', ['row: • A', 'row: • B']],
    ['a table', '<table><tr><td>A <b>x</b></td><td><p>B</p></td></tr></table>', ['row: A x | B']],
    ['entities, once', '<p>&lt;b&gt; &amp;amp; &eacute;&nbsp;&#8364;</p>', ['paragraph: <b> &amp; é €']],
    ['what only browsers can do', '<script>a</script><style>b</style><p>c<!-- d --></p>', ['paragraph: c']],
    [
      'a picture and its caption',
      '<figure><img alt="x"><figcaption>y</figcaption></figure><p>z</p>',
      ['paragraph: z'],
    ],
    ['markup that is broken', '<p>A<b>B<p>C', ['paragraph: AB', 'crosshead: C']],
    ['lines as they stand', '<pre>A\nB</pre>', ['paragraph: A', 'paragraph: B']],
  ])('are told apart: %s', (_, html, blocks) => {
    expect(kinds(html)).toEqual(blocks);
  });

  it('of plain text are parted by blank lines, or by lines where there are none', () => {
    const texts = (text: string) => blocksOfText(text).map((block) => block.text);
    expect(texts('Een regel\ndie doorloopt.\n\nTwee.')).toEqual(['Een regel\ndie doorloopt.', 'Twee.']);
    expect(texts('Een.\r\nTwee.\r\n')).toEqual(['Een.', 'Twee.']);
  });
});

describe('the story', () => {
  const story = (html: string, dateline?: string) => {
    const misread: string[] = [];
    const read = readStory(blocksOfHtml(html), {
      title: 'Kop',
      dateline: dateline === undefined ? undefined : { path: 'dateline', value: dateline },
      dialect: { ...DUTCH, agencies: ['VBN'] },
      misread: (path, message) => misread.push(`${path} ${message}`),
    });
    return { ...read, misread };
  };

  it.each([
    ['GOES (ANP) - Nieuws.', undefined, 'GOES (ANP) - Nieuws.'],
    ['Nieuws.', 'GOES (ANP)', 'GOES (ANP) - Nieuws.'],
    ['Nieuws.', 'Goes (ANP) -', 'Goes (ANP) - Nieuws.'],
    ['Nieuws.', 'Goes', 'GOES - Nieuws.'],
    ['Nieuws.', "'s-Gravenhage", "'s-GRAVENHAGE - Nieuws."],
    ['Nieuws.', 'Goes (VBN)', 'Goes (VBN) - Nieuws.'],
    ['GOES (ANP) - Nieuws.', 'Middelburg', 'GOES (ANP) - Nieuws.'],
    ['GOES (ANP) -</p><p>Nieuws.', undefined, 'GOES (ANP) - Nieuws.'],
  ])('%j with the dateline %j begins %j', (text, dateline, whole) => {
    expect(story(`<p>${text}</p>`, dateline)).toMatchObject({ text: whole, misread: [] });
  });

  it('says of a dateline that is none', () => {
    const { text, misread } = story('<p>Nieuws.</p>', '12 november, van onze redactie');
    expect(text).toBe('Nieuws.');
    expect(misread).toEqual([expect.stringContaining('dateline is not a dateline') as string]);
  });

  it('never begins with a note, nor with the headline once more', () => {
    const html =
      '<h1>Kop</h1><p>N i e u w bericht, vervangt: Oude kop<br/>GOES (ANP) - Nieuws.</p><p>Meer.</p>';
    expect(story(html)).toMatchObject({
      text: 'GOES (ANP) - Nieuws.',
      body: [{ paragraph: 'Meer.' }],
      replacesTitle: 'Oude kop',
      misread: [],
    });
  });
});
