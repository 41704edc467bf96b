/**
 * `npm run soak`: 100,000 dispatches and 500 forced disconnects, minutes long; says no when anything on the page
 * of tickers or on the wall grows. `npm run soak -- 20` makes it twenty times shorter.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../client/browser.ts';
import { builtEmbed, builtWall } from '../client/embed.ts';
import { soak } from './soak.ts';
import { tickersPage } from './tickers-page.ts';
import { wallPage } from './wall-page.ts';

const FOLDER = fileURLToPath(new URL('../../dist/soak/', import.meta.url));
const DISCONNECTS = 500;
const ACTS = 100_000;
const WINDOWS = 10;

const shorter = Number(process.argv[2] ?? 1);
const roundsPerWindow = Math.max(Math.ceil(DISCONNECTS / WINDOWS / shorter), 7);
const began = performance.now();
let named = false;
const browser = await launchBrowser();
const report = await soak(browser, {
  pages: [tickersPage(await builtEmbed()), wallPage(await builtWall())],
  windows: WINDOWS,
  roundsPerWindow,
  actsPerRound: Math.ceil(ACTS / DISCONNECTS),
  report({ acts, disconnects, figures }) {
    for (const [page, found] of Object.entries(figures)) {
      const columns = { acts, disconnects, ...found };
      if (!named) console.log(`page · ${Object.keys(columns).join(' · ')}`);
      named = true;
      const values = Object.values<number>(columns).map((value) => value.toLocaleString('en'));
      console.log([page, ...values].join(' · '));
    }
  },
});
await browser.close();
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}report.json`, JSON.stringify(report, undefined, 2));
for (const wrong of [...report.leaks, ...report.differences]) console.error(wrong);
console.log(`${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
if (report.leaks.length + report.differences.length > 0) process.exitCode = 1;
