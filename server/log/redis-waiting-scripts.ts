/** What the waiting room asks of Redis, each in one step. */
import { script } from './redis-scripts.ts';

/** What every change begins with: the caller's history must be the store's. */
const BEGIN = `
  local head, dispatch, waits, waiting, acts = unpack(KEYS)
  local epoch, seen, id, by, ifRevision = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
  local present = redis.call('HMGET', head, 'epoch', 'n')
  if present[1] ~= epoch or tonumber(present[2] or '0') < seen then return { 'rewritten' } end
  local time = redis.call('TIME')
  local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
  local state = redis.call('HMGET', dispatch, 'newest', 'withdrawn', 'discarded', 'revision')
  local newest, withdrawn, discarded = state[1], state[2], state[3]
  local newestText = newest or ''
  local before = redis.call('HMGET', waits, 'revision', 'contentHash', 'version', 'until', 'trouble', 'restore', 'source')
  local current = before[1]
  local function note(act, revision, more)
    redis.call('RPUSH', acts, '{"act":"' .. act .. '","at":' .. now .. ',"by":' .. cjson.encode(by) .. ',"revision":' .. revision .. more .. '}')
    redis.call('HINCRBY', head, 'changes', 1)
  end
`;

/** KEYS head, dispatch, waits, waiting, acts; decideDiscard of decide-waiting.ts. */
export const DISCARD = script(`${BEGIN}
  local reason = ARGV[6]
  if ifRevision ~= '' and ifRevision ~= (current or '0') then return { 'stale', newestText } end
  local more = reason ~= '' and ',"note":' .. cjson.encode(reason) or ''
  if current then
    redis.call('DEL', waits)
    redis.call('ZREM', waiting, id)
    redis.call('HSET', dispatch, 'discarded', before[2])
    redis.call('HINCRBY', head, 'erasures', 1)
    note('discard', current, more)
    return { 'erased' }
  end
  if newest and not withdrawn then return { 'stale', newestText } end
  if newest or discarded then return { 'stood' } end
  redis.call('HSET', dispatch, 'discarded', '')
  note('discard', '0', more)
  return { 'marked' }
`);

/** KEYS as above; decidePut of decide-waiting.ts. */
export const PUT = script(`${BEGIN}
  local content, contentHash, version, till, source, trouble, restore = unpack(ARGV, 6, 12)
  local sameText = current and before[2] == contentHash and before[3] == version
  if sameText and before[4] == till and (trouble == '' or trouble == before[5]) then
    return { 'repeated', redis.call('HGETALL', waits) }
  end
  if ifRevision ~= '' and ifRevision ~= (current or '0') then return { 'stale', newestText } end
  local forbidden = withdrawn or discarded and (not newest or discarded == contentHash)
  if not current and restore == '' and forbidden then return { 'withdrawn', newestText } end
  local act = 'wait'
  if current then
    act = sameText and before[4] ~= till and 'embargo' or 'change'
    if before[2] ~= contentHash then redis.call('HINCRBY', head, 'erasures', 1) end
    if source == '' then source = before[7] end
    if before[6] == '1' then restore = '1' end
  end
  local revision = string.format('%.0f', tonumber(state[4] or '0') + 1)
  redis.call('HSET', waits, 'id', id, 'revision', revision, 'content', content, 'contentHash', contentHash, 'version', version,
    'until', till, 'source', source, 'trouble', trouble, 'restore', restore, 'by', by, 'at', now)
  redis.call('HSET', dispatch, 'revision', revision)
  redis.call('HDEL', dispatch, 'discarded')
  redis.call('ZADD', waiting, till ~= '' and till or '+inf', id)
  note(act, revision, till ~= '' and ',"until":' .. till or '')
  return { 'put', redis.call('HGETALL', waits) }
`);

/** KEYS the hashes of what waits. */
export const READ = script(`
  local found = {}
  for index, key in ipairs(KEYS) do found[index] = redis.call('HGETALL', key) end
  return found
`);

/** KEYS head, waiting. */
export const POLL = script(`
  local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
  return { redis.call('HMGET', KEYS[1], 'epoch', 'n', 'changes'), first[2] or 'inf' }
`);

/** The revision of all that waits. KEYS head, waiting; ARGV what the keys of the hashes begin with. */
export const SURVEY = script(`
  local found = {}
  for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
    found[#found + 1] = id
    found[#found + 1] = redis.call('HGET', ARGV[1] .. id, 'revision') or '0'
  end
  return { redis.call('HMGET', KEYS[1], 'epoch', 'n'), found }
`);

/** Puts back what was lost; what the store knows this revision of left by an act. KEYS as of PUT; ARGV revision, till, restore, the fields. */
export const PUT_BACK = script(`${BEGIN}
  local revision, till, restore = unpack(ARGV, 6, 8)
  if tonumber(state[4] or '0') >= tonumber(revision) or (withdrawn and restore == '') then return { 'stood' } end
  redis.call('DEL', waits)
  redis.call('HSET', waits, unpack(ARGV, 9))
  redis.call('HSET', dispatch, 'revision', revision)
  redis.call('HDEL', dispatch, 'discarded')
  redis.call('ZADD', waiting, till ~= '' and till or '+inf', id)
  redis.call('HINCRBY', head, 'erasures', 1)
  note('wait', revision, till ~= '' and ',"until":' .. till or '')
  return { 'put' }
`);

/** Takes away once more what was seen to leave at a revision. KEYS as of PUT; ARGV revision. */
export const TAKE_BACK = script(`${BEGIN}
  local revision = ARGV[6]
  if not current or tonumber(current) > tonumber(revision) then return { 'stood' } end
  redis.call('DEL', waits)
  redis.call('ZREM', waiting, id)
  redis.call('HSET', dispatch, 'revision', revision)
  if not newest then redis.call('HSET', dispatch, 'discarded', before[2]) end
  redis.call('HINCRBY', head, 'erasures', 1)
  note('discard', current, '')
  return { 'erased' }
`);

export const WAITING_SCRIPTS = [PUT, DISCARD, READ, POLL, SURVEY, PUT_BACK, TAKE_BACK];
