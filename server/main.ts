/** Starts and stops; the only file that touches `process`. What a person reads is plain text on standard output. */
import { join } from 'node:path';
import closeWithGrace from 'close-with-grace';
import { createApp, type App } from './app.ts';
import { loadConfig, type Config } from './config.ts';
import { whyNotStarted } from './why-not-started.ts';

const STOP_WITHIN_MS = 5000;

try {
  const config = loadConfig(process.env);
  const app = await createApp(config);
  closeWithGrace({ delay: STOP_WITHIN_MS, logger: false }, async ({ err }) => {
    if (err) console.error(err);
    await app.close();
  });
  console.log(welcome(app, config));
} catch (error) {
  // Something unforeseen is shown whole, for whoever must find it.
  console.error(whyNotStarted(error) ?? error);
  process.exit(1);
}

function welcome(app: App, config: Config): string {
  const url = app.url.replace('//127.0.0.1:', '//localhost:');
  const lines = [
    ['News ticker', url],
    ['Publish', `POST ${url}/api/dispatches`],
    ['Embed', `${url}/embed/v1/news-ticker.js`],
    ['Store', config.redisUrl === undefined ? config.dataDir : 'Redis'],
    ['Demo wire', config.demo ? 'on (DEMO=0 switches it off)' : 'off'],
  ];
  if (app.deskKey !== undefined)
    lines.push(['Desk key', `${app.deskKey}   (kept in ${join(config.dataDir, 'desk.key')})`]);
  return lines.map(([name = '', value = '']) => `${name.padEnd(12)} ${value}`).join('\n');
}
