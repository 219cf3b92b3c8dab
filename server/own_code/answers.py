"""What the endpoints of own code return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import Difficulty, Language
from server.infra.inputs import Id
from server.library import Mend


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionListed:
    """`username` is its player's, null when they are gone. `usage_count`: registered players, others than its own,
    who have started a game on it. `is_own`: it
    is the caller's, who alone is told of `withdrawn_at`: a moderator has taken it out of the public lists."""

    id: Id
    name: str
    description: str
    language: Language
    is_public: bool
    usage_count: int
    snippets: int
    username: str | None
    display_name: str | None
    is_own: bool
    withdrawn_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSnippetOut:
    """One piece of a collection, in the order in which it was added."""

    id: Id
    snippet_text: str
    difficulty: Difficulty
    expected_wpm: float
    source: str


@dataclass(frozen=True, slots=True)
class CollectionOut:
    """`room` is what its player may still keep; null for others."""

    collection: CollectionListed
    snippets: list[OwnSnippetOut]
    room: Room | None


@dataclass(frozen=True, slots=True)
class Room:
    """How many more snippets, and how many more bytes of code, over all of the player's collections."""

    snippets: int
    bytes: int


@dataclass(frozen=True, slots=True)
class PieceOut:
    """Lines of a file that can be typed, counted from 1. `mends` says what was changed in them so that they can."""

    path: str
    first_line: int
    last_line: int
    language: Language
    difficulty: Difficulty
    expected_wpm: float
    keys: int
    mends: list[Mend]
    snippet_text: str


@dataclass(frozen=True, slots=True)
class LineFault:
    """`line` counts from 1 in the file; null: it is about the whole file."""

    line: int | None
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class LeftOutOut:
    """Lines that cannot be typed, and why: not even mended. Without lines it is the whole file."""

    path: str
    first_line: int | None
    last_line: int | None
    faults: list[LineFault]


@dataclass(frozen=True, slots=True)
class CutOut:
    """`pieces` and `left` hold the first of what was found and of what cannot be typed; the totals count all of it.
    `short` counts what is too short to be typed by itself. Nothing of it is kept."""

    files: int
    pieces: list[PieceOut]
    pieces_total: int
    left: list[LeftOutOut]
    left_total: int
    short: int


@dataclass(frozen=True, slots=True)
class AddedCode:
    """How many snippets were added, and how many were there already."""

    added: int
    known: int
    collection: CollectionOut
