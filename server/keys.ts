/** Who may publish: names and their keys, compared so that the time it takes says nothing about a key. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface PublishKey {
  readonly name: string;
  readonly key: string;
}

export interface Keys {
  /** The publisher who has this key; undefined when nobody has. */
  publisher(key: string): string | undefined;
}

export function createKeys(keys: readonly PublishKey[]): Keys {
  // Digests have one length whatever the key's, which timingSafeEqual needs, and it hides the length too.
  const digests = keys.map(({ name, key }) => ({ name, digest: digestOf(key) }));
  return {
    publisher(key) {
      const given = digestOf(key);
      let publisher: string | undefined;
      // Every key is looked at: leaving early would tell which one was near.
      for (const { name, digest } of digests) if (timingSafeEqual(digest, given)) publisher = name;
      return publisher;
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

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
