"""The matches of this process: reads them when they change, has done what is due in them, and tells their players.

Laws:
- A change costs one reading of each match that has seats or spectators here, however many; changes in quick succession
  share one. Readings of one match never overlap.
- Nothing here is on a key's way: how far seats have got is looked up four times a second (telling.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import structlog
from redis.asyncio import Redis

from server.infra.event_stream import Stream
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.redis import REDIS_AWAY
from server.infra.seldom import say_away
from server.infra.subscription import Subscription
from server.infra.tasks import every
from server.infra.web import POSTGRES_S, dumps
from server.play import store
from server.play.core import protocol
from server.play.core.match import Match
from server.play.core.match_session import MatchSession
from server.play.endings import Endings
from server.play.hall import house, moves
from server.play.hall.held import HeldMatch
from server.play.hall.presence import NOBODY, Presence, Present
from server.play.hall.progress import progress_of
from server.play.hall.records import MatchRecord, read_match
from server.play.hall.steps import Steps
from server.play.hall.telling import Telling
from server.play.live import LiveGame
from server.play.reference import Reference
from server.play.retries import AWAY
from server.play.starts import Starts
from server.play.table import Table

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0  # for a change that was not heard, and for processes that died
TOUCH_EVERY_S = 10.0  # the sweep takes seats over that nobody has said to be his for longer
RETRY_S = 0.5


class Hall:
    """One per process; `works()` are the bodies of its background tasks. It is the table's watcher."""

    def __init__(
        self,
        table: Table,
        starts: Starts,
        endings: Endings,
        *,
        pg: Pool,
        redis: Redis,
        prefix: str,
        process: str,
        reference: Reference,
        strokes: house.Strokes,
    ) -> None:
        """`process` is this one's name among the neighbours."""
        self._table, self._pg = table, pg
        self.reference, self._strokes = reference, strokes
        self.steps = Steps(starts, endings, pg, reference)
        self.presence = Presence(redis, prefix, process)
        self._matches: dict[str, HeldMatch] = {}
        self.telling = Telling(self._matches, self.presence, table)
        self._random = Random()
        self._closed = False
        self._heard = Subscription(
            redis,
            [self.presence.channel("")],  # of no match: a subscription needs a channel
            on_open=self._opened,
            on_message=self._told,
            on_lost=lambda: None,  # matches are looked at every second in any case
        )
        table.watcher = self

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [
            self._heard.listen(),
            every(LOOK_EVERY_S, self._look_round, AWAY),
            every(TOUCH_EVERY_S, self._touch, POSTGRES_AWAY),
            self.telling.run(),
        ]

    def close(self) -> None:
        """The process stops: nothing is read or done any more."""
        self._closed = True
        for held in self._matches.values():
            if held.timer is not None:
                held.timer.cancel()

    # ------------------------------------------------------------ for the table

    def moved(self, game: LiveGame) -> None:
        """A game has come, gone, got its player or lost them."""
        if not isinstance(game.session, MatchSession):
            return
        held, seat = self._hold(game.row.own["match_code"]), game.row.own["seat"]
        if self._table.holds(game):
            held.games[seat] = game
            if game.connection is not None:
                held.greet.add(game)
        elif held.games.get(seat) is game:
            del held.games[seat]
            held.greet.discard(game)
            self.telling.note(held, seat, progress_of(game.session))
            self.telling.tell(held)  # with its last seat this match may go from here
        held.unsaid.add(seat)
        self._say(held)

    def ready(self, game: LiveGame) -> None:
        if isinstance(game.session, MatchSession):
            self._table.tasks.spawn(self._note_ready(game), away=AWAY)

    async def _note_ready(self, game: LiveGame) -> None:
        with within(POSTGRES_S):
            if await moves.ready(self._pg, game.row.id):
                self._say(self._hold(game.row.own["match_code"]))

    # ------------------------------------------------------------ for the endpoints

    async def match(self, code: str) -> Match | None:
        """The match as it is now."""
        record = await read_match(self._pg, self.reference, code)
        return None if record is None else (await self.shown([record]))[0]

    async def shown(self, records: Sequence[MatchRecord]) -> list[Match]:
        present: Sequence[Present] = [NOBODY] * len(records)
        try:
            present = await self.presence.read([record.code for record in records])
        except REDIS_AWAY as error:
            say_away("presence_unknown", error)
        return [
            self._shown(record, there.connected | self._here(record.code))
            for record, there in zip(records, present, strict=True)
        ]

    def _here(self, code: str) -> frozenset[int]:
        held = self._matches.get(code)
        return frozenset() if held is None else held.here

    def _shown(self, record: MatchRecord, connected: frozenset[int]) -> Match:
        return record.shown(connected, self.reference.stamp_ms())

    def changed(self, code: str) -> None:
        """PostgreSQL has something new of this match."""
        self._say(self._hold(code))

    def follow(self, code: str, stream: Stream) -> None:
        """Send the stream what the seats of this match are sent."""
        held = self._hold(code)
        held.streams.add(stream)
        held.greet.add(stream)
        self._look(held)

    def unfollow(self, code: str, stream: Stream) -> None:
        held = self._matches.get(code)
        if held is not None:
            held.streams.discard(stream)
            held.greet.discard(stream)
            self._forget_if_unwatched(held)

    def held(self) -> list[str]:
        """The codes of the matches that have seats or spectators here."""
        return list(self._matches)

    # ------------------------------------------------------------ changes

    def _hold(self, code: str) -> HeldMatch:
        held = self._matches.get(code)
        if held is None:
            held = self._matches[code] = HeldMatch(code)
            self._table.tasks.spawn(self._heard.follow(self.presence.channel(code)))
        return held

    def _forget_if_unwatched(self, held: HeldMatch) -> None:
        if held.is_watched or held.reading is not None:
            return
        if held.timer is not None:
            held.timer.cancel()
        if self._matches.get(held.code) is held:
            del self._matches[held.code]
            self._table.tasks.spawn(self._heard.unfollow(self.presence.channel(held.code)))

    def _say(self, held: HeldMatch) -> None:
        """Tell the other processes that something changed, and read it here."""
        held.has_news = True
        if held.saying is None and not self._closed:
            held.saying = self._table.tasks.spawn(self._say_news(held))

    async def _say_news(self, held: HeldMatch) -> None:
        """One after another, so that what Redis hears last of a seat is so."""
        try:
            while held.has_news:
                held.has_news = False
                seats, held.unsaid = held.unsaid, set()
                try:
                    offset = await self.presence.changed(held.code, {seat: seat in held.here for seat in seats})
                    held.offset = max(held.offset, offset)  # our own message is no news
                except REDIS_AWAY as error:
                    say_away("change_not_told", error, match=held.code)
                    held.unsaid |= seats
                self._look(held)
        finally:
            held.saying = None

    def _opened(self, channel: str) -> None:
        held = self._of_channel(channel)
        if held is not None:
            self._look(held)

    def _told(self, channel: str, message: bytes) -> None:
        held = self._of_channel(channel)
        if held is None:
            return
        told = self.presence.heard(message)
        if isinstance(told, int):
            if told > held.offset:
                held.offset = told
                self._look(held)
        else:
            held.rows.update(told)

    def _of_channel(self, channel: str) -> HeldMatch | None:
        return self._matches.get(channel.rpartition(":")[2])

    async def _look_round(self) -> None:
        """Read the matches whose count of changes or whose players are other than known; without Redis, all."""
        matches = list(self._matches.values())
        try:
            present = await self.presence.read([held.code for held in matches])
        except REDIS_AWAY as error:
            say_away("matches_read_anyway", error)
            for held in matches:
                self._look(held)
            return
        for held, there in zip(matches, present, strict=True):
            held.unsaid |= held.here - there.connected  # Redis lost its data
            if held.unsaid:
                self._say(held)
            if there.offset != held.offset or there.connected != held.present.connected:
                held.offset = there.offset  # it is less after Redis lost its data
                self._look(held)

    async def _touch(self) -> None:
        """Say in PostgreSQL that these seats have their players here, for when Redis cannot."""
        ids = [held.games[seat].row.id for held in self._matches.values() for seat in held.here]
        if ids:
            await store.touch(self._pg, ids)

    # ------------------------------------------------------------ reading

    def _look(self, held: HeldMatch) -> None:
        held.is_stale = True
        if held.reading is None and not self._closed:
            held.reading = self._table.tasks.spawn(self._read(held))

    async def _read(self, held: HeldMatch) -> None:
        try:
            while held.is_stale:
                held.is_stale = False
                try:
                    await self._read_once(held)
                except AWAY as error:
                    say_away("match_waits", error, match=held.code)
                    held.is_stale = True
                    await asyncio.sleep(RETRY_S)
        finally:
            held.reading = None
            self._forget_if_unwatched(held)

    async def _read_once(self, held: HeldMatch) -> None:
        with within(POSTGRES_S):
            record = await read_match(self._pg, self.reference, held.code)
        if record is None:
            return
        try:
            (held.present,) = await self.presence.read([held.code])
        except REDIS_AWAY as error:
            say_away("presence_unknown", error)
        held.offset = max(held.offset, held.present.offset)
        for seat, row in held.present.rows.items():
            held.rows.setdefault(seat, row)
        self._start_games(held, record)
        self._tell(held, record)
        self._type_for_robots(held, record)
        await self._do_what_is_due(held, record)

    def _start_games(self, held: HeldMatch, record: MatchRecord) -> None:
        held.starts_ms = starts_ms = None if record.starts_at is None else self.reference.own_ms(record.starts_at)
        for game in list(held.games.values()):
            if isinstance(game.session, MatchSession):
                self._table.heard(game, game.session.start_at(starts_ms, self._table.now_ms()))

    def _tell(self, held: HeldMatch, record: MatchRecord) -> None:
        match = self._shown(record, (held.present.connected - held.games.keys()) | held.here)
        shown = replace(match, starts_in_ms=None)  # which is another each time
        held.frame = protocol.match_frame(dumps(match))
        if shown != held.shown:
            held.shown = shown
            held.send("match", held.frame)
        held.greet_all(self._table.now_ms())

    async def _do_what_is_due(self, held: HeldMatch, record: MatchRecord) -> None:
        if held.timer is not None:
            held.timer.cancel()
            held.timer = None
        is_another, look_in_s = await self.steps.take(held, record)
        if is_another:
            self._say(held)
        elif look_in_s is not None and held.is_watched:
            held.timer = asyncio.get_running_loop().call_later(look_in_s, self._look, held)

    # ------------------------------------------------------------ robots of the house

    def _type_for_robots(self, held: HeldMatch, record: MatchRecord) -> None:
        for seat in record.seats:
            game = held.games.get(seat.seat)
            if seat.is_house and game is not None and seat.seat not in held.robots and not game.session.ended:
                held.robots.add(seat.seat)
                self._table.tasks.spawn(self._type(held, seat.seat, game))

    async def _type(self, held: HeldMatch, seat: int, game: LiveGame) -> None:
        try:
            await house.play(game, self._table, self._strokes, self._random)
        finally:
            held.robots.discard(seat)

    # ------------------------------------------------------------ for the sweep

    async def attend(self, code: str) -> None:
        """Do what is due in a match that perhaps no other process looks after."""
        held = self._hold(code)
        self._look(held)
        if held.reading is not None:
            await asyncio.shield(held.reading)
