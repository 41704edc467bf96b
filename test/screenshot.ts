/**
 * `npm run screenshot`: the picture of the README. Starts a server of its own with the demo wire, opens an article
 * in a real Chromium and writes what a reader sees: .github/ticker.png.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createApp } from '../server/app.ts';
import { loadConfig } from '../server/config.ts';
import { prepare } from '../server/prepare.js';
import { chromiumPath } from './tools.ts';

const PICTURE = join(dirname(fileURLToPath(import.meta.url)), '..', '.github', 'ticker.png');
const SIZE = { width: 1180, height: 860 };
/** The article whose page is shown: it has a body with a cross-head. */
const ARTICLE = 'Luchthaven';

await prepare();
const dataDir = mkdtempSync(join(tmpdir(), 'screenshot-'));
const app = await createApp(loadConfig({ PORT: '0', DATA_DIR: dataDir, DEMO: '1', LOG_LEVEL: 'warn' }));
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.goto(`${app.url}/nieuws/buitenland`);
  await page.getByRole('link', { name: ARTICLE }).first().click();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByText('minuten geleden').first().waitFor();
  mkdirSync(dirname(PICTURE), { recursive: true });
  await page.screenshot({ path: PICTURE, animations: 'disabled' });
  process.stdout.write(`${PICTURE}\n`);
} finally {
  await browser.close();
  await app.close();
  rmSync(dataDir, { recursive: true });
}
