/** What runs inside Redis, in one step each. Scripts are known by their hash; a Redis that has forgotten is told anew. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { replyCode } from './redis-connection.ts';
import type { RedisConnection } from './redis-connection.ts';

export interface Script {
  readonly source: string;
  readonly sha: string;
}

export async function runScript(
  connection: RedisConnection,
  { source, sha }: Script,
  keys: readonly string[],
  values: readonly string[],
): Promise<unknown> {
  const operands = [String(keys.length), ...keys, ...values];
  try {
    return await connection.send(['EVALSHA', sha, ...operands]);
  } catch (error) {
    if (replyCode(error) !== 'NOSCRIPT') throw error;
    return connection.send(['EVAL', source, ...operands]);
  }
}

/** The build copies the file to where its own code ends up. */
export const APPEND = script(readFileSync(new URL('append.lua', import.meta.url), 'utf8'));

/** KEYS log, head, texts; ARGV the number up to which the caller knows the log. */
export const LOOK = script(`
  local log, head, texts = unpack(KEYS)
  local ours = ARGV[1]
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  return {
    redis.call('TIME'),
    redis.call('HMGET', head, 'epoch', 'n', 'hash', 'erasures', 'scrubbed'),
    redis.call('XRANGE', log, ours .. '-0', ours .. '-0'),
    last and last[1] or '0-0',
    redis.call('HEXISTS', texts, ours),
  }
`);

/** KEYS log, head, texts; ARGV after, limit. */
export const PAGE = script(`
  local log, head, texts = unpack(KEYS)
  local entries = redis.call('XRANGE', log, string.format('%.0f-0', tonumber(ARGV[1]) + 1), '+', 'COUNT', ARGV[2])
  local numbers = {}
  for index, entry in ipairs(entries) do numbers[index] = string.match(entry[1], '^%d+') end
  local found = #numbers > 0 and redis.call('HMGET', texts, unpack(numbers)) or {}
  return { redis.call('HMGET', head, 'epoch', 'n', 'hash', 'settled'), entries, found }
`);

/** Every entry of an id. KEYS log, head, texts, dispatch. */
export const ENTRIES_OF = script(`
  local log, head, texts, dispatch = unpack(KEYS)
  local fields = redis.call('HGETALL', dispatch)
  local numbers = {}
  for index = 1, #fields, 2 do
    if string.match(fields[index], '^v%d+$') then
      numbers[#numbers + 1] = string.match(fields[index + 1], '^%d+')
    end
  end
  table.sort(numbers, function(a, b) return tonumber(a) < tonumber(b) end)
  local entries, found = {}, {}
  for _, n in ipairs(numbers) do
    local entry = redis.call('XRANGE', log, n .. '-0', n .. '-0')[1]
    if entry then
      entries[#entries + 1] = entry
      found[#entries] = redis.call('HGET', texts, n)
    end
  end
  return { redis.call('HMGET', head, 'epoch', 'n', 'hash'), entries, found }
`);

/**
 * Begins an epoch, unless another process was first: compare and set. The head is taken from the stream, which is
 * the truth; what is missing before its end is settled. KEYS log, head, checkpoint; ARGV the epoch that was seen, the new one.
 */
export const BEGIN = script(`
  local log, head, checkpoint = unpack(KEYS)
  local present = redis.call('HGET', head, 'epoch') or ''
  if present ~= ARGV[1] then return present end
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  local n, hash = '0', ''
  if last then
    n = string.match(last[1], '^%d+')
    for index = 1, #last[2], 2 do
      if last[2][index] == 'hash' then hash = last[2][index + 1] end
    end
  end
  redis.call('DEL', checkpoint)
  redis.call('HSET', head, 'epoch', ARGV[2], 'n', n, 'hash', hash, 'settled', n)
  redis.call('HSETNX', head, 'withdrawnAt', n)
  return ARGV[2]
`);

/**
 * Saves a checkpoint, unless it is older than the last withdrawal: it could hold text that had to go.
 * KEYS head, checkpoint; ARGV epoch, n, state.
 */
export const SAVE = script(`
  local head, checkpoint = unpack(KEYS)
  local present = redis.call('HMGET', head, 'epoch', 'n', 'withdrawnAt')
  local n = tonumber(ARGV[2])
  if present[1] ~= ARGV[1] or n > tonumber(present[2]) or n < tonumber(present[3]) then return 0 end
  redis.call('HSET', checkpoint, 'epoch', ARGV[1], 'n', ARGV[2], 'state', ARGV[3])
  return 1
`);

/** All that the log itself asks. */
export const LOG_SCRIPTS = [APPEND, LOOK, PAGE, ENTRIES_OF, BEGIN, SAVE];

/** So that a storm of appends does not send the source along, each by itself. */
export async function loadScripts(connection: RedisConnection, scripts: readonly Script[]): Promise<void> {
  for (const { source } of scripts) await connection.send(['SCRIPT', 'LOAD', source]);
}

export function script(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}
