/**
 * The chain that makes history evident: every entry's hash covers the hash before it, its number and the hash of
 * its content. The content's own hash is what the chain keeps, so a text can leave the store and the hole it
 * leaves is still legal. Both stores compute the same: Redis in Lua, which knows sha1 only.
 */
import { createHash } from 'node:crypto';

/** What the first entry is chained to. */
export const CHAIN_START = '';

/** JSON with its keys in order, so that the same content is the same text whoever wrote it down. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;

  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** sha256 hex of a content's canonical JSON. */
export function hashContent(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** sha1 hex over the hash before, the entry's number and its content's hash. */
export function chainHash(before: string, n: number, contentHash: string): string {
  return createHash('sha1').update(`${before}:${n}:${contentHash}`).digest('hex');
}
