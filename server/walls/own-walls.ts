/** The walls of this process: whichever screens said their name here, and what they last said. */
import type { Introduction, WallCommand } from '../../shared/events.ts';
import type { Departure, NamedScreen } from '../named-screen.ts';

/** What the screens of one name said last. */
export interface OwnWall {
  readonly name: string;
  readonly version: string;
  readonly sections: readonly string[];
  readonly contactAt: number;
  readonly flippedAt?: number;
  readonly closedAt?: number;
  readonly screens: number;
}

export class OwnWalls {
  readonly #now: () => number;
  readonly #names = new Map<NamedScreen, string>();
  readonly #walls = new Map<string, OwnWall>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** True: it is new here, or shows something else than before. */
  introduced(screen: NamedScreen, { name, version, sections, flippedAt }: Introduction): boolean {
    const before = this.#names.get(screen);
    if (before !== undefined && before !== name) this.left(screen, 'closed');
    this.#names.set(screen, name);
    const known = this.#walls.get(name);
    const flips = [flippedAt, known?.flippedAt].filter((at) => at !== undefined);
    const wall: OwnWall = {
      name,
      version,
      sections: sections ?? [],
      contactAt: this.#now(),
      ...(flips.length > 0 && { flippedAt: Math.max(...flips) }),
      screens: this.#count(name),
    };
    this.#walls.set(name, wall);
    return looksOf(wall) !== (known && looksOf(known));
  }

  left(screen: NamedScreen, departure: Departure): void {
    const name = this.#names.get(screen);
    this.#names.delete(screen);
    const wall = name === undefined ? undefined : this.#walls.get(name);
    if (!wall) return;
    const [now, screens] = [this.#now(), this.#count(wall.name)];
    const goodbye = departure === 'closed' && screens === 0 ? { contactAt: now, closedAt: now } : {};
    this.#walls.set(wall.name, { ...wall, ...goodbye, screens });
  }

  /** Also those that have just gone, until they are dropped. */
  all(): OwnWall[] {
    return [...this.#walls.values()];
  }

  /** Forgets one of which no screen is connected any more. */
  drop(name: string): void {
    if (this.#walls.get(name)?.screens === 0) this.#walls.delete(name);
  }

  /** To every screen of the name; answers how many there are. */
  tell(name: string, command: WallCommand): number {
    const screens = [...this.#names].filter(([, own]) => own === name);
    for (const [screen] of screens) screen.tell(command);
    return screens.length;
  }

  #count(name: string): number {
    return [...this.#names.values()].filter((own) => own === name).length;
  }
}

/** What the desk should see at once when it changes. */
function looksOf({ version, sections, screens }: OwnWall): string {
  return JSON.stringify([version, sections, screens]);
}
