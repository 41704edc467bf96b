/** A delivery may be written to do harm: it costs its sender a refusal, and the server nothing that anyone notices. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWireReader } from '../../../server/wire/read-wire.ts';
import type { WireReader, WireReaderOptions } from '../../../server/wire/read-wire.ts';
import { UnreadableWire } from '../../../server/wire/wire-item.ts';
import { bytesOf, DUTCH, fixture } from './fixtures.ts';

const MB = 1024 * 1024;
/**
 * The loop of this process does nothing but wait. What a busy machine takes from it is a part of the time; reading
 * on it would take the whole.
 */
const longestHold = (took: number) => Math.max(250, took / 2);

const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
const newsml = (inner: string) => `<NewsML Version="1.2"><NewsItem>${inner}</NewsItem></NewsML>`;
const rss = (inner: string) => `<rss version="2.0"><channel>${inner}</channel></rss>`;
const lolEntities = Array.from(
  { length: 12 },
  (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
).join('');

const HOSTILE: readonly [name: string, delivery: () => string, types: readonly string[]][] = [
  [
    'an entity bomb',
    () => `<?xml version="1.0"?><!DOCTYPE NewsML [<!ENTITY l0 "ha">${lolEntities}]>${newsml('<p>&l12;</p>')}`,
    ['entities'],
  ],
  [
    'an entity that names a file of this machine',
    () => `<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body><p>&x;</p></body></nitf>`,
    ['entities'],
  ],
  [
    'a parameter entity from elsewhere',
    () =>
      `<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>${rss('<item><title>x</title></item>')}`,
    ['entities'],
  ],
  ['100,000 levels of NewsML', () => newsml(nested('<a>', '</a>', 100_000)), ['too-deep']],
  ['100,000 levels of a feed', () => rss(nested('<item>', '</item>', 100_000)), ['too-deep']],
  ['100,000 levels that never end', () => `<nitf>${'<a>'.repeat(100_000)}`, ['too-deep']],
  ['100,000 levels of JSON', () => `{"uri":"x","a":${nested('[', ']', 100_000)}}`, ['too-deep']],
  ['9 MB of small elements', () => newsml('<a/>'.repeat(2_300_000)), ['too-large']],
  [
    '9 MB of attributes',
    () => `<NewsML ${Array.from({ length: 600_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
    ['too-large'],
  ],
  ['9 MB of one attribute', () => `<NewsML Version="${'x'.repeat(9 * MB)}"/>`, ['no-items']],
  ['CDATA without an end', () => `<NewsML><NewsItem><![CDATA[${']]'.repeat(4 * MB)}`, ['cut-off']],
  ['a comment without an end', () => `<!--${'- '.repeat(4 * MB)}`, ['unknown-format', 'not-xml']],
  ['9 MB of what opens a tag', () => '<'.repeat(9 * MB), ['unknown-format', 'not-xml']],
  ['9 MB of quotation marks', () => `{"uri":${'"'.repeat(9 * MB)}`, ['not-json', 'cut-off']],
  ['9 MB of JSON numbers', () => `{"uri":"x","headline":"y","a":[${'1,'.repeat(4 * MB)}1]}`, ['no-items']],
  [
    'closing tags that nothing opened',
    () => newsml(nested('<a>', '', 150) + '</b>'.repeat(2 * MB)),
    ['no-items'],
  ],
];

describe('the wire reader', { timeout: 60_000 }, () => {
  const readers: WireReader[] = [];
  const open = (options?: WireReaderOptions) => {
    const reader = createWireReader(options);
    readers.push(reader);
    return reader;
  };
  let shared: WireReader;
  beforeAll(async () => {
    shared = createWireReader();
    await readGood(shared);
  });
  afterAll(() => shared.close());
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));

  for (const [name, delivery, types] of HOSTILE) {
    it(`refuses ${name} by name, in bounded time, while the server goes on`, async () => {
      const bytes = bytesOf(delivery());
      expect(bytes.length).toBeLessThanOrEqual(10 * MB);
      const loop = monitorEventLoopDelay({ resolution: 5 });
      loop.enable();
      const from = performance.now();
      const problem = await refusal(shared, bytes);
      const took = performance.now() - from;
      loop.disable();
      // On a machine that is busy with other things the clock may be the first to say no.
      expect([...types, 'too-slow']).toContain(problem.type);
      expect(took).toBeLessThan(20_000);
      expect(loop.max / 1e6).toBeLessThan(longestHold(took));
      await readGood(shared);
    });
  }

  it('reads 2 MB of HTML in one item, as far as an article goes', async () => {
    const { items } = await shared.read(longHtml(), {}, DUTCH);
    expect(items[0]?.body.length).toBe(500);
    expect(items[0]?.notUnderstood[0]?.path).toBe('0.body');
  });

  it('refuses 50 MB without looking into it', async () => {
    const problem = await refusal(open(), new Uint8Array(50 * MB));
    expect(problem.type).toBe('too-large');
    expect(problem.message).toContain('50.0 MB');
  });

  it('ends a delivery that takes too long, and reads the next one', async () => {
    const reader = open({ deadlineMs: 1_000 });
    await readGood(reader);
    const problem = await refusal(reader, longHtml(3));
    expect(problem.type).toBe('too-slow');
    await readGood(reader);
  });

  it('ends a delivery that takes too much memory, and reads the next one', async () => {
    const reader = open({ memoryMb: 48 });
    await readGood(reader);
    const items = '{"type":"text","a":{},"b":[]},'.repeat(300_000);
    const problem = await refusal(reader, bytesOf(`[${items}{"uri":"x"}]`));
    expect(problem.type).toBe('too-heavy');
    await readGood(reader);
  });

  it('leaves the bytes of its caller alone', async () => {
    const bytes = fixture('anp-1.xml');
    const before = Buffer.from(bytes);
    await shared.read(bytes, {}, DUTCH);
    expect(Buffer.from(bytes).equals(before)).toBe(true);
  });

  it('believes the content type about an encoding that the bytes allow', async () => {
    const bytes = Buffer.from(
      '<nitf uno="x"><body><body.head><hedline><hl1>Caf\xe9</hl1></hedline></body.head><body.content><p>\xa4 100</p></body.content></body></nitf>',
      'latin1',
    );
    const { items } = await shared.read(bytes, { contentType: 'text/xml; charset=iso-8859-15' }, DUTCH);
    expect(items[0]).toMatchObject({ title: 'Café', text: '€ 100' });
  });

  it('lets no more wait than it has room for, and does not blame the delivery', async () => {
    const reader = open({ maxWaitingBytes: 2 * MB });
    const bytes = bytesOf(newsml(' '.repeat(MB)));
    const refused = (await Promise.allSettled([1, 2, 3, 4].map(() => reader.read(bytes, {}, DUTCH)))).map(
      (outcome) => outcome.status === 'rejected' && outcome.reason instanceof UnreadableWire,
    );
    expect(refused).toEqual([true, true, false, false]);
  });

  it('refuses what is being read and what waits when it is closed', async () => {
    const reader = open();
    const reading = [1, 2].map(() => reader.read(fixture('anp-1.xml'), {}, DUTCH));
    const outcomes = Promise.allSettled(reading);
    await reader.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(reader.read(fixture('anp-1.xml'), {}, DUTCH)).rejects.toThrow('closed');
  });
});

/** More than a second's work for each. */
function longHtml(items = 1): Uint8Array {
  const html = '<div><p>Regel met <b>tekst</b> van een alinea.</p><table><tr><td>1</td></tr></table></div>';
  const item = { uri: 'x', headline: 'Lang', body_html: html.repeat(25_000) };
  return bytesOf(JSON.stringify(Array.from({ length: items }, () => item)));
}

async function readGood(reader: WireReader): Promise<void> {
  const { items } = await reader.read(fixture('anp-1.xml'), {}, DUTCH);
  expect(items).toHaveLength(1);
}

async function refusal(reader: WireReader, bytes: Uint8Array): Promise<UnreadableWire> {
  const outcome = await reader.read(bytes, {}, DUTCH).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(UnreadableWire);
  return outcome as UnreadableWire;
}
