"""`prodev snippets check` needs nothing; what talks to a database is tested over the test's own."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.library.checking import check_folder
from server.library.cli import app
from server.library.seed import FOLDER, seed_files
from tests.library.conftest import AddSnippet, Pool
from tests.library.games import played, well_typed
from tests.results.games import add_player

runner = CliRunner()


def test_check_passes_on_the_shipped_library_and_shows_all_that_measure_another_difficulty(root: Path) -> None:
    found = check_folder(FOLDER)
    elsewhere = [one.disagreement() for one in found.checked if one.measures.difficulty != one.file.difficulty]
    assert len(elsewhere) > 20
    done = runner.invoke(app, ["snippets", "check", "--compare", str(root / "seed" / "README.md")])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "all fit" in done.stdout
    assert {line.removesuffix(", near the border") for line in done.stdout.splitlines()} >= set(elsewhere)
    told = json.loads(runner.invoke(app, ["snippets", "check", "--json"]).stdout)
    cells = told["medians"]
    assert (told["snippets"], told["faults"], len(cells)) == (sum(one["snippets"] for one in cells), [], 16)
    assert (cells[0]["language"], cells[0]["difficulty"]) == ("PYTHON", "EASY")


def test_check_names_every_fault_by_file_line_and_column(tmp_path: Path) -> None:
    folder = tmp_path / "python" / "easy"
    folder.mkdir(parents=True)
    (folder / "loops_a.py").write_text("for a in b\n    print(a)\n")
    (folder / "loops_b.py").write_text("a = b + c \nd = '\u00e9'\n")
    done = runner.invoke(app, ["snippets", "check", str(tmp_path)])
    assert done.exit_code == 1
    assert [line.rpartition(": ")[0] for line in done.stderr.splitlines()] == [
        "seed/snippets/python/easy/loops_a.py:1:11",
        "seed/snippets/python/easy/loops_b.py:1:10",
        "seed/snippets/python/easy/loops_b.py:2:6",
    ]
    (folder / "readme.md").write_text("hello")
    done = runner.invoke(app, ["snippets", "check", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr.startswith("seed/snippets/python/easy/readme.md: not named")


def test_check_names_snippets_that_are_alike_and_those_that_stand_in_the_wrong_folder(tmp_path: Path) -> None:
    text = (FOLDER / "python" / "expert" / "games_sudoku.py").read_text()
    for name, content in {
        "python/expert/a_one.py": text,
        "python/easy/b_two.py": text.replace("-1", "-2") + "a = 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(content)
    done = runner.invoke(app, ["snippets", "check", str(tmp_path)])
    assert done.exit_code == 1
    alike, misplaced = done.stderr.splitlines()
    assert alike.startswith("seed/snippets/python/expert/a_one.py: ")
    assert alike.endswith("% the same as seed/snippets/python/easy/b_two.py")
    assert misplaced.startswith("seed/snippets/python/easy/b_two.py: stands under EASY, measures ")
    done = runner.invoke(app, ["snippets", "check", str(tmp_path), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["faults"] == [alike, misplaced]


def test_a_table_that_is_not_up_to_date_is_told_and_renewed(root: Path, tmp_path: Path) -> None:
    cell, page = Path("python") / "easy", tmp_path / "README.md"
    shutil.copytree(FOLDER / cell, tmp_path / "seed" / cell)  # a small part does where the library is not the claim
    check_part = ["snippets", "check", str(tmp_path / "seed")]
    page.write_text((root / "seed" / "README.md").read_text())
    assert runner.invoke(app, [*check_part, "--markdown", str(page)]).exit_code == 0
    assert runner.invoke(app, [*check_part, "--compare", str(page)]).exit_code == 0
    page.write_text(page.read_text().replace("PYTHON EASY |", "PYTHON EASY | 1"))
    done = runner.invoke(app, [*check_part, "--compare", str(page)])
    assert done.exit_code == 1
    assert "holds another table" in done.stderr
    assert runner.invoke(app, ["snippets", "check", "--markdown", str(page)]).exit_code == 0
    assert page.read_text() == (root / "seed" / "README.md").read_text()
    page.write_text("nothing")
    assert "no place for the table" in runner.invoke(app, [*check_part, "--markdown", str(page)]).stderr


async def test_seed_then_list(environment: pytest.MonkeyPatch, pg: Pool) -> None:
    done = await in_thread("seed")
    files = len(seed_files())
    assert done == f"Snippets: {files} added, 0 changed, 0 moved, 0 unchanged, 0 duplicates.\n"
    assert "0 added" in await in_thread("seed")
    listed = json.loads(await in_thread("snippets", "list", "--language", "react", "--difficulty", "hard", "--json"))
    assert len(listed) >= 5
    assert {item["difficulty"] for item in listed} == {"HARD"}
    assert f"{len(listed)} of {len(listed)} snippets" in await in_thread(
        "snippets", "list", "--language", "react", "--difficulty", "hard"
    )
    assert "0 of 0 snippets" in await in_thread("snippets", "list", "--inactive")


async def test_estimate_shows_first_and_then_writes(
    environment: pytest.MonkeyPatch, pg: Pool, add_snippet: AddSnippet
) -> None:
    text = "def total(prices):\n    return sum(price for price in prices)"
    snippet_id = await add_snippet(text, expected_wpm=40.0)
    assert "0 snippets were played enough" in await in_thread("snippets", "estimate")
    for player in [await add_player(pg) for _ in range(6)] * 2:
        await played(pg, player, [snippet_id], well_typed(text, 100))
    assert "1 snippets were played enough; 1 would change." in await in_thread("snippets", "estimate", "--dry-run")
    assert await pg.fetchval("SELECT expected_wpm FROM code_snippets") == 40.0
    [one] = json.loads(await in_thread("snippets", "estimate", "--json"))
    assert (one["snippet_id"], one["games"], one["players"], one["is_news"]) == (snippet_id, 12, 6, True)
    assert await pg.fetchval("SELECT expected_wpm FROM code_snippets") == one["after"] > 40.0


async def test_a_filter_that_does_not_fit_is_one_line(environment: pytest.MonkeyPatch) -> None:
    assert (await in_thread("snippets", "list", "--language", "cobol", code=1)).startswith("prodev: language: ")


async def test_demo_players_are_refused_in_production(environment: pytest.MonkeyPatch, pg: Pool) -> None:
    environment.setenv("PRODEV_PRODUCTION", "1")
    assert "--force" in await in_thread("seed", "--demo", code=1)
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == 0


async def in_thread(*arguments: str, code: int = 0) -> str:
    """What a command prints; it runs an event loop of its own, so it needs a thread of its own."""
    done = await asyncio.to_thread(runner.invoke, app, arguments)
    assert done.exit_code == code, done.output
    return done.stdout if code == 0 else done.stderr
