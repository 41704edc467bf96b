/**
 * `npm run gallery`: a picture of every state that a reader, a newsroom or a partner can come across, in both schemes and on
 * every size of screen that makes sense, and a page to look through them: dist/gallery/index.html. With a word behind it, only
 * the scenes that have it in their name: `npm run gallery -- wand`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from '../../server/prepare.js';
import { STORIES } from '../../server/wire/demo-dispatches.ts';
import { tellStory } from '../../server/wire/demo-story.ts';
import { launchBrowser } from '../client/browser.ts';
import { startApp, submission, type RunningApp } from '../server/http/running-app.ts';
import { galleryPage, type Picture } from './gallery-page.ts';
import { SCENES, type Scene } from './scenes.ts';
import type { Stage } from './stage.ts';

const FOLDER = fileURLToPath(new URL('../../dist/gallery', import.meta.url));
const SHAPES: Readonly<Record<number, number>> = { 320: 640, 768: 1024, 1280: 800, 1920: 1080, 3840: 2160 };

const [, , word = ''] = process.argv;
const scenes = SCENES.filter(({ subject, state }) =>
  `${subject} ${state}`.toLowerCase().includes(word.toLowerCase()),
);
await prepare();
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const app = await startApp({
  settings: { WEBMAIL: 'Duinpost=https://example.com/,Kanaalmail=https://example.org/' },
});
const browser = await launchBrowser();
try {
  await publishNews(app);
  const pictures: Picture[] = [];
  for (const [at, scene] of scenes.entries()) {
    for (const width of scene.widths) {
      for (const scheme of ['light', 'dark'] as const) {
        const screen = { width, height: SHAPES[width] ?? 900, scheme };
        const stage: Stage = { browser, app, screen, servers: [] };
        pictures.push(await take(scene, stage, `${at + 1}-${width}-${scheme}.jpg`));
      }
    }
    process.stdout.write(`${at + 1}/${scenes.length} ${scene.subject}: ${scene.state}\n`);
  }
  const index = join(FOLDER, 'index.html');
  writeFileSync(index, galleryPage(pictures, new Date()));
  const failed = pictures.filter(({ trouble }) => trouble !== undefined);
  for (const { subject, state, width, scheme, trouble } of failed) {
    process.stdout.write(`no picture of ${subject}, ${state}, ${width}, ${scheme}: ${trouble ?? ''}\n`);
  }
  process.stdout.write(`${index}\n`);
  if (failed.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await app.close();
}

async function take(scene: Scene, stage: Stage, file: string): Promise<Picture> {
  const { subject, state } = scene;
  const { browser, screen } = stage;
  const picture = { file, subject, state, width: screen.width, scheme: screen.scheme };
  const contexts = browser.contexts().length;
  try {
    const { page, part } = await scene.open(stage);
    // What is told to move has moved: the picture is of the state, not of the way there.
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const options = { path: join(FOLDER, file), type: 'jpeg', quality: 85, animations: 'disabled' } as const;
    await (part ? part.screenshot(options) : page.screenshot(options));
    return picture;
  } catch (error) {
    const [trouble = ''] = String(error).split('\n');
    return { ...picture, trouble };
  } finally {
    for (const context of browser.contexts().slice(contexts)) await context.close();
    for (const server of stage.servers) await server.close();
  }
}

/** What stands on the pages: a round of the demo wire, and one dispatch of each kind that an article can be. */
async function publishNews(app: RunningApp): Promise<void> {
  const now = Date.now();
  const send = async (method: string, id: string, fields?: Record<string, unknown>) => {
    const path = method === 'POST' ? '/api/dispatches' : `/api/dispatches/${id}`;
    const answer = await app.send(
      method,
      path,
      fields && submission(method === 'POST' ? { id, ...fields } : fields),
    );
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  const publish = (id: string, fields: Record<string, unknown>) => send('POST', id, fields);
  for (const place of [...STORIES.keys()].reverse()) {
    const { id, steps } = tellStory(STORIES, place);
    const fields = 'submission' in steps[0] ? steps[0].submission : {};
    await publish(id, { ...fields, publishedAt: now - (2 + place * 7) * 60_000 });
  }
  const told = STORIES.find(({ section, body }) => section === 'buitenland' && body !== undefined);
  const body = told?.body ?? '';
  await publish('verdrag', {
    title: 'Bergdorpen tekenen verdrag over het onderhoud van de pas',
    text: 'CHUR (ANP/DPA/AFP) - Zes bergdorpen aan weerszijden van de pas hebben een verdrag getekend over het onderhoud van de weg. Zij delen voortaan de kosten en de sneeuwploegen.',
    body,
    publishedAt: '2021-06-19T14:05:00+02:00',
  });
  const bridge = { section: 'regio', text: 'GOES (ANP) - De brug over het kanaal gaat vier weken dicht.' };
  await publish('brug', { ...bridge, title: 'Brug drie weken dicht' });
  await send('PUT', 'brug', {
    ...bridge,
    title: 'Brug vier weken dicht',
    signal: 'correction',
    note: 'Het gaat om vier weken, niet om drie.',
  });
  await publish('oud', { ...bridge, title: 'Brug mogelijk langer dicht' });
  await publish('nieuw', { ...bridge, title: 'Omleiding rond de brug duurt zes weken', replaces: 'oud' });
  await publish('weg', { ...bridge, title: 'Ingetrokken' });
  await send('DELETE', 'weg');
  await publish('nabellen', { ...bridge, title: 'Aangehouden' });
  await send('PUT', 'nabellen', { ...bridge, title: 'Aangehouden', status: 'withheld' });
}
