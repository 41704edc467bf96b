/** What the desk asks of walls, and why something did not work, in Dutch. */
import * as v from 'valibot';
import type { WallAct } from '../../shared/events.ts';
import { PairedSchema, PairingSchema, WallToldSchema, type WallSetup } from '../../shared/wall.ts';
import { ask, type Answer } from './api.ts';
import { whyNot } from './why-not.ts';

const pathOf = (name: string): string => `/api/walls/${encodeURIComponent(name)}`;
const pairingOf = (code: string): string => `/api/pairings/${encodeURIComponent(code)}`;

export function askWall(name: string, { kind, ...said }: WallAct): Promise<Answer> {
  const question = kind === 'sections' ? { body: said } : {};
  return ask('POST', `${pathOf(name)}/${kind}`, WallToldSchema, question);
}

export function forgetWall(name: string): Promise<Answer> {
  return ask('DELETE', pathOf(name), v.unknown());
}

export function findPairing(code: string): Promise<Answer> {
  return ask('GET', pairingOf(code), PairingSchema);
}

export function pair(code: string, setup: WallSetup): Promise<Answer> {
  return ask('POST', pairingOf(code), PairedSchema, { body: setup });
}

const WHY: Readonly<Record<string, string>> = {
  'not-connected': 'Dit scherm is niet verbonden.',
  connected: 'Dit scherm is verbonden en zou meteen weer in de lijst staan.',
  'unknown-wall': 'Dit scherm staat niet meer in de lijst.',
  'unknown-code': 'Geen scherm toont deze code. Kijk of u hem goed hebt overgenomen.',
  'code-expired': 'Deze code is verlopen. Op het scherm staat intussen een nieuwe.',
  'code-used': 'Met deze code is al een scherm ingesteld.',
  'name-in-use': 'Er is al een scherm met deze naam verbonden. Kies een andere.',
};

export function whyNotWall(answer: Answer): string {
  if (answer.kind !== 'refused') return 'De server antwoordt niet. Probeer het zo opnieuw.';
  const { status, refusal } = answer;
  if (status === 401) return 'U bent niet meer aangemeld.';
  if (status === 429) return `Te vaak geprobeerd. Wacht ${String(refusal.retryAfter ?? 60)} seconden.`;
  return WHY[refusal.type] ?? whyNot(answer);
}
