"""The file of a month: whole, or refused."""

from __future__ import annotations

import os
import resource
import zipfile
from pathlib import Path

import pytest

from server.months.file import MANIFEST, ROWS, BadFile, Writing, check, rows_of
from server.months.month import Month

NOVEMBER = Month(2026, 11)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "november.zip"
    writing = Writing(path)
    writing.write(b"1\tada\n")
    writing.write(b"2\tbob\n")
    writing.finish(NOVEMBER, ("id", "name"), 2)
    return path


def test_it_holds_what_was_written_and_only_its_owner_reads_it(file: Path) -> None:
    assert b"".join(rows_of(file)) == b"1\tada\n2\tbob\n"
    manifest = check(file)
    assert (manifest.month, manifest.columns, manifest.rows) == ("2026-11", ("id", "name"), 2)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_is_there_is_not_written_over(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(BadFile, match="already exists"):
        Writing(file)
    assert file.read_bytes() == before


def test_what_was_not_finished_leaves_nothing(tmp_path: Path) -> None:
    writing = Writing(tmp_path / "november.zip")
    writing.write(b"1\tada\n")
    writing.drop()
    assert list(tmp_path.iterdir()) == []


def test_what_found_no_room_leaves_nothing(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    writing = Writing(tmp_path / "november.zip")
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            writing.write(os.urandom(1 << 20))
        writing.drop()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file or directory"):
        Writing(tmp_path / "nowhere" / "november.zip")


def test_a_name_that_is_too_long_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="File name too long"):
        Writing(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    "damage",
    ["cut", "flipped", "other rows", "no manifest", "newer", "no month", "encrypted", "unknown packing", "text"],
)
def test_damage_is_found(file: Path, damage: str) -> None:
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        manifest = archive.read(MANIFEST)
        packed = archive.getinfo(ROWS)
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "flipped":
        names = whole[packed.header_offset + 26 : packed.header_offset + 30]
        at = packed.header_offset + 30 + names[0] + names[2] + packed.compress_size // 2
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    elif damage in ("encrypted", "unknown packing"):
        in_directory = whole.index(b"PK\x01\x02")  # of the rows: then versions, flags, and how they are packed
        at, value = (in_directory + 8, 1) if damage == "encrypted" else (in_directory + 10, 99)
        file.write_bytes(whole[:at] + bytes([value]) + whole[at + 1 :])
    elif damage == "text":
        file.write_text("not an archive")
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(ROWS, b"1\teve\n" if damage == "other rows" else b"1\tada\n2\tbob\n")
            if damage == "newer":
                manifest = manifest.replace(b'"format": 1', b'"format": 2')
            elif damage == "no month":
                manifest = manifest.replace(b'"2026-11"', b"202611")
            if damage != "no manifest":
                archive.writestr(MANIFEST, manifest)
    with pytest.raises(BadFile):
        check(file)
