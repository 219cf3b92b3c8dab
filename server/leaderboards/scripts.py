"""The boards' Lua scripts. Each is one atomic step on all the boards it touches; keys come in pairs: sorted set, hash.

Law: every script can be run again with the same arguments and then changes nothing more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError


class Script:
    """A Lua script that Redis caches by its hash; it is sent again if Redis has forgotten it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._sha = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()

    async def run(self, redis: Redis, keys: Sequence[str], args: Sequence[str | int]) -> Any:
        try:
            return await redis.evalsha(self._sha, len(keys), *keys, *args)
        except NoScriptError:
            return await redis.eval(self._source, len(keys), *keys, *args)


# A player's best stays: a lower score changes nothing. Of two equal scores the greater result id wins, so that the
# order of arrival does not matter. Viewers of the boards are notified once, and only if a live board changed.
# KEYS rebuilding, gone, changes, sizes, then the boards. ARGV token ('' for a game that has just ended), lifetime of a
# board under construction in seconds, number of boards, number of packed scores; two for each board: which of the
# packed scores (from 1), when it expires (0 never); then for each entry: user, result, packed scores. Returns 0 if the
# token is not the running rebuild's, else the moves on live boards as JSON: [[board, user, rank before or false, rank
# now], …], or '' if there are none or more than MOST_MOVES.
MOST_MOVES = 360  # ten games on all their boards; more at once means catching up, and viewers read again
WRITE = Script(f"""
local most_moves = {MOST_MOVES}
local running = redis.call('GET', KEYS[1]) or ''
local suffixes = {{''}}
if ARGV[1] ~= '' then
    if running ~= ARGV[1] then return 0 end
    suffixes = {{running}}
elseif running ~= '' then
    suffixes = {{'', running}}
end
local boards, scores = tonumber(ARGV[3]), tonumber(ARGV[4])
local targets = {{}}
for b = 1, boards do
    for _, suffix in ipairs(suffixes) do
        targets[#targets + 1] = {{
            KEYS[3 + 2 * b] .. suffix, KEYS[4 + 2 * b] .. suffix, 1 + tonumber(ARGV[3 + 2 * b]), suffix == ''
        }}
    end
end
local some_gone = redis.call('EXISTS', KEYS[2]) == 1
local moves, changes, grown = {{}}, 0, {{}}
local function moved(target, user, from)
    if not target[4] then return end
    changes = changes + 1
    if changes > most_moves then return end
    moves[changes] = {{target[1], user, from and from + 1, redis.call('ZREVRANK', target[1], user) + 1}}
end
for e = 5 + 2 * boards, #ARGV, 2 + scores do
    local user, result = ARGV[e], ARGV[e + 1]
    if not (some_gone and redis.call('ZSCORE', KEYS[2], user)) then
        for _, target in ipairs(targets) do
            local packed, held = ARGV[e + target[3]], redis.call('ZSCORE', target[1], user)
            if not held or tonumber(packed) > tonumber(held) then
                local from = held and redis.call('ZREVRANK', target[1], user)
                redis.call('ZADD', target[1], packed, user)
                redis.call('HSET', target[2], user, result)
                if not held and target[4] then grown[target[1]] = true end
                moved(target, user, from)
            elseif tonumber(packed) == tonumber(held) and result > (redis.call('HGET', target[2], user) or '') then
                redis.call('HSET', target[2], user, result)
                moved(target, user, redis.call('ZREVRANK', target[1], user))
            end
        end
    end
end
for b = 1, boards do
    for _, suffix in ipairs(suffixes) do
        for k = 3 + 2 * b, 4 + 2 * b do
            if suffix ~= '' then
                redis.call('EXPIRE', KEYS[k] .. suffix, ARGV[2])
            elseif ARGV[4 + 2 * b] ~= '0' then
                redis.call('EXPIREAT', KEYS[k], ARGV[4 + 2 * b])
            end
        end
    end
    local board = KEYS[3 + 2 * b]
    if grown[board] then
        redis.call('HSET', KEYS[4], board, redis.call('ZCARD', board) .. ' ' .. ARGV[4 + 2 * b])
    end
end
if changes == 0 then return '' end
local told = changes <= most_moves and cjson.encode(moves) or ''
redis.call('PUBLISH', KEYS[3], redis.call('INCR', KEYS[3]) .. ' ' .. told)
return told
""")

# KEYS changes. ARGV a word for the listeners. For changes that are not in Redis: a player's name.
TELL = Script("""
redis.call('PUBLISH', KEYS[1], redis.call('INCR', KEYS[1]) .. ' ' .. ARGV[1])
return 1
""")

# A live board has lost somebody: so many are to be on it now. An empty one has no size.
_SHRINK = """
local function shrunk(sizes, board)
    local size, known = redis.call('ZCARD', board), redis.call('HGET', sizes, board)
    if size == 0 then
        redis.call('HDEL', sizes, board)
    elseif known then
        redis.call('HSET', sizes, board, size .. ' ' .. string.match(known, '%d+$'))
    end
end
"""

# KEYS rebuilding, gone, changes, sizes, then the boards. ARGV user, now, and the time before which removals are
# forgotten.
REMOVE = Script(
    _SHRINK
    + """
local running = redis.call('GET', KEYS[1]) or ''
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3])
local removed = 0
for k = 5, #KEYS, 2 do
    if redis.call('ZREM', KEYS[k], ARGV[1]) == 1 then
        removed = removed + 1
        shrunk(KEYS[4], KEYS[k])
    end
    redis.call('HDEL', KEYS[k + 1], ARGV[1])
    if running ~= '' then
        redis.call('ZREM', KEYS[k] .. running, ARGV[1])
        redis.call('HDEL', KEYS[k + 1] .. running, ARGV[1])
    end
end
if removed > 0 then redis.call('PUBLISH', KEYS[3], redis.call('INCR', KEYS[3]) .. ' ') end
return 1
"""
)

# Lowers a player's places to what PostgreSQL says, where they hold more: a game of theirs was taken back. It never
# raises one, so a game written since is lost at most until the caller writes what there is once more.
# KEYS rebuilding, changes, sizes, then the boards. ARGV user, then for each board packed score and result, or '' twice.
LOWER = Script(
    _SHRINK
    + """
local suffixes, running = {''}, redis.call('GET', KEYS[1]) or ''
if running ~= '' then suffixes[2] = running end
local lowered = 0
for b = 1, (#KEYS - 3) / 2 do
    local packed, result = ARGV[2 * b], ARGV[2 * b + 1]
    for _, suffix in ipairs(suffixes) do
        local board, results = KEYS[2 + 2 * b] .. suffix, KEYS[3 + 2 * b] .. suffix
        local held = redis.call('ZSCORE', board, ARGV[1])
        if held and packed == '' then
            redis.call('ZREM', board, ARGV[1])
            redis.call('HDEL', results, ARGV[1])
            if suffix == '' then shrunk(KEYS[3], board) end
            lowered = lowered + 1
        elseif held and tonumber(held) >= tonumber(packed)
                and (tonumber(held) > tonumber(packed) or redis.call('HGET', results, ARGV[1]) ~= result) then
            redis.call('ZADD', board, packed, ARGV[1])
            redis.call('HSET', results, ARGV[1], result)
            lowered = lowered + 1
        end
    end
end
if lowered > 0 then redis.call('PUBLISH', KEYS[2], redis.call('INCR', KEYS[2]) .. ' ') end
return lowered
"""
)

# 1 if a board holds as many as were written to it. KEYS as in PAGE.
_IS_WHOLE = """
local size = tonumber(string.match(redis.call('HGET', KEYS[5], KEYS[3]) or '0', '^%d+'))
local is_whole = (size == redis.call('ZCARD', KEYS[3]) and size == redis.call('HLEN', KEYS[4])) and 1 or 0
"""

# KEYS through, changes, board, results, sizes. ARGV offset, limit, user ('' for nobody), 1 to centre the page on the
# user. Returns {through, version, total, offset, {user, packed, …}, {result, …}, {rank from 0, packed, result} or {},
# 1 if the board is whole}.
PAGE = Script(
    _IS_WHOLE
    + """
local total = redis.call('ZCARD', KEYS[3])
local offset, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local mine = {}
if ARGV[3] ~= '' then
    local rank = redis.call('ZREVRANK', KEYS[3], ARGV[3])
    if rank then
        mine = {rank, redis.call('ZSCORE', KEYS[3], ARGV[3]), redis.call('HGET', KEYS[4], ARGV[3])}
    end
end
if ARGV[4] == '1' then
    offset = 0
    if mine[1] then offset = math.max(0, math.min(mine[1] - math.floor(limit / 2), total - limit)) end
end
local page = redis.call('ZREVRANGE', KEYS[3], offset, offset + limit - 1, 'WITHSCORES')
local results = {}
if #page > 0 then
    local users = {}
    for i = 1, #page, 2 do users[#users + 1] = page[i] end
    results = redis.call('HMGET', KEYS[4], unpack(users))
end
return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]) or '0', total, offset, page, results, mine, is_whole}
"""
)

# The keys of PAGE; ARGV users. Returns {through, version, {packed or nil, …}, {result or nil, …}, 1 if the board is
# whole}; packed and result are one for each user.
AMONG = Script(
    _IS_WHOLE
    + """
local scores, results = {}, {}
for first = 1, #ARGV, 1000 do
    local some = {unpack(ARGV, first, math.min(first + 999, #ARGV))}
    for _, score in ipairs(redis.call('ZMSCORE', KEYS[3], unpack(some))) do scores[#scores + 1] = score end
    for _, result in ipairs(redis.call('HMGET', KEYS[4], unpack(some))) do results[#results + 1] = result end
end
return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]) or '0', scores, results, is_whole}
"""
)

# KEYS rebuilding, through, changes, sizes, then the boards. ARGV token, the new `through`, then one expiry for each
# board's key. The old boards are freed in the background, however large. Returns 0 if another rebuild has taken over.
SWAP = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[4])
for k = 5, #KEYS do
    redis.call('UNLINK', KEYS[k])
    if redis.call('EXISTS', KEYS[k] .. ARGV[1]) == 1 then
        redis.call('RENAME', KEYS[k] .. ARGV[1], KEYS[k])
        if ARGV[k - 2] == '0' then
            redis.call('PERSIST', KEYS[k])
        else
            redis.call('EXPIREAT', KEYS[k], ARGV[k - 2])
        end
    end
    local size = k % 2 == 1 and redis.call('ZCARD', KEYS[k]) or 0
    if size > 0 then redis.call('HSET', KEYS[4], KEYS[k], size .. ' ' .. ARGV[k - 2]) end
end
redis.call('SET', KEYS[2], ARGV[2])
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', KEYS[3], redis.call('INCR', KEYS[3]) .. ' ')
return 1
""")

# KEYS rebuilding. ARGV token, milliseconds. Returns 0 if another rebuild has taken over.
HOLD = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
""")

# KEYS rebuilding, then the boards. ARGV token.
ABANDON = Script("""
for k = 2, #KEYS do redis.call('UNLINK', KEYS[k] .. ARGV[1]) end
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
""")

# KEYS through, sizes. ARGV the value that was read, the new one, now in seconds. Returns 0 if it has changed or gone
# since. The sizes of boards that have expired are forgotten.
ADVANCE = Script("""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
local sizes = redis.call('HGETALL', KEYS[2])
for i = 1, #sizes, 2 do
    local expires = tonumber(string.match(sizes[i + 1], '%d+$'))
    if expires > 0 and expires < tonumber(ARGV[3]) then redis.call('HDEL', KEYS[2], sizes[i]) end
end
return 1
""")
