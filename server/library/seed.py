"""The library that ships with the project: source files under `seed/snippets/<language>/<difficulty>/`.

Laws:
- Seeding again changes nothing. A file that changed since it was last seeded becomes its snippet's next version; a file
  that was moved keeps its snippet; when a file is deleted, its snippet stays as it is.
- What an admin changed since (the text, the difficulty, whether it is active) stays until the file itself changes.

A snippet belongs to a file by `source`, the file's path in the project. A version edited by an admin has another
source, so the newest version that came from the file still tells whether the file has changed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from game.terms import Difficulty, Language
from server.infra.postgres import Connection, Pool
from server.library import versions as library
from server.library.categories import category_of_ones_own
from server.library.difficulty import expected_wpm
from server.library.faults import SnippetRefused
from server.library.languages import SYNTAXES
from server.library.parse import normalise, parse
from server.library.versions import Attributes, Content, content_hash, writing
from server.settings import SHIPPED

SEED_FOLDER = SHIPPED / "seed" / "snippets"
LICENSE = "MIT"

_CELLS: dict[tuple[str, ...], tuple[Language, Difficulty]] = {
    (language.lower(), difficulty.lower()): (language, difficulty)
    for language, difficulty in itertools.product(Language, Difficulty)
}
_SOURCE = "seed/snippets/"
_NAME = re.compile(r"(?P<category>[a-z][a-z0-9-]{0,49})_[a-z0-9_]+")


class SeedRefused(Exception):
    """Files of the seed folder cannot be snippets; `faults` has one line for each, with its path."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class SeedFile:
    """One file of the seed folder. `text` is normalised and not parsed yet."""

    source: str
    language: Language
    difficulty: Difficulty
    category: str
    text: str

    @property
    def hash(self) -> str:
        return content_hash(self.text)

    def content(self, is_active: bool = True) -> Content:
        """The file as a snippet. Raises SeedRefused when its text does not parse."""
        try:
            parsed = parse(self.language, self.text)
        except SnippetRefused as refused:
            raise SeedRefused([f"{self.source}: {refused}"]) from None
        return Content(
            language=self.language,
            difficulty=self.difficulty,
            category=self.category,
            parsed=parsed,
            expected_wpm=expected_wpm(parsed),
            source=self.source,
            license=LICENSE,
            is_active=is_active,
        )


@dataclass(slots=True)
class SeedCounts:
    """How many files seeding treated in which way. `duplicates` were skipped: the library has their text already."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0
    duplicates: int = 0


def seed_files(folder: Path = SEED_FOLDER) -> list[SeedFile]:
    """Every snippet file of the folder, by path. Raises SeedRefused when the folder or a file does not fit."""
    if not folder.is_dir():
        raise SeedRefused([f"{folder} is not a folder"])
    files: list[SeedFile] = []
    faults: list[str] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_dir() or any(part.startswith((".", "__")) for part in relative.parts):
            continue
        try:
            files.append(_seed_file(path, relative))
        except ValueError as error:
            faults.append(f"{_SOURCE}{relative.as_posix()}: {error}")
    faults.extend(_twins(files))
    if faults:
        raise SeedRefused(faults)
    return files


def _twins(files: Sequence[SeedFile]) -> list[str]:
    first: dict[tuple[str, str], SeedFile] = {}
    for file in files:
        first.setdefault((file.language, file.hash), file)
    return [
        f"{file.source}: the same text as {one.source}"
        for file in files
        if (one := first[file.language, file.hash]) is not file
    ]


def _seed_file(path: Path, relative: Path) -> SeedFile:
    name = _NAME.fullmatch(path.stem)
    cell = _CELLS.get(relative.parts[:-1])
    if cell is None:
        raise ValueError("not in <language>/<difficulty>/")
    language, difficulty = cell
    suffix = SYNTAXES[language].suffix
    if path.suffix != suffix or name is None:
        raise ValueError(f"not named <category>_<what it is>{suffix}")
    category = category_of_ones_own(name["category"])
    text = normalise(path.read_bytes().decode("utf-8"))
    return SeedFile(_SOURCE + relative.as_posix(), language, difficulty, category, text)


async def seed_library(pg: Pool, folder: Path = SEED_FOLDER) -> SeedCounts:
    """Bring the database's library up to date with the folder, all or nothing; several may run at once.

    Raises SeedRefused when the folder or one of its files does not fit.
    """
    files = seed_files(folder)
    async with writing(pg) as connection:
        seeding = _Seeding(connection, files, await _known(connection, files))
        for file in files:
            await seeding.bring(file)
        await library.add_all(connection, seeding.new)
    return seeding.counts


@dataclass(frozen=True, slots=True)
class _Known:
    """A version in the database that a file may be about."""

    id: str
    language: str
    difficulty: str
    content_hash: str
    source: str
    version: int
    is_latest: bool


async def _known(connection: Connection, files: Sequence[SeedFile]) -> list[_Known]:
    """In order of version."""
    rows = await connection.fetch(
        "SELECT id, language, difficulty, content_hash, source, version, is_latest FROM code_snippets"
        " WHERE starts_with(source, $1) OR (is_latest AND content_hash = ANY($2)) ORDER BY version",
        _SOURCE,
        [file.hash for file in files],
    )
    return [_Known(**row) for row in rows]


@dataclass
class _Seeding:
    """One run over the files, inside one transaction."""

    connection: Connection
    files: Sequence[SeedFile]
    known: Sequence[_Known]
    counts: SeedCounts = field(default_factory=SeedCounts)
    new: list[Content] = field(default_factory=list)  # to be added at the end, all at once

    def __post_init__(self) -> None:
        self.newest = {(one.source, one.language): one for one in self.known}  # later versions come last
        self.latest = {(one.language, one.content_hash): one for one in self.known if one.is_latest}
        self.sources = {file.source for file in self.files}

    async def bring(self, file: SeedFile) -> None:
        newest = self.newest.get((file.source, file.language))
        twin = self.latest.get((file.language, file.hash))
        if newest is not None and newest.content_hash == file.hash:
            self.counts.unchanged += 1
        elif twin is not None and newest is None and self._has_moved(twin):
            await self._move(file, twin)
        elif twin is not None:
            self.counts.duplicates += 1
        elif newest is None:
            self.new.append(file.content())
            self.counts.added += 1
        else:
            tip = await library.latest(self.connection, await library.tip(self.connection, newest.id))
            await library.supersede(self.connection, tip, file.content(is_active=tip.is_active))
            self.counts.changed += 1

    def _has_moved(self, known: _Known) -> bool:
        return known.source.startswith(_SOURCE) and known.source not in self.sources

    async def _move(self, file: SeedFile, known: _Known) -> None:
        old = await library.latest(self.connection, known.id)
        moved = Attributes(difficulty=file.difficulty, category=file.category, source=file.source)
        await library.change(self.connection, old, moved)
        self.counts.moved += 1
