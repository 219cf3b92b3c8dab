"""The shipped library, and bringing a database up to it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.library import draw, seed_library
from server.library.seed import SEED_FOLDER, SeedCounts, SeedRefused, seed_files
from server.library.versions import Attributes, change, latest, writing
from tests.snippets import AddSnippet

# Typed lines, from and to.
LINES = {"EASY": (2, 5), "NORMAL": (5, 9), "HARD": (9, 16), "EXPERT": (14, 28)}
LEAST = {Difficulty.EASY: 60, Difficulty.NORMAL: 60, Difficulty.HARD: 30, Difficulty.EXPERT: 30}  # snippets a cell
FILE = "python/easy/loops_names.py"
TEXT = "for name in names:\n    print(name)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A seed folder of one file."""
    write(tmp_path / "snippets", FILE, TEXT)
    return tmp_path / "snippets"


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


async def rows(pg: Pool) -> list[dict[str, Any]]:
    return [dict(row) for row in await pg.fetch("SELECT * FROM code_snippets ORDER BY source, version")]


# ---------------------------------------------------------------- the library that ships


@pytest.mark.parametrize("language", Language)
def test_every_cell_holds_what_a_player_can_type_for_an_evening(language: Language) -> None:
    cells = Counter(file.difficulty for file in seed_files() if file.language == language)
    assert {cell: cells[cell] for cell in Difficulty if cells[cell] < LEAST[cell]} == {}


def test_every_snippet_has_the_length_of_its_difficulty() -> None:
    for file in seed_files():
        shortest, longest = LINES[file.difficulty]
        assert shortest <= sum(bool(line) for line in file.text.split("\n")) <= longest, file.source


def test_every_language_is_spread_over_categories() -> None:
    for language in Language:
        assert len({file.category for file in seed_files() if file.language == language}) >= 10


@pytest.mark.parametrize("folder", ["snippets", "courses"])
def test_what_ships_in_python_is_as_ruff_would_write_it(root: Path, folder: str) -> None:
    for command in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--config", str(root / "seed" / "ruff.toml")]
        shipped = root / "seed" / folder / "python"
        done = subprocess.run([*ruff, str(shipped)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert "No Python files" not in done.stderr


# ---------------------------------------------------------------- what a file may be


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("python/easy/loops.py", TEXT, "not named"),
        ("python/easy/Loops_names.py", TEXT, "not named"),
        ("python/easy/courses_names.py", TEXT, "the category courses is that of the code of courses"),
        ("python/easy/loops_names.js", TEXT, "not named"),
        ("cobol/easy/loops_names.py", TEXT, "not in <language>/<difficulty>/"),
        ("python/insane/loops_names.py", TEXT, "not in <language>/<difficulty>/"),
        ("python/loops_names.py", TEXT, "not in <language>/<difficulty>/"),
        ("python/easy/more/loops_names.py", TEXT, "not in <language>/<difficulty>/"),
        ("python/normal/loops_again.py", TEXT, "the same text as seed/snippets/python/easy/loops_names.py"),
        ("python/easy/loops_broken.py", "for name in names\n    print(name)", "line 1, column 18"),
    ],
)
async def test_a_file_that_does_not_fit_is_refused_by_name_and_nothing_is_seeded(
    pg: Pool, folder: Path, name: str, text: str, fault: str
) -> None:
    write(folder, name, text)
    if (folder / name) != folder / FILE and fault.startswith("not"):
        (folder / FILE).unlink()
    with pytest.raises(SeedRefused) as refused:
        await seed_library(pg, folder)
    assert [one.startswith(f"seed/snippets/{name}: ") and fault in one for one in refused.value.faults] == [True]
    assert await rows(pg) == []


async def test_a_file_that_is_no_utf_8_is_refused(pg: Pool, folder: Path) -> None:
    (folder / FILE).write_bytes(b"name = '\xe9'\n")
    with pytest.raises(SeedRefused, match="utf-8"):
        await seed_library(pg, folder)


async def test_a_missing_folder_is_refused(pg: Pool, folder: Path) -> None:
    with pytest.raises(SeedRefused, match="not a folder"):
        await seed_library(pg, folder / "nowhere")


async def test_hidden_files_and_caches_are_no_snippets(pg: Pool, folder: Path) -> None:
    write(folder, ".DS_Store", "x")
    write(folder, "python/easy/__pycache__/loops_names.pyc", "x")
    assert await seed_library(pg, folder) == SeedCounts(added=1)


# ---------------------------------------------------------------- seeding


@pytest.mark.long
async def test_the_whole_library_is_seeded_and_seeding_again_changes_nothing(pg: Pool) -> None:
    files = len(seed_files())
    assert await seed_library(pg) == SeedCounts(added=files)
    before = await rows(pg)
    assert await seed_library(pg) == SeedCounts(unchanged=files)
    assert await rows(pg) == before
    for row in before:
        file = SEED_FOLDER / row["source"].removeprefix("seed/snippets/")
        assert row["snippet_text"] == file.read_text().rstrip("\n")
        assert (row["license"], row["is_active"], row["version"], row["usage_count"]) == ("MIT", True, 1, 0)


async def test_seeds_at_the_same_time_seed_once(pg: Pool, tmp_path: Path) -> None:
    shutil.copytree(SEED_FOLDER / "python" / "easy", tmp_path / "python" / "easy")
    done = await asyncio.gather(*(seed_library(pg, tmp_path) for _ in range(4)))
    files = len(seed_files(tmp_path))
    assert files >= LEAST[Difficulty.EASY]
    assert sorted(one.added for one in done) == [0, 0, 0, files]
    assert len(await rows(pg)) == files


async def test_a_changed_file_becomes_the_next_version_with_the_count_of_the_last(pg: Pool, folder: Path) -> None:
    await seed_library(pg, folder)
    for _ in range(3):
        await draw(pg, "PYTHON", "EASY")
    write(folder, FILE, TEXT.replace("print", "greet"))
    assert await seed_library(pg, folder) == SeedCounts(changed=1)
    old, new = await rows(pg)
    assert (old["is_latest"], old["is_active"], old["version"]) == (False, False, 1)
    assert (new["is_latest"], new["is_active"], new["version"]) == (True, True, 2)
    assert new["supersedes_id"] == old["id"]
    assert new["usage_count"] == 3
    assert "greet" in new["snippet_text"]
    assert await seed_library(pg, folder) == SeedCounts(unchanged=1)


async def test_a_file_that_is_changed_back_becomes_a_third_version(pg: Pool, folder: Path) -> None:
    for text in (TEXT, TEXT.replace("print", "greet"), TEXT):
        write(folder, FILE, text)
        await seed_library(pg, folder)
    assert [(row["version"], row["is_latest"]) for row in await rows(pg)] == [(1, False), (2, False), (3, True)]


async def test_a_moved_file_keeps_its_snippet(pg: Pool, folder: Path) -> None:
    await seed_library(pg, folder)
    before = (await rows(pg))[0]
    (folder / FILE).unlink()
    write(folder, "python/normal/names_all.py", TEXT)
    assert await seed_library(pg, folder) == SeedCounts(moved=1)
    [after] = await rows(pg)
    assert (after["id"], after["difficulty"], after["category"]) == (before["id"], "NORMAL", "names")
    assert after["source"] == "seed/snippets/python/normal/names_all.py"


async def test_a_removed_file_leaves_its_snippet_alone(pg: Pool, folder: Path) -> None:
    write(folder, "python/easy/loops_more.py", TEXT.replace("print", "greet"))
    await seed_library(pg, folder)
    before = await rows(pg)
    (folder / FILE).unlink()
    assert await seed_library(pg, folder) == SeedCounts(unchanged=1)
    assert await rows(pg) == before


async def test_what_an_admin_deactivated_stays_so_when_its_file_changes(pg: Pool, folder: Path) -> None:
    await seed_library(pg, folder)
    async with writing(pg) as connection:
        old = await latest(connection, (await rows(pg))[0]["id"])
        await change(connection, old, Attributes(is_active=False))
    assert await seed_library(pg, folder) == SeedCounts(unchanged=1)
    write(folder, FILE, TEXT.replace("print", "greet"))
    assert await seed_library(pg, folder) == SeedCounts(changed=1)
    assert [row["is_active"] for row in await rows(pg)] == [False, False]


async def test_a_text_that_is_in_the_library_already_is_left_out(
    pg: Pool, folder: Path, add_snippet: AddSnippet
) -> None:
    await add_snippet(TEXT, difficulty="HARD", source="an admin")
    assert await seed_library(pg, folder) == SeedCounts(duplicates=1)
    assert [row["source"] for row in await rows(pg)] == ["an admin"]


async def test_a_new_file_starts_at_the_lowest_count_of_its_bucket(
    pg: Pool, folder: Path, add_snippet: AddSnippet
) -> None:
    await add_snippet("a = b + c", difficulty="EASY", usage_count=8)
    await add_snippet("a = b - c", difficulty="EASY", usage_count=7)
    await add_snippet("a = b * c", difficulty="NORMAL", usage_count=2)
    await seed_library(pg, folder)
    assert await pg.fetchval("SELECT usage_count FROM code_snippets WHERE source <> ''") == 7
