"""Unpacking compressed bytes piece by piece, each piece as small as it was asked for.

Law: nothing unpacks more than was asked for. The standard library's zipfile hands each block of bzip2 or LZMA to the
decompressor without a limit, and 19 KB of them may be 600 MB.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, Protocol

PACKED_PIECE_BYTES = 16 * 1024
# A decompressor keeps a window as large as the archive says. The strongest usual setting of xz says 64 MiB.
WINDOW_BYTES_LIMIT = 128 * 1024 * 1024
_DEFLATED_WITHOUT_HEADER = -15


class OverBounds(Exception):
    """More came out of an archive than is allowed."""


class Decompressor(Protocol):
    """As those of bz2 and lzma are."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class Inflate:
    """zlib's decompressor with the interface of the others."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_DEFLATED_WITHOUT_HEADER)
        self._may_hold_more = False

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._may_hold_more

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        unpacked = self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)
        self._may_hold_more = bool(self._inflate.unconsumed_tail) or len(unpacked) == max_length
        return unpacked


class Unpacked(io.RawIOBase):
    """What `packed` holds, unpacked by decompressors that `new` makes: one, or with `is_many` one for each stream."""

    def __init__(self, packed: Any, new: Callable[[], Decompressor], *, is_many: bool = False) -> None:
        super().__init__()
        self._packed, self._new, self._is_many = packed, new, is_many
        self._decompressor = new()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, at least one unless it is over. Raises EOFError when `packed` was cut off."""
        assert size > 0, "without a limit, there would be none"
        while True:
            if self._decompressor.eof:
                unpacked = self._of_next_stream(size)
                if unpacked is None:
                    return b""
            else:
                piece = self._packed.read(PACKED_PIECE_BYTES) if self._decompressor.needs_input else b""
                if not piece and self._decompressor.needs_input:
                    raise EOFError("the archive was cut off")
                unpacked = self._decompress(piece, size)
            if unpacked:
                return unpacked

    def _decompress(self, piece: bytes, size: int) -> bytes:
        try:
            return self._decompressor.decompress(piece, size)
        except OSError as error:  # bz2's, which is no fault of the disk
            raise EOFError(str(error)) from error

    def _of_next_stream(self, size: int) -> bytes | None:
        piece = self._decompressor.unused_data or self._packed.read(PACKED_PIECE_BYTES) if self._is_many else b""
        if not piece:
            return None
        self._decompressor = self._new()
        try:
            return self._decompressor.decompress(piece, size)
        except (OSError, lzma.LZMAError):  # padding, which ends it
            self._is_many = False
            self._decompressor = _Over()
            return None


class _Over:
    eof, needs_input, unused_data = True, False, b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        raise AssertionError("it is over")


class Bounded(io.RawIOBase):
    """A reader that raises OverBounds once more bytes came than the limit allows."""

    def __init__(self, behind: Any, limit: int) -> None:
        super().__init__()
        self._behind, self._left = behind, limit

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._behind.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise OverBounds
        return content


def of_bzip2(packed: Any) -> Unpacked:
    return Unpacked(packed, bz2.BZ2Decompressor, is_many=True)


def of_xz(packed: Any) -> Unpacked:
    return Unpacked(packed, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, WINDOW_BYTES_LIMIT), is_many=True)
