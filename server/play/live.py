"""A session in this process, and what the registry needs of its player's connection."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from game.wave import Wave
from server.play.core.session import PlaySession


class Connected(Protocol):
    """What the registry needs of a player's connection."""

    last_heard_s: float

    @property
    def is_closed(self) -> bool: ...
    def send(self, frame: bytes) -> None: ...
    def close(self, code: int) -> None: ...
    def is_slow(self) -> bool: ...
    def drain(self) -> None: ...


@dataclass(slots=True, eq=False)
class Live:
    """A session in this process, with or without its player. `recorded` holds the waves of a ghost game, `remembered`
    says how many of the waves begun are written down as seen.
    """

    session: PlaySession
    row: Any
    recorded: Sequence[Wave] | None = None
    remembered: int = 0
    connection: Connected | None = None
    timer: asyncio.TimerHandle | None = None
    drawing: asyncio.Task[None] | None = None
    saving: asyncio.Task[Any] | None = None
    left_at_s: float = 0.0
    first_wave: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, frames: Sequence[bytes]) -> None:
        if self.connection is not None:
            for frame in frames:
                self.connection.send(frame)
