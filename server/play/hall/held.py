"""A match of which this process has seats or spectators."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from server.infra.event_stream import Stream, event
from server.play.core import protocol
from server.play.core.match import Match, StandingRow
from server.play.hall.presence import NOBODY, Present
from server.play.hall.progress import SeatProgress
from server.play.live import LiveGame


@dataclass(slots=True, eq=False)
class HeldMatch:
    """`games` are the seats here. `present` is as last read, `shown` and `standing` as last told, and `greet` are those
    who have not been told anything. `rows` is how far everybody has got, `mine` what of it is still to be told to the
    other processes."""

    code: str
    games: dict[int, LiveGame] = field(default_factory=dict)
    streams: set[Stream] = field(default_factory=set)
    greet: set[object] = field(default_factory=set)
    present: Present = NOBODY
    shown: Match | None = None
    frame: bytes = b""
    standing: list[StandingRow] = field(default_factory=list)
    rows: dict[int, SeatProgress] = field(default_factory=dict)
    mine: dict[int, SeatProgress] = field(default_factory=dict)
    robots: set[int] = field(default_factory=set)  # seats on which this process types
    unsaid: set[int] = field(default_factory=set)  # seats here whose player came or left, and Redis does not know
    has_news: bool = False  # for the other processes
    saying: asyncio.Task[None] | None = None
    starts_ms: int | None = None  # by this process's clock
    offset: int = 0  # the changes up to this one are read, or about to be
    is_stale: bool = True
    reading: asyncio.Task[None] | None = None
    telling: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None

    @property
    def is_watched(self) -> bool:
        return bool(self.games or self.streams)

    @property
    def here(self) -> frozenset[int]:
        """Seats that have their player on this process."""
        return frozenset(seat for seat, game in self.games.items() if game.connection is not None)

    def clock_ms(self, now_ms: int) -> int:
        """The game time of the match."""
        return 0 if self.starts_ms is None else max(0, now_ms - self.starts_ms)

    def send(self, name: str, frame: bytes) -> None:
        """To everybody here but those who are to be greeted. The frame is the same for all, and is made once."""
        frames = [frame]
        for game in self.games.values():
            if game.connection is not None and game not in self.greet:
                game.connection.send(frames)
        if self.streams:
            chunk = event(name, frame)
            for stream in self.streams - self.greet:
                stream.put(chunk)

    def greet_all(self, now_ms: int) -> None:
        """Tell those who came since the last time what everybody knows."""
        frames = [self.frame]
        if self.standing:
            frames.append(protocol.standing(self.clock_ms(now_ms), self.standing))
        for one in self.greet:
            if isinstance(one, LiveGame):
                one.send(frames)
            elif isinstance(one, Stream):
                for name, frame in zip(("match", "standing"), frames, strict=False):
                    one.put(event(name, frame))
        self.greet.clear()
