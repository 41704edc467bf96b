import type { Introduction, WallCommand } from '../shared/events.ts';

/** A screen of the newsroom's own that is connected to this process and has said its name. */
export interface NamedScreen {
  tell(command: WallCommand): void;
}

/** Who keeps account of them. Neither may throw. */
export interface NamedScreens {
  /** The first time, and every time it says it again: a sign of life. */
  introduced(screen: NamedScreen, said: Introduction): void;
  /** It has gone; of one that never introduced itself nothing is said. */
  left(screen: NamedScreen): void;
}
