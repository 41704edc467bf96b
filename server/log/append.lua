-- One append, whole or not at all: decided against the newest state, numbered, hashed to the entry before it and
-- dated by this store's clock. decide.ts decides the same for the embedded store.
--
-- KEYS: log (stream, entry n has id n-0), head (hash: epoch, n, hash, withdrawnAt), texts (hash: n -> content),
--       checkpoint, dispatch (hash of this id: newest, n, section, publishedAt, withdrawn, v<version> -> n:contentHash)
-- Contents stand apart from the stream: a deleted stream entry is only marked, its text would stay in memory and in
-- every file that Redis writes; a deleted field of a hash is gone.
local log, head, texts, checkpoint, dispatch = unpack(KEYS)
local kind, id, said, section, status, content, contentHash = unpack(ARGV, 1, 7)
local publishedAt, mustExist, ifVersion = ARGV[8], ARGV[9] == '1', ARGV[10]
local epoch, seen, healedAt, updatedAt = ARGV[11], tonumber(ARGV[12]), ARGV[13], ARGV[14]
local healing = healedAt ~= ''

local function whole(number)
  return string.format('%.0f', number)
end

-- Decided against another history than the caller knows, an entry could contradict what is lost: heal first.
local present = redis.call('HMGET', head, 'epoch', 'n', 'hash')
local last = tonumber(present[2] or '0')
if present[1] ~= epoch or last < seen then return { 'rewritten' } end

local state = redis.call('HMGET', dispatch, 'newest', 'n', 'section', 'publishedAt', 'withdrawn', 'v' .. said)
local newest = tonumber(state[1] or '')
local newestText = state[1] or ''

-- Whether entry n is what the hash of the id says: part of the store may have been lost.
local function stands(n, version)
  local found = redis.call('XRANGE', log, n .. '-0', n .. '-0')[1]
  return found and found[2][4] == id and found[2][6] == version
end

if state[5] then
  if kind == 'dispatch' then return { 'withdrawn', newestText } end
  if stands(state[2], newestText) then return { 'repeated', state[2], newestText } end
elseif kind == 'dispatch' then
  local version = said == 'next' and newestText or said
  local same = said == 'next' and newest and redis.call('HGET', dispatch, 'v' .. version) or state[6]
  if same then
    local n, hash = string.match(same, '^(%d+):(.*)$')
    if stands(n, version) then
      if hash == contentHash then
        redis.call('HSETNX', texts, n, content)
        return { 'repeated', n, version }
      end
      if said ~= 'next' then return { 'conflict', newestText } end
    end
  end
end
if not newest and mustExist then return { 'unknown', '' } end
if ifVersion ~= '' and tonumber(ifVersion) ~= newest then return { 'stale', newestText } end

local time = redis.call('TIME')
local at = healing and healedAt or whole(tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
local version = said == 'next' and (newest or 0) + 1 or tonumber(said)
if kind == 'withdrawal' then
  -- A withdrawal that was lost and comes back stands above whatever was published meanwhile.
  version = math.max(version, (newest or 0) + 1)
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
  'epoch', epoch)
redis.call('HSET', texts, n, content)
redis.call('HSET', head, 'n', n, 'hash', hash)

if kind == 'withdrawal' then
  local fields = redis.call('HGETALL', dispatch)
  for index = 1, #fields, 2 do
    local held = string.match(fields[index], '^v%d') and string.match(fields[index + 1], '^%d+')
    if held then redis.call('HDEL', texts, held) end
  end
  redis.call('HSET', head, 'withdrawnAt', n)
  redis.call('HSET', dispatch, 'withdrawn', '1')
  redis.call('DEL', checkpoint)
end
local stood = 'v' .. v
if not newest or version > newest then
  redis.call('HSET', dispatch, stood, n .. ':' .. contentHash, 'newest', v, 'n', n, 'section', section, 'publishedAt', publishedAt)
else
  redis.call('HSET', dispatch, stood, n .. ':' .. contentHash)
end
return { 'appended', n, v, section, publishedAt, updatedAt, at, hash, late }
