/** A wall: a screen of the newsroom's own that has a name. What it may be called and show, for whoever reads of it. */
import * as v from 'valibot';

/** A screen shows some sections beside each other; nobody can read more. */
export const MOST_WALL_SECTIONS = 12;

/** One line that a desk can show, and part of an address: so no dot segment, which an address would lose. */
export const WallNameSchema = v.pipe(
  v.string('must be text'),
  v.maxLength(60, 'must have at most 60 characters'),
  v.regex(
    /^(?!\.{1,2}$)\S(?:[^\p{C}\p{Zl}\p{Zp}]*\S)?$/u,
    'must be one line of text, without spaces around it',
  ),
);
