/** A whole server on a free port with a folder of its own, for tests that ask it over real connections. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { createApp, type App } from '../../../server/app.ts';
import { loadConfig } from '../../../server/config.ts';
import type { Log } from '../../../server/log/log.ts';
import type { WebhookSettings } from '../../../server/webhooks/settings.ts';

export const KEY = 'a-key-for-tests-only';

/** What a running server needs to be asked; `close` removes its folder too. */
export interface RunningApp {
  readonly app: App;
  readonly url: string;
  readonly dataDir: string;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** A request with the key, and JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export interface RunningAppOptions {
  readonly settings?: NodeJS.ProcessEnv;
  /** A folder that outlives the server. */
  readonly dataDir?: string;
  readonly log?: Log;
  readonly logger?: Logger;
  readonly webhooks?: Partial<WebhookSettings>;
}

export async function startApp({
  settings,
  dataDir,
  log,
  logger,
  webhooks,
}: RunningAppOptions = {}): Promise<RunningApp> {
  const folder = dataDir ?? (await temporaryFolder());
  const config = loadConfig({
    PORT: '0',
    DEMO: '0',
    DATA_DIR: folder,
    PUBLISH_KEYS: `desk:${KEY}`,
    ...settings,
  });
  const parts = {
    logger: logger ?? pino({ level: 'silent' }),
    ...(log && { log }),
    ...(webhooks && { webhooks }),
  };
  const app = await createApp(config, parts);
  const ask = (path: string, init?: RequestInit) => fetch(app.url + path, init);
  return {
    app,
    url: app.url,
    dataDir: folder,
    ask,
    send: (method, path, body, headers = {}) =>
      ask(path, {
        method,
        headers: {
          authorization: `Bearer ${KEY}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async close() {
      await app.close();
      if (dataDir === undefined) await rm(folder, { recursive: true });
    },
  };
}

/** With six dispatches in `buitenland`, of which "Bericht zes" is the newest. */
export async function startAppWithNews(): Promise<RunningApp> {
  const app = await startApp();
  for (const id of ['een', 'twee', 'drie', 'vier', 'vijf', 'zes'])
    await app.send('POST', '/api/dispatches', submission({ id, title: `Bericht ${id}` }));
  return app;
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'ticker-'));
}

/** The least that can be published, and whatever else a test cares about. */
export function submission(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    section: 'buitenland',
    title: 'Brug over de rivier weer open',
    text: 'OSLO (ANP) - De brug is sinds vanochtend weer open voor verkeer.',
    ...fields,
  };
}

/** An answer's JSON as a record. */
export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}
