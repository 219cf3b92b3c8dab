"""What happens within Redis, each script at once or not at all.

The names of a session's keys are made here from the prefix of their shard, because one script writes a hundred
sessions. What stands in KEYS is for the cluster alone, to find the server: each has one at least, because only then
does a server that has lost the slot say where it is.
"""

from __future__ import annotations

# Answers for a session that is not written. The others are the number of the write.
OTHER_EPOCH = -1
MISSING = -2
LATER_IS_THERE = -3

# Flags of a write.
ANEW = 1  # the game from its beginning, in place of what is there
ENDED = 2  # the game is over and waits to be saved
RELEASE = 4  # the process lets go of it
KEPT = 8  # put off the day on which Redis forgets it

# ARGV: prefix, kept_s, process, how long it counts as alive in ms, bytes a key; then of each session: id, epoch,
# number, flags, standing (empty: more of the game must come first), first key's place, keys, first wave's place, waves.
# Returns for each session the number of the write, one of the answers above, or the text of an error.
WRITE = """
local prefix, kept_s, me, record = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[5])
local call = redis.call
local time = call('TIME')
local at_ms = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
call('SET', prefix .. 'alive:' .. me, at_ms, 'PX', ARGV[4])
local function write(i)
  local id, epoch, standing = ARGV[i], ARGV[i + 1], ARGV[i + 4]
  local number, flags = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
  local hash = prefix .. 'journal:' .. id
  local keys = hash .. ':keys'
  local place = tonumber(ARGV[i + 5]) * record
  local anew = flags % 2 == 1
  local held = call('HMGET', hash, 'epoch', 'number')
  local holder = held[1]
  if holder == epoch then
    if held[2] and tonumber(held[2]) >= number then return -3 end
  elseif holder and not (anew and holder < epoch) then
    return -1
  end
  if anew then
    call('DEL', hash, keys, hash .. ':parts')
    call('HSET', hash, 'epoch', epoch, 'owner', me)
  elseif not holder or call('STRLEN', keys) < place then
    return -2
  end
  if ARGV[i + 6] ~= '' then call('SETRANGE', keys, place, ARGV[i + 6]) end
  if ARGV[i + 8] ~= '' then call('HSET', hash, 'w' .. ARGV[i + 7], ARGV[i + 8]) end
  if standing ~= '' then
    call('HSET', hash, 'number', number, 'standing', standing, 'at_ms', at_ms)
  else
    call('HSET', hash, 'number', number)
  end
  if flags > 1 then
    if flags % 4 >= 2 and standing ~= '' then call('SADD', prefix .. 'journal:ended', id) end
    if flags % 8 >= 4 and standing ~= '' then call('HDEL', hash, 'owner') end
    if flags >= 8 then call('EXPIRE', hash, kept_s) call('EXPIRE', keys, kept_s) end
  end
  return number
end
local answers = {}
for i = 6, #ARGV, 9 do
  local done, answer = pcall(write, i)
  if not done and type(answer) == 'table' then answer = answer.err end
  answers[#answers + 1] = answer
end
return answers
"""

# ARGV: prefix, id, new epoch, process, kept_s, how long it counts as alive in ms, 1 if it can tell who is dead, 1 to
# take the game also if there is nothing.
# Returns {owner} if another process has the game that is not known to be dead, {""} if there is nothing; otherwise
# {"", ms since the standing was written, the hash's fields and values, the keys, the parts of the previous format}, and
# the game is this process's.
TAKE = """
local prefix, me = ARGV[1], ARGV[4]
local hash = prefix .. 'journal:' .. ARGV[2]
local owner = redis.call('HGET', hash, 'owner')
if owner and owner ~= me and (ARGV[7] == '0' or redis.call('EXISTS', prefix .. 'alive:' .. owner) == 1) then
  return {owner}
end
if ARGV[8] == '0' and redis.call('HEXISTS', hash, 'standing') == 0 then return {''} end
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
local at_ms = tonumber(redis.call('HGET', hash, 'at_ms') or now_ms)
local fields = redis.call('HGETALL', hash)
local keys = redis.call('GET', hash .. ':keys')
local parts = redis.call('LRANGE', hash .. ':parts', 0, -1)
redis.call('SET', prefix .. 'alive:' .. me, string.format('%d', now_ms), 'PX', ARGV[6])
redis.call('HSET', hash, 'epoch', ARGV[3], 'owner', me, 'number', 0)
redis.call('EXPIRE', hash, ARGV[5])
return {'', math.max(0, now_ms - at_ms), fields, keys or '', parts}
"""

# ARGV: prefix, process, how long it counts as alive in ms. The process lives.
BEAT = """
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', ARGV[1] .. 'alive:' .. ARGV[2], string.format('%d', now_ms), 'PX', ARGV[3])
redis.call('ZREMRANGEBYSCORE', ARGV[1] .. 'processes', '-inf', now_ms - ARGV[3])
redis.call('ZADD', ARGV[1] .. 'processes', now_ms, ARGV[2])
"""

# ARGV: prefix. Returns the processes that live.
LIVING = """
local living = {}
for _, process in ipairs(redis.call('ZRANGE', ARGV[1] .. 'processes', 0, -1)) do
  if redis.call('EXISTS', ARGV[1] .. 'alive:' .. process) == 1 then living[#living + 1] = process end
end
return living
"""

# ARGV: prefix, then ids. Returns those of which there is a journal that no living process has.
ALONE = """
local alone = {}
for i = 2, #ARGV do
  local hash = ARGV[1] .. 'journal:' .. ARGV[i]
  local owner = redis.call('HGET', hash, 'owner')
  if not owner then
    if redis.call('HEXISTS', hash, 'standing') == 1 then alone[#alone + 1] = ARGV[i] end
  elseif redis.call('EXISTS', ARGV[1] .. 'alive:' .. owner) == 0 then
    alone[#alone + 1] = ARGV[i]
  end
end
return alone
"""

# ARGV: prefix, id, process. Lets go of a game that the process is said to have, but does not have.
RELEASE_IT = """
local hash = ARGV[1] .. 'journal:' .. ARGV[2]
if redis.call('HGET', hash, 'owner') == ARGV[3] then redis.call('HDEL', hash, 'owner') end
"""

# ARGV: prefix, id, new epoch (which also names the broken one), process, kept_s. It is kept aside, an empty one begun.
SET_ASIDE = """
local hash = ARGV[1] .. 'journal:' .. ARGV[2]
for _, key in ipairs({hash, hash .. ':keys', hash .. ':parts'}) do
  if redis.call('EXISTS', key) == 1 then
    local aside = key .. ':broken:' .. ARGV[3]
    redis.call('RENAME', key, aside)
    redis.call('EXPIRE', aside, ARGV[5])
  end
end
redis.call('SREM', ARGV[1] .. 'journal:ended', ARGV[2])
redis.call('HSET', hash, 'epoch', ARGV[3], 'owner', ARGV[4], 'number', 0)
redis.call('EXPIRE', hash, ARGV[5])
"""

# ARGV: prefix, process. Returns the ids of the games that wait to be saved and that no other living process has.
ORPHANS = """
local orphans = {}
for _, id in ipairs(redis.call('SMEMBERS', ARGV[1] .. 'journal:ended')) do
  local owner = redis.call('HGET', ARGV[1] .. 'journal:' .. id, 'owner')
  if not owner or owner == ARGV[2] or redis.call('EXISTS', ARGV[1] .. 'alive:' .. owner) == 0 then
    orphans[#orphans + 1] = id
  end
end
return orphans
"""

# ARGV: prefix, id, the epoch of a game that is over, for how long in s that is remembered. All else is forgotten.
FORGET = """
local hash = ARGV[1] .. 'journal:' .. ARGV[2]
redis.call('DEL', hash, hash .. ':keys', hash .. ':parts')
redis.call('HSET', hash, 'epoch', ARGV[3])
redis.call('EXPIRE', hash, ARGV[4])
redis.call('SREM', ARGV[1] .. 'journal:ended', ARGV[2])
"""
