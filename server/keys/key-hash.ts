/**
 * A named key is `nt_<id>_<secret>`. The id finds its record, so a try costs at most one scrypt; the record holds the
 * scrypt hash of the whole key and no part of its secret.
 */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

/** About a tenth of a second and 32 MB for each try. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const HASH_BYTES = 32;

const wholeNumber = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const base64 = (bytes: number) =>
  v.pipe(
    v.string(),
    v.check((text) => Buffer.from(text, 'base64').length === bytes, `must be ${bytes} bytes in base64`),
  );

/** What is kept of a key: enough to know it again, too little to find it. */
export const KeyHashSchema = v.object({
  /** How dear a try is; kept with the hash, so that later keys can be made dearer. */
  N: v.pipe(
    wholeNumber(2 ** 10, 2 ** 18),
    v.check((N) => Number.isInteger(Math.log2(N)), 'must be a power of two'),
  ),
  r: wholeNumber(1, 16),
  p: wholeNumber(1, 16),
  salt: base64(16),
  hash: base64(HASH_BYTES),
  /**
   * 16 bits of a plain digest. They turn away all but one in 65,536 wrong keys before any scrypt, so that a flood of
   * them costs nothing; of the secret's 192 bits they give away 16.
   */
  check: v.pipe(v.string(), v.regex(/^[0-9a-f]{4}$/)),
});
export type KeyHash = Readonly<v.InferOutput<typeof KeyHashSchema>>;

/** A new key, at random. */
export function makeKey(): { readonly id: string; readonly key: string } {
  const id = randomBytes(4).toString('hex');
  return { id, key: `nt_${id}_${randomBytes(24).toString('base64url')}` };
}

/** The id in the text of a key; undefined when it is not one of ours. */
export function idOf(key: string): string | undefined {
  return /^nt_([0-9a-f]{8})_[\w-]{32}$/.exec(key)?.[1];
}

export async function hashKey(key: string): Promise<KeyHash> {
  const salt = randomBytes(16);
  const hash = await derive(key, salt, COST);
  return { ...COST, salt: salt.toString('base64'), hash: hash.toString('base64'), check: checkOf(key, salt) };
}

/** Whether it is not worth a scrypt: it cannot be the key. */
export function isOutOfTheQuestion(key: string, { check, salt }: KeyHash): boolean {
  return checkOf(key, Buffer.from(salt, 'base64')) !== check;
}

/** Whether it is the key. Takes a tenth of a second, beside the event loop. */
export async function isKey(key: string, { hash, salt, N, r, p }: KeyHash): Promise<boolean> {
  const given = await derive(key, Buffer.from(salt, 'base64'), { N, r, p });
  return timingSafeEqual(given, Buffer.from(hash, 'base64'));
}

function checkOf(key: string, salt: Buffer): string {
  return createHash('sha256').update(salt).update(key).digest('hex').slice(0, 4);
}

function derive(key: string, salt: Buffer, cost: Pick<KeyHash, 'N' | 'r' | 'p'>): Promise<Buffer> {
  // Node's own limit is just below what this takes.
  const maxmem = 129 * cost.N * cost.r + 1024 * cost.r * cost.p;
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(key, salt, HASH_BYTES, { ...cost, maxmem }, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}
