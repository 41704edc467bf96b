import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type RunningApp } from './running-app.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});

afterAll(async () => {
  await running.close();
});

async function wall(query: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await running.ask(`/wall?${query}`, { headers: { accept: 'text/html' } });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test('the address sets up the wall: its element has all that it says, and the build that the page is of', async () => {
  const { status, text, headers } = await wall(
    'name=Redactie%20%3C1%3E&sections=buitenland+sport&bells=2&quiet=23:00-07:00&night=off&lang=de&layout=merged&clock=minutes&theme=auto',
  );
  expect(status).toBe(200);
  const element = /<news-wall[^>]*>/s.exec(text)?.[0].replace(/\s+/g, ' ');
  expect(element).toContain(
    '<news-wall name="Redactie &lt;1&gt;" sections="buitenland sport" lang="de" layout="merged" theme="auto" clock="minutes" bells="2" quiet="23:00-07:00" night="off"',
  );
  expect(element).toMatch(/data-build="[\w-]+"/);
  expect(text).toContain('<html lang="de">');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-robots-tag')).toBe('noindex');
});

test('sections may be apart by commas, and are shown once; what is not said is as the element has it', async () => {
  const { text } = await wall('name=Regie&sections=sport,buitenland,sport');
  expect(text).toContain('sections="sport buitenland"');
  expect(text).not.toMatch(/bells=|night=|layout=/);
});

test('a section that was taken out of the settings leaves the others, and the element says which it is', async () => {
  const { status, text } = await wall('name=Regie&sections=sport+weer');
  expect(status).toBe(200);
  expect(text).toContain('sections="sport weer"');
});

describe('a wrong address is explained in Dutch, and shows no wall', () => {
  test.each([
    ['name=Regie&sections=weer', 'Er is geen rubriek die &quot;weer&quot; heet.'],
    [
      'name=Regie&sections=weer+files',
      'Er zijn geen rubrieken die &quot;weer&quot; of &quot;files&quot; heten.',
    ],
    ['name=Regie', 'Noem in sections ten minste één rubriek.'],
    ['name=&sections=sport', 'Zeg in name hoe de wand heet, zoals Redactie.'],
    [`name=${'x'.repeat(61)}&sections=sport`, 'De naam (name) mag ten hoogste 60 tekens hebben.'],
    [
      'name=..&sections=sport',
      'De naam (name) kan geen punt of twee punten zijn: die verdwijnen uit een adres.',
    ],
    [
      'name=Regie%0A2&sections=sport',
      'De naam (name) moet één regel tekst zijn, zonder tekens die niemand ziet.',
    ],
    [
      'name=Re%E2%80%8Bgie&sections=sport',
      'De naam (name) moet één regel tekst zijn, zonder tekens die niemand ziet.',
    ],
    ['name=Regie&sections=sport&bells=hard', 'bells kan zijn: een urgentie van 1 tot en met 9, of off.'],
    ['name=Regie&sections=sport&quiet=23-7', 'quiet kan zijn: uren, zoals 23:00-07:00.'],
    ['name=Regie&sections=sport&night=25:00-06:00', 'night kan zijn: uren, zoals 23:00-06:00, of off.'],
  ])('%s', async (query, sentence) => {
    const { status, text } = await wall(query);
    expect(status).toBe(400);
    expect(text).toContain(sentence);
    expect(text).toContain('buitenland, binnenland');
    expect(text).not.toContain('<news-wall');
    // A wall may hang there, and what was wrong may be put right.
    expect(text).toMatch(/<meta http-equiv="refresh" content="\d+"/);
  });
});

test('a screen without a name is not for this page to answer', async () => {
  const { status, text } = await wall('');
  expect(status).not.toBe(405);
  expect(text).not.toContain('<news-wall');
});

test('nothing but reading is asked of it', async () => {
  expect((await running.ask('/wall?name=x&sections=sport', { method: 'POST' })).status).toBe(405);
});
