"""A slice of a board, from Redis or from PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass

from server.leaderboards.board import Board


@dataclass(frozen=True, slots=True)
class Standing:
    """One place. `rank` counts from 1; places are never shared."""

    rank: int
    user_id: str
    packed: int
    result_id: str


@dataclass(frozen=True, slots=True)
class Slice:
    """A page, and the viewer's own place if they have one. `total` is the number of players on the board; `version`
    counts the changes of all boards and is None if they are not counted."""

    total: int
    places: list[Standing]
    mine: Standing | None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A player's new best on a board: the place it took, and the player's previous place (None if there was none)."""

    board: Board
    user_id: str
    before: int | None
    now: int


@dataclass(frozen=True, slots=True)
class Window:
    """Which slice is wanted. With `around_viewer` the page is centred on the viewer and `offset` is ignored; viewers
    who are not on the board see the first page."""

    limit: int
    offset: int = 0
    viewer_id: str | None = None
    around_viewer: bool = False
