"""The client's files, from memory: each is read and compressed once, until it changes on the disk.

A page loads dozens of them, and a start of a game on a full server should not wait for threads that open files.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

WORTH_PACKING = 1_000  # bytes; what is smaller fits into one packet as it is
PACKED_SHARE = 0.9  # fonts and pictures are packed already


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file as it was; `packed` is None when that saves nothing."""

    path: str
    stamp: tuple[int, int]
    plain: bytes
    packed: bytes | None
    media_type: str
    headers: dict[str, str]


class ClientFiles(StaticFiles):
    """One per application; `directory` has no links in it, so that a file has one path."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._kept: dict[str, _Kept] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)
        kept = self._file(path)
        asked = Headers(scope=scope)
        if kept.packed is not None and "gzip" in asked.get("accept-encoding", ""):
            content, headers = kept.packed, {**kept.headers, "content-encoding": "gzip"}
        else:
            content, headers = kept.plain, kept.headers
        response = Response(content, headers=headers, media_type=kept.media_type)
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, asked) else response

    def _file(self, path: str) -> _Kept:
        """Raises HTTPException 404."""
        kept = self._kept.get(path)
        if kept is None or _stamp(kept.path) != kept.stamp:
            where, found = self.lookup_path(path)
            if found is None or not stat.S_ISREG(found.st_mode):
                raise HTTPException(HTTPStatus.NOT_FOUND)
            kept = self._kept[path] = _read(where, found)
        return kept


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(path: str, found: os.stat_result) -> _Kept:
    plain = Path(path).read_bytes()
    packed = gzip.compress(plain, mtime=0) if len(plain) >= WORTH_PACKING else plain
    return _Kept(
        path,
        (found.st_mtime_ns, found.st_size),
        plain,
        packed if len(packed) < PACKED_SHARE * len(plain) else None,
        guess_type(path)[0] or "application/octet-stream",
        {
            # Of what it says, so that another server, or the next release, has the same for the same file.
            "etag": f'"{hashlib.sha256(plain).hexdigest()[:32]}"',
            "last-modified": formatdate(found.st_mtime, usegmt=True),
            "vary": "Accept-Encoding",
        },
    )
