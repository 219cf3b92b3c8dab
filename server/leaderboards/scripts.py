"""The boards' Lua scripts. Each is one atomic step on all the boards it touches.

A member of a board is a user's id in sixteen bytes; elsewhere users go by the id as text.

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

    async def run(self, redis: Redis, keys: Sequence[str], args: Sequence[str | int | bytes]) -> Any:
        try:
            return await redis.evalsha(self._sha, len(keys), *keys, *args)
        except NoScriptError:
            return await redis.eval(self._source, len(keys), *keys, *args)


# A player's best stays: a lower score changes nothing. Viewers of the boards are notified once, and only if a live
# board changed.
# KEYS rebuilding, gone, changes, sizes, then the boards. ARGV lifetime of a board under construction in seconds, number
# of boards, number of packed scores; two for each board: which packed score (from 1), when it expires (0 never);
# then for each entry: user, member, packed scores. Returns the moves on live boards as JSON: [[board, user, rank before
# or false, rank now], …], or '' if there are none or more than MOST_MOVES.
MOST_MOVES = 360  # ten games on all their boards; more at once means catching up, and viewers read again
WRITE = Script(f"""
local most_moves = {MOST_MOVES}
local running = redis.call('GET', KEYS[1]) or ''
local suffixes = {{''}}
if running ~= '' then suffixes[2] = running end
local boards, scores = tonumber(ARGV[2]), tonumber(ARGV[3])
local targets = {{}}
for b = 1, boards do
    for _, suffix in ipairs(suffixes) do
        targets[#targets + 1] = {{KEYS[4 + b] .. suffix, tonumber(ARGV[2 + 2 * b]), suffix == ''}}
    end
end
local some_gone = redis.call('EXISTS', KEYS[2]) == 1
local moves, changes, grown = {{}}, 0, {{}}
local function moved(board, user, member, from)
    changes = changes + 1
    if changes > most_moves then return end
    moves[changes] = {{board, user, from and from + 1, redis.call('ZREVRANK', board, member) + 1}}
end
for e = 4 + 2 * boards, #ARGV, 2 + scores do
    local user, member = ARGV[e], ARGV[e + 1]
    if not (some_gone and redis.call('ZSCORE', KEYS[2], user)) then
        for _, target in ipairs(targets) do
            local board, is_live = target[1], target[3]
            local packed, held = ARGV[e + 1 + target[2]], redis.call('ZSCORE', board, member)
            if not held or tonumber(packed) > tonumber(held) then
                local from = is_live and held and redis.call('ZREVRANK', board, member)
                redis.call('ZADD', board, packed, member)
                if is_live then
                    if not held then grown[board] = true end
                    moved(board, user, member, from)
                end
            end
        end
    end
end
for b = 1, boards do
    local board, expires = KEYS[4 + b], ARGV[3 + 2 * b]
    if expires ~= '0' then redis.call('EXPIREAT', board, expires) end
    if running ~= '' then redis.call('EXPIRE', board .. running, ARGV[1]) end
    if grown[board] then redis.call('HSET', KEYS[4], board, redis.call('ZCARD', board) .. ' ' .. expires) end
end
if changes == 0 then return '' end
local told = changes <= most_moves and cjson.encode(moves) or ''
redis.call('PUBLISH', KEYS[3], redis.call('INCR', KEYS[3]) .. ' ' .. told)
return told
""")

# Many players onto one board under construction. KEYS rebuilding, gone, the board. ARGV token, lifetime of the board in
# seconds, the time since which players that went may be among the rows, rows as PostgreSQL's binary COPY has them: 34
# bytes each, with the packed score as a float8 from the 7th and the member from the 19th. Returns 0 if the token is not
# the running rebuild's.
ROW_BYTES = 34
FILL = Script(f"""
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local rows, board, pairs = ARGV[4], KEYS[3] .. ARGV[1], {{}}
for at = 1, #rows, {ROW_BYTES} do
    pairs[#pairs + 1] = struct.unpack('>d', rows, at + 6)
    pairs[#pairs + 1] = string.sub(rows, at + 18, at + 33)
    if #pairs >= 2000 then
        redis.call('ZADD', board, 'GT', unpack(pairs))
        pairs = {{}}
    end
end
if #pairs > 0 then redis.call('ZADD', board, 'GT', unpack(pairs)) end
for _, user in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[3], '+inf')) do
    local hex = string.gsub(user, '-', '')
    redis.call('ZREM', board, (string.gsub(hex, '..', function(two) return string.char(tonumber(two, 16)) end)))
end
redis.call('EXPIRE', board, ARGV[2])
return 1
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

# KEYS rebuilding, gone, changes, sizes, then the boards. ARGV user, member, now, and the time before which removals are
# forgotten.
REMOVE = Script(
    _SHRINK
    + """
local running = redis.call('GET', KEYS[1]) or ''
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[4])
local removed = 0
for k = 5, #KEYS do
    if redis.call('ZREM', KEYS[k], ARGV[2]) == 1 then
        removed = removed + 1
        shrunk(KEYS[4], KEYS[k])
    end
    if running ~= '' then redis.call('ZREM', KEYS[k] .. running, ARGV[2]) end
end
if removed > 0 then redis.call('PUBLISH', KEYS[3], redis.call('INCR', KEYS[3]) .. ' ') end
return 1
"""
)

# Takes a player's places down to what PostgreSQL says, where they hold more: a game of theirs was taken back. It never
# raises one, so a game written since is lost at most until the caller raises to what there is once more.
# KEYS rebuilding, changes, sizes, then the boards. ARGV member, then for each board the packed score, or ''.
LOWER = Script(
    _SHRINK
    + """
local suffixes, running = {''}, redis.call('GET', KEYS[1]) or ''
if running ~= '' then suffixes[2] = running end
local lowered = 0
for b = 1, #KEYS - 3 do
    local packed = ARGV[1 + b]
    for _, suffix in ipairs(suffixes) do
        local board = KEYS[3 + b] .. suffix
        local held = redis.call('ZSCORE', board, ARGV[1])
        if held and packed == '' then
            redis.call('ZREM', board, ARGV[1])
            if suffix == '' then shrunk(KEYS[3], board) end
            lowered = lowered + 1
        elseif held and tonumber(held) > tonumber(packed) then
            redis.call('ZADD', board, packed, ARGV[1])
            lowered = lowered + 1
        end
    end
end
if lowered > 0 then redis.call('PUBLISH', KEYS[2], redis.call('INCR', KEYS[2]) .. ' ') end
return lowered
"""
)

# Takes a player's places up to what PostgreSQL says, where they hold less; not of a player who is gone.
# KEYS rebuilding, gone, changes, sizes, then the boards. ARGV user, member, lifetime of a board under construction; two
# for each board: packed score, when it expires (0 never).
RAISE = Script("""
if redis.call('ZSCORE', KEYS[2], ARGV[1]) then return 0 end
local suffixes, running = {''}, redis.call('GET', KEYS[1]) or ''
if running ~= '' then suffixes[2] = running end
local raised = 0
for b = 1, #KEYS - 4 do
    local packed, expires = ARGV[2 + 2 * b], ARGV[3 + 2 * b]
    for _, suffix in ipairs(suffixes) do
        local board = KEYS[4 + b] .. suffix
        if redis.call('ZADD', board, 'GT', 'CH', packed, ARGV[2]) == 1 and suffix == '' then
            raised = raised + 1
            redis.call('HSET', KEYS[4], board, redis.call('ZCARD', board) .. ' ' .. expires)
        end
        if suffix ~= '' then
            redis.call('EXPIRE', board, ARGV[3])
        elseif expires ~= '0' then
            redis.call('EXPIREAT', board, expires)
        end
    end
end
if raised > 0 then redis.call('PUBLISH', KEYS[3], redis.call('INCR', KEYS[3]) .. ' ') end
return raised
""")

# 1 if a board holds as many as were written to it. KEYS as in PAGE.
_IS_WHOLE = """
local size = tonumber(string.match(redis.call('HGET', KEYS[4], KEYS[3]) or '0', '^%d+'))
local is_whole = size == redis.call('ZCARD', KEYS[3]) and 1 or 0
"""

# KEYS through, changes, board, sizes. ARGV offset, limit, member ('' for nobody), 1 to centre the page on that member.
# Returns {through, version, total, offset, {member, packed, …}, {rank from 0, packed} or {}, 1 if the board is whole}.
PAGE = Script(
    _IS_WHOLE
    + """
local total = redis.call('ZCARD', KEYS[3])
local offset, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local mine = {}
if ARGV[3] ~= '' then
    local rank = redis.call('ZREVRANK', KEYS[3], ARGV[3])
    if rank then mine = {rank, redis.call('ZSCORE', KEYS[3], ARGV[3])} end
end
if ARGV[4] == '1' then
    offset = 0
    if mine[1] then offset = math.max(0, math.min(mine[1] - math.floor(limit / 2), total - limit)) end
end
local page = redis.call('ZREVRANGE', KEYS[3], offset, offset + limit - 1, 'WITHSCORES')
return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]) or '0', total, offset, page, mine, is_whole}
"""
)

# The keys of PAGE; ARGV members. Returns {through, version, {packed or nil, …}, 1 if the board is whole}.
AMONG = Script(
    _IS_WHOLE
    + """
local scores = {}
for first = 1, #ARGV, 1000 do
    local some = {unpack(ARGV, first, math.min(first + 999, #ARGV))}
    for _, score in ipairs(redis.call('ZMSCORE', KEYS[3], unpack(some))) do scores[#scores + 1] = score end
end
return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]) or '0', scores, is_whole}
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
    local size = redis.call('ZCARD', KEYS[k])
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
