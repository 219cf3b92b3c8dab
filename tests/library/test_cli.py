"""`prodev snippets check` needs nothing; what talks to a database is tested over the test's own."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.library.checking import check_folder
from server.library.seed import SEED_FOLDER, seed_files
from tests.commands import in_thread, run_command


@pytest.mark.long
def test_check_passes_on_the_shipped_library_and_shows_all_that_measure_another_difficulty(root: Path) -> None:
    found = check_folder(SEED_FOLDER)
    elsewhere = [one.disagreement() for one in found.checked if one.measures.difficulty != one.file.difficulty]
    assert len(elsewhere) > 20
    done = run_command("snippets", "check", "--compare", str(root / "seed" / "README.md"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "all fit" in done.stdout
    assert {line.removesuffix(", near the border") for line in done.stdout.splitlines()} >= set(elsewhere)


def test_check_tells_programs_the_medians_of_every_language_and_difficulty(tmp_path: Path) -> None:
    cells_of_files = {file.parent: file for file in SEED_FOLDER.rglob("*") if file.is_file()}
    for folder, file in cells_of_files.items():
        kept = tmp_path / folder.relative_to(SEED_FOLDER)
        kept.mkdir(parents=True)
        shutil.copy(file, kept)
    told = json.loads(run_command("snippets", "check", str(tmp_path), "--json").stdout)
    cells = told["medians"]
    assert (told["snippets"], told["faults"]) == (len(cells_of_files), [])
    assert [one["snippets"] for one in cells] == [1] * len(Language) * len(Difficulty)
    assert (cells[0]["language"], cells[0]["difficulty"]) == ("PYTHON", "EASY")


def test_check_names_every_fault_by_file_line_and_column(tmp_path: Path) -> None:
    folder = tmp_path / "python" / "easy"
    folder.mkdir(parents=True)
    (folder / "loops_a.py").write_text("for a in b\n    print(a)\n")
    (folder / "loops_b.py").write_text("a = b + c \nd = '\u00e9'\n")
    done = run_command("snippets", "check", str(tmp_path))
    assert done.exit_code == 1
    assert [line.rpartition(": ")[0] for line in done.stderr.splitlines()] == [
        "seed/snippets/python/easy/loops_a.py:1:11",
        "seed/snippets/python/easy/loops_b.py:1:10",
        "seed/snippets/python/easy/loops_b.py:2:6",
    ]
    (folder / "readme.md").write_text("hello")
    done = run_command("snippets", "check", str(tmp_path))
    assert done.exit_code == 1
    assert done.stderr.startswith("seed/snippets/python/easy/readme.md: not named")


def test_check_names_snippets_that_are_alike_and_those_that_stand_in_the_wrong_folder(tmp_path: Path) -> None:
    text = (SEED_FOLDER / "python" / "expert" / "games_sudoku.py").read_text()
    for name, content in {
        "python/expert/a_one.py": text,
        "python/easy/b_two.py": text.replace("-1", "-2") + "a = 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(content)
    done = run_command("snippets", "check", str(tmp_path))
    assert done.exit_code == 1
    alike, misplaced = done.stderr.splitlines()
    assert alike.startswith("seed/snippets/python/expert/a_one.py: ")
    assert alike.endswith("% the same as seed/snippets/python/easy/b_two.py")
    assert misplaced.startswith("seed/snippets/python/easy/b_two.py: is under EASY, measures ")
    done = run_command("snippets", "check", str(tmp_path), "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["faults"] == [alike, misplaced]


def test_a_table_that_is_not_up_to_date_is_told_and_renewed(root: Path, tmp_path: Path) -> None:
    cell, page = Path("python") / "easy", tmp_path / "README.md"
    shutil.copytree(SEED_FOLDER / cell, tmp_path / "seed" / cell)
    check_part = ["snippets", "check", str(tmp_path / "seed")]
    page.write_text((root / "seed" / "README.md").read_text())
    assert run_command(*check_part, "--markdown", str(page)).exit_code == 0
    assert run_command(*check_part, "--compare", str(page)).exit_code == 0
    renewed = page.read_text()
    assert renewed != (root / "seed" / "README.md").read_text()
    page.write_text(renewed.replace("PYTHON EASY |", "PYTHON EASY | 1"))
    done = run_command(*check_part, "--compare", str(page))
    assert done.exit_code == 1
    assert "holds another table" in done.stderr
    assert run_command(*check_part, "--markdown", str(page)).exit_code == 0
    assert page.read_text() == renewed
    page.write_text("nothing")
    assert "no place for the table" in run_command(*check_part, "--markdown", str(page)).stderr


@pytest.mark.long
async def test_seed_then_list(environment: pytest.MonkeyPatch, pg: Pool) -> None:
    done = await in_thread("seed")
    files = len(seed_files())
    snippets, challenges, achievements = done.splitlines()
    assert snippets == f"Snippets: {files} added, 0 changed, 0 moved, 0 unchanged, 0 duplicates."
    assert re.fullmatch(r"Challenges: [1-9]\d* added, 0 changed, 0 unchanged, 0 kept, 0 skipped.", challenges)
    assert re.fullmatch(r"Achievements: [1-9]\d* added.*", achievements)
    assert "0 added" in await in_thread("seed")
    listed = json.loads(await in_thread("snippets", "list", "--language", "react", "--difficulty", "hard", "--json"))
    assert len(listed) >= 5
    assert {item["difficulty"] for item in listed} == {"HARD"}
    assert f"{len(listed)} of {len(listed)} snippets" in await in_thread(
        "snippets", "list", "--language", "react", "--difficulty", "hard"
    )
    assert "0 of 0 snippets" in await in_thread("snippets", "list", "--inactive", "--language", "java")


async def test_a_filter_that_does_not_fit_is_one_line(environment: pytest.MonkeyPatch) -> None:
    assert (await in_thread("snippets", "list", "--language", "cobol", code=1)).startswith("prodev: language: ")
