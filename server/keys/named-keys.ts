/**
 * The keys of `keys.json`, at a scrypt each the first time they are shown. A key that proved right is known by a keyed
 * digest from then on, so that publishing stays as fast as it is without scrypt.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Holder } from '../../shared/desk.ts';
import type { KeyRecord } from './key-file.ts';
import { idOf, isKey, isOutOfTheQuestion } from './key-hash.ts';

export interface NamedKeys {
  holder(key: string): Promise<Holder | undefined>;
  named(name: string): { readonly holder: Holder; readonly secret: Buffer } | undefined;
  /** Goes by other records from now on; answers the names whose key is not what it was. */
  replace(records: readonly KeyRecord[]): readonly string[];
}

export function createNamedKeys(): NamedKeys {
  let records: ReadonlyMap<string, KeyRecord> = new Map();
  // Of no use outside this process, and gone with it.
  const pepper = randomBytes(32);
  const proven = new Map<string, Buffer>();
  const beingTried = new Map<string, Promise<boolean>>();

  /** One scrypt for the same text, however many requests bring it at once. */
  function tryKey(key: string, digest: string, record: KeyRecord): Promise<boolean> {
    const trial =
      beingTried.get(digest) ??
      isKey(key, record.scrypt).finally(() => {
        beingTried.delete(digest);
      });
    beingTried.set(digest, trial);
    return trial;
  }

  return {
    async holder(key) {
      const id = idOf(key);
      const record = id === undefined ? undefined : records.get(id);
      if (record === undefined) return undefined;
      const digest = createHmac('sha256', pepper).update(key).digest();
      const known = proven.get(record.id);
      if (known !== undefined) return timingSafeEqual(known, digest) ? holderOf(record) : undefined;
      if (isOutOfTheQuestion(key, record.scrypt)) return undefined;
      const isRight = await tryKey(key, digest.toString('base64'), record);
      // It may have been revoked while we calculated.
      if (!isRight || records.get(record.id) !== record) return undefined;
      proven.set(record.id, digest);
      return holderOf(record);
    },

    named(name) {
      const record = [...records.values()].find((one) => one.name === name);
      if (record === undefined) return undefined;
      const secret = createHmac('sha256', record.scrypt.hash).update('session').digest();
      return { holder: holderOf(record), secret };
    },

    replace(next) {
      const before = [...records.values()];
      records = new Map(next.map((record) => [record.id, record]));
      const changed = before.filter((record) => !isSame(record, records.get(record.id)));
      for (const { id } of changed) proven.delete(id);
      return changed.map(({ name }) => name);
    },
  };
}

function holderOf({ name, scopes, sections }: KeyRecord): Holder {
  return { name, scopes, ...(sections !== undefined && { sections }) };
}

/** Both were read by the same schema, so their members stand in the same order. */
function isSame(record: KeyRecord, other: KeyRecord | undefined): boolean {
  return JSON.stringify(record) === JSON.stringify(other);
}
