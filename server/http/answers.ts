/** The forms of what the API answers, for the description that programs read; the tests hold every answer to them. */
import * as v from 'valibot';
import { CardSchema } from '../../shared/dispatch.ts';
import { DELIVERED } from '../wire/intake.ts';

const position = v.pipe(v.number(), v.integer(), v.minValue(0));
/** How far an entry had come: in the store's memory, on its disk, on a second machine. */
const ack = v.picklist(['memory', 'disk', 'replica']);
const ProblemFieldSchema = v.object({ path: v.string(), message: v.string() });

export const SectionsSchema = v.object({
  sections: v.array(v.object({ id: v.string(), title: v.string(), n: position })),
});

export const BoardSchema = v.object({
  section: v.string(),
  /** What the section is called. */
  title: v.string(),
  epoch: v.string(),
  n: position,
  now: position,
  dispatches: v.array(CardSchema),
  gone: v.array(
    v.object({
      id: v.string(),
      version: position,
      /** It stands in another section now. */
      moved: v.optional(v.literal(true)),
      /** It is held: it may return. Without either it is withdrawn. */
      held: v.optional(v.literal(true)),
    }),
  ),
  horizon: v.optional(v.object({ publishedAt: v.number(), id: v.string() })),
});

export const AppendedSchema = v.object({
  id: v.string(),
  version: position,
  n: position,
  epoch: v.string(),
  ack,
});

/** It waits: for its time, or for the desk. */
export const WaitsSchema = v.object({
  id: v.string(),
  /** The version it will have; absent: the next one. */
  version: v.optional(position),
  revision: position,
  /** Its embargo; absent: it waits for the desk. */
  until: v.optional(position),
  ack,
});

/** It waited, was never published, and is put away. */
export const DiscardedSchema = v.object({ id: v.string(), discarded: v.literal(true) });

/** What a section showed at a moment; what was redacted since has its place still. */
export const SectionAtSchema = v.object({
  section: v.string(),
  at: position,
  epoch: v.string(),
  n: position,
  dispatches: v.array(
    v.union([
      CardSchema,
      v.object({ id: v.string(), version: position, publishedAt: v.number(), redacted: v.literal(true) }),
    ]),
  ),
});

/** What became of what an agency delivered. */
export const DeliveredSchema = v.object({
  format: v.string(),
  items: v.array(
    v.object({
      id: v.string(),
      version: v.optional(position),
      outcome: v.picklist(DELIVERED),
      problems: v.array(ProblemFieldSchema),
    }),
  ),
  problems: v.optional(v.array(ProblemFieldSchema)),
});

export const ProblemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: position,
  detail: v.string(),
  problems: v.array(ProblemFieldSchema),
  /** Of a conflict: the version, and the revision of what waits, as they stand now. */
  newest: v.optional(position),
  revision: v.optional(position),
});

/** See oembed.com, "rich". */
export const OembedSchema = v.object({
  version: v.literal('1.0'),
  type: v.literal('rich'),
  title: v.string(),
  provider_name: v.string(),
  provider_url: v.string(),
  /** Seconds. */
  cache_age: position,
  /** Pixels, as is `height`. */
  width: position,
  height: position,
  html: v.string(),
});

export const AdmittedSchema = v.object({ admitted: v.literal(true) });

export const AliveSchema = v.object({ alive: v.literal(true) });

export const ReadySchema = v.object({
  ready: v.boolean(),
  reasons: v.array(v.string()),
  epoch: v.string(),
  n: position,
  asOf: position,
});
