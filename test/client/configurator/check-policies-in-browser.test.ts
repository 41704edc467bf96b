/** What "check my page" says is what a real browser does: with all that it adds the ticker works, without any word of it not. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkPolicies, type Needs } from '../../../client/configurator/check-policies.ts';
import { readPolicies } from '../../../client/configurator/read-policies.ts';
import { startAppWithNews } from '../../server/http/running-app.ts';
import { launchBrowser } from '../browser.ts';
import { card } from '../cards.ts';
import { builtEmbed } from '../embed.ts';
import { HostPage } from '../host-page.ts';
import { ScriptedServer } from '../scripted-server.ts';

let browser: Browser;
let news: ScriptedServer;
let partner: Server;
let policies: readonly string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  news = await ScriptedServer.start(await builtEmbed(), Date.now());
  news.publish(card('een', 1));
  partner = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', [...policies]);
    response.end(
      `<!doctype html><title>Krant</title><script async src="${news.url}/embed/v1/news-ticker.js"></script>` +
        '<news-ticker section="buitenland"></news-ticker>',
    );
  }).listen(0, '127.0.0.1');
  await once(partner, 'listening');
});

afterAll(async () => {
  await browser.close();
  await news.close();
  partner.close();
});

const STRICT = [
  "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "script-src 'self'; connect-src https: 'self'; img-src 'self'",
];

describe('a page with two strict policies', () => {
  test('does not show a ticker as it is', async () => {
    expect(await works(STRICT)).toBe(false);
  });

  test('shows one with all that is to be added, and with less it breaks a rule', async () => {
    const checked = check(STRICT);
    expect(
      checked.map(({ additions }) => additions.map(({ directive, add }) => [directive, add.length])),
    ).toEqual([
      [
        ['script-src', 1],
        ['connect-src', 2],
        ['trusted-types', 1],
      ],
      [
        ['script-src', 1],
        ['connect-src', 2],
      ],
    ]);
    const results = checked.map(({ result }) => result);
    expect(await works(results)).toBe(true);

    for (const [at, { additions, result }] of checked.entries()) {
      for (const word of additions.flatMap(({ add }) => add)) {
        // A policy of Trusted Types needs another name in its place: an empty list is none.
        const without = result.replace(new RegExp(` ${word.replace(/[.]/g, '\\.')}(?=;| |$)`), '');
        expect(without, word).not.toBe(result);
        expect(await works(results.with(at, without)), `without ${word}`).toBe(false);
      }
    }
  });
});

test('a frame is live under what it needs, and as high as what is in it with what frame.js needs', async () => {
  const app = await startAppWithNews();
  const host = await HostPage.start();
  const needs: Needs = {
    frame: `${app.url}/embed/ticker`,
    script: { url: `${app.url}/embed/v1/frame.js`, isOptional: true },
  };
  const [checked] = checkPolicies(readPolicies("default-src 'none'").policies, needs, host.url);
  const lines = (isOptional: boolean) =>
    checked?.additions.filter((one) => one.isOptional === isOptional).map(({ line }) => line);
  expect(lines(true)).toEqual([`script-src ${app.url}/embed/`]);

  host.body = `<iframe src="${app.url}/embed/ticker?section=buitenland&rows=3" sandbox="allow-scripts" title="nieuws"></iframe>
    <script async src="${app.url}/embed/v1/frame.js"></script>`;
  const page = await browser.newPage();
  const height = () => page.locator('iframe').evaluate(({ clientHeight }) => clientHeight);
  const open = async (policy: string) => {
    host.headers = { 'content-security-policy': policy };
    await page.goto(host.url);
    await page.frameLocator('iframe').locator('news-ticker[status=live] [part=title]').first().waitFor();
  };
  try {
    await open(`default-src 'none'; ${lines(false)?.join('; ') ?? ''}`);
    expect(await height()).toBe(150);
    await open(checked?.result ?? '');
    await vi.waitFor(async () => {
      expect(await height()).toBeGreaterThan(300);
    }, 5_000);
  } finally {
    await page.close();
    await host.close();
    await app.close();
  }
});

function check(texts: readonly string[]) {
  const needs: Needs = {
    script: { url: `${news.url}/embed/v1/news-ticker.js` },
    connect: [`${news.url}/api/sections/buitenland`, `${news.url.replace('http', 'ws')}/socket.io/`],
    trustedTypes: { name: 'news-ticker', isRepeated: false },
  };
  return checkPolicies(readPolicies(texts.join(', ')).policies, needs, address());
}

/** Whether the ticker goes live under these, and the browser refuses nothing. */
async function works(given: readonly string[]): Promise<boolean> {
  policies = given;
  const page = await browser.newPage();
  try {
    await page.addInitScript(watchRefusals);
    await page.goto(address());
    await page.waitForFunction(() => {
      const ticker = document.querySelector('news-ticker');
      const isLive = ticker?.getAttribute('status') === 'live' && ticker.shadowRoot?.querySelector('h3');
      return isLive || (Reflect.get(globalThis, 'refused') as string[]).length > 0;
    });
    return (await page.evaluate(() => Reflect.get(globalThis, 'refused') as string[])).length === 0;
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
function watchRefusals(): void {
  const refused: string[] = [];
  Reflect.set(globalThis, 'refused', refused);
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
    refused.push(violatedDirective);
  });
}

function address(): string {
  const at = partner.address();
  if (at === null || typeof at === 'string') throw new Error('the partner does not listen');
  return `http://127.0.0.1:${at.port}/`;
}
