"""Finding files, archives, licences and commits; every kind of bad input is counted, named, and harms nothing else."""

from __future__ import annotations

import gzip
import io
import os
import random
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.library.importing import archives, finding
from server.library.importing import tally as why
from server.library.importing.commit import commit_of
from server.library.importing.gathering import Gathered, gather
from server.library.importing.licence import header_licence, licence_of_text, spdx
from tests.library.test_import_pieces import GOOD

Files = Mapping[str, str | bytes]
TarMode = Literal["w", "w:gz", "w:bz2", "w:xz"]
HASH = "0123456789abcdef0123456789abcdef01234567"
OTHER = GOOD.replace("longest", "shortest").replace("word", "name").replace("key=len", "reverse=True")


def tree(root: Path, files: Files) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: Files, mode: TarMode = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            packed = content if isinstance(content, bytes) else content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(packed)
            archive.addfile(member, io.BytesIO(packed))
    return path


def imported(*paths: Path, licence: str | None = "MIT", exclude: Sequence[str] = ()) -> Gathered:
    return gather(paths, licence=licence, exclude=exclude)


def sources(batch: Gathered) -> list[str]:
    return sorted(content.source for content in batch.contents)


# ---------------------------------------------------------------- trees


def test_a_tree_gives_its_good_pieces_with_source_and_licence(tmp_path: Path) -> None:
    tree(tmp_path / "shop", {"src/words.py": GOOD, "notes.txt": "hello", "LICENSE": "Apache License\nVersion 2.0"})
    [content] = imported(tmp_path / "shop", licence=None).contents
    assert (content.source, content.license) == ("shop/src/words.py#L1-L6", "Apache-2.0")
    assert (content.language, content.category, content.is_active) == ("PYTHON", "loops", False)
    assert content.expected_wpm > 10


def test_tests_vendored_generated_and_excluded_files_are_left(tmp_path: Path) -> None:
    files = ["tests/a.py", "node_modules/a.py", ".venv/a.py", "build/a.py", "lib/old/a.py", "lib/new/a.py"]
    batch = imported(tree(tmp_path / "shop", dict.fromkeys(files, GOOD)), exclude=["lib/old/*"])
    assert sources(batch) == ["shop/lib/new/a.py#L1-L6"]
    assert batch.tally.files == {why.TESTS: 1, why.VENDORED: 2, why.GENERATED: 1, why.EXCLUDED: 1}


def test_bad_files_are_counted_and_named_and_the_good_one_beside_them_is_read(tmp_path: Path) -> None:
    root = tree(
        tmp_path / "shop",
        {
            "binary.py": b"\x7fELF\x00\x01",
            "big.py": b"#" * (finding.FILE_BYTES_LIMIT + 1),
            "latin.py": b"name = '\xe9'\n",
            "broken.py": "def (:\n",
            "deep.py": "(\n" * 4000 + ")\n" * 4000,
            "empty.py": "",
            "good.py": GOOD,
        },
    )
    (root / "loop").symlink_to(root)
    (root / "dangling.py").symlink_to(root / "nowhere")
    os.mkfifo(root / "pipe.py")
    batch = imported(root)
    assert sources(batch) == ["shop/good.py#L1-L6"]
    assert batch.tally.faults == {
        why.LINK: (2, ["dangling.py", "loop"]),
        why.NO_FILE: (1, ["pipe.py"]),
        why.TOO_BIG: (1, ["big.py"]),
        why.BINARY: (1, ["binary.py"]),
        why.ENCODING: (1, ["latin.py"]),
        why.SYNTAX: (2, ["broken.py", "deep.py"]),
    }


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(finding.FILE_BYTES_LIMIT // 2).hex()  # what repeats too much is not parsed
    lines = "".join(f"# {noise[start : start + 60]}\n" for start in range(0, len(noise), 60))
    filler = lines[: finding.FILE_BYTES_LIMIT - len(GOOD) - 1]
    batch = imported(tree(tmp_path / "shop", {"a.py": f"{filler}\n{GOOD}"}))
    assert len(batch.contents) == 1


def test_an_unreadable_folder_and_file_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(tmp_path / "shop", {"closed/a.py": GOOD, "secret.py": GOOD, "open/b.py": OTHER})
    scandir, opened = os.scandir, Path.open

    def refuse_folder(path: str | Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def refuse_file(path: Path, *arguments: Any) -> object:
        if path.name == "secret.py":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments)

    monkeypatch.setattr(os, "scandir", refuse_folder)
    monkeypatch.setattr(Path, "open", refuse_file)
    batch = imported(root)
    assert sources(batch) == ["shop/open/b.py#L1-L6"]
    assert batch.tally.faults == {why.UNREADABLE: (2, [str(root / "closed"), "secret.py"])}


def test_a_path_that_is_a_loop_of_links_or_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    faults = imported(tmp_path / "one", tmp_path / "nowhere", Path("/dev/null")).tally.faults
    assert {reason: count for reason, (count, _) in faults.items()} == {
        why.UNREADABLE: 1,
        why.NOT_FOUND: 1,
        why.NO_FILE: 1,
    }


def test_no_more_files_are_taken_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FILES_LIMIT", 1)
    batch = imported(tree(tmp_path / "shop", {"a.py": GOOD, "b.py": OTHER}))
    assert sources(batch) == ["shop/a.py#L1-L6"]
    assert why.TOO_MANY in batch.tally.faults


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    batch = imported(tree(tmp_path / "shop", {"\x1b[31mred.py": b"\x00"}))
    assert batch.tally.faults == {why.BINARY: (1, ["?[31mred.py"])}


# ---------------------------------------------------------------- archives


@pytest.mark.parametrize("name", ["shop.zip", "shop.tar", "shop.tar.gz", "shop.tgz", "shop.tar.bz2", "shop.tar.xz"])
def test_an_archive_is_read_like_a_folder(tmp_path: Path, name: str) -> None:
    files = {"shop-1.0/src/a.py": GOOD, "shop-1.0/tests/b.py": OTHER, "shop-1.0/package.json": '{"license": "ISC"}'}
    modes: dict[str, TarMode] = {"tar": "w", "gz": "w:gz", "tgz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}
    mode = modes.get(name.rpartition(".")[2])
    path = tarred(tmp_path / name, files, mode) if mode else zipped(tmp_path / name, files)
    [content] = imported(path, licence=None).contents
    assert (content.source, content.license) == ("shop/shop-1.0/src/a.py#L1-L6", "ISC")


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_path_that_leads_out_of_an_archive_is_left_and_named(
    tmp_path: Path, pack: Callable[[Path, Files], Path]
) -> None:
    path = pack(
        tmp_path / "shop.zip", {"../../evil.py": OTHER, "/etc/evil.py": OTHER, "C:\\evil.py": OTHER, "a.py": GOOD}
    )
    batch = imported(path)
    assert sources(batch) == ["shop/a.py#L1-L6"]
    count, names = batch.tally.faults[why.UNSAFE_MEMBER]
    assert (count, names[0]) == (3, "shop.zip/../../evil.py")
    assert [found.name for found in tmp_path.iterdir()] == ["shop.zip"]


def test_links_in_a_tar_are_left_and_named(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "shop.tar", "w") as archive:
        link = tarfile.TarInfo("passwd.py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert imported(tmp_path / "shop.tar").tally.faults == {why.LINK: (1, ["shop.tar/passwd.py"])}


def test_a_big_member_is_left_and_the_next_one_read(tmp_path: Path) -> None:
    files: Files = {"big.py": os.urandom(archives.MEMBER_BYTES_LIMIT + 1), "a.py": GOOD}
    for path in (zipped(tmp_path / "shop.zip", files), tarred(tmp_path / "shop.tgz", files)):
        batch = imported(path)
        assert sources(batch) == ["shop/a.py#L1-L6"]
        assert batch.tally.faults == {why.TOO_BIG: (1, [f"{path.name}/big.py"])}


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_bomb_is_stopped_at_its_bound(tmp_path: Path, pack: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_FREE_BYTES", 1024 * 1024)
    path = pack(tmp_path / "bomb.zip", {f"{number}.py": b"\n" * 1024 * 1024 for number in range(4)})
    assert path.stat().st_size < 10_000
    assert imported(path).tally.faults == {why.ARCHIVE_BOUNDS: (1, ["bomb.zip"])}


def test_a_zip_that_lies_about_a_members_size_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_FREE_BYTES", 1024)
    path = zipped(tmp_path / "shop.zip", {"a.py": b"\n" * 1_000_000})
    lying = path.read_bytes().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(lying)
    assert sources(imported(path)) == []


def test_a_header_of_a_tar_that_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_FREE_BYTES", 1024 * 1024)
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = tarfile.XHDTYPE, 2**33
    (tmp_path / "bomb.tgz").write_bytes(gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + bytes(4 * 1024 * 1024)))
    assert imported(tmp_path / "bomb.tgz").tally.faults == {why.ARCHIVE_BOUNDS: (1, ["bomb.tgz"])}


def test_an_archive_of_too_many_members_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS_LIMIT", 2)
    files = {f"{number}.txt": "" for number in range(3)}
    for path in (zipped(tmp_path / "shop.zip", files), tarred(tmp_path / "shop.tgz", files)):
        assert imported(path).tally.faults == {why.ARCHIVE_BOUNDS: (1, [path.name])}


@pytest.mark.parametrize(
    "content", [b"", b"no archive", b"PK\x03\x04 cut off", b"\x1f\x8b cut off", b"BZh91AY&SY", b"\xfd7zXZ\x00"]
)
def test_a_broken_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "shop.tar.gz").write_bytes(content)
    assert imported(tmp_path / "shop.tar.gz").tally.faults == {why.BROKEN_ARCHIVE: (1, ["shop.tar.gz"])}


def test_an_archive_that_was_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tarred(tmp_path / "shop.tgz", {"a.py": GOOD, "b.py": os.urandom(100_000)})
    path.write_bytes(path.read_bytes()[:50_000])
    batch = imported(path)
    assert sources(batch) == ["shop/a.py#L1-L6"]
    assert why.BROKEN_ARCHIVE in batch.tally.faults


# ---------------------------------------------------------------- licences


@pytest.mark.parametrize(
    ("files", "licence"),
    [
        ({"package.json": '{"license": "MIT OR Apache-2.0"}'}, "MIT OR Apache-2.0"),
        ({"package.json": '{"license": {"type": "BSD-3-Clause"}}'}, "BSD-3-Clause"),
        ({"package.json": '{"license": "UNLICENSED"}'}, None),
        ({"package.json": '{"license": "SEE LICENSE IN x"}'}, None),
        ({"package.json": "{"}, None),
        ({"package.json": "[" * 100_000}, None),
        ({"pyproject.toml": '[project]\nlicense = "ISC"'}, "ISC"),
        ({"pyproject.toml": '[project]\nlicense = {text = "Zlib"}'}, "Zlib"),
        ({"pyproject.toml": "project = 1"}, None),
        ({"COPYING": "GNU GENERAL PUBLIC LICENSE\n  Version 3, 29 June 2007"}, "GPL-3.0-only"),
        ({"LICENSE.md": "all rights reserved"}, None),
        ({"src/LICENSE": "Mozilla Public License Version 2.0", "LICENSE": "Apache License Version 2.0"}, "MPL-2.0"),
        ({"package.json": '{"license": "ISC"}', "LICENSE": "Apache License Version 2.0"}, "ISC"),
        ({}, None),
    ],
)
def test_the_nearest_folder_that_says_a_licence_decides(
    tmp_path: Path, files: dict[str, str], licence: str | None
) -> None:
    root = tree(tmp_path / "shop", {"src/a.py": GOOD, **files})
    batch = imported(root, licence=None)
    assert [content.license for content in batch.contents] == ([licence] if licence else [])
    assert (why.NO_LICENCE in batch.tally.faults) == (licence is None)
    assert [content.license for content in imported(root, licence="0BSD").contents] == [licence or "0BSD"]


def test_a_header_of_a_file_goes_before_its_folders_licence(tmp_path: Path) -> None:
    files = {"a.py": "# SPDX-License-Identifier: BSD-2-Clause\n" + GOOD, "LICENSE": "Apache License Version 2.0"}
    [content] = imported(tree(tmp_path / "shop", files)).contents
    assert content.license == "BSD-2-Clause"
    assert header_licence(b"/* SPDX-License-Identifier: MIT */") == "MIT"
    assert header_licence(b"# SPDX-License-Identifier: LicenseRef-Ours") is None


def test_a_part_of_a_repository_is_under_the_repositorys_licence(tmp_path: Path) -> None:
    root = tree(tmp_path / "shop", {".git/HEAD": HASH, "LICENSE": "Apache License Version 2.0", "lib/words/a.py": GOOD})
    for path in (root / "lib", root / "lib" / "words" / "a.py"):
        [content] = imported(path, licence=None).contents
        assert content.license == "Apache-2.0"
        assert f"@{HASH}/" in content.source


def test_our_own_licence_and_pythons_are_known(root: Path) -> None:
    assert licence_of_text((root / "LICENSE").read_text()) == "MIT"
    assert licence_of_text("PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2\nBEOPEN ... CNRI") == "Python-2.0.1"


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("mit", "MIT"),
        ("(MIT OR  apache-2.0) AND BSD-3-Clause */", "(MIT OR Apache-2.0) AND BSD-3-Clause"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
    ],
)
def test_an_expression_is_spelt_as_spdx_spells_it(text: str, expression: str) -> None:
    assert spdx(text) == expression


@pytest.mark.parametrize(
    "text",
    [
        *("", "my own", "MIT AND", "MIT; DROP TABLE", "x" * 101, "NONE", "MITT", "MIT OR Mine-1.0", "MIT Apache-2.0"),
        *("((MIT)", "MIT WITH Apache-2.0", "LicenseRef-Ours OR MIT", "licenseref-scancode-unknown", "()" * 40),
    ],
)
def test_what_is_no_spdx_expression_is_none(text: str) -> None:
    assert spdx(text) is None


@given(st.lists(st.sampled_from(["MIT", "Apache-2.0", "AND", "or", "WITH", "(", ")", "+", ";", "é", "/"]), max_size=12))
def test_no_text_breaks_the_reading_of_spdx(parts: list[str]) -> None:
    for text in (" ".join(parts), "".join(parts)):
        assert spdx(text) is None or spdx(str(spdx(text))) == spdx(text)


# ---------------------------------------------------------------- commits


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": HASH + "\n"},
        {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": HASH + "\n"},
        {
            "HEAD": "ref: refs/heads/main\n",
            "packed-refs": f"# pack-refs\n{'f' * 40} refs/heads/old\n{HASH} refs/heads/main\n",
        },
    ],
)
def test_the_commit_is_read_from_gits_files(tmp_path: Path, files: dict[str, str]) -> None:
    tree(tmp_path / ".git", files)
    (tmp_path / "src").mkdir()
    assert commit_of(tmp_path / "src") == HASH


def test_a_worktree_has_its_own_commit(tmp_path: Path) -> None:
    tree(
        tmp_path / "main" / ".git",
        {"worktrees/w/HEAD": "ref: refs/heads/w", "worktrees/w/commondir": "../..", "refs/heads/w": HASH},
    )
    tree(tmp_path / "w", {".git": f"gitdir: {tmp_path}/main/.git/worktrees/w\n"})
    assert commit_of(tmp_path / "w") == HASH


@pytest.mark.parametrize("head", ["", "ref: refs/heads/none", "nonsense", "ref: ../../../etc/passwd"])
def test_a_repository_without_a_commit_has_none(tmp_path: Path, head: str) -> None:
    tree(tmp_path / ".git", {"HEAD": head})
    assert commit_of(tmp_path) == ""


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_the_commit_is_what_git_says(tmp_path: Path) -> None:
    name = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], [*name, "commit", "-q", "--allow-empty", "-m", "first"], ["pack-refs", "--all"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    said = subprocess.run(["git", "-C", str(tmp_path), "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    assert commit_of(tmp_path) == said.stdout.strip()
