"""Spectators: event streams of a match, with the frames that its seats are sent."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from starlette.requests import Request

from server.infra.event_stream import BEAT_EVERY_S, EventStreamResponse, Readers, Stream
from server.infra.tasks import every
from server.play.hall.hall import Hall

TOO_MANY = 503, "play/too-many-viewers"


class Viewers:
    """One per process. `end` ends every stream and refuses new ones."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._readers = Readers(TOO_MANY, "Too many people are watching matches right now. Try again in a moment.")

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [every(BEAT_EVERY_S, self._beat, ())]

    def response(self, code: str, request: Request) -> EventStreamResponse:
        """Follow a match. Raises Problem 503."""
        stream = self._readers.open(request)
        self._hall.follow(code, stream)
        return EventStreamResponse(stream, lambda gone: self._gone(code, gone))

    def _gone(self, code: str, stream: Stream) -> None:
        self._hall.unfollow(code, stream)
        self._readers.left(stream)

    async def _beat(self) -> None:
        self._readers.beat()

    def end(self) -> None:
        self._readers.end()
