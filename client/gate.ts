/**
 * The gate between the network and the page: whatever arrives is unknown until it has passed here. A card that
 * does not pass is left out of a whole board, so that one bad dispatch never hides fifty good ones.
 *
 * The same rules as CardSchema, written out: the validator would take an eighth of what the embed may weigh. A
 * test holds the two together.
 */
import type { Card } from '../shared/card.ts';
import type { Cursor, Gone, SortKey } from '../shared/board.ts';
import type { BoardMessage, DeltaMessage } from '../shared/events.ts';

/** The last moment that a Date can hold, ms since the epoch. */
const LAST_TIME = 8.64e15;

/** A board as an answer to `subscribe` or over HTTP (where it is always whole); undefined when it is not one. */
export function readBoard(value: unknown, section: string): BoardMessage | undefined {
  if (!isRecord(value) || !isCursor(value) || value.section !== section || !isNumber(value.now)) return;
  if (!Array.isArray(value.dispatches)) return;
  const board = {
    section,
    epoch: value.epoch,
    n: value.n,
    now: value.now,
    reset: value.reset !== false,
    dispatches: value.dispatches.filter(isCard),
    gone: Array.isArray(value.gone) ? value.gone.filter(isGone) : [],
  };
  return {
    ...board,
    ...(isSortKey(value.horizon) && { horizon: value.horizon }),
    ...(isText(value.title, TITLE) && { title: value.title }),
    ...confirmOf(value),
  };
}

/** One change of a section; undefined when it is not one. */
export function readDelta(value: unknown): DeltaMessage | undefined {
  if (!isRecord(value) || !isCursor(value) || !isNumber(value.prev) || typeof value.section !== 'string')
    return;
  const { section, epoch, n, prev } = value;
  const delta = { section, epoch, n, prev, ...confirmOf(value) };
  if (isGone(value.gone)) return { ...delta, gone: value.gone };
  return isCard(value.dispatch) ? { ...delta, dispatch: value.dispatch } : undefined;
}

/** A finite number, at least 0. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

/** An object, so that its fields may be looked at. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function confirmOf({ confirm }: Record<string, unknown>): { confirm?: number } {
  return isNumber(confirm) ? { confirm } : {};
}

function isCursor(value: Record<string, unknown>): value is Record<string, unknown> & Cursor {
  return typeof value.epoch === 'string' && isNumber(value.n);
}

function isGone(value: unknown): value is Gone {
  return isRecord(value) && typeof value.id === 'string' && isNumber(value.version);
}

function isSortKey(value: unknown): value is SortKey {
  return isRecord(value) && typeof value.id === 'string' && isNumber(value.publishedAt);
}

/** What a section is called: the form that the settings allow. */
const TITLE = /^\S.{0,79}$/u;
/** The form of each text of a card. */
const TEXTS = {
  id: /^[^\s\p{Cc}/\\?#%]{1,200}$/u,
  section: /^[a-z][a-z0-9-]{0,39}$/,
  title: /^/,
  lead: /^/,
  lang: /^/,
  status: /^(usable|withheld|canceled)$/,
};
/** And of those that it may go without. */
const OPTIONAL_TEXTS = {
  url: /^https?:\/\/[^\s/]\S*$/i,
  signal: /^(update|correction)$/,
  note: /^/,
  replaces: TEXTS.id,
};
const NUMBERS = ['version', 'urgency', 'publishedAt', 'updatedAt'];

function isCard(value: unknown): value is Card {
  if (!isRecord(value)) return false;
  const { version, dateline } = value;
  return (
    version !== 0 &&
    NUMBERS.every((name) => isWhole(value[name])) &&
    Object.entries(TEXTS).every(([name, form]) => isText(value[name], form)) &&
    Object.entries(OPTIONAL_TEXTS).every(
      ([name, form]) => value[name] === undefined || isText(value[name], form),
    ) &&
    (dateline === undefined || (isRecord(dateline) && isText(dateline.raw, /^/)))
  );
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function isWhole(value: unknown): boolean {
  return isNumber(value) && value <= LAST_TIME && value % 1 === 0;
}
