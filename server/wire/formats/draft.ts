/**
 * What every format comes down to before the words themselves are looked at: fields as they stand, each with the
 * place it stands at; then the rules that hold for all wires make items of them.
 */
import type { Problem, Signal } from '../../../shared/dispatch.ts';
import { UnreadableWire } from '../wire-item.ts';
import type { WireDialect, WireItem, WireReading } from '../wire-item.ts';
import type { WireBlock } from '../reading/blocks.ts';
import type { Field } from '../reading/query.ts';
import { readDraft } from './read-draft.ts';

export interface WireDraft {
  /** Where the item stands in its delivery, such as `items.2`. */
  readonly path: string;
  readonly id: Field | undefined;
  /** An agency writes its versions into ids and headlines; a website does not. */
  readonly marksVersions: boolean;
  /** A feed may say no more than a headline. */
  readonly mayLackText?: boolean;
  readonly versions?: readonly (Field | undefined)[];
  readonly status?: Field | undefined;
  readonly signal?: Signal | undefined;
  readonly title: Field | undefined;
  readonly blocks: readonly WireBlock[];
  readonly dateline?: Field | undefined;
  readonly urgency?: Field | undefined;
  readonly embargo?: Field | undefined;
  /** First publication; the time of a version is that only of the first. */
  readonly firstCreated?: Field | undefined;
  readonly versionCreated?: Field | undefined;
  readonly replaces?: Field | undefined;
  readonly note?: Field | undefined;
  readonly categories?: readonly (Field | undefined)[];
  readonly lang?: Field | undefined;
  readonly url?: Field | undefined;
  /** Why the desk must look at it, in Dutch. */
  readonly hold?: string;
  /** What the format itself could not use. */
  readonly notUnderstood?: readonly Problem[];
}

const MOST_ITEMS = 1000;

/** What is known of a delivery apart from its items. */
export interface DeliveryState {
  readonly problems: readonly Problem[];
  /** It ends before its end: its last item is not among the drafts. */
  readonly isCut?: boolean;
  /** Its markup is broken, so that a status or an embargo may have been lost: the desk must look. */
  readonly isDamaged?: boolean;
  /** A feed without items is one on which there is no news yet. */
  readonly mayBeEmpty?: boolean;
}

/** The items of a delivery; what is wrong with one is a problem of that one, and the others are still read. */
export function readDrafts(
  format: string,
  drafts: readonly WireDraft[],
  dialect: WireDialect,
  { problems, isCut = false, isDamaged = false, mayBeEmpty = false }: DeliveryState,
): WireReading {
  const said = isCut ? [CUT_OFF, ...problems] : [...problems];
  const items: WireItem[] = [];
  for (const draft of drafts.slice(0, MOST_ITEMS)) {
    const read = readDraft(isDamaged ? { ...draft, hold: DAMAGED } : draft, dialect);
    if ('item' in read) items.push(read.item);
    else said.push(...read.problems);
  }
  if (drafts.length > MOST_ITEMS) {
    said.push({ path: '', message: `has ${drafts.length} items; only the first ${MOST_ITEMS} are read` });
  }
  if (items.length === 0 && isCut) {
    throw new UnreadableWire('cut-off', 'The file is cut off within its first item.', said);
  }
  if (items.length === 0 && !(mayBeEmpty && drafts.length === 0)) {
    const message =
      drafts.length === 0 ? 'The file holds no news item.' : 'No item of the file could be read.';
    throw new UnreadableWire('no-items', message, said);
  }
  return { format, items, problems: said, ...(isCut && { isCut }) };
}

const CUT_OFF: Problem = { path: '', message: 'is cut off; what was complete before the cut is read' };
const DAMAGED = 'Het bericht kwam beschadigd binnen.';
