/**
 * A fresh screen shows a short code, and somebody at the desk says by it what the screen is to be. Codes are kept beside
 * the log, as the screen and the desk may ask different processes; a code is used once, by whoever is first.
 */
import { randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { Log } from '../log/log.ts';
import { wallAddress, type WallSetup } from '../../shared/wall.ts';

export interface Pairing {
  readonly code: string;
  /** Only the screen itself has it: without, a code says nothing of what became of it. */
  readonly secret: string;
  readonly until: number;
}

/** Why a code does not do. */
export type NoPairing = 'unknown' | 'expired' | 'used';

export interface Pairings {
  /** A code for a screen; undefined: too many are waiting already. @throws {StoreAway} */
  begin(): Promise<Pairing | undefined>;
  /** What became of it, for the screen that shows it. @throws {StoreAway} */
  heard(
    code: string,
    secret: string,
  ): Promise<{ readonly until: number; readonly address?: string } | NoPairing>;
  /** Whether it can be used. @throws {StoreAway} */
  find(code: string): Promise<{ readonly code: string; readonly until: number } | NoPairing>;
  /** Uses it; answers where the screen goes. @throws {StoreAway} */
  use(code: string, setup: WallSetup): Promise<{ readonly address: string } | NoPairing>;
}

/** Capitals and digits that nobody takes for one another from afar or by ear, and no vowels, so that they make no word. */
const LETTERS = '234679CDFHJKMNPQRTWXY';
const LENGTH = 4;
const SHAPE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`);
/** One in a thousand codes at most is one that holds. */
const MOST_WAITING = 150;
const HOLDS_MS = 10 * 60_000;
/** So long it is remembered that a code has expired, or was used. */
const KEPT_MS = 60 * 60_000;
const TOPIC = 'pairings';

const NoteSchema = v.object({ secret: v.string(), until: v.number(), address: v.exactOptional(v.string()) });
type Note = v.InferOutput<typeof NoteSchema>;

export function createPairings(log: Pick<Log, 'notes' | 'now'>): Pairings {
  const { notes } = log;
  const now = (): number => log.now();

  async function read(code: string): Promise<Note | undefined> {
    const text = isCode(code) ? await notes.get(TOPIC, code) : undefined;
    return text === undefined ? undefined : v.parse(NoteSchema, JSON.parse(text));
  }

  async function find(code: string): Promise<(Note & { readonly code: string }) | NoPairing> {
    const upper = code.toUpperCase();
    const note = await read(upper);
    if (!note) return 'unknown';
    if (note.address !== undefined) return 'used';
    return note.until <= now() ? 'expired' : { code: upper, ...note };
  }

  return {
    async begin() {
      const before = await notes.all(TOPIC);
      const waiting = [...before.values()].filter(
        (text) => v.parse(NoteSchema, JSON.parse(text)).until > now(),
      );
      if (waiting.length >= MOST_WAITING) return undefined;
      let code = newCode();
      while (before.has(code)) code = newCode();
      const note: Note = { secret: randomBytes(16).toString('base64url'), until: now() + HOLDS_MS };
      await notes.set(TOPIC, code, JSON.stringify(note), KEPT_MS);
      return { code, ...note };
    },
    async heard(code, secret) {
      const note = await read(code);
      if (!note || !isSame(note.secret, secret)) return 'unknown';
      const { until, address } = note;
      if (address !== undefined) return { until, address };
      return until <= now() ? 'expired' : { until };
    },
    async find(code) {
      const found = await find(code);
      return typeof found === 'string' ? found : { code: found.code, until: found.until };
    },
    async use(code, setup) {
      const found = await find(code);
      if (typeof found === 'string') return found;
      // Two at once, on whichever processes: one of them is first.
      if (!(await notes.lease(`pairing ${found.code}`, randomUUID(), KEPT_MS))) return 'used';
      const address = wallAddress(setup);
      const note: Note = { secret: found.secret, until: found.until, address };
      await notes.set(TOPIC, found.code, JSON.stringify(note), KEPT_MS);
      return { address };
    },
  };
}

function newCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

function isCode(text: string): boolean {
  return SHAPE.test(text);
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
