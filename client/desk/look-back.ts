/** What a section showed at a moment, as the newsroom's server tells it from the log. */
import * as v from 'valibot';
import { CardSchema, type Card } from '../../shared/dispatch.ts';

const RedactedSchema = v.object({
  id: v.string(),
  version: v.number(),
  publishedAt: v.number(),
  redacted: v.literal(true),
});
/** One that stood there, and was withdrawn since: its place is all that is left. */
export type Redacted = Readonly<v.InferOutput<typeof RedactedSchema>>;

export const PastBoardSchema = v.object({
  section: v.string(),
  at: v.number(),
  dispatches: v.array(v.union([RedactedSchema, CardSchema])),
});
export interface PastBoard {
  readonly section: string;
  /** Ms since the epoch. */
  readonly at: number;
  readonly dispatches: readonly (Card | Redacted)[];
}
