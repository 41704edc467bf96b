-- One append, whole or not at all: decided against the newest state, numbered, hashed to the entry before it and
-- dated by this store's clock. decide.ts decides the same for the embedded store.
--
-- KEYS: log (stream, entry n has id n-0), head (hash: epoch, n, hash, withdrawnAt, erasures, changes), texts (hash: n -> content),
--       checkpoint, dispatch (hash of this id: newest, n, section, publishedAt, withdrawn, withdrawnAs, revision, discarded,
--       v<version> -> n:contentHash), waits (hash: what waits under this id), waiting (sorted set: id by its time), acts (list)
-- Contents stand apart from the stream: a deleted stream entry is only marked, its text would stay in memory and in
-- every file that Redis writes; a deleted field of a hash is gone.
local log, head, texts, checkpoint, dispatch, waits, waiting, acts = unpack(KEYS)
local kind, id, said, section, status, content, contentHash, by = unpack(ARGV, 1, 8)
local publishedAt, mustExist, ifVersion = ARGV[9], ARGV[10] == '1', ARGV[11]
local epoch, seen = ARGV[12], tonumber(ARGV[13])
local restore, revision, due = ARGV[14] == '1', ARGV[15], ARGV[16] == '1'
local healedAt, updatedAt, overtaken = ARGV[17], ARGV[18], ARGV[19] == '1'
local signal = ARGV[20]
local healing = healedAt ~= ''

local function whole(number)
  return string.format('%.0f', number)
end

-- Decided against another history than the caller knows, an entry could contradict what is lost: heal first.
local present = redis.call('HMGET', head, 'epoch', 'n', 'hash')
local last = tonumber(present[2] or '0')
if present[1] ~= epoch or last < seen then return { 'rewritten' } end

local time = redis.call('TIME')
local now = whole(tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
local state = redis.call('HMGET', dispatch, 'newest', 'n', 'section', 'publishedAt', 'withdrawn', 'withdrawnAs',
  'discarded', 'v' .. said)
local newest = tonumber(state[1] or '')
local newestText = state[1] or ''
local withdrawn, withdrawnAs = state[5], tonumber(state[6] or '0')

local aside = redis.call('HMGET', waits, 'revision', 'until', 'restore', 'contentHash')
local matches = revision ~= '' and aside[1] == revision
if matches and due and not (tonumber(aside[2]) and tonumber(aside[2]) <= tonumber(now)) then
  return { 'early', newestText }
end
local takesOut = aside[1] and (matches or kind == 'withdrawal')

-- What waits leaves with the append that publishes it, or withdraws its id.
local function takeOut()
  if not takesOut then return end
  redis.call('DEL', waits)
  redis.call('ZREM', waiting, id)
  local act = kind == 'withdrawal' and 'discard' or 'release'
  local till = aside[2] ~= '' and ',"until":' .. aside[2] or ''
  redis.call('RPUSH', acts, '{"act":"' .. act .. '","at":' .. now .. ',"by":' .. cjson.encode(by) .. ',"revision":' .. aside[1] .. till .. '}')
  redis.call('HINCRBY', head, 'changes', 1)
  -- Published as it waited it is no text that has to go, and to write the files anew for it would cost much.
  if aside[4] ~= contentHash then redis.call('HINCRBY', head, 'erasures', 1) end
end

-- Whether entry n is what the hash of the id says: part of the store may have been lost.
local function stands(n, version)
  local found = redis.call('XRANGE', log, n .. '-0', n .. '-0')[1]
  return found and found[2][4] == id and found[2][6] == version
end

local restores = restore or (matches and aside[3] == '1')
if kind == 'withdrawal' then
  local same = healing and state[8]
  if same and stands(string.match(same, '^%d+'), said) then return { 'repeated', string.match(same, '^%d+'), said } end
  -- One that comes back to a store that has an earlier one is an entry of its own, as is one that was restored after.
  local repeated = withdrawn and (not healing or (not overtaken and tonumber(said) <= newest))
  if repeated and stands(state[2], newestText) then
    takeOut()
    return { 'repeated', state[2], newestText }
  end
else
  if withdrawn and not restores then return { 'withdrawn', newestText } end
  -- Up to the last withdrawal every text is gone for good.
  if said ~= 'next' and tonumber(said) <= withdrawnAs then
    return { withdrawn and 'stale' or 'withdrawn', newestText }
  end
  local version = said == 'next' and newestText or said
  local same = said == 'next' and newest and redis.call('HGET', dispatch, 'v' .. version) or state[8]
  if same then
    local n, hash = string.match(same, '^(%d+):(.*)$')
    if stands(n, version) then
      if hash == contentHash then
        redis.call('HSETNX', texts, n, content)
        takeOut()
        return { 'repeated', n, version }
      end
      if said ~= 'next' then return { 'conflict', newestText } end
    end
  end
  local discarded = state[7] and (not newest or withdrawn or state[7] == contentHash)
  if discarded and not restores and not healing then return { 'withdrawn', newestText } end
end
if revision ~= '' and not matches then return { 'stale', newestText } end
if not newest and mustExist then return { 'unknown', '' } end
if ifVersion ~= '' and tonumber(ifVersion) ~= newest then return { 'stale', newestText } end

local at = healing and healedAt or now
local version = said == 'next' and (newest or 0) + 1 or tonumber(said)
if kind == 'withdrawal' then
  -- A withdrawal that was lost and comes back stands above whatever was published meanwhile.
  if not overtaken then version = math.max(version, (newest or 0) + 1) end
  section = state[3] or section
end
if publishedAt == '' then publishedAt = state[4] or at end
if updatedAt == '' then updatedAt = newest and at or publishedAt end

local n = whole(last + 1)
local v = whole(version)
local late = newest and version < newest and '1' or ''
local hash = redis.sha1hex((present[3] or '') .. ':' .. n .. ':' .. contentHash)
-- First of all writes, as it is the only one that can fail.
redis.call('XADD', log, n .. '-0', 'kind', kind, 'id', id, 'version', v, 'section', section, 'status', status,
  'at', at, 'publishedAt', publishedAt, 'updatedAt', updatedAt, 'late', late, 'contentHash', contentHash, 'hash', hash,
  'epoch', epoch, 'by', by, 'signal', signal)
redis.call('HSET', texts, n, content)
redis.call('HSET', head, 'n', n, 'hash', hash)
takeOut()

if kind == 'withdrawal' then
  local fields = redis.call('HGETALL', dispatch)
  for index = 1, #fields, 2 do
    local below = tonumber(string.match(fields[index], '^v(%d+)$') or '')
    -- Not those of earlier withdrawals: their reasons stay.
    if below and below > withdrawnAs and below < version then redis.call('HDEL', texts, string.match(fields[index + 1], '^%d+')) end
  end
  redis.call('HSET', head, 'withdrawnAt', n)
  redis.call('HINCRBY', head, 'erasures', 1)
  if late == '' then redis.call('HSET', dispatch, 'withdrawn', '1', 'withdrawnAs', v) end
  redis.call('DEL', checkpoint)
else
  if withdrawn then redis.call('HDEL', dispatch, 'withdrawn') end
  if restore then redis.call('HDEL', dispatch, 'discarded') end
end
local stood = 'v' .. v
if not newest or version >= newest then
  redis.call('HSET', dispatch, stood, n .. ':' .. contentHash, 'newest', v, 'n', n, 'section', section, 'publishedAt', publishedAt)
else
  redis.call('HSET', dispatch, stood, n .. ':' .. contentHash)
end
return { 'appended', n, v, section, publishedAt, updatedAt, at, hash, late }
