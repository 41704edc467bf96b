import { describe, expect, it } from 'vitest';
import { frameOf, type Frame } from '../../../server/broadcast/frame.ts';
import type { BroadcastMetrics } from '../../../server/broadcast/metrics.ts';
import { Room } from '../../../server/broadcast/room.ts';
import type { Viewer } from '../../../server/broadcast/viewer.ts';

const metrics: BroadcastMetrics = {
  delivered: () => undefined,
  fannedOut: () => undefined,
  slowReader: () => undefined,
  cutOff: () => undefined,
  receipt: () => undefined,
  refused: () => undefined,
  close: () => undefined,
};

/** A viewer that only writes down what it is given. */
class Notebook {
  readonly given: string[] = [];
  writes = 0;

  give(frames: readonly Frame[], bytes: Buffer): void {
    this.writes += 1;
    this.given.push(...frames.map(({ packet }) => packet));
    expect(bytes.equals(Buffer.concat(frames.map((frame) => frame.bytes)))).toBe(true);
  }

  get asViewer(): Viewer {
    return this as unknown as Viewer;
  }
}

function createRoom(size: number, { turnMs = 1000, holdMs = 5 } = {}) {
  const room = new Room({ turnMs, holdMs, unread: { packets: 1, bytes: 1 } }, metrics);
  const notebooks = Array.from({ length: size }, () => new Notebook());
  for (const notebook of notebooks) room.join(notebook.asViewer);
  return { room, notebooks };
}

const [a, b, c] = ['a', 'b', 'c'].map((name) => frameOf('dispatch', { name })) as [Frame, Frame, Frame];

describe('a room', () => {
  it('gives a lone frame at once and those of the next few ms together', async () => {
    const { room, notebooks } = createRoom(2);
    room.send([a]);
    expect(notebooks.map(({ given }) => given)).toEqual([[a.packet], [a.packet]]);
    room.send([b]);
    room.send([c]);
    expect(notebooks[0]?.writes).toBe(1);
    await expect.poll(() => notebooks[0]?.given).toEqual([a.packet, b.packet, c.packet]);
    expect(notebooks[0]?.writes).toBe(2);
    room.close();
  });

  it('gives one who joins while frames are held only what comes after', async () => {
    const { room, notebooks } = createRoom(1);
    room.send([a]);
    room.send([b]);
    const late = new Notebook();
    room.join(late.asViewer);
    room.send([c]);
    await expect.poll(() => notebooks[0]?.given).toEqual([a.packet, b.packet, c.packet]);
    expect(late.given).toEqual([c.packet]);
    room.close();
  });

  it('lets other work in when a fan-out takes long, and still gives all of it once and in order', async () => {
    const { room, notebooks } = createRoom(2000, { turnMs: -1 });
    const last = notebooks.at(-1);
    room.send([a]);
    expect(notebooks[0]?.given).toEqual([a.packet]);
    expect(last?.given).toEqual([]);
    // Between two turns: one joins, one is answered anew, one leaves, and the next dispatch comes.
    const [joining, leaving] = [new Notebook(), notebooks.at(-2)];
    room.join(joining.asViewer);
    if (last) room.join(last.asViewer);
    if (leaving) room.leave(leaving.asViewer);
    room.send([b]);
    await expect.poll(() => joining.given).toEqual([b.packet]);
    expect(last?.given).toEqual([b.packet]);
    expect(leaving?.given).toEqual([]);
    const others = notebooks.slice(0, -2);
    expect(others.every(({ given }) => given.join() === [a.packet, b.packet].join())).toBe(true);
    room.close();
  });

  it('ends everything in one turn when told to flush', () => {
    const { room, notebooks } = createRoom(2000, { turnMs: -1, holdMs: 10_000 });
    room.send([a]);
    room.send([b]);
    room.flush();
    expect(notebooks.every(({ given }) => given.join() === [a.packet, b.packet].join())).toBe(true);
    room.close();
  });
});
