/**
 * What the newsroom's desk and the server tell each other, beside the dispatches themselves. Nothing of it ever
 * reaches a reader. Times are ms since the epoch, by the store's clock.
 */
import * as v from 'valibot';
import { DispatchSchema, type Dispatch } from './dispatch.ts';

/** What a key opens: publish in sections, deliver as an agency, work at the desk, read the audit trail. */
export const SCOPES = ['publish', 'wire', 'desk', 'audit'] as const;
export type Scope = (typeof SCOPES)[number];

const time = v.number();
const position = v.number();

/** Who is signed in: the name of the key, what it opens, and the sections it may publish in (absent: all). */
export const HolderSchema = v.object({
  name: v.string(),
  scopes: v.array(v.picklist(SCOPES)),
  sections: v.optional(v.array(v.string())),
});
export type Holder = Readonly<v.InferOutput<typeof HolderSchema>>;

const {
  version: _version,
  publishedAt: _publishedAt,
  updatedAt: _updatedAt,
  ...said
} = DispatchSchema.entries;

/** A dispatch that waits outside the log: for its time (an embargo), or for the desk. */
export const WaitingItemSchema = v.object({
  ...said,
  /** Counts its changes, from 1: whoever acts on it names the one they saw. */
  revision: v.number(),
  /** The version it will have; absent: the next one. */
  version: v.optional(v.number()),
  /** When it was written, where its publisher said so. */
  publishedAt: v.optional(time),
  /** The embargo: from when on it is published by itself. Absent: it waits for the desk. */
  until: v.optional(time),
  /** The wire it came by. */
  source: v.optional(v.string()),
  /** Why it could not be released by itself. */
  trouble: v.optional(v.string()),
  /** Who changed it last, and when. */
  by: v.string(),
  at: time,
});
export type WaitingItem = Readonly<Omit<v.InferOutput<typeof WaitingItemSchema>, 'body'>> &
  Pick<Dispatch, 'body'>;
export const WaitingListSchema = v.object({ items: v.array(WaitingItemSchema) });

/** What can be done to a dispatch. `late`: a version that came after a higher one, kept for the record. */
export const ACTS = [
  'publish',
  'update',
  'correct',
  'refile',
  'late',
  'hold',
  'release',
  'withdraw',
  'restore',
  'wait',
  'embargo',
  'change',
  'discard',
] as const;
export type Act = (typeof ACTS)[number];

/** One line of the audit trail; entries of the log have `n`, acts on what waits have not. */
export const HistoryItemSchema = v.object({
  act: v.picklist(ACTS),
  at: time,
  /** The name of the key; absent where nobody said (the demo wire). */
  by: v.optional(v.string()),
  n: v.optional(position),
  version: v.optional(v.number()),
  until: v.optional(time),
  note: v.optional(v.string()),
  /** The dispatch as of this act; absent for acts without one. */
  dispatch: v.optional(DispatchSchema),
  /** True: there was a text, and it was removed. */
  redacted: v.optional(v.boolean()),
});
export type HistoryItem = Readonly<Omit<v.InferOutput<typeof HistoryItemSchema>, 'dispatch'>> & {
  readonly dispatch?: Dispatch;
};
export const HistorySchema = v.object({ id: v.string(), acts: v.array(HistoryItemSchema) });

/** How far a withdrawal, a hold or a correction has come: how many open screens were told, and how many have applied it. */
export const ReceiptSchema = v.object({
  epoch: v.string(),
  n: position,
  id: v.string(),
  version: v.number(),
  section: v.string(),
  kind: v.picklist(['withdrawal', 'hold', 'correction']),
  at: time,
  /** Screens that showed the section at that moment, summed over all processes. */
  told: v.number(),
  /** Of these, how many said that they applied it. */
  confirmed: v.number(),
  /** Of these, how many were lost before they said so, and have not come back. */
  unreachable: v.number(),
  /** From the entry to the last confirmation, ms; 0 before the first. */
  withinMs: v.number(),
  /** Nothing is waited for any more. */
  complete: v.boolean(),
  /** Screens that have a name. */
  walls: v.array(v.object({ name: v.string(), confirmed: v.boolean() })),
});
export type Receipt = Readonly<v.InferOutput<typeof ReceiptSchema>>;
export const ReceiptListSchema = v.object({ receipts: v.array(ReceiptSchema) });

/** A delivery to a partner that was given up: what it was about, never its text. */
export const DeadLetterSchema = v.object({
  epoch: v.string(),
  n: position,
  id: v.string(),
  version: v.number(),
  attempts: v.number(),
  /** What went wrong the last time, in a few words. */
  error: v.string(),
  /** When it was given up. */
  at: time,
  /** It will be tried once more in a moment. */
  again: v.boolean(),
});
export type DeadLetter = Readonly<v.InferOutput<typeof DeadLetterSchema>>;

/** A partner who keeps copies, and how far they are. */
export const HookSchema = v.object({
  name: v.string(),
  /** Without its query, which may hold a secret. */
  url: v.string(),
  /** Absent: all. */
  sections: v.optional(v.array(v.string())),
  /** The position up to which they have everything that was for them. */
  n: position,
  /** How many entries of the log are still to be gone through. */
  behind: v.number(),
  /** Present while the next delivery does not succeed. */
  failing: v.optional(v.object({ since: time, attempts: v.number(), error: v.string() })),
  letters: v.array(DeadLetterSchema),
});
export type Hook = Readonly<v.InferOutput<typeof HookSchema>>;
export const HookListSchema = v.object({ hooks: v.array(HookSchema) });

/** How a wire is doing: whether it can be heard, and when it last brought something new. */
export const SourceStatusSchema = v.object({
  name: v.string(),
  kind: v.picklist(['feed', 'folder', 'push']),
  policy: v.picklist(['publish', 'desk']),
  /** When it was last heard without trouble, news or not. */
  okAt: v.optional(time),
  /** When it last brought something new. */
  newsAt: v.optional(time),
  /** What is wrong with it now, and since when. */
  trouble: v.optional(v.string()),
  troubleSince: v.optional(time),
  /** It brought nothing new for longer than its configuration expects. */
  silent: v.boolean(),
});
export type SourceStatus = Readonly<v.InferOutput<typeof SourceStatusSchema>>;
export const SourceListSchema = v.object({ sources: v.array(SourceStatusSchema) });
