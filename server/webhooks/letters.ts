/** Dead letters: what could not be delivered, by reference only. They lie in the log's notes, for every process. */
import * as v from 'valibot';
import { DeadLetterSchema, type DeadLetter } from '../../shared/desk.ts';
import type { Notes } from '../log/log.ts';

/** Of one hook, oldest first. @throws {StoreAway} */
export async function listLetters(notes: Notes, hook: string): Promise<DeadLetter[]> {
  const texts = [...(await notes.all(topicOf(hook))).values()];
  return texts.map(readLetter).sort((one, other) => one.n - other.n);
}

/** @throws {StoreAway} */
export async function findLetter(notes: Notes, hook: string, n: number): Promise<DeadLetter | undefined> {
  const text = await notes.get(topicOf(hook), String(n));
  return text === undefined ? undefined : readLetter(text);
}

/** @throws {StoreAway} */
export function saveLetter(notes: Notes, hook: string, letter: DeadLetter): Promise<void> {
  return notes.set(topicOf(hook), String(letter.n), JSON.stringify(letter));
}

/** @throws {StoreAway} */
export function dropLetter(notes: Notes, hook: string, n: number): Promise<void> {
  return notes.delete(topicOf(hook), String(n));
}

function topicOf(hook: string): string {
  return `webhook-letters:${hook}`;
}

function readLetter(text: string): DeadLetter {
  return v.parse(DeadLetterSchema, JSON.parse(text));
}
