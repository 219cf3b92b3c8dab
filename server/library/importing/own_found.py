"""What is found in somebody's own code: pieces to type, and what cannot be typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.library.difficulty import Measures
from server.library.mending import Mend
from server.library.parse import Parsed


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file by its path in what was dropped. `language` is that of a text whose path does not say."""

    path: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text that can be typed, with what the library measures in it."""

    parsed: Parsed
    measures: Measures


@dataclass(frozen=True, slots=True)
class OwnPiece:
    """Lines of a file that can be typed, counted from 1, and what was mended in them. Without the words of the text,
    which are many times its size and would be read from the other process while games wait."""

    path: str
    first_line: int
    last_line: int
    language: str
    text: str
    keys: int
    measures: Measures
    mends: tuple[Mend, ...]


@dataclass(frozen=True, slots=True)
class PieceFault:
    """`line` counts from 1 in the file; None: it is about the whole file."""

    line: int | None
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines that cannot be typed, even mended, and why; without lines it is the whole file."""

    path: str
    first_line: int | None
    last_line: int | None
    faults: tuple[PieceFault, ...]


@dataclass(slots=True)
class Cut:
    """`pieces` and `left` hold the first of what was found and of what cannot be typed, the totals count all of it.
    `short` counts what is too short to be typed by itself. `files` are those that were read."""

    files: int = 0
    pieces: list[OwnPiece] = field(default_factory=list)
    pieces_total: int = 0
    left: list[LeftOut] = field(default_factory=list)
    left_total: int = 0
    short: int = 0
