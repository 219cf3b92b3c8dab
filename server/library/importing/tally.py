"""What became of everything that an import met, by reason, with enough names to look it up.

Law: everything that is not imported is counted under exactly one reason. Bad input is named as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

NAMES_LIMIT = 20  # of one reason; the count goes on
DROPPED_LIMIT = 1_000  # likewise, of pieces

# Why a file, folder or archive could not be read: these are named in the summary.
NOT_FOUND = "not found"
UNREADABLE = "unreadable"
LINK = "symbolic link, not followed"
NO_FILE = "not an ordinary file"
TOO_BIG = "over 5 MB"
BINARY = "binary"
ENCODING = "wrong encoding"
SYNTAX = "syntax error"
BROKEN_ARCHIVE = "broken archive"
UNSAFE_MEMBER = "unsafe path in an archive"
ARCHIVE_BOUNDS = "archive beyond its bounds"
TOO_MANY = "too many files"
NO_LICENCE = "no licence found"
NO_SOURCE = "not a source file of a known language, nor an archive"  # a path that was named

# Why a file is left out: these are counted.
OTHER = "not a source file"
TESTS = "test"
GENERATED = "generated"
MINIFIED = "minified"
VENDORED = "somebody else's code"
EXCLUDED = "excluded"

FAULTS = (
    *(NOT_FOUND, UNREADABLE, LINK, NO_FILE, TOO_BIG, BINARY, ENCODING, SYNTAX, BROKEN_ARCHIVE, UNSAFE_MEMBER),
    *(ARCHIVE_BOUNDS, TOO_MANY, NO_LICENCE, NO_SOURCE),
)


@dataclass(slots=True)
class Tally:
    """`files` and `pieces` (functions, classes, statements) left out, by reason, and the `names` of faulty files."""

    read: int = 0
    files: Counter[str] = field(default_factory=Counter)
    pieces: Counter[str] = field(default_factory=Counter)
    names: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[tuple[str, str]] = field(default_factory=list)  # where (`path:line`) and why, the first of the pieces

    def leave(self, reason: str, name: str) -> None:
        """Count a file, folder or archive that is left out."""
        self.files[reason] += 1
        names = self.names.setdefault(reason, [])
        if reason in FAULTS and len(names) < NAMES_LIMIT:
            names.append(printable(name))

    def drop(self, reason: str, where: str) -> None:
        """Count a piece that is left out."""
        self.pieces[reason] += 1
        if len(self.dropped) < DROPPED_LIMIT:
            self.dropped.append((printable(where), reason))

    @property
    def faults(self) -> dict[str, tuple[int, list[str]]]:
        """Bad input by reason: its number, and the first names."""
        return {reason: (self.files[reason], self.names[reason]) for reason in FAULTS if self.files[reason]}


def printable(name: str) -> str:
    """A name from outside, made safe for a terminal: no escape sequences, no lone surrogates, not too long."""
    shown = "".join(character if character.isprintable() else "?" for character in name)
    return shown if len(shown) <= 200 else f"...{shown[-197:]}"
