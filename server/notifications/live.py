"""Open pages are told what their readers have not read: event streams.

Laws:
- Once a second a process reads, in one statement, what the readers of its streams have not read. Whoever has something
  else unread than they were last sent is told: the number, and what is new. So nothing has to be published when
  something is stored, a notice is never told before its commit, and Redis may be away; while PostgreSQL is, all is
  told later. What was read on another page is noticed in the same way.
- A stream begins with what is unread, read before it opens.
- In the same second a stream is ended whose reader's sign-in has ended, or whose account was disabled.
- A person has STREAMS_EACH streams in a process, and the kind is bounded as all are.

Absent on purpose: boards. One stream may carry a board's events as well; the leaderboards put those on it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from server.infra.event_stream import BEAT_EVERY_S, Readers, Stream, event
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.tasks import every, in_slices
from server.infra.web import POSTGRES_S, Principal, Problem, dumps
from server.notifications.reading import Notification, these, unread

LOOK_EVERY_S = 1.0
STREAMS_EACH = 20  # more pages than anybody looks at; a page that is hidden has none
MOST_NEWS = 3  # in an event; with more, the number alone says it
TOO_MANY = 503, "notification/too-many-streams"
_DETAIL = "No more pages can be told at once of what is new. The list of notifications still works."

EndedAmong = Callable[[Sequence[Principal]], Awaitable[Sequence[Principal]]]


@dataclass(frozen=True, slots=True)
class NewsOut:
    """`unread` is 100 for more. `news` holds what was not unread before, the latest first; none if it is too much."""

    unread: int
    news: list[Notification]


@dataclass(slots=True, eq=False)
class _Reader:
    principal: Principal
    told: tuple[int, ...]  # what is unread, as it was sent


class News:
    """One per process. Run `works()` as background tasks; `end` ends every stream and refuses new ones. `ended_among`
    returns whose sign-ins have ended."""

    def __init__(self, pg: Pool, ended_among: EndedAmong) -> None:
        self._pg, self._ended_among = pg, ended_among
        self._readers = Readers(TOO_MANY, _DETAIL)
        self._open: dict[Stream, _Reader] = {}

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [every(LOOK_EVERY_S, self._look, POSTGRES_AWAY), every(BEAT_EVERY_S, self._beat, ())]

    async def open(self, caller: Principal, request: Request) -> Stream:
        """A stream, to be `left`, with what is unread on it. Raises Problem 503."""
        told = (await unread(self._pg, [caller.user_id]))[caller.user_id]
        if self._of(caller.user_id) >= STREAMS_EACH:
            raise Problem(*TOO_MANY, _DETAIL, headers={"Retry-After": "10"})
        stream = self._readers.open(request)
        self._open[stream] = _Reader(caller, told)
        stream.put(_event(len(told), []))
        return stream

    def left(self, stream: Stream) -> None:
        del self._open[stream]
        self._readers.left(stream)

    def end(self) -> None:
        self._readers.end()

    def _of(self, user_id: str) -> int:
        return sum(reader.principal.user_id == user_id for reader in self._open.values())

    # ------------------------------------------------------------ looking

    async def _look(self) -> None:
        """Raises what POSTGRES_AWAY names."""
        async for some in in_slices(list(self._open.items())):
            with within(POSTGRES_S):
                await self._shut(some)
                await self._tell(some)

    async def _shut(self, some: Sequence[tuple[Stream, _Reader]]) -> None:
        ended = {id(one) for one in await self._ended_among([reader.principal for _, reader in some])}
        for stream, reader in some:
            if id(reader.principal) in ended:
                stream.end()

    async def _tell(self, some: Sequence[tuple[Stream, _Reader]]) -> None:
        now = await unread(self._pg, list({reader.principal.user_id for _, reader in some}))
        for stream, reader in some:
            ids = now[reader.principal.user_id]
            if ids == reader.told or stream not in self._open:
                continue
            new = [one for one in ids if one not in reader.told]
            told = len(new) <= MOST_NEWS and bool(new)
            news = await these(self._pg, reader.principal.user_id, new) if told else []
            reader.told = ids
            stream.put(_event(len(ids), news))

    async def _beat(self) -> None:
        self._readers.beat()


def _event(count: int, news: list[Notification]) -> bytes:
    return event("notifications", dumps(NewsOut(count, news)))
