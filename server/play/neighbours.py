"""The other processes that play on the same Redis: which of them are alive, and the letters between them.

Laws:
- A process counts as alive for ALIVE_MS after it last said so; it says so every second, and with each journal write.
- Silence proves nothing while nobody can be heard: for UNHEARD_S after Redis was away, nobody is declared dead.
- A letter is a request that gets one answer, or none if its reader died; the sender waits for a bounded time.

In Redis: `{prefix}alive:{process}` with a time to live, the sorted set `{prefix}processes` of those who said so lately,
and the list `{prefix}letters:{process}` of JSON letters
`{"from", "number", "ask", "session"}` and `{"number", "answer"}`.
"""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Final

import orjson
import structlog
from redis.asyncio import Redis

from server.infra.redis import REDIS_AWAY, Line
from server.infra.redis_keys import shards_of
from server.infra.tasks import Tasks
from server.play.journal.scripts import BEAT, LIVING
from server.play.lease import ALIVE_MS, Lease

log = structlog.get_logger(__name__)

LISTEN_S: Final = 5
LETTERS_KEPT_S: Final = 10  # longer than anybody waits for an answer
AGAIN_S: Final = 0.5
UNHEARD_S: Final = 5  # what a living one needs to be heard again: a try that fails, a pause, and one that does not

# KEYS a process's letters. ARGV one more, how long in s they are kept.
SEND: Final = "redis.call('RPUSH', KEYS[1], ARGV[1]) redis.call('EXPIRE', KEYS[1], ARGV[2])"

Answering = Callable[[str, str], Awaitable[str]]  # what is asked, of which session


class Neighbours:
    """`process` names this one. Set `answering` before `listen` runs. Each heartbeat renews the `lease`.

    `unheard_s` is when Redis did not take the last heartbeat, by the monotonic clock.
    """

    def __init__(self, redis: Redis, prefix: str) -> None:
        self.process = secrets.token_urlsafe(9)
        self.lease = Lease()
        self.answering: Answering | None = None
        self._redis, self._prefix = redis, prefix
        self._shards = shards_of(redis, prefix)
        self._hearts = {shard: Line(redis, key=shard) for shard in self._shards.prefixes}
        self._ear = Line(redis, key=self._letters_key(self.process))
        self._tasks = Tasks()
        self._numbers = count(1)
        self._asked: dict[int, asyncio.Future[str]] = {}
        self._living, self._sending = redis.register_script(LIVING), redis.register_script(SEND)
        self.unheard_s = -math.inf

    # ------------------------------------------------------------ alive

    def alive_keys(self, process: str) -> list[str]:
        """One a shard: those who ask for a game's owner ask where the game is."""
        return [f"{shard}alive:{process}" for shard in self._hearts]

    async def beat(self) -> None:
        """Tell every shard at once: one that hangs delays no other. Raises what REDIS_AWAY names if any did not."""
        sent_s = self.lease.now_s()
        beats = (
            heart.call("EVAL", BEAT, 1, f"{shard}alive:{self.process}", shard, self.process, ALIVE_MS)
            for shard, heart in self._hearts.items()
        )
        answers = await asyncio.gather(*beats, return_exceptions=True)
        unheard = [answer for answer in answers if isinstance(answer, BaseException)]
        if any(isinstance(error, REDIS_AWAY) for error in unheard):
            self.unheard_s = time.monotonic()
        for error in unheard:
            raise error
        self.lease.renewed(sent_s)

    @property
    def knows_dead(self) -> bool:
        """Whether a process that said nothing lately is dead. Otherwise nobody may have been heard."""
        return time.monotonic() - self.unheard_s > UNHEARD_S

    async def others(self) -> list[str]:
        """The other processes that live. Raises what REDIS_AWAY names."""
        shard = self._shards.prefixes[0]
        living = [raw.decode() for raw in await self._living(keys=[f"{shard}processes"], args=[shard])]
        return [process for process in living if process != self.process]

    async def leave(self) -> None:
        """This process ends: nobody has to wait for it any more."""
        await self._tasks.end()
        try:
            for (shard, heart), alive in zip(self._hearts.items(), self.alive_keys(self.process), strict=True):
                await heart.call("ZREM", f"{shard}processes", self.process)
                await heart.call("DEL", alive)
            await self._redis.delete(self._letters_key(self.process))
        except REDIS_AWAY as error:
            log.info("left_without_goodbye", error=str(error))
        for line in (*self._hearts.values(), self._ear):
            await line.close()

    # ------------------------------------------------------------ letters

    def _letters_key(self, process: str) -> str:
        return f"{self._prefix}letters:{process}"

    async def ask(self, process: str, what: str, session_id: str, wait_s: float) -> str | None:
        """The answer, or None when none came in time. Raises what REDIS_AWAY names."""
        number = next(self._numbers)
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        try:
            async with asyncio.timeout(wait_s):
                await self._send(process, {"from": self.process, "number": number, "ask": what, "session": session_id})
                return await answer
        except TimeoutError:
            return None
        finally:
            del self._asked[number]

    async def _send(self, process: str, letter: dict[str, Any]) -> None:
        key = self._letters_key(process)
        await self._sending(keys=[key], args=[orjson.dumps(letter), LETTERS_KEPT_S])

    async def listen(self) -> None:
        """Read letters, for ever."""
        while True:
            try:
                read = await self._ear.call("BLPOP", self._letters_key(self.process), LISTEN_S, wait_s=LISTEN_S)
            except REDIS_AWAY:
                await asyncio.sleep(AGAIN_S)
                continue
            if read is not None:
                self._open(read[1])

    def _open(self, raw: bytes) -> None:
        letter = orjson.loads(raw)
        if "answer" in letter:
            waiting = self._asked.get(letter["number"])
            if waiting is not None and not waiting.done():
                waiting.set_result(letter["answer"])
        else:
            self._tasks.spawn(self._answer(letter))

    async def _answer(self, letter: dict[str, Any]) -> None:
        assert self.answering is not None, "set before letters are read"
        answer = await self.answering(letter["ask"], letter["session"])
        try:
            await self._send(letter["from"], {"number": letter["number"], "answer": answer})
        except REDIS_AWAY as error:
            log.info("letter_not_answered", error=str(error))
