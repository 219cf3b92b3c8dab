"""A game in this process, and the interface of its player's connection."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from server.play.allowance import Allowance
from server.play.core.session import PlaySession
from server.play.journal.written import Written
from server.play.rows import GameRow
from server.play.waves import WaveSource
from server.results import GameResult


class Connected(Protocol):
    """A player's connection, as the rest of play sees it."""

    last_heard_s: float

    @property
    def is_closed(self) -> bool: ...
    def send(self, frames: Sequence[bytes]) -> None: ...
    def close(self, code: int) -> None: ...
    def is_slow(self) -> bool: ...
    def drain(self) -> None: ...


@dataclass(slots=True, eq=False)
class LiveGame:
    """A game in this process, with or without its player.

    `saving` returns the game's result, None if there is none. `wave_came` is set when a wave begins. `allowance` is
    what its player may still send, over all connections together; the first connection makes it.
    """

    row: GameRow
    session: PlaySession
    waves: WaveSource
    left_at_s: float
    connection: Connected | None = None
    timer: asyncio.TimerHandle | None = None
    drawing: asyncio.Task[None] | None = None
    saving: asyncio.Task[GameResult | None] | None = None
    allowance: Allowance | None = None
    written: Written = field(default_factory=Written)
    wave_came: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, frames: Sequence[bytes]) -> None:
        if self.connection is not None:
            self.connection.send(frames)


def new_session(
    row: GameRow, epoch: str, *, time_limit_ms: int | None = None, journal_lost: bool = False
) -> PlaySession:
    """A game before its first wave. `time_limit_ms` is its mode's."""
    return PlaySession(
        id=row.id,
        token=row.session_token,
        user_id=row.user_id,
        language=row.language,
        difficulty=row.difficulty,
        epoch=epoch,
        time_limit_ms=time_limit_ms,
        journal_lost=journal_lost,
    )
