import type { Introduction, WallCommand } from '../shared/events.ts';

/** A screen of the newsroom's own that is connected to this process and has said its name. */
export interface NamedScreen {
  tell(command: WallCommand): void;
}

/** `closed`: it said goodbye. `lost`: its connection ended, and nobody knows why. */
export type Departure = 'closed' | 'lost';

/** Who keeps account of them. Neither may throw. */
export interface NamedScreens {
  /** The first time, and every time it says it again: a sign of life. */
  introduced(screen: NamedScreen, said: Introduction): void;
  /** It has gone; of one that never introduced itself nothing is said. */
  left(screen: NamedScreen, departure: Departure): void;
}
