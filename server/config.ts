/**
 * Every setting, in one table: its name, what holds when it is not set, what it may be and what it is for. The
 * README's table is tested against this one. Everything works unset; a wrong value stops the start with one
 * sentence that names the setting.
 */
import { resolve } from 'node:path';
import { parsePublishKeys, type PublishKey } from './keys/plain-keys.ts';
import { parseOrigin } from './origins.ts';
import { DEFAULT_SECTIONS, parseSections, type Section } from './sections.ts';
import { DEMO_WEBMAIL, parseWebmail, type WebmailProvider } from './webmail.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absent: the embedded store. */
  readonly redisUrl?: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly demo: boolean;
  /** Empty: named keys, or a generated desk key, kept in `dataDir`. */
  readonly publishKeys: readonly PublishKey[];
  /** What the newsroom is called, to readers and to programs. */
  readonly siteName: string;
  readonly sections: readonly Section[];
  /** The file that names the wires; absolute. */
  readonly sources?: string;
  /** The file that names the partners who are told of every change; absolute. */
  readonly webhooks?: string;
  /** The file that names the sites with a key of their own; absolute. */
  readonly partners?: string;
  /** Origins whose pages may open a socket; empty: all. */
  readonly origins: readonly string[];
  /** Two, between which readers choose; or none. */
  readonly webmail: readonly WebmailProvider[];
  /** How many proxies before us write `X-Forwarded-For`. */
  readonly trustProxy: number;
  readonly logLevel: LogLevel;
}

export interface Setting {
  readonly name: string;
  /** What holds when it is not set, as the README says it. */
  readonly fallback: string;
  /** What a value must be; ends the sentence "NAME must be …". */
  readonly right: string;
  readonly help: string;
}

/** A setting that is not what it must be; the message is the whole sentence for the person who starts the server. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];
/** It stands in the title of every page and on the screen of a phone. */
const LONGEST_NAME = 60;

interface ReadableSetting<T> extends Setting {
  /** Undefined when the text is not right. */
  readonly parse: (text: string) => T | undefined;
  /** The value may hold a secret and stays out of messages. */
  readonly secret?: true;
}

const PORT: ReadableSetting<number> = {
  name: 'PORT',
  fallback: '3000',
  right: 'a whole number from 0 (any free port) to 65535',
  help: 'The port of pages, API and sockets.',
  parse: (text) => wholeNumber(text, 65_535),
};
const HOST: ReadableSetting<string> = {
  name: 'HOST',
  fallback: '127.0.0.1',
  right: 'a host name or address of this machine, such as 0.0.0.0',
  help: 'Where to listen; `0.0.0.0` or `::` opens it to the network.',
  parse: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
};
const REDIS_URL: ReadableSetting<string> = {
  name: 'REDIS_URL',
  fallback: 'not set: the embedded store',
  right: 'an address such as redis://localhost:6379',
  help: 'The Redis that keeps the log when several processes are one ticker.',
  parse: (text) => (isUrl(text, ['redis:', 'rediss:']) ? text : undefined),
  secret: true,
};
const DATA_DIR: ReadableSetting<string> = {
  name: 'DATA_DIR',
  fallback: './data',
  right: 'a folder this process may write',
  help: 'Where the embedded store and the keys live.',
  parse: (text) => (text.includes('\0') ? undefined : resolve(text)),
};
const DEMO: ReadableSetting<boolean> = {
  name: 'DEMO',
  fallback: '1, but 0 with PUBLISH_KEYS, REDIS_URL, SOURCES or NODE_ENV=production',
  right: '1 (on) or 0 (off)',
  help: 'The demo wire: invented dispatches, played in real time.',
  parse: (text) => (text === '1' ? true : text === '0' ? false : undefined),
};
const PUBLISH_KEYS: ReadableSetting<readonly PublishKey[]> = {
  name: 'PUBLISH_KEYS',
  fallback: 'named keys, or a generated desk key; see above',
  right: 'name:key,name:key, each name once, without spaces',
  help: 'Keys that open everything, for containers.',
  parse: parsePublishKeys,
  secret: true,
};
const SITE_NAME: ReadableSetting<string> = {
  name: 'SITE_NAME',
  fallback: 'Nieuwstikker',
  right: `a name of at most ${LONGEST_NAME} characters, on one line`,
  help: 'What the newsroom is called: on its pages, in titles, feeds and frames, and in what programs read.',
  parse: (text) => (text.length <= LONGEST_NAME && !/\p{Cc}/u.test(text) ? text : undefined),
};
const SECTIONS: ReadableSetting<readonly Section[]> = {
  name: 'SECTIONS',
  fallback: DEFAULT_SECTIONS.map(({ id, title }) => `${id}=${title}`).join(','),
  right: 'id=Titel,id=Titel, each id once, in lower-case letters, digits and hyphens',
  help: 'The sections, in the order of the menu.',
  parse: parseSections,
};
const WEBHOOKS: ReadableSetting<string> = {
  name: 'WEBHOOKS',
  fallback: 'not set: none',
  right: 'the path of a JSON file',
  help: 'Partners who keep copies and are told of every change; see above.',
  parse: (text) => (text.includes('\0') ? undefined : resolve(text)),
};
const SOURCES: ReadableSetting<string> = {
  name: 'SOURCES',
  fallback: 'not set: none',
  right: 'the path of a JSON file',
  help: 'The wires by which agencies deliver; see above.',
  parse: (text) => (text.includes('\0') ? undefined : resolve(text)),
};
const ORIGINS: ReadableSetting<readonly string[]> = {
  name: 'ORIGINS',
  fallback: 'not set: every origin',
  right: 'origins such as https://www.example.nl, or null, parted by commas',
  help: 'Whose pages may open a live connection; our own may always.',
  parse: parseOrigins,
};
const PARTNERS: ReadableSetting<string> = {
  name: 'PARTNERS',
  fallback: 'not set: none',
  right: 'the path of a JSON file',
  help: 'Sites with a key of their own for the ticker on their pages; see above.',
  parse: (text) => (text.includes('\0') ? undefined : resolve(text)),
};
const WEBMAIL: ReadableSetting<readonly WebmailProvider[]> = {
  name: 'WEBMAIL',
  fallback: 'not set: no "Webmail" on the pages; two invented ones with the demo wire',
  right: 'two providers, naam=https://…,naam=https://…',
  help: 'Where "Webmail" on top of every page leads; each reader is asked once which of the two.',
  parse: parseWebmail,
};
const TRUST_PROXY: ReadableSetting<number> = {
  name: 'TRUST_PROXY',
  fallback: '0',
  right: 'a whole number from 0 to 10',
  help: 'How many proxies stand before this server and write `X-Forwarded-For`.',
  parse: (text) => wholeNumber(text, 10),
};
const LOG_LEVEL: ReadableSetting<LogLevel> = {
  name: 'LOG_LEVEL',
  fallback: 'info',
  right: `one of ${LOG_LEVELS.join(', ')}`,
  help: 'How much is written to standard error, as lines of JSON.',
  parse: (text) => LOG_LEVELS.find((level) => level === text),
};

export const SETTINGS: readonly Setting[] = [
  PORT,
  HOST,
  REDIS_URL,
  DATA_DIR,
  DEMO,
  PUBLISH_KEYS,
  SITE_NAME,
  SECTIONS,
  SOURCES,
  WEBHOOKS,
  ORIGINS,
  PARTNERS,
  WEBMAIL,
  TRUST_PROXY,
  LOG_LEVEL,
];

/** Reads the settings. @throws {ConfigError} naming the first one that is wrong */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const redisUrl = readSetting(env, REDIS_URL);
  const publishKeys = readSetting(env, PUBLISH_KEYS) ?? [];
  const sources = readSetting(env, SOURCES);
  const configured =
    [redisUrl, sources].some((setting) => setting !== undefined) ||
    publishKeys.length > 0 ||
    env.NODE_ENV === 'production';
  // Invented news never appears beside real news unless somebody asks for it.
  const demo = readSetting(env, DEMO) ?? !configured;
  const webhooks = readSetting(env, WEBHOOKS);
  const partners = readSetting(env, PARTNERS);
  return {
    port: readSetting(env, PORT) ?? 3000,
    host: readSetting(env, HOST) ?? '127.0.0.1',
    ...(redisUrl !== undefined && { redisUrl }),
    dataDir: readSetting(env, DATA_DIR) ?? resolve('data'),
    demo,
    publishKeys,
    siteName: readSetting(env, SITE_NAME) ?? SITE_NAME.fallback,
    sections: readSetting(env, SECTIONS) ?? DEFAULT_SECTIONS,
    ...(sources !== undefined && { sources }),
    ...(webhooks !== undefined && { webhooks }),
    ...(partners !== undefined && { partners }),
    origins: readSetting(env, ORIGINS) ?? [],
    webmail: readSetting(env, WEBMAIL) ?? (demo ? DEMO_WEBMAIL : []),
    trustProxy: readSetting(env, TRUST_PROXY) ?? 0,
    logLevel: readSetting(env, LOG_LEVEL) ?? 'info',
  };
}

/** Undefined when it is not set; empty counts as not set, as deployment tools pass unset variables on as empty. */
function readSetting<T>(env: NodeJS.ProcessEnv, setting: ReadableSetting<T>): T | undefined {
  const text = env[setting.name]?.trim() ?? '';
  if (text === '') return undefined;
  const value = setting.parse(text);
  if (value !== undefined) return value;
  const got = setting.secret ? 'something else (not shown, as it may hold a secret)' : JSON.stringify(text);
  throw new ConfigError(`${setting.name} must be ${setting.right}; it is ${got}.`);
}

function wholeNumber(text: string, max: number): number | undefined {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const number = Number(text);
  return number <= max ? number : undefined;
}

function parseOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(',').map(parseOrigin);
  return origins.every((origin) => origin !== undefined) ? origins : undefined;
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).host !== '';
}
