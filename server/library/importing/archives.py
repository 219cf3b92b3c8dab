"""Reading untrusted archives: zip, and tar, plain or packed with gzip, bzip2 or xz.

Laws:
- Members are read into memory one at a time, and only those that may be of use; nothing is unpacked to disk.
- A member whose path leads out of the archive is left out and named, as are links and devices.
- What an archive says about itself is not trusted: bytes are counted as they come, and beyond a limit the rest is left.
  zips.py and unpacking.py see to it that no single step goes far beyond.
"""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from server.library.importing import tally as why
from server.library.importing.licence import is_licence_file
from server.library.importing.tally import Tally
from server.library.importing.trees import SOURCE_SUFFIXES
from server.library.importing.unpacking import Bounded, OverBounds, of_bzip2, of_xz
from server.library.importing.zips import CountedDirectory, NotSupported, content_of, entries

ARCHIVE_SUFFIXES = (".zip", ".whl", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
ARCHIVE_BYTES_LIMIT = 200 * 1024 * 1024  # on disk; the largest source release of a language is below that
MEMBERS_LIMIT = 100_000
UNPACKED_BYTES_LIMIT = 512 * 1024 * 1024
RATIO_LIMIT = 100  # source packs 3 to 10 times smaller, a bomb 1,000 times or more
RATIO_FREE_BYTES = 16 * 1024 * 1024  # a small archive may be as repetitive as it likes
MEMBER_BYTES_LIMIT = 5 * 1024 * 1024
EXTENDED_BYTES_LIMIT = 64 * 1024  # of a tar's header for what does not fit in the ordinary one
_EXTENDED = (
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
)

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `content` is None when it is over 5 MB."""

    path: str
    content: bytes | None


def members(file: Path, tally: Tally) -> Iterator[Member]:
    """The members that may be source or a licence. Faults are counted under the archive's name. Raises OSError."""
    size = file.stat().st_size
    if size > ARCHIVE_BYTES_LIMIT:
        tally.leave(why.ARCHIVE_BOUNDS, file.name)
        return
    limit = min(UNPACKED_BYTES_LIMIT, max(RATIO_FREE_BYTES, RATIO_LIMIT * size))
    try:
        with file.open("rb") as packed:
            yield from (_zipped if zipfile.is_zipfile(packed) else _tarred)(packed, limit, file.name, tally)
    except (OverBounds, MemoryError):
        tally.leave(why.ARCHIVE_BOUNDS, file.name)
    except (*_BROKEN, RuntimeError, gzip.BadGzipFile):  # RuntimeError: a member is encrypted
        tally.leave(why.BROKEN_ARCHIVE, file.name)


def _zipped(packed: IO[bytes], limit: int, archive: str, tally: Tally) -> Iterator[Member]:
    directory: Any = CountedDirectory(packed, MEMBERS_LIMIT)
    with zipfile.ZipFile(directory) as opened:
        for entry in entries(opened):
            if entry.is_dir() or not _is_wanted(entry.filename, archive, tally):
                continue
            if entry.file_size > MEMBER_BYTES_LIMIT:
                yield Member(entry.filename, None)
                continue
            limit -= entry.file_size
            if limit < 0:
                raise OverBounds
            try:
                yield Member(entry.filename, content_of(opened, entry))
            except NotSupported:
                tally.leave(why.BROKEN_ARCHIVE, f"{archive}/{entry.filename}")


class _Entry(tarfile.TarInfo):
    """An entry whose extended header, which is read as a whole, is no longer than a path may be."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Entry:
        entry = super().frombuf(buf, encoding, errors)
        if entry.type in _EXTENDED and entry.size > EXTENDED_BYTES_LIMIT:
            raise OverBounds
        return entry


def _tarred(packed: IO[bytes], limit: int, archive: str, tally: Tally) -> Iterator[Member]:
    packed.seek(0)
    bounded = Bounded(_unpacker(packed), limit)
    with tarfile.open(fileobj=bounded, mode="r|", tarinfo=_Entry) as opened:
        for count, entry in enumerate(opened, 1):
            opened.members.clear()  # type: ignore[attr-defined] # of which typeshed does not know: it keeps all of them
            if count > MEMBERS_LIMIT or entry.size > limit:
                raise OverBounds
            if entry.isdir():
                continue
            if not entry.isreg():
                tally.leave(why.LINK if entry.issym() or entry.islnk() else why.NO_FILE, f"{archive}/{entry.name}")
            elif not _is_wanted(entry.name, archive, tally):
                continue
            elif entry.size > MEMBER_BYTES_LIMIT:
                yield Member(entry.name, None)
            else:
                member = opened.extractfile(entry)
                assert member is not None
                yield Member(entry.name, member.read())


def _unpacker(packed: IO[bytes]) -> Any:
    """Chosen by the archive's first bytes, not by its name."""
    magic = packed.read(6)
    packed.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=packed)
    if magic.startswith(b"BZh"):
        return of_bzip2(packed)
    return of_xz(packed) if magic == b"\xfd7zXZ\x00" else packed


def _is_wanted(path: str, archive: str, tally: Tally) -> bool:
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in path:
        tally.leave(why.UNSAFE_MEMBER, f"{archive}/{path}")
        return False
    if not (path.endswith(SOURCE_SUFFIXES) or is_licence_file(parts[-1])):
        tally.leave(why.OTHER, path)
        return False
    return True
