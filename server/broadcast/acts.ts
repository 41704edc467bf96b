/**
 * Counts how far withdrawals, holds and corrections have come. Screens say `applied` up to a position, without saying who
 * they are, so all that is kept of one is three positions in its membership of the section; which acts it was told
 * of, and which it has confirmed, follows from these.
 */
import type { Cursor } from '../../shared/board.ts';
import type { DeltaMessage } from '../../shared/events.ts';
import type { Entry } from '../log/log.ts';
import { OPEN_MS, type OpenAct } from '../open-act.ts';
import type { Room } from './room.ts';
import type { Viewer } from './viewer.ts';

/** Where a screen stands in a section. */
export interface Standing {
  /** The process's position when it joined: of what came after, it was told. */
  readonly joined: number;
  /** Its own position then: of what lies between, it was told in the answer to `subscribe`. */
  readonly since: number;
  /** Up to here it has confirmed. */
  confirmed: number;
}

export interface ActsParts {
  /** Screens of the newsroom's own. */
  readonly names: ReadonlyMap<Viewer, string>;
  /** The store's clock. */
  readonly now: () => number;
  readonly opened: (act: OpenAct) => void;
}

/** A process hears about so many confirmations a second; few screens are not kept waiting. */
const PER_SECOND = 2000;
const SHORTEST_MS = 200;

type Counts = { -readonly [key in 'told' | 'confirmed' | 'lost' | 'late' | 'lastAt']: number };
type Act = Omit<OpenAct, keyof Counts | 'walls'> &
  Counts & { readonly walls: Map<string, { told: number; confirmed: number }> };

export class Acts {
  readonly #parts: ActsParts;
  readonly #open = new Map<string, Act[]>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(parts: ActsParts) {
    this.#parts = parts;
  }

  /** Counts from here on, when it is an act; answers within how many ms the room's screens should confirm it. */
  open(delta: DeltaMessage, room: Room): number | undefined {
    const kind = kindOf(delta);
    if (!kind) return undefined;
    const { epoch, n, section } = delta;
    const { id, version } = delta.dispatch ?? delta.gone;
    const at = this.#parts.now();
    const head = { epoch, n, section, id, version, kind, at } as const;
    this.#count({ ...head, told: room.size, walls: this.#wallsIn(room) });
    return windowFor(room);
  }

  /** The same of an act from before this process: nobody was told of it here, and its screens come back to us. */
  reopen(entry: Entry): void {
    const { epoch, n, section, id, version, at } = entry;
    const over = at + OPEN_MS <= this.#parts.now();
    if (over || entry.late || this.#of(section).some((act) => act.epoch === epoch && act.n === n)) return;
    const kind = kindOfEntry(entry);
    if (!kind) return;
    this.#count({ epoch, n, section, id, version, kind, at, told: 0, walls: new Map() });
  }

  /** The same for a screen that comes back; undefined when it has missed no act. */
  missed(section: string, since: Cursor, room: Room): number | undefined {
    const missed = this.#of(section).some(({ epoch, n }) => epoch === since.epoch && n > since.n);
    return missed ? windowFor(room) : undefined;
  }

  /** A screen has applied all of the section up to `n`; `position` is how far this process itself is. */
  confirm(section: string, { epoch, n }: Cursor, viewer: Viewer, standing: Standing, position: number): void {
    for (const act of this.#of(section)) {
      if (act.epoch !== epoch || act.n > n || act.n <= standing.confirmed) continue;
      const told = act.n > standing.joined;
      // Told through another connection, or another process, it lost that one before it could say so.
      const cameBack = act.n > standing.since || act.n === n;
      if (told) act.confirmed += 1;
      else if (cameBack) act.late += 1;
      else continue;
      act.lastAt = this.#parts.now();
      const name = this.#parts.names.get(viewer);
      if (name !== undefined) wallOf(act, name).confirmed += 1;
    }
    // Of a faster process it may know what is still to come here, and will say so again.
    standing.confirmed = Math.max(standing.confirmed, Math.min(n, position));
  }

  /** A screen has gone. */
  left(section: string, { joined, confirmed }: Standing): void {
    for (const act of this.#of(section)) if (act.n > joined && act.n > confirmed) act.lost += 1;
  }

  /** Nothing is waited for any more: history is another one, or the process stops. */
  close(): void {
    this.#open.clear();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** For as long as an act is open. */
  #count(begun: Omit<Act, 'confirmed' | 'lost' | 'late' | 'lastAt'>): void {
    const { section, at } = begun;
    const act: Act = { ...begun, confirmed: 0, lost: 0, late: 0, lastAt: at };
    this.#open.set(section, [...this.#of(section), act]);
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#open.set(
          section,
          this.#of(section).filter((other) => other !== act),
        );
      },
      at + OPEN_MS - this.#parts.now(),
    ).unref();
    this.#timers.add(timer);
    this.#parts.opened(act);
  }

  #of(section: string): readonly Act[] {
    return this.#open.get(section) ?? [];
  }

  #wallsIn(room: Room): Act['walls'] {
    const walls: Act['walls'] = new Map();
    for (const [viewer, name] of this.#parts.names) {
      if (room.standingOf(viewer)) wallOf({ walls }, name).told += 1;
    }
    return walls;
  }
}

/** Of a change that is no act there is none. */
function kindOf({ gone, dispatch }: DeltaMessage): OpenAct['kind'] | undefined {
  if (!gone) return dispatch.signal === 'correction' ? 'correction' : undefined;
  if (gone.moved) return undefined;
  return gone.held ? 'hold' : 'withdrawal';
}

function kindOfEntry(entry: Entry): OpenAct['kind'] | undefined {
  if (entry.kind !== 'dispatch') return entry.kind === 'withdrawal' ? 'withdrawal' : undefined;
  const { status, signal } = entry.dispatch;
  if (status === 'withheld') return 'hold';
  return signal === 'correction' ? 'correction' : undefined;
}

function wallOf({ walls }: Pick<Act, 'walls'>, name: string): { told: number; confirmed: number } {
  const wall = walls.get(name) ?? { told: 0, confirmed: 0 };
  walls.set(name, wall);
  return wall;
}

function windowFor(room: Room): number {
  return Math.max(SHORTEST_MS, Math.ceil((room.size / PER_SECOND) * 1000));
}
