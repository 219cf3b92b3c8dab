"""Reading untrusted zip archives, zip64 among them.

Laws:
- The directory is counted before it is parsed: the standard library makes an object of a kilobyte for each of its
  entries, which take 46 bytes.
- A member is unpacked by its method, at most as far as its entry says; one that holds more, less or something else
  breaks the archive.
- Members do not overlap. In an archive made to unpack without end they do.
"""

from __future__ import annotations

import bz2
import copy
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from server.library.importing.unpacking import WINDOW_BYTES_LIMIT, Decompressor, Inflate, OverBounds, Unpacked

DIRECTORY_BYTES_LIMIT = 32 * 1024 * 1024  # 100,000 entries with paths of 270 characters
_ENTRY, _ENTRY_BYTES, _LENGTHS_AT = b"PK\x01\x02", 46, 28  # lengths of name, extra field and comment
_LOCAL_HEADER_BYTES = 30
_LZMA_HEADER = struct.Struct("<HHBI")  # the version of who wrote it, 5, properties, window


class NotSupported(Exception):
    """The member is packed by a method that is not known here."""


class CountedDirectory:
    """The file as ZipFile reads it, which reads the whole directory at once: it comes no further when that is long."""

    def __init__(self, file: IO[bytes], members_limit: int) -> None:
        self._file, self._members_limit = file, members_limit
        self.seek, self.tell, self.seekable, self.close = file.seek, file.tell, file.seekable, file.close

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(min(size, DIRECTORY_BYTES_LIMIT + 1))  # negative: the last bytes of the file
        if len(content) > DIRECTORY_BYTES_LIMIT:
            raise OverBounds
        if content.startswith(_ENTRY) and has_more_entries(content, self._members_limit):
            raise OverBounds
        return content


def has_more_entries(directory: bytes, limit: int) -> bool:
    """Whether there are more entries than `limit`."""
    at = 0
    for _ in range(limit + 1):
        if at + _ENTRY_BYTES > len(directory) or not directory.startswith(_ENTRY, at):
            return False
        at += _ENTRY_BYTES + sum(struct.unpack_from("<HHH", directory, at + _LENGTHS_AT))
    return True


def entries(opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The entries in the directory's order. Raises BadZipFile when two of them share bytes."""
    end = 0
    for entry in sorted(opened.infolist(), key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise zipfile.BadZipFile("members overlap")
        name = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
        end = entry.header_offset + _LOCAL_HEADER_BYTES + len(name) + entry.compress_size
    return opened.infolist()


def content_of(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A member's bytes, as many as its entry says. Raises BadZipFile when it holds others, NotSupported, and what the
    decompressors raise."""
    plain = copy.copy(entry)
    plain.compress_type, plain.file_size = zipfile.ZIP_STORED, entry.compress_size
    del plain.CRC  # it is that of the unpacked bytes
    with opened.open(plain) as packed:
        content = _read(_unpacker(entry, packed), entry.file_size + 1)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise zipfile.BadZipFile(f"{entry.filename} is not what its entry says")
    return content


def _read(unpacked: IO[bytes] | Unpacked, limit: int) -> bytes:
    pieces = []
    while limit and (piece := unpacked.read(limit)):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)


def _unpacker(entry: zipfile.ZipInfo, packed: IO[bytes]) -> IO[bytes] | Unpacked:
    methods: dict[int, Callable[[], Decompressor]] = {
        zipfile.ZIP_DEFLATED: Inflate,
        zipfile.ZIP_BZIP2: bz2.BZ2Decompressor,
        zipfile.ZIP_LZMA: lambda: _lzma(packed),
    }
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed
    if entry.compress_type not in methods:
        raise NotSupported
    return Unpacked(packed, methods[entry.compress_type])


def _lzma(packed: IO[bytes]) -> lzma.LZMADecompressor:
    """Its decompressor, by the properties that stand before the packed bytes."""
    head = packed.read(_LZMA_HEADER.size)
    if len(head) < _LZMA_HEADER.size:
        raise EOFError("the archive was cut off")
    _, length, properties, window = _LZMA_HEADER.unpack(head)
    if length != 5 or properties >= 9 * 5 * 5:
        raise zipfile.BadZipFile("properties of LZMA that are none")
    if window > WINDOW_BYTES_LIMIT:
        raise OverBounds
    rest, literal_context = divmod(properties, 9)
    position, literal_position = divmod(rest, 5)
    chosen = {"id": lzma.FILTER_LZMA1, "dict_size": window}
    chosen |= {"lc": literal_context, "lp": literal_position, "pb": position}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chosen])
