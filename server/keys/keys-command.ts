/** What `npm run keys` does: makes a key and shows it once, lists the keys without showing any, replaces one, ends one. */
import { parseArgs } from 'node:util';
import { SCOPES, type Scope } from '../../shared/desk.ts';
import { ConfigError, type Config } from '../config.ts';
import { DESK, deskKeyPath, readDeskKey, removeDeskKey } from './desk-key.ts';
import { changeKeyFile, keyFilePath, readKeyFile, type KeyRecord } from './key-file.ts';
import { hashKey, makeKey } from './key-hash.ts';

const USAGE = `npm run keys -- add <name> --scope <scope> [--scope <scope>] [--section <section>]
                 makes a key and shows it, this once
npm run keys -- list
                 names, scopes and sections
npm run keys -- replace <name>
                 another key with the same scopes; the old one ends
npm run keys -- revoke <name>
                 ends a key, and whoever is signed in with it

Scopes: publish, wire (deliver as an agency), desk (work at the desk), audit (read the audit trail).
--section binds the key to one section; say it again for another. Without it: all of them.`;

type KeyConfig = Pick<Config, 'dataDir' | 'publishKeys' | 'sections'>;

/** Answers what to print. @throws {ConfigError} with a sentence for whoever typed it */
export function manageKeys(args: readonly string[], config: KeyConfig): Promise<string> | string {
  const { positionals, values } = readArguments(args);
  const [command = 'help', name = '', ...more] = positionals;
  if (more.length > 0) throw misused(`There is one name at a time; ${more.join(' ')} is too much.`);
  switch (command) {
    case 'help':
      return USAGE;
    case 'add':
      return add({ name, scopes: readScopes(values.scope), ...readSections(values.section, config) }, config);
    case 'list':
      return list(config);
    case 'replace':
      return replace(name, config);
    case 'revoke':
      return revoke(name, config);
    default:
      throw misused(`The command must be add, list, replace or revoke; it is ${command}.`);
  }
}

async function add(
  wanted: Pick<KeyRecord, 'name' | 'scopes' | 'sections'>,
  config: KeyConfig,
): Promise<string> {
  const { name } = wanted;
  if (!/^[\w.-]{1,60}$/.test(name)) {
    throw misused(`The name must be 1 to 60 letters, digits, dots, hyphens or underscores; it is "${name}".`);
  }
  if (name === DESK) throw new ConfigError(`${DESK} is the name of the generated key; take another name.`);
  if (isSet(name, config))
    throw new ConfigError(`PUBLISH_KEYS has a key ${name} already; take another name.`);
  const { id, key } = makeKey();
  const record = { ...wanted, id, createdAt: Date.now(), scrypt: await hashKey(key) };
  await changeKeyFile(config.dataDir, (records) => {
    if (!records.some((other) => other.name === name)) return [...records, record];
    throw new ConfigError(`There is a key ${name} already; replace or revoke it, or take another name.`);
  });
  return shown(record, key);
}

async function replace(name: string, config: KeyConfig): Promise<string> {
  const { id, key } = makeKey();
  const fresh = { id, createdAt: Date.now(), scrypt: await hashKey(key) };
  const records = await changeKeyFile(config.dataDir, (before) => {
    requireKey(name, before, config);
    return before.map((record) => (record.name === name ? { ...record, ...fresh } : record));
  });
  const record = records.find((one) => one.id === id);
  if (record === undefined) throw new Error(`${name} was replaced and is not there`);
  return shown(record, key);
}

async function revoke(name: string, config: KeyConfig): Promise<string> {
  if (name === DESK && (await readDeskKey(config.dataDir)) !== undefined) {
    await removeDeskKey(config.dataDir);
    return `The generated desk key is revoked. While nobody else has a key, the next start makes a new one.`;
  }
  await changeKeyFile(config.dataDir, (records) => {
    requireKey(name, records, config);
    return records.filter((record) => record.name !== name);
  });
  return `The key ${name} is revoked. A running server knows within a second.`;
}

async function list(config: KeyConfig): Promise<string> {
  const { dataDir, publishKeys } = config;
  const lines = publishKeys.map(({ name }) => [name, SCOPES.join(', '), 'all', 'set in PUBLISH_KEYS']);
  if (publishKeys.length === 0 && (await readDeskKey(dataDir)) !== undefined) {
    lines.push([DESK, SCOPES.join(', '), 'all', `generated, in ${deskKeyPath(dataDir)}`]);
  }
  for (const { name, scopes, sections, createdAt } of await readKeyFile(dataDir)) {
    const made = `made ${new Date(createdAt).toISOString().slice(0, 10)}`;
    lines.push([name, scopes.join(', '), sections?.join(', ') ?? 'all', made]);
  }
  if (lines.length === 0) return 'Nobody has a key; the next start generates one for the desk.';
  return inColumns([['name', 'scopes', 'sections', ''], ...lines]);
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { scope: { type: 'string', multiple: true }, section: { type: 'string', multiple: true } },
    });
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message}.` : String(error));
  }
}

function readScopes(given: readonly string[] = []): Scope[] {
  const wrong = given.find((text) => !SCOPES.some((scope) => scope === text));
  const right = SCOPES.filter((scope) => given.includes(scope));
  if (wrong === undefined && right.length > 0) return right;
  throw misused(`--scope must be ${inWords(SCOPES)}; it is ${wrong ?? 'not given'}.`);
}

function readSections(given: readonly string[] = [], { sections }: KeyConfig): { sections?: string[] } {
  if (given.length === 0) return {};
  const wrong = given.find((text) => !sections.some(({ id }) => id === text));
  if (wrong === undefined) return { sections: [...new Set(given)] };
  throw misused(`--section must be ${inWords(sections.map(({ id }) => id))}; it is ${wrong}.`);
}

/** @throws {ConfigError} when there is no key by this name that could be changed here */
function requireKey(name: string, records: readonly KeyRecord[], config: KeyConfig): void {
  if (records.some((record) => record.name === name)) return;
  if (isSet(name, config)) {
    throw new ConfigError(
      `The key ${name} is set in PUBLISH_KEYS: change it there and start the server again.`,
    );
  }
  const names = records.map((record) => record.name);
  const there = names.length === 0 ? 'keys.json has none' : `keys.json has ${names.join(', ')}`;
  throw new ConfigError(`There is no key "${name}"; ${there} (${keyFilePath(config.dataDir)}).`);
}

function shown({ name, scopes, sections }: Pick<KeyRecord, 'name' | 'scopes' | 'sections'>, key: string) {
  return inColumns([
    ['Name', name],
    ['Scopes', scopes.join(', ')],
    ['Sections', sections?.join(', ') ?? 'all'],
    ['Key', `${key}   (shown this once; only its hash is kept)`],
  ]);
}

function isSet(name: string, { publishKeys }: KeyConfig): boolean {
  return publishKeys.some((one) => one.name === name);
}

function misused(sentence: string): ConfigError {
  return new ConfigError(`${sentence} "npm run keys" shows how it is used.`);
}

function inWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function inColumns(lines: readonly (readonly string[])[]): string {
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
