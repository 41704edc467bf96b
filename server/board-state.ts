/**
 * The boards of all sections as one value that only the log decides: the shared fold, and beside each board what
 * a resuming screen needs: at which entry every dispatch and every tombstone last changed. That is the whole
 * backfill: whoever resumes past "original, then withdrawn" finds the withdrawal and never the text.
 *
 * A part of a board is only handed out where taking it leaves exactly this board (see shared/catch-up.ts). The
 * rare changes that a part cannot express (a shown dispatch got another publication time, a hidden one came back,
 * a tombstone was dropped) raise the floor instead: who resumes from below it gets the whole board.
 */
import * as v from 'valibot';
import {
  BOARD_SIZE,
  EMPTY_BOARD,
  GONE_SIZE,
  compareKeys,
  placeDispatch,
  withdrawDispatch,
  type Board,
  type Cursor,
  type Gone,
} from '../shared/board.ts';
import { CardSchema, cardOf, type Card } from '../shared/dispatch.ts';
import type { BoardMessage, DeltaMessage } from '../shared/events.ts';
import type { Entry } from './log/log.ts';

type BoardContent = Omit<BoardMessage, 'now'>;

/** What remains on a board of the past of a dispatch whose text was removed since. */
export interface Redacted {
  readonly id: string;
  readonly version: number;
  readonly publishedAt: number;
  readonly redacted: true;
}

/** The boards as of one position of the log. */
export class BoardState {
  readonly #sections: ReadonlyMap<string, SectionState>;
  #cursor: Cursor;

  constructor(sections: readonly string[], epoch: string) {
    this.#sections = new Map(sections.map((id) => [id, new SectionState()]));
    this.#cursor = { epoch, n: 0 };
  }

  /** How far the log has been folded. */
  get cursor(): Cursor {
    return this.#cursor;
  }

  has(section: string): boolean {
    return this.#sections.has(section);
  }

  /** The section's last change, 0 when there was none. */
  sectionN(section: string): number {
    return this.#section(section).n;
  }

  /** Folds the next entry; the answer is what changed, ready to be sent. */
  apply(entry: Entry): DeltaMessage[] {
    this.#cursor = { epoch: entry.epoch, n: entry.n };
    if (entry.late) return [];

    const gone = { id: entry.id, version: entry.version };
    const card = cardOfEntry(entry);
    const home = this.#sections.get(entry.section);
    const taken = isHeld(entry) ? { ...gone, held: true as const } : gone;
    const left = card && home ? { ...gone, moved: true as const } : taken;
    const deltas: DeltaMessage[] = [];
    for (const [section, state] of this.#sections) {
      if (section === entry.section) continue;
      // Held where it stood before, it may be released or withdrawn from here: there too somebody waits for it.
      if (state.shows(entry.id) || state.holds(entry.id))
        deltas.push(...this.#takeAway(section, state, left));
    }
    if (!home) return deltas;
    if (!card) return [...deltas, ...this.#takeAway(entry.section, home, taken)];

    const prev = home.n;
    // Older than what a board has room for, it may still be open somewhere; but an archive that comes in is no news.
    const told = home.place(card, entry.n) || (card.version > 1 && home.passOn(card, entry.n));
    // What stood here was redacted since. Nothing can be sent of it; the hole in `prev` makes screens ask again.
    if (!told || isHole(card)) return deltas;
    return [...deltas, { section: entry.section, ...this.#cursor, prev, dispatch: card }];
  }

  /** The whole board. */
  whole(section: string): BoardContent {
    return this.#message(section, true, this.#section(section).whole());
  }

  /** What the section shows, for those who ask about the past: with a mark where a text was removed since. */
  recall(section: string): { readonly n: number; readonly dispatches: readonly (Card | Redacted)[] } {
    const { n } = this.#section(section);
    const { dispatches } = this.#section(section).whole();
    return { n, dispatches: dispatches.map((card) => (isHole(card) ? toRedacted(card) : card)) };
  }

  /**
   * What changed after the cursor, or the whole board when that cannot be told. A cursor ahead of us came from a
   * faster process: its screen has all that we have yet to fold, so the answer is empty and keeps the screen's own
   * position; what we fold on the way there is dropped by it, and what comes after names a `prev` it knows.
   */
  since(section: string, cursor: Cursor): BoardContent {
    const state = this.#section(section);
    const part = cursor.epoch === this.#cursor.epoch ? state.since(cursor.n) : undefined;
    if (!part) return this.whole(section);
    const message = this.#message(section, false, part);
    return { ...message, n: Math.max(message.n, cursor.n) };
  }

  /** The same position gives the same text, whatever the way there. */
  serialise(): string {
    const sections = [...this.#sections].map(([id, state]) => ({ id, ...state.save() }));
    return JSON.stringify({ format: FORMAT, sections } satisfies SavedState);
  }

  /** The state as it was saved; `undefined` when it is not one of this format and these sections. */
  static restore(sections: readonly string[], cursor: Cursor, text: string): BoardState | undefined {
    const saved = parseSaved(text);
    if (!saved || saved.sections.map(({ id }) => id).join() !== sections.join()) return undefined;
    const state = new BoardState(sections, cursor.epoch);
    state.#cursor = { epoch: cursor.epoch, n: cursor.n };
    for (const section of saved.sections) state.#section(section.id).load(section);
    return state;
  }

  #takeAway(section: string, state: SectionState, gone: Gone): DeltaMessage[] {
    const prev = state.n;
    return state.takeAway(gone, this.#cursor.n) ? [{ section, ...this.#cursor, prev, gone }] : [];
  }

  #message(section: string, reset: boolean, board: Board): BoardContent {
    const { n } = this.#section(section);
    return { section, epoch: this.#cursor.epoch, n, reset, ...withoutHoles(board) };
  }

  #section(id: string): SectionState {
    const state = this.#sections.get(id);
    if (!state) throw new Error(`no board for the section ${JSON.stringify(id)}`);
    return state;
  }
}

/** One section's board and its marks. */
class SectionState {
  #board = EMPTY_BOARD;
  /** The entry that last changed each id of the board, tombstones among them. */
  readonly #marks = new Map<string, number>();
  #n = 0;
  #floor = 0;

  get n(): number {
    return this.#n;
  }

  shows(id: string): boolean {
    return this.#marks.has(id) && this.#board.dispatches.some((card) => card.id === id);
  }

  holds(id: string): boolean {
    return this.#marks.has(id) && this.#board.gone.some((one) => one.id === id && one.held);
  }

  place(card: Card, n: number): boolean {
    const before = this.#board;
    const after = placeDispatch(before, card);
    if (after === before) return false;

    const shown = before.dispatches.find(({ id }) => id === card.id);
    const cameBack = after.gone !== before.gone;
    const jumped = shown !== undefined && shown.publishedAt !== card.publishedAt;
    if (cameBack || jumped) this.#floor = n;
    this.#marks.delete(card.id);
    if (after.dispatches.includes(card)) this.#marks.set(card.id, n);
    if (after.horizon && after.horizon !== before.horizon) this.#marks.delete(after.horizon.id);
    this.#board = after;
    this.#n = n;
    return true;
  }

  /** A change of what fell off the end; false when it did not. The board stays, only its position is another. */
  passOn(card: Card, n: number): boolean {
    const { horizon, gone } = this.#board;
    if (!horizon || compareKeys(card, horizon) < 0) return false;
    if (gone.some(({ id, version }) => id === card.id && version >= card.version)) return false;
    this.#n = n;
    return true;
  }

  takeAway(gone: Gone, n: number): boolean {
    // How often the newsroom changes what it holds is its own affair.
    if (gone.held && this.holds(gone.id)) return false;
    const before = this.#board;
    const after = withdrawDispatch(before, gone);
    if (after === before) return false;

    const oldest = before.gone[0];
    const dropped = oldest && oldest.id !== gone.id && after.gone[0] !== oldest ? oldest : undefined;
    if (dropped) {
      this.#floor = Math.max(this.#floor, this.#markOf(dropped.id));
      this.#marks.delete(dropped.id);
    }
    this.#marks.set(gone.id, n);
    this.#board = after;
    this.#n = n;
    return true;
  }

  whole(): Board {
    return this.#board;
  }

  since(n: number): Board | undefined {
    if (n < this.#floor) return undefined;
    // Without our horizon: that of a screen ahead of us is higher.
    if (n >= this.#n) return EMPTY_BOARD;
    const isNewer = ({ id }: { readonly id: string }): boolean => this.#markOf(id) > n;
    return {
      ...this.#board,
      dispatches: this.#board.dispatches.filter(isNewer),
      gone: this.#board.gone.filter(isNewer),
    };
  }

  save(): Omit<SavedSection, 'id'> {
    const { dispatches, gone, horizon } = this.#board;
    return {
      n: this.#n,
      floor: this.#floor,
      dispatches: dispatches.map((card) => [this.#markOf(card.id), card]),
      gone: gone.map((one) => [this.#markOf(one.id), one]),
      ...(horizon && { horizon: { publishedAt: horizon.publishedAt, id: horizon.id } }),
    };
  }

  load({ n, floor, dispatches, gone, horizon }: SavedSection): void {
    this.#n = n;
    this.#floor = floor;
    this.#board = {
      dispatches: dispatches.map(([, card]) => card),
      gone: gone.map(([, one]) => one),
      ...(horizon && { horizon }),
    };
    for (const [changed, { id }] of dispatches) this.#marks.set(id, changed);
    for (const [changed, { id }] of gone) this.#marks.set(id, changed);
  }

  #markOf(id: string): number {
    const mark = this.#marks.get(id);
    if (!mark) throw new Error(`the board holds ${id}, but not where it last changed`);
    return mark;
  }
}

/** What the entry shows on its section's board; nothing when it takes away. */
function cardOfEntry(entry: Entry): Card | undefined {
  if (entry.kind === 'withdrawal') return undefined;
  if (entry.kind === 'dispatch')
    return entry.dispatch.status === 'usable' ? cardOf(entry.dispatch) : undefined;
  return entry.status === 'usable' ? hole(entry) : undefined;
}

function isHeld(entry: Entry): boolean {
  if (entry.kind === 'withdrawal') return false;
  return (entry.kind === 'dispatch' ? entry.dispatch : entry).status === 'withheld';
}

/**
 * Stands where a redacted dispatch stood until the withdrawal after it is folded: a replay must push the same
 * dispatch off a full board as the process that once saw the text. It is never sent.
 */
function hole({ id, version, section, publishedAt, at }: Entry & { readonly kind: 'redacted' }): Card {
  const bare = { title: '', lead: '', urgency: 4, status: 'usable', lang: 'nl' } as const;
  return { ...bare, id, version, section, publishedAt, updatedAt: at };
}

/** No publisher can send an empty title. */
function isHole({ title }: Card): boolean {
  return title === '';
}

function toRedacted({ id, version, publishedAt }: Card): Redacted {
  return { id, version, publishedAt, redacted: true };
}

function withoutHoles(board: Board): Board {
  return board.dispatches.some(isHole)
    ? { ...board, dispatches: board.dispatches.filter((card) => !isHole(card)) }
    : board;
}

/** Raise it whenever the fold or the form of what is saved changes: an old checkpoint is then replayed, not believed. */
const FORMAT = 4;

const position = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const SavedSectionSchema = v.strictObject({
  id: v.string(),
  n: position,
  floor: position,
  dispatches: v.pipe(v.array(v.tuple([position, CardSchema])), v.maxLength(BOARD_SIZE)),
  gone: v.pipe(
    v.array(
      v.tuple([
        position,
        v.strictObject({
          id: v.string(),
          version: position,
          moved: v.exactOptional(v.literal(true)),
          held: v.exactOptional(v.literal(true)),
        }),
      ]),
    ),
    v.maxLength(GONE_SIZE),
  ),
  horizon: v.optional(v.strictObject({ publishedAt: v.number(), id: v.string() })),
});
const SavedStateSchema = v.strictObject({ format: v.literal(FORMAT), sections: v.array(SavedSectionSchema) });
type SavedState = v.InferOutput<typeof SavedStateSchema>;
type SavedSection = SavedState['sections'][number];

function parseSaved(text: string): SavedState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Checked, but not rebuilt by the schema: the order of the keys stays as the log gave it.
    return v.is(SavedStateSchema, value) ? value : undefined;
  } catch {
    return undefined; // Not JSON: a checkpoint is only a short cut, the log has everything.
  }
}
