/**
 * The partners who keep copies: one JSON file, named by the setting WEBHOOKS. It is read once, at the start, and a file
 * that is not right stops the start with one sentence that names the place in it, such as `hooks.2.url`.
 */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { read } from '../../shared/dispatch.ts';
import { ConfigError } from '../config.ts';
import type { Section } from '../sections.ts';

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;
const LEAST_SECRET_BYTES = 24;

const name = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[a-z][a-z0-9-]{0,29}$/,
    'must be 1 to 30 lower-case letters, digits and hyphens, beginning with a letter',
  ),
);
const url = v.pipe(
  v.string('must be an http or https address'),
  v.check(isPlainAddress, 'must be an http or https address without a user or password'),
);
/** As the Standard Webhooks libraries of receivers take it. */
const secret = v.pipe(
  v.string('must be text'),
  v.check(
    (text) => secretBytes(text).length >= LEAST_SECRET_BYTES,
    'must be whsec_ and at least 24 random bytes in base64, as `echo whsec_$(openssl rand -base64 32)` makes them',
  ),
);

const HookSettingSchema = v.strictObject(
  {
    name,
    /** May lie in a private network: it is the operator who names it, not a stranger. */
    url,
    secret,
    /** Absent: all sections. */
    sections: v.optional(
      v.pipe(v.array(v.string('must be text'), 'must be an array'), v.minLength(1, 'must not be empty')),
    ),
  },
  'must be an object with name, url, secret and, where it is not for all, sections',
);
export const HooksSchema = v.strictObject({ hooks: v.array(HookSettingSchema, 'must be an array') });
export type HookSetting = Readonly<v.InferOutput<typeof HookSettingSchema>>;

/** Reads the file. @throws {ConfigError} naming the place that is wrong */
export async function loadHooks(file: string, sections: readonly Section[]): Promise<readonly HookSetting[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`WEBHOOKS must be a file that can be read; ${file} is not: ${why}.`, { cause });
  }
  return parseHooks(text, file, sections);
}

/** @throws {ConfigError} naming the place that is wrong; it never shows what stands there, which may be a secret */
export function parseHooks(text: string, file: string, sections: readonly Section[]): readonly HookSetting[] {
  const reading = read(HooksSchema, parseJson(text, file));
  if (!reading.ok) throw wrong(file, reading.problems[0]?.path ?? '', reading.problems[0]?.message ?? '');
  const { hooks } = reading.value;
  for (const [index, hook] of hooks.entries()) {
    const twin = hooks.findIndex((other) => other.name === hook.name);
    if (twin !== index) throw wrong(file, `hooks.${index}.name`, `must not be that of hooks.${twin}`);
    for (const [place, section] of (hook.sections ?? []).entries()) {
      if (sections.some(({ id }) => id === section)) continue;
      const ids = sections.map(({ id }) => id).join(', ');
      throw wrong(file, `hooks.${index}.sections.${place}`, `must be one of ${ids}`);
    }
  }
  return hooks;
}

/** The key behind a secret; empty when the text is none. */
export function secretBytes(text: string): Buffer {
  return Buffer.from(SECRET.exec(text)?.[1] ?? '', 'base64');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words would show a piece of the file, and with it perhaps a secret.
    throw new ConfigError(`WEBHOOKS: ${file} is not JSON.`);
  }
}

function wrong(file: string, path: string, right: string): ConfigError {
  return new ConfigError(`WEBHOOKS: ${path === '' ? file : `${path} in ${file}`} ${right}.`);
}

function isPlainAddress(address: string): boolean {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username === '' && password === '';
}
