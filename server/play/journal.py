"""The journal: what of a running game survives the death of its process.

Laws:
- All sessions that changed are written together, in one pipelined round trip, every FLUSH_EVERY_S at most; a session's
  `d` moves when its write has returned.
- A session belongs to the epoch that took it last. A write of an older epoch changes nothing and says so: the process
  that made it has lost the game to another.
- A write that is repeated because its reply was lost adds nothing twice: each part carries its place in the list.
- One write at a time, so that an older standing never overwrites a newer one.

In Redis, per session: a hash `{prefix}journal:{id}` with `epoch`, `standing` (JSON) and `at_ms`, when the standing was
written (by Redis's clock, which all processes share), and a list `{prefix}journal:{id}:parts` of JSON parts
`{"waves":[…],"at":[…],"lag":[…],"keys":[…]}`. The set `{prefix}journal:ended` names the games that are over and whose
result is not saved yet.
Absent on purpose: PostgreSQL, and any judgement about games.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import structlog
from redis.asyncio import Redis

from game.keylog import decode_wave, encode_wave
from server.infra import metrics
from server.infra.redis import REDIS_AWAY
from server.play.core.session import PlaySession
from server.play.core.tape import Tape

log = structlog.get_logger(__name__)

FLUSH_EVERY_S = 0.25
KEPT_S = 24 * 60 * 60  # far longer than a game can be resumed, and than any outage worth riding out

# KEYS: hash, parts, ended.  ARGV: epoch, standing, kept_s, first part's place, ended ("1"/"0"), session id, parts…
# Returns the number of parts held, -1 when another epoch owns the session, -2 when earlier parts are missing (the
# list is emptied then, to be written anew).
_APPEND = """
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if epoch and epoch ~= ARGV[1] then return -1 end
local held = redis.call('LLEN', KEYS[2])
local first = tonumber(ARGV[4])
if held < first then redis.call('DEL', KEYS[2]) return -2 end
if first + #ARGV - 6 < held then return held end -- it timed out at its process, and a later one came first
local time = redis.call('TIME')
local at_ms = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'standing', ARGV[2], 'at_ms', at_ms)
for i = 7 + held - first, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
if ARGV[5] == '1' then redis.call('SADD', KEYS[3], ARGV[6]) end
return redis.call('LLEN', KEYS[2])
"""

# KEYS: hash, parts.  ARGV: the new epoch, kept_s.  Returns the standing (or false), how many ms ago it was written, and
# the parts.
_TAKE = """
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
local standing = redis.call('HGET', KEYS[1], 'standing')
local at_ms = tonumber(redis.call('HGET', KEYS[1], 'at_ms') or now_ms)
redis.call('HSET', KEYS[1], 'epoch', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return {standing, math.max(0, now_ms - at_ms), redis.call('LRANGE', KEYS[2], 0, -1)}
"""

OVER = "over"  # the epoch of a game whose result is saved; no process uses it
OVER_KEPT_S = 60 * 60  # twice as long as a game can be resumed

OTHER_EPOCH = -1
PARTS_MISSING = -2


def new_epoch() -> str:
    return secrets.token_urlsafe(9)


def _text(raw: bytes | str) -> str:
    return raw.decode() if isinstance(raw, bytes) else raw


@dataclass(slots=True)
class Written:
    """How much of a session the journal holds."""

    parts: int = 0
    waves: int = 0
    keys: int = 0
    packed: list[bytes] = field(default_factory=list)  # parts not known to be held, oldest first


@dataclass(frozen=True, slots=True)
class Taken:
    """A session's journal. `standing` is what PlaySession.standing wrote, `age_ms` ago."""

    standing: dict[str, Any]
    age_ms: int
    waves: list[Any]
    tape: Tape


class Journal:
    """`away` says whether the last round trip failed."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix
        self._append = redis.register_script(_APPEND)
        self._take = redis.register_script(_TAKE)
        self._written: dict[str, Written] = {}
        self._writing = asyncio.Lock()
        self.away = False

    # ------------------------------------------------------------ keys

    def hash_key(self, session_id: str) -> str:
        return f"{self._prefix}journal:{session_id}"

    def parts_key(self, session_id: str) -> str:
        return f"{self._prefix}journal:{session_id}:parts"

    def ended_key(self) -> str:
        return f"{self._prefix}journal:ended"

    # ------------------------------------------------------------ writing

    async def write(self, sessions: list[PlaySession], now_ms: int) -> list[PlaySession]:
        """Write what changed and move each session's `d`. Returns the sessions that another epoch has taken.

        Redis being away is not an error: no `d` moves, and the next call writes what this one could not.
        """
        if not sessions:
            return []
        async with self._writing:
            return await self._write(sessions, now_ms)

    async def _write(self, sessions: list[PlaySession], now_ms: int) -> list[PlaySession]:
        promised = [session.s for session in sessions]
        # Kept here, because a session that is let go meanwhile no longer has an entry when the replies come.
        written = [self._written.setdefault(session.id, Written()) for session in sessions]
        try:
            pipeline = self._redis.pipeline(transaction=False)
            for session, held in zip(sessions, written, strict=True):
                await self._queue(pipeline, session, held, now_ms)
            with metrics.JOURNAL_SECONDS.time():
                answers = await self._run(pipeline)
        except REDIS_AWAY as error:
            if not self.away:
                log.warning("journal_away", error=str(error))
                metrics.FAULTS.labels("redis").inc()
            self.away = True
            return []
        self.away = False
        return [
            session
            for session, held, s, answer in zip(sessions, written, promised, answers, strict=True)
            if not self._settle(session, held, s, answer)
        ]

    async def _run(self, pipeline: Any) -> list[Any]:
        answers: list[Any] = await pipeline.execute(raise_on_error=False)
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        return answers

    async def _queue(self, pipeline: Any, session: PlaySession, written: Written, now_ms: int) -> None:
        drawn = session.drawn
        if written.waves < len(drawn) or written.keys < len(session.tape):
            # Waves that are only ready are kept too, so that the process that takes the game over serves the same ones.
            waves = [encode_wave(wave) for wave in drawn[written.waves :]]
            written.packed.append(orjson.dumps({"waves": waves, **session.tape.since(written.keys)}))
            written.waves, written.keys = len(drawn), len(session.tape)
        await self._append(
            keys=[self.hash_key(session.id), self.parts_key(session.id), self.ended_key()],
            args=[
                session.epoch,
                orjson.dumps(session.standing(now_ms)),
                KEPT_S,
                written.parts,
                int(session.ended),
                session.id,
                *written.packed,
            ],
            client=pipeline,
        )

    def _settle(self, session: PlaySession, written: Written, s: int, answer: int) -> bool:
        """Apply the reply; False if the session belongs to another epoch."""
        if answer == OTHER_EPOCH:
            return False
        if answer == PARTS_MISSING:  # Redis lost its memory: the next write contains the whole game again
            written.parts = written.waves = written.keys = 0
            written.packed.clear()
            return True
        del written.packed[: answer - written.parts]
        written.parts = answer
        session.journalled(s)
        return True

    # ------------------------------------------------------------ taking over, and letting go

    async def taken_from_us(self, sessions: Sequence[PlaySession]) -> list[PlaySession]:
        """Which of them another process has taken or ended; none while Redis is away."""
        if not sessions:
            return []
        pipeline = self._redis.pipeline(transaction=False)
        for session in sessions:
            pipeline.hget(self.hash_key(session.id), "epoch")
        try:
            epochs = await pipeline.execute()
        except REDIS_AWAY:
            return []
        return [
            session
            for session, epoch in zip(sessions, epochs, strict=True)
            if epoch is not None and _text(epoch) != session.epoch
        ]

    async def take(self, session_id: str, epoch: str) -> Taken | None:
        """Take the session for `epoch` and read its journal; None if there is none. Raises what REDIS_AWAY names."""
        standing, age_ms, parts = await self._take(
            keys=[self.hash_key(session_id), self.parts_key(session_id)], args=[epoch, KEPT_S]
        )
        self._written.pop(session_id, None)
        if not standing:
            return None
        waves: list[Any] = []
        tape = Tape()
        for raw in parts:
            part = orjson.loads(raw)
            waves.extend(decode_wave(wave) for wave in part["waves"])
            tape.extend(part)
        self._written[session_id] = Written(len(parts), len(waves), len(tape))
        return Taken(orjson.loads(standing), age_ms, waves, tape)

    async def forget(self, session_id: str) -> None:
        """The game's result is saved: all that must be remembered is that it is over.

        That is kept as its epoch for a while, so that a process that still believes it has the game learns otherwise.
        """
        self.let_go(session_id)
        try:
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.delete(self.hash_key(session_id), self.parts_key(session_id))
            pipeline.hset(self.hash_key(session_id), "epoch", OVER)
            pipeline.expire(self.hash_key(session_id), OVER_KEPT_S)
            pipeline.srem(self.ended_key(), session_id)
            await pipeline.execute()
        except REDIS_AWAY:
            return

    def let_go(self, session_id: str) -> None:
        """This process no longer has the session. Redis keeps it."""
        self._written.pop(session_id, None)

    async def ended(self) -> list[str]:
        """Ids of games that are over and not saved, in any process."""
        try:
            return [_text(raw) for raw in await self._redis.smembers(self.ended_key())]
        except REDIS_AWAY:
            return []
