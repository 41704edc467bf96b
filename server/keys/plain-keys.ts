/** Keys that somebody set, or that were generated, as they are: each opens everything. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SCOPES, type Holder } from '../../shared/desk.ts';

export interface PublishKey {
  readonly name: string;
  readonly key: string;
}

export interface PlainKeys {
  holder(key: string): Holder | undefined;
  named(name: string): { readonly holder: Holder; readonly secret: Buffer } | undefined;
  /** Goes by other keys from now on; answers the names whose key is not what it was. */
  replace(keys: readonly PublishKey[]): readonly string[];
}

export function createPlainKeys(keys: readonly PublishKey[] = []): PlainKeys {
  // Digests have one length whatever the key's, which timingSafeEqual needs, and it hides the length too.
  let known = keys.map(toKnown);
  return {
    holder(key) {
      const given = digestOf(key);
      let holder: Holder | undefined;
      // Every key is looked at, in the same time: leaving early would tell which one was near.
      for (const one of known) if (timingSafeEqual(one.digest, given)) holder = one.holder;
      return holder;
    },
    named: (name) => known.find(({ holder }) => holder.name === name),
    replace(next) {
      const before = known;
      known = next.map(toKnown);
      return before
        .filter(({ digest }) => !known.some((one) => one.digest.equals(digest)))
        .map(({ holder }) => holder.name);
    },
  };
}

/** The names of those whose key can be found by trying. */
export function guessable(keys: readonly PublishKey[]): readonly string[] {
  return keys.filter(({ key }) => key.length < 16).map(({ name }) => name);
}

/** Reads `name:key,name:key`; undefined when it is not that. A key may hold colons, no spaces or commas. */
export function parsePublishKeys(text: string): readonly PublishKey[] | undefined {
  const keys: PublishKey[] = [];
  for (const part of text.split(',')) {
    const [, name, key] = /^\s*([\w.-]{1,60}):(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || key === undefined || keys.some((other) => other.name === name))
      return undefined;
    keys.push({ name, key });
  }
  return keys;
}

function toKnown({ name, key }: PublishKey) {
  return {
    holder: { name, scopes: [...SCOPES] },
    digest: digestOf(key),
    secret: createHmac('sha256', key).update('session').digest(),
  };
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
