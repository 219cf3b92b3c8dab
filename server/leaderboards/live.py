"""Boards as they change: event streams fed by one subscription and one read per change.

Laws:
- A change costs one read of each board that has viewers in this process, however many: all streams of a board get the
  same bytes. Changes in quick succession share a read.
- A stream begins with the current board, which is sent again after every gap, so nothing is missed without a history.
- Everything is bounded: streams, what waits for a reader (`event_stream.py`), reads a second, moves per event.

The event `board` carries the first TOP places, the same for everyone. A reader can work out the rest (their own
rank, whether a later page has changed) from `moves`: the players that moved since the previous event, with their ranks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog
from redis.asyncio import Redis
from starlette.requests import Request

from game.terms import Difficulty, Language, Metric, Period
from server.infra import metrics
from server.infra.clock import utc_now
from server.infra.event_stream import BEAT_EVERY_S, EventStreamResponse, Readers, Stream, event
from server.infra.postgres import POSTGRES_AWAY
from server.infra.redis import REDIS_AWAY
from server.infra.subscription import Subscription
from server.infra.tasks import every
from server.infra.web import dumps
from server.leaderboards.answers import Moved, PlayersNow, board_event
from server.leaderboards.board import SOLO, Board, Ladder, span_of
from server.leaderboards.boards import Boards
from server.leaderboards.changes import Change, parse
from server.leaderboards.keys import board_keys
from server.leaderboards.playing import Playing
from server.leaderboards.standings import Window

log = structlog.get_logger(__name__)

TOP = 25  # places in an event: the client's page
TOO_MANY = 503, "leaderboard/too-many-viewers"
GAP_S = 0.25  # between two reads of a board: too short to notice, long enough to absorb a burst of results
RETRY_S = 2.0  # after a board could not be read
MOST_MOVES = 100  # per event; with more, readers are told to reload
EVERY_S = 2.0  # how often the current players are announced and looked up
SERVERS_AWAY = (*REDIS_AWAY, *POSTGRES_AWAY)

AWAY = event("away", b"{}")  # no changes are heard here until the next `board`


class Choice(NamedTuple):
    """The board that a stream follows. None for `language` or `difficulty` means any."""

    metric: Metric
    period: Period
    language: Language | None
    difficulty: Difficulty | None
    ladder: Ladder = SOLO


@dataclass(slots=True, eq=False)
class _Topic:
    """A board that has viewers. `event` is the board as last read; it is up to date unless `is_stale`."""

    choice: Choice
    streams: set[Stream] = field(default_factory=set)
    event: bytes | None = None
    is_stale: bool = True
    moves: list[Moved] | None = None  # since the last event; None if anything may have changed
    reading: asyncio.Task[None] | None = None


class Live:
    """One per process. Each of `works()` is the body of a background task that runs until it is cancelled.
    `end_streams` ends every stream and refuses new ones; `close` also withdraws this process's players."""

    def __init__(
        self,
        boards: Boards,
        redis: Redis,
        prefix: str,
        playing: Playing,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._boards, self._keys, self._clock = boards, board_keys(redis, prefix), clock
        self.playing = playing
        self._changes = Subscription(
            redis,
            [self._keys.changes()],
            on_open=lambda _: self._opened(),
            on_message=lambda _, message: self._changed(parse(message)),
            on_lost=self._lost,
        )
        boards.upkeep.on_whole = self._whole
        self._topics: dict[Choice, _Topic] = {}
        detail = "Too many people are following live boards right now. The boards themselves still work."
        self._readers = Readers(TOO_MANY, detail)
        self._hears = False
        self._day = clock().astimezone(UTC).date()
        self._players: PlayersNow | None = None  # as of the last round; None if that was long ago

    # ------------------------------------------------------------ for the process

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [
            self._changes.listen(),
            every(EVERY_S, self._round, SERVERS_AWAY),
            every(BEAT_EVERY_S, self._beat, SERVERS_AWAY),
        ]

    def end_streams(self) -> None:
        self._readers.end()

    async def close(self) -> None:
        self.end_streams()
        try:
            await self.playing.leave()
        except REDIS_AWAY as error:
            log.info("players_left_to_expire", error=str(error))

    def open_streams(self) -> list[Stream]:
        return [stream for topic in self._topics.values() for stream in topic.streams]

    @property
    def is_settled(self) -> bool:
        """Whether the streams have been sent the boards as they are: none is behind or being read."""
        return not self._boards.upkeep.behind and all(topic.reading is None for topic in self._topics.values())

    # ------------------------------------------------------------ for readers

    def response(self, choice: Choice, request: Request) -> EventStreamResponse:
        """Open a stream of this board. Raises Problem 503."""
        stream = self._readers.open(request)
        self.follow(choice, stream)

        def gone(stream: Stream) -> None:
            self.unfollow(choice, stream)
            self._readers.left(stream)

        return EventStreamResponse(stream, gone)

    def follow(self, choice: Choice, stream: Stream) -> None:
        """Put the events of this board on a stream, which another may have opened, until `unfollow`."""
        topic = self._topics.setdefault(choice, _Topic(choice))
        topic.streams.add(stream)
        metrics.LIVE_STREAMS.set(len(self.open_streams()))
        if not self._hears:
            stream.put(AWAY)
        elif topic.event is not None and not topic.is_stale:
            stream.put(topic.event)
        elif topic.reading is None:
            self._read(topic)
        if self._players is not None:
            stream.put(event("players", dumps(self._players)))

    def unfollow(self, choice: Choice, stream: Stream) -> None:
        topic = self._topics[choice]
        topic.streams.discard(stream)
        metrics.LIVE_STREAMS.set(len(self.open_streams()))
        if not topic.streams:
            del self._topics[choice]
            if topic.reading is not None:
                topic.reading.cancel()

    async def players_now(self) -> PlayersNow:
        """Who is playing, at most EVERY_S old."""
        if self._players is None:
            self._players = await self._read_players()
        return self._players

    # ------------------------------------------------------------ changes

    def _opened(self) -> None:
        self._hears = True
        self._whole()

    def _whole(self) -> None:
        self._boards.heard_change(renamed=True)
        for topic in self._topics.values():
            self._changed_anyhow(topic)

    def _lost(self) -> None:
        if self._hears:
            self._hears = False
            for topic in self._topics.values():
                topic.event = None
                for stream in topic.streams:
                    stream.put(AWAY)

    def _changed(self, change: Change) -> None:
        self._boards.heard_change(renamed=change.renamed)
        if change.renamed:
            self.playing.forget_names()
        now = self._clock()
        for topic in self._topics.values():
            if change.moves is None:
                self._changed_anyhow(topic)
            elif moved := change.moves.get(self._key(topic.choice, now)):
                self._moved(topic, change.version, moved)

    def _key(self, choice: Choice, now: datetime) -> str:
        metric, period, language, difficulty, ladder = choice
        return self._keys.board(Board(metric, span_of(period, now), language, difficulty, ladder))

    def _moved(self, topic: _Topic, version: int, moved: list[tuple[str, int | None, int]]) -> None:
        if topic.moves is not None:
            topic.moves += (
                {"version": version, "user_id": one, "from": before, "to": now} for one, before, now in moved
            )
            if len(topic.moves) > MOST_MOVES:
                topic.moves = None
        self._read(topic)

    def _changed_anyhow(self, topic: _Topic) -> None:
        topic.moves = None
        self._read(topic)

    def _read(self, topic: _Topic) -> None:
        """Schedule a read of the board, and send it to all its viewers."""
        topic.is_stale = True
        if topic.reading is None and not self._readers.has_ended:
            topic.reading = asyncio.create_task(self._reading(topic))

    async def _reading(self, topic: _Topic) -> None:
        try:
            while topic.is_stale and self._hears:
                await self._read_once(topic)
        except Exception:  # our own fault: these viewers wait for the next change
            log.exception("live_board_failed")
        finally:
            topic.reading = None

    async def _read_once(self, topic: _Topic) -> None:
        moves, topic.moves, topic.is_stale = topic.moves, [], False
        try:
            page = await self._boards.page(*topic.choice[:4], Window(TOP), ladder=topic.choice.ladder)
        except SERVERS_AWAY as error:
            log.info("live_board_waits", error=str(error) or type(error).__name__)
            topic.moves, topic.is_stale = None, True
            await asyncio.sleep(RETRY_S)
            return
        version = None if page.version is None else str(page.version)
        topic.event = event("board", board_event(page, None), version)
        news = event("board", board_event(page, moves), version) if moves is not None else topic.event
        for stream in topic.streams:
            stream.put(news)
        await asyncio.sleep(GAP_S)

    # ------------------------------------------------------------ rounds

    async def _round(self) -> None:
        """Announce who is playing here, look up who is playing anywhere, and notice the end of a day."""
        day = self._clock().astimezone(UTC).date()
        if day != self._day:
            self._day = day
            for topic in self._topics.values():
                if topic.choice.period is not Period.ALL:
                    self._changed_anyhow(topic)
        try:
            await self.playing.tell()
        finally:
            await self._look_who_plays()

    async def _look_who_plays(self) -> None:
        if not self._topics:
            self._players = None
            return
        players = await self._read_players()
        if players != self._players:
            self._players = players
            self._broadcast(event("players", dumps(players)))

    async def _read_players(self) -> PlayersNow:
        try:
            return await self.playing.read()
        except REDIS_AWAY:
            return await self.playing.read_own()

    async def _beat(self) -> None:
        self._readers.beat()

    def _broadcast(self, news: bytes) -> None:
        for stream in self.open_streams():
            stream.put(news)
