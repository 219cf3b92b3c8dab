"""A session's journal as a whole: taken, asked about, set aside, forgotten."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import ResponseError

from server.infra.redis import REDIS_AWAY
from server.infra.redis_keys import shards_of
from server.play.journal import scripts
from server.play.journal.contents import BrokenJournal, Taken, read
from server.play.journal.writer import KEPT_S
from server.play.lease import ALIVE_MS

OVER: Final = "over"  # the epoch of a game whose result is saved; no process uses it, and it is later than all others
OVER_KEPT_S: Final = 60 * 60  # twice as long as a game can be resumed
BROKEN_KEPT_S: Final = 7 * 24 * 60 * 60  # long enough for an operator to see it in the log


def new_epoch() -> str:
    """Opaque to clients. Later ones are greater, so that a Redis that went back in time brings no owner back."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_urlsafe(9)}"


@dataclass(frozen=True, slots=True)
class Held:
    """The game is another process's, which is not known to be dead."""

    owner: str


@dataclass(frozen=True, slots=True)
class Nowhere:
    """No journal tells of the game: it was lost, or never written."""


@dataclass(frozen=True, slots=True)
class Whose:
    """`has_player`: a player is on the game there."""

    epoch: str
    has_player: bool


class Journal:
    """Every method but `forget` raises what REDIS_AWAY names."""

    def __init__(self, redis: Redis, prefix: str, process: str) -> None:
        self._redis, self._process = redis, process
        self._shards = shards_of(redis, prefix)
        self._take = redis.register_script(scripts.TAKE)
        self._set_aside = redis.register_script(scripts.SET_ASIDE)
        self._release = redis.register_script(scripts.RELEASE_IT)
        self._orphans = redis.register_script(scripts.ORPHANS)
        self._forget = redis.register_script(scripts.FORGET)
        self._alone = redis.register_script(scripts.ALONE)

    # ------------------------------------------------------------ keys

    def hash_key(self, session_id: str) -> str:
        return f"{self._shards.of(session_id)}journal:{session_id}"

    def keys_key(self, session_id: str) -> str:
        return f"{self.hash_key(session_id)}:keys"

    def ended_keys(self) -> list[str]:
        """One a shard."""
        return [f"{prefix}journal:ended" for prefix in self._shards.prefixes]

    # ------------------------------------------------------------ taking

    async def take(
        self, session_id: str, epoch: str, *, knows_dead: bool = True, anyway: bool = True
    ) -> Taken | Held | Nowhere | None:
        """Take the session for `epoch` and read its journal; None if there is none.

        Held: it is not taken; ask its owner. With `knows_dead` one that was not heard of lately counts as dead.
        Nowhere, unless `anyway`: it is not taken, since a living process may still have it.
        Raises BrokenJournal when the session is taken and cannot be read.
        """
        who = (self._process, KEPT_S, ALIVE_MS, int(knows_dead), int(anyway))
        try:
            answer = await self._of(session_id, self._take, epoch, *who)
        except ResponseError as error:
            if "WRONGTYPE" in str(error):
                raise BrokenJournal(str(error)) from error
            raise
        if len(answer) == 1:
            return Held(answer[0].decode()) if answer[0] else Nowhere()
        _, age_ms, fields, keys, parts = answer
        return read(_mapping(fields), keys, parts, age_ms)

    async def set_aside(self, session_id: str, epoch: str) -> None:
        """Set a journal that cannot be read aside for inspection, and begin an empty one for `epoch`."""
        await self._of(session_id, self._set_aside, epoch, self._process, BROKEN_KEPT_S)

    async def release(self, session_id: str) -> None:
        """Another process asks this one for a game that it has no longer."""
        await self._of(session_id, self._release, self._process)

    # ------------------------------------------------------------ asking

    async def whose(self, session_id: str) -> Whose | None:
        """Who wrote the journal last."""
        answer: list[Any] = await self._redis.hmget(self.hash_key(session_id), ["epoch", "standing"])
        epoch, standing = answer
        if epoch is None:
            return None
        try:
            has_player = bool(orjson.loads(standing or b"{}").get("has_player"))
        except (orjson.JSONDecodeError, AttributeError):
            has_player = False
        return Whose(epoch.decode(), has_player)

    async def standings(self, session_ids: Sequence[str]) -> list[dict[str, Any] | None]:
        """What PlaySession.standing wrote of each; None where there is nothing that can be read."""
        found = []
        for session_id in session_ids:  # a player's unfinished games: few
            raw: Any = await self._redis.hget(self.hash_key(session_id), "standing")
            found.append(_standing(raw))
        return found

    async def orphans(self) -> list[str]:
        """Ids of the games that are over and not saved, and that no other living process has."""
        found: list[str] = []
        for prefix, ended in zip(self._shards.prefixes, self.ended_keys(), strict=True):
            found += [raw.decode() for raw in await self._orphans(keys=[ended], args=[prefix, self._process])]
        return found

    async def alone(self, session_ids: Sequence[str]) -> list[str]:
        """Which of these games are in their journals alone: no living process has them."""
        found: list[str] = []
        for prefix in self._shards.prefixes:
            ids = [session_id for session_id in session_ids if self._shards.of(session_id) == prefix]
            if ids:
                found += [raw.decode() for raw in await self._alone(keys=[self.hash_key(ids[0])], args=[prefix, *ids])]
        return found

    # ------------------------------------------------------------ forgetting

    async def forget(self, session_id: str) -> None:
        """The game's result is saved: all that must be remembered is that it is over.

        That is kept as its epoch for a while, so that a process that still believes it has the game learns otherwise.
        While Redis is away nothing happens: the set still names the game, and a later round tidies up.
        """
        with contextlib.suppress(*REDIS_AWAY):
            await self._of(session_id, self._forget, OVER, OVER_KEPT_S)

    async def _of(self, session_id: str, script: AsyncScript, *args: str | int) -> Any:
        """Run a script where the session's journal is: its key says so, and the script makes all names itself."""
        return await script(keys=[self.hash_key(session_id)], args=[self._shards.of(session_id), session_id, *args])


def _standing(raw: bytes | None) -> dict[str, Any] | None:
    try:
        standing = orjson.loads(raw or b"null")
    except orjson.JSONDecodeError:
        return None
    return standing if type(standing) is dict else None


def _mapping(flat: Any) -> Mapping[bytes, bytes]:
    return dict(zip(flat[::2], flat[1::2], strict=True))
