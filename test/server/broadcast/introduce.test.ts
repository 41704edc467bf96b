import { afterEach, describe, expect, it } from 'vitest';
import type {
  IntroduceAnswer,
  Introduction,
  UnsubscribeAnswer,
  WallCommand,
} from '../../../shared/events.ts';
import type { Departure, NamedScreen, NamedScreens } from '../../../server/named-screen.ts';
import { MemoryLog } from '../memory-log.ts';
import { boardOf, BUILD, SECTION, startBroadcast, type Harness, type ScreenSocket } from './harness.ts';

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

async function start() {
  const said: Introduction[] = [];
  const open = new Map<NamedScreen, string>();
  const departures: Departure[] = [];
  const screens: NamedScreens = {
    introduced: (screen, introduction) => {
      said.push(introduction);
      open.set(screen, introduction.name);
    },
    left: (screen, departure) => {
      open.delete(screen);
      departures.push(departure);
    },
  };
  const started = await startBroadcast({}, undefined, new MemoryLog(), screens);
  harness = started;
  const { url } = started;
  return { screen: (origin?: string) => started.screen(origin), url, said, open, departures };
}

const introduce = (socket: ScreenSocket, said: Introduction): Promise<IntroduceAnswer> =>
  new Promise((resolve) => socket.emit('introduce', said, resolve));

const goodbye = (socket: ScreenSocket): Promise<UnsubscribeAnswer> =>
  new Promise((resolve) => socket.emit('goodbye', {}, resolve));

const WALL = { name: 'Redactie 1', version: '1.2.3' };

describe('a screen that introduces itself', () => {
  it('hears which pages are served, and says what it shows and when its labels last moved', async () => {
    const { screen, said } = await start();
    const socket = await screen();
    const whole = { ...WALL, sections: [SECTION, 'sport'], flippedAt: 1_700_000_000_000 };
    expect(await introduce(socket, whole)).toEqual({ build: BUILD });
    expect(await introduce(socket, WALL)).toEqual({ build: BUILD });
    expect(said).toEqual([whole, WALL]);
  });

  it('is told what is asked of it, and no other screen is', async () => {
    const { screen, open } = await start();
    const [wall, other] = [await screen(), await screen()];
    const heard: [string, WallCommand][] = [];
    wall.on('command', (command) => heard.push(['wall', command]));
    other.on('command', (command) => heard.push(['other', command]));
    await introduce(wall, WALL);
    const command: WallCommand = { id: 'c1', kind: 'sections', sections: ['sport'] };
    for (const named of open.keys()) named.tell(command);
    await expect.poll(() => heard).toEqual([['wall', command]]);
    await boardOf(other, SECTION);
    expect(heard).toHaveLength(1);
  });

  it('is known until it goes', async () => {
    const { screen, open, departures } = await start();
    const socket = await screen();
    await introduce(socket, WALL);
    expect([...open.values()]).toEqual(['Redactie 1']);
    socket.disconnect();
    await expect.poll(() => open.size).toBe(0);
    expect(departures).toEqual(['lost']);
  });

  it('is known no longer once it says goodbye, though its connection goes on, until it introduces itself again', async () => {
    const { screen, open, departures } = await start();
    const socket = await screen();
    await introduce(socket, WALL);
    expect(await goodbye(socket)).toEqual({ ok: true });
    expect([...open.values()]).toEqual([]);
    // Nobody is known who could say so.
    expect(await goodbye(socket)).toEqual({ ok: true });
    await introduce(socket, { ...WALL, name: 'Redactie 2' });
    expect([...open.values()]).toEqual(['Redactie 2']);
    expect(await goodbye(socket)).toEqual({ ok: true });
    socket.disconnect();
    const other = await screen();
    await boardOf(other, SECTION);
    expect(departures).toEqual(['closed', 'closed']);
  });

  it.each([
    ['of our own page', (url: string) => url, 1],
    ['of our own page behind a proxy that ends TLS', (url: string) => url.replace('http:', 'https:'), 1],
    ['of another site', () => 'https://elders.example', 0],
    ['of a sandboxed frame', () => 'null', 0],
  ])('is believed when it is no page or one of ours: %s', async (_, originOf, known) => {
    const { screen, said, url } = await start();
    const socket = await screen(originOf(url));
    expect(await introduce(socket, WALL)).toEqual({ build: BUILD });
    expect(said).toHaveLength(known);
  });
});
