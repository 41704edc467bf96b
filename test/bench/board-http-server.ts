/** The server that board-http.ts asks: the whole ticker, or a bare Express. Says where in one line; ends with its input. */
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { createApp } from '../../server/app.ts';
import { loadConfig } from '../../server/config.ts';
import { openLog } from '../../server/log/open-log.ts';

const CARDS = 50;
/** What a long lead of an agency takes; a card is about 600 bytes with it. */
const LEAD =
  'De gemeenteraad praat vanavond verder over de plannen voor de nieuwe brug bij de haven. '.repeat(3);

const dataDir = await mkdtemp(join(tmpdir(), 'ticker-bench-'));
const logger = pino({ level: 'silent' });
const log = await openLog({ dataDir, logger });
for (let i = 0; i < CARDS; i += 1) {
  await log.append({
    kind: 'dispatch',
    version: 1,
    content: {
      id: `bench-${i}`,
      section: 'sport',
      title: `Raad praat verder over de brug, bericht ${i}`,
      dateline: { places: ['DELFZIJL'], agencies: ['ANP'], raw: 'DELFZIJL (ANP)' },
      lead: LEAD,
      body: [],
      urgency: 4,
      status: 'usable',
      lang: 'nl',
    },
  });
}
const config = loadConfig({ PORT: '0', DEMO: '0', DATA_DIR: dataDir, PUBLISH_KEYS: 'bench:key' });
const app = await createApp(config, { log, logger });
const url = `${app.url}/api/sections/sport`;
const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
const body = await answer.text();
const bytes = Buffer.byteLength(body);

if (process.argv[2] === 'bare') {
  const bare = express();
  bare.get('/board', (_request, response) => {
    response.type('json').send(body);
  });
  const server = bare.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const bareUrl = `http://127.0.0.1:${port}/board`;
  const etag = (await fetch(bareUrl)).headers.get('etag');
  console.log(JSON.stringify({ url: bareUrl, bytes, etag }));
} else {
  console.log(JSON.stringify({ url, bytes, etag: answer.headers.get('etag') }));
}

process.stdin.resume();
await once(process.stdin, 'end');
await app.close();
await log.close();
await rm(dataDir, { recursive: true });
process.exit(0);
