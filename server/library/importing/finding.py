"""Finding the files below some paths that may be source, and reading them into memory.

Laws:
- Links below a path are not followed, so no loop and no file outside the tree is ever read.
- Nothing is written to disk, and no file over 5 MB is read.
- A file that cannot be read is counted and named; the others are still read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from server.library.importing import tally as why
from server.library.importing.archives import ARCHIVE_SUFFIXES, members
from server.library.importing.commit import commit_of
from server.library.importing.licence import is_licence_file
from server.library.importing.tally import Tally
from server.library.importing.trees import SOURCE_SUFFIXES

FILE_BYTES_LIMIT = 5 * 1024 * 1024
FILES_LIMIT = 200_000  # of one import; more is somebody's whole disk, by mistake

_OTHERS = {"site-packages", "dist-packages", "node_modules", "vendor", "third_party", "bower_components", "_vendor"}
_BUILT = {"build", "dist", "out", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Origin:
    """The tree that files come from: its name, the commit checked out ("" when unknown), and where it is on disk."""

    name: str
    commit: str
    root: Path


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a tree, by its path in it. `content` is source, or a licence's text."""

    origin: Origin
    path: str
    content: bytes

    @property
    def is_source(self) -> bool:
        return self.path.endswith(SOURCE_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Place:
    """A file on disk, not opened yet. `name` is its path in its tree; an archive is a tree of its own."""

    origin: Origin
    file: Path
    name: str
    is_archive: bool


def places(paths: Sequence[Path], tally: Tally) -> list[Place]:
    """Every file below the paths that may be source or a licence, and every archive among the paths."""
    found: list[Place] = []
    for path in paths:
        try:
            root = path.resolve(strict=True)
            mode = root.stat().st_mode
        except FileNotFoundError:
            tally.leave(why.NOT_FOUND, str(path))
            continue
        except (OSError, RuntimeError):  # before Python 3.13 a loop of links raises RuntimeError
            tally.leave(why.UNREADABLE, str(path))
            continue
        if stat.S_ISDIR(mode):
            found.extend(_below(root, tally, FILES_LIMIT - len(found)))
        elif not stat.S_ISREG(mode):
            tally.leave(why.NO_FILE, str(path))
        elif root.name.lower().endswith(ARCHIVE_SUFFIXES):
            found.append(Place(Origin(_stem(root.name), "", root), root, root.name, True))
        elif root.name.endswith(SOURCE_SUFFIXES):
            found.append(Place(Origin(root.parent.name, commit_of(root.parent), root.parent), root, root.name, False))
        else:
            tally.leave(why.NO_SOURCE, str(path))
    return found


def _stem(name: str) -> str:
    suffix = next(suffix for suffix in ARCHIVE_SUFFIXES if name.lower().endswith(suffix))
    return name[: -len(suffix)] or name


def _below(root: Path, tally: Tally, limit: int) -> list[Place]:
    origin = Origin(root.name or "root", commit_of(root), root)
    found: list[Place] = []
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                children = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            tally.leave(why.UNREADABLE, str(folder))
            continue
        for entry in children:
            name = Path(entry.path).relative_to(root).as_posix()
            if entry.is_symlink():
                tally.leave(why.LINK, name)
            elif entry.is_dir(follow_symlinks=False):
                if left := folder_fault(entry.name):
                    tally.leave(left, name)
                else:
                    pending.append(Path(entry.path))
            elif not entry.is_file(follow_symlinks=False):
                tally.leave(why.NO_FILE, name)
            elif not _is_wanted(entry.name):
                tally.leave(why.OTHER, name)
            elif len(found) == limit:
                tally.leave(why.TOO_MANY, str(root))
                return found
            else:
                found.append(Place(origin, Path(entry.path), name, False))
    return found


def _is_wanted(name: str) -> bool:
    return name.endswith(SOURCE_SUFFIXES) or is_licence_file(name)


def folder_fault(name: str) -> str | None:
    """Why a folder of this name holds nothing that the tree's author wrote by hand; None when it may."""
    if name in _OTHERS or (name.startswith(".") and name not in (".", "..")):
        return why.VENDORED
    return why.GENERATED if name in _BUILT else None


def read(place: Place, tally: Tally) -> Iterator[Found]:
    """The file itself, or the members of an archive."""
    try:
        if place.is_archive:
            for member in members(place.file, tally):
                yield from _member(place, member.path, member.content, tally)
            return
        if place.file.stat().st_size > FILE_BYTES_LIMIT:
            tally.leave(why.TOO_BIG, place.name)
            return
        with place.file.open("rb") as file:
            content = file.read(FILE_BYTES_LIMIT + 1)
    except OSError:
        tally.leave(why.UNREADABLE, place.name)
        return
    if len(content) > FILE_BYTES_LIMIT:  # it grew meanwhile
        tally.leave(why.TOO_BIG, place.name)
    else:
        yield Found(place.origin, place.name, content)


def _member(place: Place, path: str, content: bytes | None, tally: Tally) -> Iterator[Found]:
    """A member of an archive; `content` is None when it is over the limit."""
    folders = PurePosixPath(path).parts[:-1]
    left = next((fault for folder in folders if (fault := folder_fault(folder))), None)
    if left is not None:
        tally.leave(left, path)
    elif content is None:
        tally.leave(why.TOO_BIG, f"{place.name}/{path}")
    else:
        yield Found(place.origin, path, content)
