"""Archives made to unpack without end, or to take what a machine has: each is stopped early, in little memory."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.library.importing import archives
from server.library.importing import tally as why
from server.library.importing.tally import Tally
from server.library.importing.unpacking import WINDOW_BYTES_LIMIT
from server.library.importing.zips import DIRECTORY_BYTES_LIMIT, has_more_entries

MIB = 2**20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
PACKING = METHODS[1:]
CODE = b"def f(x):\n    return x\n" * 40


@contextmanager
def in_little_memory(most: int = 12 * MIB) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def read(path: Path) -> tuple[list[tuple[str, bytes | None]], dict[str, tuple[int, list[str]]]]:
    tally = Tally()
    found = [(member.path, member.content) for member in archives.members(path, tally)]
    return found, tally.faults


def zipped(path: Path, content: bytes, method: int, name: str = "a.py") -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(name, content)
    return path


def changed(path: Path, old: bytes, new: bytes) -> Path:
    before = path.read_bytes()
    assert old in before and len(old) == len(new)
    path.write_bytes(before.replace(old, new))
    return path


# ---------------------------------------------------------------- zip


@pytest.mark.parametrize("method", METHODS)
def test_a_member_of_any_method_is_read(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "shop.zip", "w", method) as archive:
        archive.writestr("a.py", CODE)
        archive.writestr("empty.py", b"")
        archive.writestr("b.py", bytes(range(256)) * 4096)
    found, faults = read(tmp_path / "shop.zip")
    assert found == [("a.py", CODE), ("empty.py", b""), ("b.py", bytes(range(256)) * 4096)] and not faults


@pytest.mark.parametrize("method", PACKING)
def test_a_member_that_holds_more_than_its_entry_says_is_unpacked_no_further(tmp_path: Path, method: int) -> None:
    path = zipped(tmp_path / "bomb.zip", bytes(64 * MIB), method)
    assert path.stat().st_size < 80_000
    changed(path, struct.pack("<I", 64 * MIB), struct.pack("<I", 1_000))
    with in_little_memory():
        assert read(path) == ([], {why.BROKEN_ARCHIVE: (1, ["bomb.zip"])})


@pytest.mark.parametrize("method", METHODS)
def test_a_member_that_is_not_what_its_entry_says_breaks_the_archive(tmp_path: Path, method: int) -> None:
    path = zipped(tmp_path / "shop.zip", CODE, method)
    crc = zipfile.ZipFile(path).getinfo("a.py").CRC
    changed(path, struct.pack("<I", crc), struct.pack("<I", crc ^ 1))
    assert read(path) == ([], {why.BROKEN_ARCHIVE: (1, ["shop.zip"])})


@pytest.mark.parametrize("method", PACKING)
def test_packed_bytes_that_are_none_break_the_archive(tmp_path: Path, method: int) -> None:
    path = zipped(tmp_path / "shop.zip", CODE * 100, method)
    at = zipfile.ZipFile(path).getinfo("a.py").header_offset + 30 + len("a.py") + 12
    broken = bytearray(path.read_bytes())
    broken[at : at + 20] = b"\xff" * 20
    path.write_bytes(broken)
    assert read(path) == ([], {why.BROKEN_ARCHIVE: (1, ["shop.zip"])})


def test_a_window_of_4_gib_is_not_made(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", CODE, zipfile.ZIP_LZMA)
    window = struct.pack("<HBI", 5, 93, 8 * MIB)
    changed(path, window, struct.pack("<HBI", 5, 93, WINDOW_BYTES_LIMIT + 1))
    assert read(path) == ([], {why.ARCHIVE_BOUNDS: (1, ["bomb.zip"])})


def test_a_method_that_is_not_known_costs_its_member_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("strange.py", CODE, zipfile.ZIP_BZIP2)
        archive.writestr("a.py", CODE, zipfile.ZIP_DEFLATED)
    changed(path, struct.pack("<HHH", 46, 0, zipfile.ZIP_BZIP2), struct.pack("<HHH", 46, 0, 97))
    assert read(path) == ([("a.py", CODE)], {why.BROKEN_ARCHIVE: (1, ["shop.zip/strange.py"])})


def directory_of(count: int, claimed: int, comment: bytes = b"") -> bytes:
    """An archive that is only a directory, of `count` entries without a name."""
    entry = b"PK\x01\x02" + bytes(28) + struct.pack("<H", 0) + bytes(12)
    directory = (entry[:32] + struct.pack("<H", len(comment)) + entry[34:46] + comment) * count
    said = min(claimed, 0xFFFF)
    return directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, said, said, len(directory), 0, 0)


@pytest.mark.parametrize("claimed", [400_000, 1])
def test_a_directory_of_too_many_entries_is_not_parsed(tmp_path: Path, claimed: int) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(directory_of(400_000, claimed))
    with in_little_memory(60 * MIB):  # the directory's own 18 MB twice; parsed, it would be 300 MB
        assert read(path) == ([], {why.ARCHIVE_BOUNDS: (1, ["bomb.zip"])})


def test_a_directory_of_long_entries_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(directory_of(DIRECTORY_BYTES_LIMIT // 60_000 + 1, 1, bytes(60_000)))
    assert read(path) == ([], {why.ARCHIVE_BOUNDS: (1, ["bomb.zip"])})


def test_entries_are_counted_up_to_the_limit() -> None:
    entry = directory_of(3, 3)
    assert has_more_entries(entry, 2) and not has_more_entries(entry, 3)
    assert not has_more_entries(b"", 0) and not has_more_entries(b"PK\x01\x02 cut off", 0)


def test_members_that_overlap_break_the_archive(tmp_path: Path) -> None:
    """As in the bomb that is named 42 in newer times: every entry leads to the same bytes."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.py", CODE)
        archive.writestr("b.py", CODE)
    second = zipfile.ZipFile(path).getinfo("b.py").header_offset
    # the last field of an entry before its name
    changed(path, struct.pack("<I", second) + b"b.py", struct.pack("<I", 0) + b"b.py")
    assert read(path) == ([], {why.BROKEN_ARCHIVE: (1, ["bomb.zip"])})


def test_a_member_of_zip64_is_read(tmp_path: Path) -> None:
    path = tmp_path / "shop.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive,
        archive.open("a.py", "w", force_zip64=True) as member,
    ):
        member.write(CODE)
    assert b"\x01\x00\x10\x00" in path.read_bytes()  # the extra field of zip64
    assert read(path) == ([("a.py", CODE)], {})


def test_a_directory_of_zip64_is_read_and_one_that_lies_is_broken(tmp_path: Path) -> None:
    path = zipped(tmp_path / "shop.zip", CODE, zipfile.ZIP_DEFLATED)
    before, _, _ = path.read_bytes().rpartition(b"PK\x05\x06")
    start = before.index(b"PK\x01\x02")

    def with_end(entries: int, size: int, at: int) -> None:
        record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, at)
        locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(before), 1)
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        path.write_bytes(before + record + locator + end)

    with_end(1, len(before) - start, start)
    assert read(path) == ([("a.py", CODE)], {})
    for lie in ((1, 2**62, start), (2**62, len(before) - start, 2**62), (1, 0, 0)):
        with_end(*lie)
        found, faults = read(path)
        assert found == [] and set(faults) <= {why.BROKEN_ARCHIVE, why.ARCHIVE_BOUNDS}


def test_an_encrypted_member_breaks_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "shop.zip", CODE, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + at] |= 1
    path.write_bytes(content)
    assert read(path) == ([], {why.BROKEN_ARCHIVE: (1, ["shop.zip"])})


# ---------------------------------------------------------------- tar


def tar_of(*names: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(CODE)
            archive.addfile(entry, io.BytesIO(CODE))
    return buffer.getvalue()


@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress])
@pytest.mark.parametrize("padding", [b"", bytes(512), b"more"])
def test_a_tar_in_several_streams_is_read_to_its_end(
    tmp_path: Path, compress: Callable[[bytes], bytes], padding: bytes
) -> None:
    """As programs write them that pack with several threads."""
    content = tar_of("a.py", "b.py")
    half = len(content) // 2
    (tmp_path / "shop.tar").write_bytes(compress(content[:half]) + compress(content[half:]) + padding)
    assert read(tmp_path / "shop.tar") == ([("a.py", CODE), ("b.py", CODE)], {})


def test_a_window_of_a_tar_is_bounded_too(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 512 * MIB}]
    (tmp_path / "bomb.txz").write_bytes(lzma.compress(tar_of("a.py"), filters=filters))
    found, faults = read(tmp_path / "bomb.txz")
    assert found == [] and faults == {why.BROKEN_ARCHIVE: (1, ["bomb.txz"])}


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_an_extended_header_is_not_read_when_it_is_long(tmp_path: Path, kind: bytes) -> None:
    header = tarfile.TarInfo("././@Header")
    header.type, header.size = kind, 15 * MIB
    (tmp_path / "bomb.tar").write_bytes(header.tobuf(tarfile.GNU_FORMAT) + bytes(15 * MIB) + tar_of("a.py"))
    with in_little_memory():
        assert read(tmp_path / "bomb.tar") == ([], {why.ARCHIVE_BOUNDS: (1, ["bomb.tar"])})
