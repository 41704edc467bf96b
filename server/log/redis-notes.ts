/**
 * Notes in Redis: a hash for each topic. A note with a time carries it before its text, `<expires>|<text>`, as older
 * versions of Redis cannot let a single field expire; what has expired goes when the next one with a time comes.
 */
import type { Notes } from './log.ts';
import type { RedisConnection } from './redis-connection.ts';
import { runScript, script } from './redis-scripts.ts';

const EXPIRY_KEY = '{ticker}:notes-expiry';
const topicKey = (topic: string): string => `{ticker}:notes:${topic}`;
const leaseKey = (name: string): string => `{ticker}:lease:${name}`;

const NOW = `
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  local function standing(value)
    local expires, text = string.match(value or '', '^(%d*)|(.*)$')
    if text and (expires == '' or tonumber(expires) > now) then return text end
    return false
  end
`;

/** KEYS topic, expiry; ARGV field, text, ttl, the longest sweep. A member of the expiry is `<length of topic>:<topic><field>`. */
const SET = script(`${NOW}
  local topic, expiry = unpack(KEYS)
  local member = #topic .. ':' .. topic .. ARGV[1]
  local expires = ''
  if ARGV[3] ~= '' then
    for _, past in ipairs(redis.call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, ARGV[4])) do
      local length, rest = string.match(past, '^(%d+):(.*)$')
      redis.call('HDEL', string.sub(rest, 1, length), string.sub(rest, length + 1))
      redis.call('ZREM', expiry, past)
    end
    expires = string.format('%.0f', now + tonumber(ARGV[3]))
    redis.call('ZADD', expiry, expires, member)
  else
    redis.call('ZREM', expiry, member)
  end
  redis.call('HSET', topic, ARGV[1], expires .. '|' .. ARGV[2])
`);

/** KEYS topic; ARGV field. */
const GET = script(`${NOW} return standing(redis.call('HGET', KEYS[1], ARGV[1]))`);

/** KEYS topic. */
const ALL = script(`${NOW}
  local fields, found = redis.call('HGETALL', KEYS[1]), {}
  for index = 1, #fields, 2 do
    local text = standing(fields[index + 1])
    if text then
      found[#found + 1] = fields[index]
      found[#found + 1] = text
    end
  end
  return found
`);

/** KEYS lease; ARGV holder, ttl. */
const LEASE = script(`
  local held = redis.call('GET', KEYS[1])
  if held and held ~= ARGV[1] then return 0 end
  if ARGV[2] == '0' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
  return 1
`);

export const NOTES_SCRIPTS = [SET, GET, ALL, LEASE];

/** So many expired notes at most are taken away by one that comes: more than one, so they never pile up. */
const LONGEST_SWEEP = 200;

export interface RedisNotesParts {
  readonly connection: RedisConnection;
  /** @throws {StoreAway} for whatever goes wrong on the way */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
}

export function createRedisNotes({ connection, ask }: RedisNotesParts): Notes {
  return {
    set: async (topic, field, text, ttlMs) => {
      const keys = [topicKey(topic), EXPIRY_KEY];
      const values = [
        field,
        text,
        ttlMs === undefined ? '' : String(Math.ceil(ttlMs)),
        String(LONGEST_SWEEP),
      ];
      await ask(() => runScript(connection, SET, keys, values));
    },
    get: async (topic, field) => {
      const text = await ask(() => runScript(connection, GET, [topicKey(topic)], [field]));
      return (text as string | null) ?? undefined;
    },
    all: async (topic) => {
      const fields = (await ask(() => runScript(connection, ALL, [topicKey(topic)], []))) as string[];
      const pairs = fields.flatMap((field, index) =>
        index % 2 === 0 ? [[field, fields[index + 1] ?? ''] as const] : [],
      );
      return new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    delete: async (topic, field) => {
      await ask(() => connection.send(['HDEL', topicKey(topic), field]));
    },
    lease: async (name, holder, ttlMs) => {
      const values = [holder, String(Math.ceil(ttlMs))];
      return (await ask(() => runScript(connection, LEASE, [leaseKey(name)], values))) === 1;
    },
  };
}
