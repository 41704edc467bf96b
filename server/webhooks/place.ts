/** How far a partner is in the log, kept in its notes, so that whichever process comes next goes on from there. */
import * as v from 'valibot';
import type { Notes } from '../log/log.ts';

const PlaceSchema = v.object({
  epoch: v.string(),
  /** Everything up to here is delivered, given up, or was not for them. */
  n: v.number(),
  /** Failures since the last success, over all events: they make the waits longer. */
  failures: v.number(),
  /** Of the event after `n`: since when it is tried, how often it was, and what went wrong the last time. */
  failing: v.optional(
    v.object({ since: v.number(), attempts: v.number(), refusals: v.number(), error: v.string() }),
  ),
});
export type Place = Readonly<v.InferOutput<typeof PlaceSchema>>;

const TOPIC = 'webhook-places';

/** @throws {StoreAway} */
export async function readPlace(notes: Notes, hook: string): Promise<Place | undefined> {
  const text = await notes.get(TOPIC, hook);
  return text === undefined ? undefined : v.parse(PlaceSchema, JSON.parse(text));
}

/** @throws {StoreAway} */
export function savePlace(notes: Notes, hook: string, place: Place): Promise<void> {
  return notes.set(TOPIC, hook, JSON.stringify(place));
}
