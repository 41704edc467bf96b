import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOORS } from '../../../server/http/description/describe-api.ts';
import { SCHEMAS } from '../../../server/http/description/schemas.ts';
import { read, SubmissionSchema } from '../../../shared/dispatch.ts';
import { startApp, type RunningApp } from './running-app.ts';

const operations = DOORS.flatMap((door) => door.operations);

let running: RunningApp;
let text: string;
let plain: string;
beforeAll(async () => {
  running = await startApp();
  text = await (await running.ask('/api')).text();
  plain = unescaped(text.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ');
});
afterAll(() => running.close());

describe('the reference of the API', () => {
  it('has every operation: what it does, who may, what it answers, and a line that does it', () => {
    for (const { method, path, summary, scopes = [], answers } of operations) {
      const article = articleOf(method, path);
      expect(article).toContain(`${method.toUpperCase()} ${path} ${summary}`);
      for (const scope of scopes) expect(article).toContain(scope);
      for (const { description } of Object.values(answers)) {
        expect(article).toContain(description.replaceAll('`', ''));
      }
      expect(article).toContain('curl ');
    }
  });

  it('has every form with its fields and their bounds', () => {
    for (const name of Object.keys(SCHEMAS)) expect(text).toContain(`id="form-${name.toLowerCase()}"`);
    expect(plain).toContain('title text of 1 to 300 characters');
    expect(plain).toContain('urgency a whole number from 1 to 9; optional, otherwise 4');
    expect(plain).toContain('receipts[].walls[].confirmed true or false');
  });

  it('has examples that pass the gate, with the address of this server', () => {
    expect(text).toContain(`curl ${running.url}/api/sections/regio`);
    const bodies = operations
      .filter(({ path, method }) => path.startsWith('/api/dispatches') && method !== 'get')
      .flatMap(({ example }) => /--data '([^']+)'/.exec(example ?? '')?.slice(1) ?? [])
      .filter((body) => body.includes('title'));
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(read(SubmissionSchema, JSON.parse(body))).toMatchObject({ ok: true });
  });

  it('links only to what is on it, and loads no script', () => {
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe([...text.matchAll(/ id="([^"]+)"/g)].length);
    expect(text).not.toContain('<script');
    expect(text).toMatch(/<html lang="en">/);
  });

  it('is a page, unlike what lies below it, and costs a 304 when it is known', async () => {
    const { headers, status } = await running.ask('/api');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toContain("style-src 'self'");
    const again = await running.ask('/api', { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect((await running.ask('/api/nergens')).headers.get('content-type')).toContain('problem+json');
  });
});

function articleOf(method: string, path: string): string {
  const id = `${method} ${path}`.replace(/[^a-z0-9]+/gi, '-').replace(/-$/, '');
  const found = text.split('<article').find((article) => article.includes(` id="${id}"`));
  return unescaped((found ?? '').replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ');
}

function unescaped(html: string): string {
  return html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
