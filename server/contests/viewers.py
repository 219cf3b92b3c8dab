"""Contests as they change: event streams.

Laws:
- A contest that is followed is read once a second by a process, however many follow it, and all are sent the same
  bytes, if they are others than before. It needs no Redis, and nothing that happens elsewhere can be missed.
- A contest whose ranks are fixed is read seldom: verdicts and disabled accounts alone change it.
- A stream begins with the contest and its standings. It ends with a contest that is deleted, and a group's also for who
  has left the group, was disabled or is signed in no more: that is asked whenever the contest is read.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request

from server.contests.rows import Contest, ContestRow
from server.contests.standings import contest_of_all, knowing, top
from server.infra.event_stream import BEAT_EVERY_S, EventStreamResponse, Readers, Stream, event
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.tasks import every
from server.infra.web import POSTGRES_S, Principal, dumps

LOOK_EVERY_S: Final = 1.0
FIXED_EVERY_S: Final = 60.0
TOO_MANY = 503, "contest/too-many-viewers"

# Takes callers, returns those who are not signed in any more.
EndedAmong = Callable[[Sequence[Principal]], Awaitable[Sequence[Principal]]]


@dataclass(slots=True, eq=False)
class _Followed:
    """A contest that has viewers here, with the events that they have been sent. Times to go change with each look, and
    are no news."""

    streams: dict[Stream, Principal | None] = field(default_factory=dict)
    seen: tuple[object, bytes] | None = None
    events: tuple[bytes, bytes] | None = None
    next_look: float = 0.0


class ContestViewers:
    """One per process. Run `works()` as background tasks. `end` ends every stream and refuses new ones."""

    def __init__(self, pg: Pool, ended_among: EndedAmong) -> None:
        self._pg, self._ended_among = pg, ended_among
        detail = "No more contests can be followed here at the moment. Their pages can be read."
        self._readers = Readers(TOO_MANY, detail)
        self._followed: dict[str, _Followed] = {}

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [every(LOOK_EVERY_S, self._look, POSTGRES_AWAY), every(BEAT_EVERY_S, self._beat, ())]

    def response(self, contest: ContestRow, caller: Principal | None, request: Request) -> EventStreamResponse:
        """Follow a contest that its reader, the caller, knows of. Raises Problem 503."""
        stream = self._readers.open(request)
        followed = self._followed.setdefault(contest.slug, _Followed())
        followed.streams[stream] = caller
        if followed.events is not None:
            for one in followed.events:
                stream.put(one)
        return EventStreamResponse(stream, lambda gone: self._gone(contest.slug, gone))

    def _gone(self, slug: str, stream: Stream) -> None:
        self._readers.left(stream)
        followed = self._followed[slug]
        followed.streams.pop(stream, None)
        if not followed.streams:
            del self._followed[slug]

    async def _look(self) -> None:
        """Raises what POSTGRES_AWAY names."""
        late: TimeoutError | None = None
        for slug, followed in list(self._followed.items()):
            if followed.next_look > time.monotonic():
                continue
            try:
                with within(POSTGRES_S):
                    await self._read(slug)
            except TimeoutError as error:  # one that takes too long must not hold up the others
                late = error
        if late is not None:
            raise late

    async def _read(self, slug: str) -> None:
        row = await contest_of_all(self._pg, slug)
        standings = b"" if row is None else dumps(await top(self._pg, row))
        followed = self._followed.get(slug)
        if followed is None:
            return
        if row is None:  # deleted, or its group was
            for stream in list(followed.streams):
                stream.end()
            return
        if row.group_id is not None:
            await self._shut(slug, followed)
        contest = row.shown()
        if contest.fixed_at is not None:
            followed.next_look = time.monotonic() + FIXED_EVERY_S
        news = _standing(contest), standings
        if followed.seen == news:
            return
        before, followed.seen = followed.seen, news
        followed.events = event("contest", dumps(contest)), event("standings", standings)
        for stream in list(followed.streams):
            if before is None or before[0] != news[0]:
                stream.put(followed.events[0])
            if before is None or before[1] != news[1]:
                stream.put(followed.events[1])

    async def _shut(self, slug: str, followed: _Followed) -> None:
        """End the streams of those whom the contest is not shown to any more."""
        viewers = [(stream, caller) for stream, caller in followed.streams.items() if caller is not None]
        known_to = await knowing(self._pg, slug, [caller.user_id for _, caller in viewers])
        ended = {id(one) for one in await self._ended_among([caller for _, caller in viewers])}
        for stream, caller in viewers:
            if caller.user_id not in known_to or id(caller) in ended:
                stream.end()

    async def _beat(self) -> None:
        self._readers.beat()

    def end(self) -> None:
        self._readers.end()


def _standing(contest: Contest) -> object:
    """All of it but the times to go."""
    return {name: getattr(contest, name) for name in contest.__slots__ if not name.endswith("_in_ms")}
