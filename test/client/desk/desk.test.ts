/** What editors do at the desk, from signing in to a withdrawal that every screen has confirmed. */
import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder, submission } from '../../server/http/running-app.ts';
import { keysCommand, makeNamedKey } from '../../server/keys/named-key.ts';
import { launchBrowser } from '../browser.ts';
import {
  focused,
  isLive,
  letWait,
  publish,
  published,
  signIn,
  SOON,
  startDesk,
  type Desk,
} from './desk-page.ts';

let browser: Browser;
let desk: Desk;
let dataDir: string;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  dataDir = await temporaryFolder();
  desk = await startDesk(browser, dataDir);
});
afterEach(async () => {
  await desk.close();
  await rm(dataDir, { recursive: true });
});

describe('signing in', () => {
  test('needs a key that is known, and says so', async () => {
    const page = await desk.visit();
    await page.getByLabel('Sleutel').fill('niet-deze-sleutel');
    await page.keyboard.press('Enter');
    await page.getByText('Deze sleutel is niet bekend.').waitFor(SOON);
    await signIn(page);
    await hasFocus(page, 'title');
  });

  test('outlives a reload, and ends with signing out', async () => {
    const page = await desk.open();
    await page.reload();
    await isLive(page);
    await page.getByRole('button', { name: 'Afmelden' }).click();
    await page.getByLabel('Sleutel').waitFor(SOON);
    await page.reload();
    await page.getByLabel('Sleutel').waitFor(SOON);
  });

  test('ends on every screen when the key is revoked, and nothing that was typed is lost', async () => {
    const key = await makeNamedKey(dataDir, 'eva', '--scope', 'desk');
    const page = await desk.visit();
    // A running server looks at the file several times a second.
    await vi.waitFor(async () => {
      const answer = await desk.app.ask('/api/waiting', { headers: { authorization: `Bearer ${key}` } });
      expect(answer.status).toBe(200);
    }, SOON);
    await letWait(desk.app, 'geheim', { title: 'Nog niet voor iedereen' });
    await signIn(page, key);
    await page.getByText('Nog niet voor iedereen').waitFor(SOON);
    await page.getByLabel('Kop').fill('Half geschreven');
    await keysCommand(dataDir, 'revoke', 'eva');
    await page.getByText('Uw sleutel geldt niet meer. Wat u typte is bewaard.').waitFor(SOON);
    expect(await page.getByText('Nog niet voor iedereen').count()).toBe(0);
    await signIn(page);
    expect(await page.getByLabel('Kop').inputValue()).toBe('Half geschreven');
  });
});

describe('writing', () => {
  test('reads the dateline as it is typed, and shows the dispatch as readers will get it', async () => {
    const page = await desk.open();
    await page.getByLabel('Kop').fill('Sluis weer open');
    await page.getByLabel('Tekst').fill('TERNEUZEN (ANP) - De sluis is weer open.');
    expect(await page.locator('#dateline').textContent()).toBe('TERNEUZEN · ANP');
    await page.locator('desk-preview').getByRole('heading', { name: 'Sluis weer open' }).waitFor(SOON);
    await page.getByRole('tab', { name: 'Artikel' }).click();
    expect(await page.locator('desk-preview .credit').textContent()).toBe('Bron: ANP');
    await page.getByRole('tab', { name: 'Scherm' }).click();
    await page.getByRole('img', { name: 'Een scherm met in de lijst: Sluis weer open' }).waitFor(SOON);
  });

  test('names what is missing at its field, and goes to it', async () => {
    const page = await desk.open();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Een bericht heeft een kop.').waitFor(SOON);
    await hasFocus(page, 'title');
    expect(await page.getByLabel('Kop').getAttribute('aria-invalid')).toBe('true');
  });

  test("shows the server's own objections at the fields they are about", async () => {
    const page = await desk.open();
    await write(page, 'Kop', 'Tekst.');
    await page.getByText('Meer: vervangt, adres, taal').click();
    await page.getByLabel('Adres elders').fill('ftp://elders');
    await page.keyboard.press('Control+Enter');
    await page
      .locator('#url-problem')
      .getByText('Een adres dat met http:// of https:// begint.')
      .waitFor(SOON);
    await hasFocus(page, 'url');
  });

  test('puts under embargo what has one, by the clock of Amsterdam wherever the machine stands', async () => {
    const page = await desk.open({ timezoneId: 'Pacific/Auckland' });
    await write(page, 'Pas later', 'Dit mag pas later.');
    await page.getByLabel('Datum van het embargo').fill('2031-07-04');
    await page.getByLabel('Tijd van het embargo').fill('1405');
    await page.getByRole('button', { name: 'Onder embargo tot 4 juli 2031 14:05' }).click();
    await page.locator('.embargoes .item-title', { hasText: 'Pas later' }).waitFor(SOON);
    const [item] = (
      (await (await desk.app.send('GET', '/api/waiting')).json()) as { items: { until: number }[] }
    ).items;
    expect(item?.until).toBe(Date.parse('2031-07-04T14:05:00+02:00'));
    expect(await page.locator('#pane-board').getByText('Pas later').count()).toBe(0);
  });

  test('does not send an embargo at a time that the clock skips, and asks which when it comes twice', async () => {
    const page = await desk.open();
    await write(page, 'Kop', 'Tekst.');
    await page.getByLabel('Datum van het embargo').fill('2031-03-30');
    await page.getByLabel('Tijd van het embargo').fill('02:30');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Deze tijd bestaat niet').waitFor(SOON);
    await page.getByLabel('Datum van het embargo').fill('2031-10-26');
    await page.getByLabel('De tweede keer').check();
    await page.getByRole('button', { name: 'Onder embargo tot' }).click();
    await page.locator('.embargoes .item-title', { hasText: 'Kop' }).waitFor(SOON);
    const [item] = (
      (await (await desk.app.send('GET', '/api/waiting')).json()) as { items: { until: number }[] }
    ).items;
    expect(item?.until).toBe(Date.parse('2031-10-26T02:30:00+01:00'));
  });

  test('a flash is asked about before it goes out', async () => {
    const page = await desk.open();
    await write(page, 'Groot nieuws', 'Er is groot nieuws.');
    await page.getByText('Flits', { exact: true }).first().click();
    await page.getByLabel('Kop').focus();
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('komt groot op alle schermen').waitFor(SOON);
    await hasFocus(page, 'Toch niet');
    await dialog.getByRole('button', { name: 'Flits publiceren' }).click();
    await page.getByText('Gepubliceerd: Groot nieuws').waitFor(SOON);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('drafts', () => {
  test('survive a reload, and go when they are published', async () => {
    const page = await desk.open();
    await write(page, 'Bewaard', 'Dit blijft staan.');
    await page.reload();
    await isLive(page);
    expect(await page.getByLabel('Kop').inputValue()).toBe('Bewaard');
    expect(await page.getByLabel('Tekst').inputValue()).toBe('Dit blijft staan.');
    await page.getByRole('button', { name: 'Publiceren' }).click();
    await page.getByText('Gepubliceerd: Bewaard').waitFor(SOON);
    await page.reload();
    await isLive(page);
    expect(await page.getByLabel('Kop').inputValue()).toBe('');
  });

  test('survive a lost connection: what is sent in vain can be sent again, and counts once', async () => {
    const page = await desk.open();
    await write(page, 'Onderweg', 'Dit raakt onderweg zoek.');
    // It arrives, but the answer does not: nobody can know whether it was published.
    await page.route('**/api/dispatches', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.keyboard.press('Control+Enter');
    await page.getByText('Niet bevestigd: de server antwoordde niet.').waitFor(SOON);
    await page.reload();
    await isLive(page);
    await page.unroute('**/api/dispatches');
    expect(await page.getByLabel('Kop').inputValue()).toBe('Onderweg');
    await page.getByRole('button', { name: 'Opnieuw versturen' }).click();
    await page.getByText('Gepubliceerd: Onderweg').waitFor(SOON);
    const { dispatches } = (await (await desk.app.ask('/api/sections/buitenland')).json()) as {
      dispatches: unknown[];
    };
    expect(dispatches).toHaveLength(1);
  });

  test('offline the desk says so, keeps what is typed, and comes back by itself', async () => {
    const page = await desk.open();
    await page.context().setOffline(true);
    await page.getByText(/Niet live sinds \d\d:\d\d/).waitFor(SOON);
    await write(page, 'Zonder net', 'Dit werd zonder verbinding geschreven.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Niet bevestigd: de server antwoordde niet.').waitFor(SOON);
    await page.context().setOffline(false);
    await isLive(page);
    await page.getByRole('button', { name: 'Opnieuw versturen' }).click();
    await page.getByText('Gepubliceerd: Zonder net').waitFor(SOON);
  });
});

describe('correcting', () => {
  test('shows what changes word by word, and demands to be told what was wrong', async () => {
    await publish(desk.app, 'brug', { title: 'Brug drie weken dicht' });
    const page = await desk.open();
    await choose(page, 'Brug drie weken dicht');
    await page.keyboard.press('c');
    await page.getByLabel('Kop').fill('Brug vier weken dicht');
    expect(await page.locator('.diff del').allTextContents()).toEqual(['drie']);
    expect(await page.locator('.diff ins').allTextContents()).toEqual(['vier']);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Zeg wat er fout was').waitFor(SOON);
    await hasFocus(page, 'note');
    await page.keyboard.type('Het gaat om vier weken.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Gecorrigeerd: Brug vier weken dicht').waitFor(SOON);
    await page.getByText(/Gecorrigeerd op 1 van 1 scherm in/).waitFor(SOON);
    expect(await published(desk.app, 'brug')).toMatchObject({
      version: 2,
      title: 'Brug vier weken dicht',
      signal: 'correction',
      note: 'Het gaat om vier weken.',
    });
  });

  test('what is held stays held, until it is released', async () => {
    await publish(desk.app, 'brug', { title: 'Brug drie weken dicht' });
    await desk.app.send('POST', '/api/dispatches/brug/hold', {});
    const page = await desk.open();
    await page.locator('.away').getByText('Brug drie weken dicht').click();
    await page.locator('.facts .held').waitFor(SOON);
    await page.keyboard.press('c');
    await page.getByLabel('Wat was er fout?').fill('Vier weken.');
    await page.getByLabel('Kop').fill('Brug vier weken dicht');
    await page.getByRole('button', { name: 'Corrigeren, blijft aangehouden' }).click();
    await page.locator('.dispatch h2', { hasText: 'Brug vier weken dicht' }).waitFor(SOON);
    expect((await desk.app.ask('/api/dispatches/brug')).status).toBe(404);
    await page.keyboard.press('h');
    await page.getByText('Vrijgegeven: Brug vier weken dicht').waitFor(SOON);
    expect(await published(desk.app, 'brug')).toMatchObject({ title: 'Brug vier weken dicht' });
  });

  test('on top of a version that somebody else published meanwhile shows both, and goes on without losing a word', async () => {
    await publish(desk.app, 'brug', { title: 'Brug drie weken dicht' });
    const page = await desk.open();
    await choose(page, 'Brug drie weken dicht');
    await page.keyboard.press('c');
    await page.getByLabel('Wat was er fout?').fill('Mijn verbetering.');
    await page.getByLabel('Kop').fill('Brug vier weken dicht');
    const theirs = submission({ title: 'Brug drie weken dicht', text: 'GOES (ANP) - Hun nieuwe tekst.' });
    await desk.app.send('PUT', '/api/dispatches/brug', theirs);
    await page.getByRole('heading', { name: 'Er is intussen een nieuwere versie' }).waitFor(SOON);
    expect(await page.locator('.conflict ins').allTextContents()).toEqual([
      'GOES',
      'Hun nieuwe tekst.',
      'vier',
    ]);
    await page.keyboard.press('Control+Enter');
    await hasFocus(page, 'conflict');
    expect(await published(desk.app, 'brug')).toMatchObject({ version: 2 });

    await page.getByRole('button', { name: 'Verder op de nieuwe versie' }).click();
    expect(await page.getByLabel('Kop').inputValue()).toBe('Brug vier weken dicht');
    expect(await page.getByLabel('Tekst').inputValue()).toBe('GOES (ANP) - Hun nieuwe tekst.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Gecorrigeerd: Brug vier weken dicht').waitFor(SOON);
    expect(await published(desk.app, 'brug')).toMatchObject({ version: 3, lead: 'Hun nieuwe tekst.' });
  });

  test('a conflict that only the server knew of is shown as one', async () => {
    await publish(desk.app, 'brug', { title: 'Brug drie weken dicht' });
    const page = await desk.open();
    await choose(page, 'Brug drie weken dicht');
    // The line is deaf, as it may be for a while.
    await page.route('**/api/desk/events', (route) => route.abort());
    await page.reload();
    await page.locator('.dispatch').getByRole('button', { name: 'Stil verbeteren' }).click();
    await page.getByLabel('Kop').fill('Brug drie wéken dicht');
    await desk.app.send('PUT', '/api/dispatches/brug', submission({ title: 'Van een ander' }));
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Er is intussen een nieuwere versie' }).waitFor(SOON);
    expect(await page.getByLabel('Kop').inputValue()).toBe('Brug drie wéken dicht');
    expect(await published(desk.app, 'brug')).toMatchObject({ version: 2, title: 'Van een ander' });
  });
});

describe('what waits', () => {
  test('is put aside with a reason, and its audit trail says so', async () => {
    await letWait(desk.app, 'dubbel', { title: 'Dubbel bericht' });
    const page = await desk.open();
    await page.getByRole('button', { name: /Dubbel bericht/ }).focus();
    await page.keyboard.press('x');
    await page.keyboard.type('Hadden we al.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Weggelegd: Dubbel bericht').waitFor(SOON);
    await page.getByText('Er wacht niets.').waitFor(SOON);
    const history = JSON.stringify(
      await (await desk.app.send('GET', '/api/dispatches/dubbel/history')).json(),
    );
    expect(history).toContain('Hadden we al.');
  });

  test('gets another embargo, or none, without its text being touched', async () => {
    await letWait(desk.app, 'nota', { title: 'Nota naar de Kamer' });
    const page = await desk.open();
    await page.getByRole('button', { name: /Nota naar de Kamer/ }).click();
    await page.getByLabel('Datum van het embargo').fill('2031-07-04');
    await page.getByLabel('Tijd van het embargo').fill('14:05');
    await page.getByRole('button', { name: 'Embargo wijzigen' }).click();
    await page.locator('.embargoes').getByText('Nota naar de Kamer').waitFor(SOON);
    await page.getByRole('button', { name: 'Geen embargo' }).click();
    await page.getByRole('button', { name: 'Embargo eraf, laten wachten' }).click();
    await vi.waitFor(async () => {
      expect(await page.locator('.embargoes').count()).toBe(0);
    }, SOON);
    expect((await desk.app.ask('/api/dispatches/nota')).status).toBe(404);
  });

  test('adds what comes below what is there, so that nothing moves under the eye', async () => {
    await letWait(desk.app, 'een', { title: 'Eerste' });
    const page = await desk.open();
    const first = page.getByRole('button', { name: /Eerste/ });
    await first.focus();
    const before = await first.boundingBox();
    await letWait(desk.app, 'twee', { title: 'Tweede' });
    await page.getByRole('button', { name: /Tweede/ }).waitFor(SOON);
    expect(await first.boundingBox()).toEqual(before);
    await hasFocus(page, 'Eerste');
  });

  test('that is published by somebody else while it is being edited says so, and keeps what was typed', async () => {
    await letWait(desk.app, 'nota', { title: 'Nota naar de Kamer' });
    const page = await desk.open();
    await page.getByRole('button', { name: /Nota naar de Kamer/ }).click();
    await page.getByLabel('Kop').fill('Nota over zoet water naar de Kamer');
    await desk.app.send('POST', '/api/dispatches/nota/release', {});
    await page.getByRole('heading', { name: 'Dit bericht is intussen gepubliceerd' }).waitFor(SOON);
    await page.getByRole('button', { name: 'Verder als bijwerking' }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Bijgewerkt: Nota over zoet water').waitFor(SOON);
    expect(await published(desk.app, 'nota')).toMatchObject({ version: 2, signal: 'update' });
  });
});

describe('without a mouse', () => {
  test('a wire item is opened, edited, published, held, released, withdrawn and brought back', async () => {
    await letWait(desk.app, 'veer', { title: 'Veer ligt stil' });
    const page = await desk.open();
    const { keyboard } = page;
    await page.getByRole('button', { name: /Veer ligt stil/ }).waitFor(SOON);
    await keyboard.press('Alt+1');
    await hasFocus(page, 'Veer ligt stil');
    await keyboard.press('Enter');
    await page.locator('#task', { hasText: 'Wacht op de redactie' }).waitFor(SOON);
    await hasFocus(page, 'task');
    await tabTo(page, 'title');
    await keyboard.press('End');
    await keyboard.type(' door storing');
    await keyboard.press('Control+Enter');
    await page.getByText('Gepubliceerd: Veer ligt stil door storing').waitFor(SOON);

    await page.locator('#pane-board').getByText('Veer ligt stil door storing').waitFor(SOON);
    await keyboard.press('2');
    await hasFocus(page, 'Veer ligt stil door storing');
    await keyboard.press('Enter');
    await page.locator('.dispatch h2', { hasText: 'Veer ligt stil door storing' }).waitFor(SOON);
    await keyboard.press('h');
    await page.getByRole('dialog').waitFor(SOON);
    await keyboard.type('Eerst nabellen.');
    await keyboard.press('Control+Enter');
    await page.locator('.facts .held').waitFor(SOON);
    await page.locator('.away').getByText('Veer ligt stil door storing').waitFor(SOON);
    await page.getByText(/Aangehouden op 1 van 1 scherm in \d/).waitFor(SOON);
    expect((await desk.app.ask('/api/dispatches/veer')).status).toBe(404);
    await keyboard.press('h');
    await page.getByText('Vrijgegeven: Veer ligt stil door storing').waitFor(SOON);
    await vi.waitFor(async () => {
      expect(await page.locator('.away').count()).toBe(0);
    }, SOON);

    await keyboard.press('i');
    await page.getByRole('dialog').waitFor(SOON);
    await keyboard.press('Control+Enter');
    await page.getByText('Geef een reden.').waitFor(SOON);
    await keyboard.type('Berust op een vergissing.');
    await keyboard.press('Control+Enter');
    await page.getByText(/Ingetrokken op 1 van 1 scherm in \d/).waitFor(SOON);
    expect((await desk.app.ask('/api/dispatches/veer')).status).toBe(410);
    await hasFocus(page, 'Ingetrokken');

    await keyboard.press('g');
    await page.getByRole('dialog').getByText('Berust op een vergissing.').waitFor(SOON);
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ ...SOON, state: 'detached' });
    await hasFocus(page, 'Ingetrokken');

    await keyboard.press('p');
    await page.getByRole('dialog').waitFor(SOON);
    await tabTo(page, 'Opnieuw schrijven');
    await keyboard.press('Enter');
    await page.locator('#task', { hasText: 'Opnieuw publiceren' }).waitFor(SOON);
    await hasFocus(page, 'title');
    await keyboard.type('Veer vaart weer');
    await tabTo(page, 'text');
    await keyboard.type('DEN HELDER (ANP) - De veerdienst vaart weer.');
    await keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByText('eerder ingetrokken').waitFor(SOON);
    await tabTo(page, 'Opnieuw publiceren');
    await keyboard.press('Enter');
    await page.getByText('Opnieuw gepubliceerd: Veer vaart weer').waitFor(SOON);
    expect(await published(desk.app, 'veer')).toMatchObject({ title: 'Veer vaart weer' });
  });

  test('a list is one stop of Tab; arrows and j and k go through it, and what goes leaves the focus to its neighbour', async () => {
    for (const title of ['Eerste', 'Tweede', 'Derde'])
      await letWait(desk.app, title.toLowerCase(), { title });
    const page = await desk.open();
    await page.locator('.item', { hasText: 'Derde' }).waitFor(SOON);
    await page.keyboard.press('Alt+1');
    await hasFocus(page, 'Eerste');
    await page.keyboard.press('ArrowDown');
    await hasFocus(page, 'Tweede');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await hasFocus(page, 'Derde');
    await page.keyboard.press('k');
    await hasFocus(page, 'Tweede');
    expect(await page.locator('.item[tabindex="0"]').count()).toBe(1);
    await desk.app.send('POST', '/api/dispatches/tweede/release', {});
    await page.locator('.item', { hasText: 'Tweede' }).waitFor({ ...SOON, state: 'detached' });
    await hasFocus(page, 'Derde');
    await page.keyboard.press('p');
    await page.getByRole('dialog').getByText('‘Derde’ komt zoals het is op Buitenland.').waitFor(SOON);
    await page.keyboard.press('Enter');
    await page.getByText('Gepubliceerd: Derde').waitFor(SOON);
    await hasFocus(page, 'Eerste');
  });

  test('the single keys can be switched off, and stay off', async () => {
    const page = await desk.open();
    await page.locator('#task').focus();
    await page.keyboard.press('?');
    await page.getByLabel('Toetsen zonder Ctrl of Alt gebruiken').uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await isLive(page);
    await page.locator('#task').focus();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

test('a new dispatch takes the place of another, and leaves the one that was being written alone', async () => {
  await publish(desk.app, 'oud', { title: 'Eerste bericht' });
  const page = await desk.open();
  await page.getByLabel('Kop').fill('Heel iets anders');
  await choose(page, 'Eerste bericht');
  await page.keyboard.press('v');
  await page.locator('#task', { hasText: 'Nieuw bericht' }).waitFor(SOON);
  expect(await page.getByLabel('Vervangt').inputValue()).toBe('oud');
  await write(page, 'Beter bericht', 'Dit vervangt het eerste.');
  await page.mouse.move(0, 0);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Gepubliceerd: Beter bericht').waitFor(SOON);
  await page.locator('#pane-board').getByText('Beter bericht').waitFor(SOON);
  const { dispatches } = (await (await desk.app.ask('/api/sections/buitenland')).json()) as {
    dispatches: unknown[];
  };
  expect(dispatches[0]).toMatchObject({ title: 'Beter bericht', replaces: 'oud' });
  expect(await page.getByLabel('Kop').inputValue()).toBe('Heel iets anders');
});

test('a dispatch that left the boards long ago is opened by its number or its address', async () => {
  await publish(desk.app, 'brug', { title: 'Brug over de rivier weer open' });
  const page = await desk.open();
  for (const typed of ['brug', 'https://nieuws.example/nieuws/buitenland/brug-open~brug?v=2']) {
    await page.locator('#task, .dispatch h2').first().focus();
    await page.keyboard.press('o');
    await page.getByRole('dialog').getByRole('textbox').fill(typed);
    await page.keyboard.press('Control+Enter');
    await page.locator('.dispatch h2', { hasText: 'Brug over de rivier' }).waitFor(SOON);
    await page.keyboard.press('n');
    await page.locator('#task').waitFor(SOON);
  }
});

/** Waits until this has the focus: its id, or a part of its text. It follows what is drawn. */
async function hasFocus(page: Page, wanted: string): Promise<void> {
  await vi.waitFor(async () => {
    expect(await focused(page)).toContain(wanted);
  }, SOON);
}

async function write(page: Page, title: string, text: string): Promise<void> {
  await page.getByLabel('Kop').fill(title);
  await page.getByLabel('Tekst').fill(text);
}

/** Opens a dispatch of the board to be read. */
async function choose(page: Page, title: string): Promise<void> {
  await page.locator('#pane-board').getByRole('link', { name: title }).click();
  await page.locator('.dispatch h2', { hasText: title }).waitFor(SOON);
}

/** Tab until this has the focus; what cannot be reached so fails. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let tabs = 0; tabs < 40; tabs += 1) {
    if ((await focused(page)) === wanted) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`forty times Tab did not reach ${wanted}`);
}
