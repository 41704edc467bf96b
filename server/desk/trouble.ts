/** What the desk is told of something that waits, in its own language. */
import { fullDate } from '../pages/dutch-time.ts';

/** It has a time, of its source or of an editor, and waits for the desk all the same. */
export function notByItself(until: number): string {
  return `Onder embargo tot ${fullDate(until)}. Verschijnt niet vanzelf: dit wacht op de redactie.`;
}

/** Its time came, and somebody had published a newer version. */
export function passedBy(newest: number | undefined): string {
  const version = newest === undefined ? 'een nieuwere versie' : `versie ${newest}`;
  return `Niet verschenen toen het embargo afliep: ${version} was al gepubliceerd.`;
}

/** Its time came, and its id had been withdrawn. */
export const WITHDRAWN_MEANWHILE = 'Niet verschenen toen het embargo afliep: het bericht was al ingetrokken.';
