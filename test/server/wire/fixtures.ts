/** Deliveries written for the tests, each in the real structure of its format. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WireDialect } from '../../../server/wire/wire-item.ts';

const FOLDER = fileURLToPath(new URL('fixtures/', import.meta.url));

export const FIXTURES: readonly string[] = readdirSync(FOLDER).sort();
export const DUTCH: WireDialect = { timeZone: 'Europe/Amsterdam', lang: 'nl', agencies: [] };

export function fixture(name: string): Uint8Array {
  return readFileSync(`${FOLDER}${name}`);
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
