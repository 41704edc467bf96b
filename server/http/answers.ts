/** The forms of what the API answers, for the description that programs read; the tests hold every answer to them. */
import * as v from 'valibot';
import { CardSchema } from '../../shared/dispatch.ts';

const position = v.pipe(v.number(), v.integer(), v.minValue(0));

export const SectionsSchema = v.object({
  sections: v.array(v.object({ id: v.string(), title: v.string(), n: position })),
});

export const BoardSchema = v.object({
  section: v.string(),
  epoch: v.string(),
  n: position,
  now: position,
  dispatches: v.array(CardSchema),
  gone: v.array(v.object({ id: v.string(), version: position })),
  horizon: v.optional(v.object({ publishedAt: v.number(), id: v.string() })),
});

export const AppendedSchema = v.object({
  id: v.string(),
  version: position,
  n: position,
  epoch: v.string(),
  ack: v.picklist(['memory', 'disk', 'replica']),
});

export const ProblemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: position,
  detail: v.string(),
  problems: v.array(v.object({ path: v.string(), message: v.string() })),
  newest: v.optional(position),
});

export const AliveSchema = v.object({ alive: v.literal(true) });

export const ReadySchema = v.object({
  ready: v.boolean(),
  reasons: v.array(v.string()),
  epoch: v.string(),
  n: position,
  asOf: position,
});
