"""The file of a month: a ZIP archive with its rows as PostgreSQL's COPY writes them, and what they are.

Laws:
- `manifest.json` comes last: an archive without one was not finished. It has the month, the columns in the order of the
  rows, how many rows there are, and the SHA-256 of all their text.
- A file has its final name only when it is whole, on the disk, and was read again.
- Only its owner may read it: it is what players typed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import orjson

from server.months.month import Month

FORMAT = 1
ROWS, MANIFEST = "typing_sessions.copy", "manifest.json"
CHUNK_BYTES = 1 << 20
# RuntimeError: encrypted, or packed in a way that zipfile does not know.
_DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError)


class BadFile(Exception):
    """The file cannot be written, or is not what it says; the message is one line."""


@dataclass(frozen=True, slots=True)
class Manifest:
    month: str
    columns: tuple[str, ...]
    rows: int
    digest: str
    format: int = FORMAT


class Writing:
    """One file while it is written. `write` takes the rows' text, `finish` gives the file its name."""

    def __init__(self, path: Path) -> None:
        """Raises BadFile."""
        self._path, self._part = path, path.with_name(f"{path.name}.part")
        self._digest = hashlib.sha256()
        try:
            if path.exists():
                raise BadFile(f"{path} already exists")
            descriptor = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise BadFile(f"{self._part}: {error.strerror or error}") from error
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._rows: IO[bytes] = self._zip.open(ROWS, "w", force_zip64=True)

    def write(self, text: bytes) -> None:
        self._digest.update(text)
        self._rows.write(text)

    def finish(self, month: Month, columns: tuple[str, ...], rows: int) -> Manifest:
        """Raises BadFile, also when the file does not read back as it was written."""
        manifest = Manifest(str(month), columns, rows, self._digest.hexdigest())
        self._rows.close()
        self._zip.writestr(MANIFEST, orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        check(self._part)
        self._part.rename(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return manifest

    def drop(self) -> None:
        """Whatever was not finished."""
        for one in (self._rows, self._zip, self._file):
            with contextlib.suppress(OSError, ValueError):  # a full disk takes no rest either
                one.close()
        self._part.unlink(missing_ok=True)


def check(path: Path) -> Manifest:
    """Read all of it. Raises BadFile when it is not whole."""
    manifest = read_manifest(path)
    digest = hashlib.sha256()
    for chunk in rows_of(path):
        digest.update(chunk)
    if digest.hexdigest() != manifest.digest:
        raise BadFile(f"{path} is damaged: its rows are not those that were written")
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Raises BadFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = orjson.loads(archive.read(MANIFEST))
            manifest = Manifest(**(found | {"columns": tuple(found["columns"])}))
    except (*_DAMAGE, ValueError, TypeError) as error:
        raise BadFile(f"{path} is not a month's file: {error}") from error
    if not isinstance(manifest.month, str):
        raise BadFile(f"{path} is not a month's file: {manifest.month} is no month")
    if manifest.format != FORMAT:
        raise BadFile(f"{path} was written by a newer release")
    return manifest


def rows_of(path: Path) -> Iterator[bytes]:
    """The rows' text, piece by piece. Raises BadFile."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(ROWS) as rows:
            while chunk := rows.read(CHUNK_BYTES):
                yield chunk
    except _DAMAGE as error:
        raise BadFile(f"{path} is damaged: {error}") from error
