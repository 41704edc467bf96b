/**
 * What is written down of walls, so that every process can tell of them all: what is known of each, for a month, and
 * which are connected to each process, for as long as it says so. A note is an fsync, so signs of life are gathered.
 */
import * as v from 'valibot';
import type { Notes } from '../log/log.ts';
import { WallSchema, type Wall } from '../../shared/wall.ts';
import type { OwnWall } from './own-walls.ts';

/** One note for each name. */
const KNOWN = 'walls';
/** One note for each process. */
const CONNECTED = 'walls-connected';
/** A wall that nobody has seen for so long is not missed any more. */
const KNOWN_MS = 30 * 24 * 3_600_000;
/** A process that has walls writes at least this often; one that does not is gone, and its walls with it. */
export const SIGN_MS = 15_000;
const GONE_MS = 35_000;

const KnownSchema = v.omit(WallSchema, ['name', 'screens']);
export type KnownWall = v.InferOutput<typeof KnownSchema>;
const ConnectedSchema = v.array(v.omit(WallSchema, ['firstSeenAt']));
type ConnectedWall = v.InferOutput<typeof ConnectedSchema>[number];

export function createWallNotes(notes: Notes, process: string) {
  async function known(): Promise<Map<string, KnownWall>> {
    const texts = await notes.all(KNOWN);
    return new Map([...texts].map(([name, text]) => [name, v.parse(KnownSchema, JSON.parse(text))]));
  }

  /** By process. */
  async function connected(): Promise<Map<string, readonly ConnectedWall[]>> {
    const texts = await notes.all(CONNECTED);
    return new Map([...texts].map(([field, text]) => [field, v.parse(ConnectedSchema, JSON.parse(text))]));
  }

  return {
    known,
    /** What all processes know, by name; the own walls as they are now, not as they were last written. */
    async list(own: readonly OwnWall[]): Promise<Wall[]> {
      const [before, others] = [await known(), await connected()];
      others.delete(process);
      return mergeWalls(before, [...[...others.values()].flat(), ...own]);
    },
    /** How many screens of the name other processes have. */
    async screensElsewhere(name: string): Promise<number> {
      const others = await connected();
      others.delete(process);
      const same = [...others.values()].flat().filter((wall) => wall.name === name);
      return same.reduce((sum, { screens }) => sum + screens, 0);
    },
    keep: (name: string, wall: KnownWall) => notes.set(KNOWN, name, JSON.stringify(wall), KNOWN_MS),
    forget: (name: string) => notes.delete(KNOWN, name),
    async sayConnected(text: string): Promise<void> {
      if (text === '[]') await notes.delete(CONNECTED, process);
      else await notes.set(CONNECTED, process, text, GONE_MS);
    },
  };
}
export type WallNotes = ReturnType<typeof createWallNotes>;

/** Of each name what was said last; a name that nobody wrote down yet is as old as its first sign of life here. */
export function mergeWalls(known: ReadonlyMap<string, KnownWall>, connected: readonly OwnWall[]): Wall[] {
  const walls = new Map<string, Wall>();
  for (const [name, wall] of known) walls.set(name, { name, ...wall, screens: 0 });
  for (const wall of connected) {
    const first = { ...wall, sections: [...wall.sections], firstSeenAt: wall.contactAt, screens: 0 };
    const before = walls.get(wall.name) ?? first;
    walls.set(wall.name, mergeWall(before, wall));
  }
  return [...walls.values()].sort((a, b) => a.name.localeCompare(b.name, 'nl', { numeric: true }));
}

function mergeWall(one: Wall, other: OwnWall): Wall {
  const newer = other.contactAt >= one.contactAt ? other : one;
  const flips = [one.flippedAt, other.flippedAt].filter((at) => at !== undefined);
  return {
    name: one.name,
    version: newer.version,
    sections: [...newer.sections],
    firstSeenAt: one.firstSeenAt,
    contactAt: newer.contactAt,
    ...(flips.length > 0 && { flippedAt: Math.max(...flips) }),
    ...(newer.closedAt !== undefined && { closedAt: newer.closedAt }),
    screens: one.screens + other.screens,
  };
}
