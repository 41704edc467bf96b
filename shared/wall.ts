/** A wall: a screen of the newsroom's own that has a name. Times are ms since the epoch, by the store's clock. */
import * as v from 'valibot';

/** A screen shows some sections beside each other; nobody can read more. */
export const MOST_WALL_SECTIONS = 12;
/** A wall gives a sign of life every 15 s; after this long without one somebody should go and look. */
export const WALL_SILENT_MS = 60_000;

const LONGEST_NAME = 60;
/** What is wrong with a wall's name; `dots`: an address loses a part that is one or two of them. */
export type WallNameFault = 'empty' | 'long' | 'dots' | 'spaces' | 'unseen';

const NAME_FAULTS: Readonly<Record<WallNameFault, string>> = {
  empty: 'must not be empty',
  long: `must have at most ${LONGEST_NAME} characters`,
  dots: 'must not be . or .., which an address would lose',
  spaces: 'must have no spaces around it',
  unseen: 'must be one line of text, without characters that nobody sees',
};

/** One line that a desk can show, and part of an address: what keeps a name from being that. */
export function wallNameFault(name: string): WallNameFault | undefined {
  if (name.trim() === '') return 'empty';
  if (name.length > LONGEST_NAME) return 'long';
  if (/^\.{1,2}$/.test(name)) return 'dots';
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name)) return 'unseen';
  return name === name.trim() ? undefined : 'spaces';
}

export const WallNameSchema = v.pipe(
  v.string('must be text'),
  v.maxLength(LONGEST_NAME, NAME_FAULTS.long),
  v.regex(
    /^(?!\s|\.{1,2}$)[^\p{C}\p{Zl}\p{Zp}]+(?<!\s)$/u,
    ({ input }) => NAME_FAULTS[wallNameFault(input) ?? 'unseen'],
  ),
);

const SectionsOfWall = v.pipe(
  v.array(
    v.pipe(v.string('must be text'), v.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the id of a section')),
    'must be a list of sections',
  ),
  v.minLength(1, 'must name a section'),
  v.maxLength(MOST_WALL_SECTIONS, `must have at most ${MOST_WALL_SECTIONS} sections`),
);
/** What a wall is to show from now on. */
export const WallSectionsSchema = v.strictObject({ sections: SectionsOfWall });

/** What is known of a wall. */
export const WallSchema = v.object({
  name: v.string(),
  /** Of the script that it runs. */
  version: v.string(),
  /** What it shows; empty where it did not say. */
  sections: v.array(v.string()),
  firstSeenAt: v.number(),
  /** Its last sign of life. */
  contactAt: v.number(),
  /** When one of its time labels last changed: proof that what it shows is not frozen. */
  flippedAt: v.exactOptional(v.number()),
  /** When the last of its screens said goodbye: its page was closed, or is called something else. Absent: it never did, or came back. */
  closedAt: v.exactOptional(v.number()),
  /** How many screens that are connected now use the name. */
  screens: v.number(),
});
export type Wall = Readonly<v.InferOutput<typeof WallSchema>>;
/** A wall was told; `screens`: how many screens of the name. */
export const WallToldSchema = v.object({ screens: v.number() });
export const WallListSchema = v.object({ walls: v.array(WallSchema) });

/**
 * `away`: not connected, for less than a minute; it may be restarting. `closed`: longer, and it said goodbye. `silent`:
 * nothing was heard of it for a minute, and nobody knows why.
 */
export type WallState = 'connected' | 'away' | 'closed' | 'silent';

export function wallState(
  { contactAt, closedAt, screens }: Pick<Wall, 'contactAt' | 'closedAt' | 'screens'>,
  now: number,
): WallState {
  if (now - contactAt >= WALL_SILENT_MS) return screens === 0 && closedAt !== undefined ? 'closed' : 'silent';
  return screens > 0 ? 'connected' : 'away';
}

const HOURS = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** How a new wall is set up. */
export const WallSetupSchema = v.strictObject({
  name: WallNameSchema,
  sections: SectionsOfWall,
  /** It rings for dispatches of this urgency and above it; absent: for none. */
  bells: v.exactOptional(
    v.pipe(
      v.number('must be a number'),
      v.integer('must be 1, 2 or 3'),
      v.minValue(1, 'must be 1, 2 or 3'),
      v.maxValue(3, 'must be 1, 2 or 3'),
    ),
  ),
  /** Hours without bells, such as `23:00-07:00`. */
  quiet: v.exactOptional(
    v.pipe(v.string('must be text'), v.regex(HOURS, 'must be hours, such as 23:00-07:00')),
  ),
});
export type WallSetup = Readonly<v.InferOutput<typeof WallSetupSchema>>;

/** The page of a wall: all that it is lies in its address, so a screen keeps it over a restart. */
export function wallAddress({ name, sections, bells, quiet }: WallSetup): string {
  const query = Object.entries({ name, sections: sections.join(' '), bells, quiet })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return `/wall?${query.join('&')}`;
}

/** A code that a fresh screen shows, and how long it holds. */
export const PairingSchema = v.object({ code: v.string(), until: v.number() });
export const PairedSchema = v.object({ address: v.string() });
/** What a fresh screen hears: where to go once somebody has set it up. */
export const PairingAnswerSchema = v.object({ until: v.number(), address: v.exactOptional(v.string()) });
