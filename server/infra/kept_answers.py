"""Responses that are the same for everybody, cached for a moment as bytes: however many ask for a page, it is read
once.

Law: a change that this process knows of shows at once, any other after `kept_s` at most. A call that comes while the
same response is being read waits for it.

Absent on purpose: anything that depends on the caller.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from starlette.responses import Response

from server.infra.web import Answer, dumps

Question = TypeVar("Question", bound=Hashable)
Out = TypeVar("Out")


class _Written(Answer[Out]):
    """A value whose JSON was written before."""

    def __init__(self, written: bytes) -> None:
        Response.__init__(self, written)


class KeptAnswers(Generic[Question, Out]):
    """`read` returns what to respond; a new `version` makes every cached response outdated. When there are `most` of
    them and one more comes, all are dropped."""

    def __init__(
        self,
        read: Callable[[Question], Awaitable[Out]],
        version: Callable[[], int],
        *,
        kept_s: float,
        most: int,
    ) -> None:
        self._read, self._version = read, version
        self._kept_s, self._most = kept_s, most
        self._kept: dict[Question, tuple[int, float, bytes]] = {}
        self._readings: dict[tuple[Question, int], asyncio.Task[bytes]] = {}

    async def answer(self, question: Question) -> Answer[Out]:
        """Raises what `read` raises."""
        return _Written(await self._json(question))

    async def _json(self, question: Question) -> bytes:
        version = self._version()
        kept = self._kept.get(question)
        if kept is not None and kept[0] == version and kept[1] >= time.monotonic():
            return kept[2]
        key = question, version
        reading = self._readings.get(key)
        if reading is None:
            reading = self._readings[key] = asyncio.create_task(self._read_and_keep(question, version))
            reading.add_done_callback(lambda _: self._readings.pop(key))
        return await asyncio.shield(reading)  # if one caller leaves, the others still get it

    async def _read_and_keep(self, question: Question, version: int) -> bytes:
        answer = dumps(await self._read(question))
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[question] = (version, time.monotonic() + self._kept_s, answer)
        return answer
