/**
 * The sites that put the ticker on their pages under a key of their own: one JSON file, named by the setting PARTNERS.
 * A key stands in the source of a partner's page and is no secret: it says whose page it is, so that an agreement on
 * origins and on a number of screens can be held.
 */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { read } from '../shared/dispatch.ts';
import { PARTNER_KEY } from '../shared/embed-snippets.ts';
import { ConfigError } from './config.ts';
import { parseOrigin } from './origins.ts';

const name = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[a-z][a-z0-9-]{0,29}$/,
    'must be 1 to 30 lower-case letters, digits and hyphens, beginning with a letter',
  ),
);
const key = v.pipe(
  v.string('must be text'),
  v.regex(new RegExp(`^${PARTNER_KEY}$`), 'must be 8 to 64 letters, digits, hyphens and underscores'),
);
const RIGHT_ORIGIN = 'must be an origin such as https://www.example.nl, or null for frames in a sandbox';
const origin = v.pipe(
  v.string(RIGHT_ORIGIN),
  v.check((text) => parseOrigin(text) !== undefined, RIGHT_ORIGIN),
  v.transform((text) => parseOrigin(text) ?? text),
);
const RIGHT_VIEWERS = 'must be a whole number from 1';

const PartnerSchema = v.strictObject(
  {
    name,
    key,
    /** Whose pages may give this key; absent: those of ORIGINS. */
    origins: v.optional(v.pipe(v.array(origin, 'must be an array'), v.minLength(1, 'must not be empty'))),
    /** The most screens that this process holds open for it; absent: no bound of its own. */
    viewers: v.optional(
      v.pipe(v.number(RIGHT_VIEWERS), v.integer(RIGHT_VIEWERS), v.minValue(1, RIGHT_VIEWERS)),
    ),
  },
  'must be an object with name, key and, where they are agreed, origins and viewers',
);
const PartnersSchema = v.strictObject({ partners: v.array(PartnerSchema, 'must be an array') });
export type Partner = Readonly<v.InferOutput<typeof PartnerSchema>>;

/** Reads the file. @throws {ConfigError} naming the place that is wrong */
export async function loadPartners(file: string): Promise<readonly Partner[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`PARTNERS must be a file that can be read; ${file} is not: ${why}.`, { cause });
  }
  return parsePartners(text, file);
}

/** @throws {ConfigError} naming the place that is wrong, such as `partners[0].key` */
export function parsePartners(text: string, file: string): readonly Partner[] {
  const reading = read(PartnersSchema, parseJson(text, file));
  if (!reading.ok) {
    const [{ path, message } = { path: '', message: 'is not right' }] = reading.problems;
    throw wrong(file, path.replace(/\.(\d+)/g, '[$1]'), message);
  }
  const { partners } = reading.value;
  for (const [index, partner] of partners.entries()) {
    for (const field of ['name', 'key'] as const) {
      const twin = partners.findIndex((other) => other[field] === partner[field]);
      if (twin !== index)
        throw wrong(file, `partners[${index}].${field}`, `must not be that of partners[${twin}]`);
    }
  }
  return partners;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`PARTNERS: ${file} is not JSON.`);
  }
}

function wrong(file: string, place: string, right: string): ConfigError {
  return new ConfigError(`PARTNERS: ${place === '' ? file : `${place} in ${file}`} ${right}.`);
}
