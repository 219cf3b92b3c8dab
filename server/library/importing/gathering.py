"""From paths to a batch for the library: every good piece of every file, with its source and its licence.

Law: nothing here touches the database, so an import that is interrupted while it gathers has changed nothing. A file
that cannot be read never stops the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

from server.library.difficulty import measure
from server.library.importing import tally as why
from server.library.importing.candidates import STRICT, Candidate, Taste, candidates
from server.library.importing.category import category_of
from server.library.importing.files import as_utf_8, unwanted
from server.library.importing.finding import Found, Origin, places, read
from server.library.importing.licence import Licences
from server.library.importing.tally import Tally, printable
from server.library.versions import Content

HEADER_BYTES = 4096
SOURCE_LENGTH_LIMIT = 500  # the column's

Progress = Callable[[int, int, str], None]
"""Called with the number of files done, the number of all files, and the name of the next one."""


@dataclass(slots=True)
class Gathered:
    """The pieces gathered, near-duplicates still among them, and what became of the rest."""

    contents: list[Content] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class _FromFile:
    """The pieces of one file. Of its content only the head is kept, because a header may name a licence."""

    found: Found
    candidates: list[Candidate]


def gather(
    paths: Sequence[Path],
    *,
    licence: str | None = None,
    exclude: Sequence[str] = (),
    is_active: bool = False,
    taste: Taste = STRICT,
    progress: Progress = lambda done, total, name: None,
) -> Gathered:
    """Read files, folders and archives. `licence` (SPDX) is the licence of files that have no other.

    `exclude` are patterns of paths, such as `lib2to3/*`; each is compared with a file's path in its tree. `taste` is
    what is asked of a piece besides being a snippet.
    """
    batch = Gathered()
    trees: dict[Origin, Licences] = {}
    files: list[_FromFile] = []
    found = places(paths, batch.tally)
    for done, place in enumerate(found):
        progress(done, len(found), place.name)
        licences = trees.get(place.origin)
        if licences is None:
            licences = trees[place.origin] = Licences(licence)
            if not place.is_archive:
                licences.look_above(place.origin.root)
        for file in read(place, batch.tally):
            if not file.is_source:
                licences.take(file.path, file.content)
            elif any(fnmatch(file.path, pattern) for pattern in exclude):
                batch.tally.leave(why.EXCLUDED, file.path)
            elif pieces := _pieces(file, batch.tally, taste):
                files.append(_FromFile(replace(file, content=file.content[:HEADER_BYTES]), pieces))
    progress(len(found), len(found), "")
    for one in files:  # only now every licence file of an archive has been seen
        batch.contents.extend(_contents(one, trees[one.found.origin], is_active, batch.tally))
    return batch


def _pieces(file: Found, tally: Tally, taste: Taste) -> list[Candidate]:
    reason = unwanted(file.path, file.content)
    if reason is not None:
        tally.leave(reason, file.path)
        return []
    source = as_utf_8(file.path, file.content)
    if source is None:
        tally.leave(why.ENCODING, file.path)
        return []
    pieces, is_whole = candidates(file.path, source, tally, taste)
    if not is_whole:
        tally.leave(why.SYNTAX, file.path)
    tally.read += is_whole or bool(pieces)
    return pieces


def _contents(file: _FromFile, licences: Licences, is_active: bool, tally: Tally) -> list[Content]:
    licence = licences.of(file.found.path, file.found.content)
    if licence is None:
        tally.leave(why.NO_LICENCE, file.found.path)
        return []
    return [_content(file.found, one, licence, is_active) for one in file.candidates]


def _content(file: Found, candidate: Candidate, licence: str, is_active: bool) -> Content:
    parsed = candidate.parsed
    measures = measure(parsed)
    return Content(
        language=candidate.language,
        difficulty=measures.difficulty,
        category=category_of(candidate.language, parsed.text),
        parsed=parsed,
        expected_wpm=measures.expected_wpm,
        source=source_of(file, candidate),
        license=licence,
        is_active=is_active,
    )


def source_of(file: Found, candidate: Candidate) -> str:
    """`tree@commit/path#L10-L20`, the path cut at its front when it is too long for the column."""
    origin = file.origin
    tree = printable(origin.name)[:100] + (f"@{origin.commit}" if origin.commit else "")
    lines = f"#L{candidate.first_line}-L{candidate.last_line}"
    path = "".join(character if character.isprintable() else "?" for character in file.path)
    return f"{tree}/{path[-(SOURCE_LENGTH_LIMIT - len(tree) - len(lines) - 1) :]}{lines}"
