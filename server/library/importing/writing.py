"""From a gathered batch to rows: near-duplicates of the library are left out, the rest is added in one transaction.

Law: all of a batch or nothing. The library is read and written under its writers' lock, so two simultaneous imports of
one tree leave one copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.text import Word
from server.infra.audit import at_command_line, record
from server.infra.postgres import Connection, Pool
from server.library import audited
from server.library.importing.judging import make_of
from server.library.shingles import NearDuplicates, Shingles, shingles
from server.library.versions import Content, add_all, writing


@dataclass(frozen=True, slots=True)
class Sifted:
    """The new pieces of a batch, and how many were like one in the library or earlier in the batch."""

    contents: list[Content]
    in_library: int
    in_batch: int


_LIBRARY, _BATCH = "the library's", "the batch's"


class _Known:
    """The texts of one language, to compare new ones with."""

    def __init__(self) -> None:
        self._near = NearDuplicates()
        self._makes: dict[str, str] = {}

    def like(self, of: Shingles, make: str) -> str | None:
        """Whose text this one is like, in its words or in all but its names; None when it is new."""
        nearest = self._near.nearest(of)
        return nearest[0] if nearest is not None else self._makes.get(make)

    def add(self, whose: str, of: Shingles, make: str) -> None:
        self._near.add(whose, of)
        self._makes.setdefault(make, whose)


async def sift(connection: Pool | Connection, contents: Sequence[Content]) -> Sifted:
    """Leave out pieces that are like a snippet of the library, active or not, or like an earlier piece of the batch."""
    known: dict[str, _Known] = {content.language: _Known() for content in contents}
    for row in await connection.fetch(
        "SELECT language, snippet_text, words FROM code_snippets WHERE is_latest AND language = ANY($1)", list(known)
    ):
        text, words = row["snippet_text"], tuple(Word(*word) for word in row["words"])
        known[row["language"]].add(_LIBRARY, shingles(text, words), make_of(text, words))
    new: list[Content] = []
    in_library = 0
    for content in contents:
        text, words = content.parsed.text, content.parsed.words
        of, make = shingles(text, words), make_of(text, words)
        whose = known[content.language].like(of, make)
        if whose is None:
            known[content.language].add(_BATCH, of, make)
            new.append(content)
        else:
            in_library += whose == _LIBRARY
    return Sifted(new, in_library, len(contents) - len(new) - in_library)


async def write(pg: Pool, contents: Sequence[Content]) -> Sifted:
    """Add the new pieces of a batch; returns them with the counts of the others."""
    by = at_command_line("prodev snippets import")
    async with writing(pg, by) as connection:
        sifted = await sift(connection, contents)
        await add_all(connection, sifted.contents)
        if sifted.contents:
            await record(connection, by, audited.imported(len(sifted.contents)))
    return sifted
