"""A course teaches code of its own: what is nearly a snippet of the library is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.courses.checking import check_courses
from server.courses.files import COURSES_FOLDER
from server.library import seed_files
from tests.courses.courses import DOUBLE, INDEXES, course, on_disk

UNLIKE = "for seat in seats:\n    print(seat, seat * 2)"


def faults_beside(folder: Path, name: str, text: str) -> list[str]:
    """Of the small course, beside a folder with one snippet."""
    snippet = folder / "snippets" / name
    snippet.parent.mkdir(parents=True)
    snippet.write_text(f"{text}\n")
    return check_courses(on_disk(folder / "courses", course()), beside=folder / "snippets").faults


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("python/normal/functions_double.py", DOUBLE),
        ("python/normal/functions_double.py", DOUBLE.replace("21", "34")),
        ("javascript/easy/arrays_seats.js", INDEXES),  # the same keys
    ],
)
def test_code_that_is_nearly_a_snippet_is_a_fault(tmp_path: Path, name: str, text: str) -> None:
    (fault,) = faults_beside(tmp_path, name, text)
    assert fault.startswith("basics/0")
    assert fault.endswith(f"% the same as seed/snippets/{name}")


def test_other_code_is_none(tmp_path: Path) -> None:
    assert faults_beside(tmp_path, "python/easy/loops_seats.py", UNLIKE) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("python/easy/loops.py", UNLIKE),
        ("python/easy/loops_seats.py", "for seat in"),
        ("cobol/easy/loops_a.cob", UNLIKE),
    ],
)
def test_a_folder_that_is_no_library_is_named(tmp_path: Path, name: str, text: str) -> None:
    (fault,) = faults_beside(tmp_path, name, text)
    assert fault == f"{tmp_path}/snippets: not all of it can be read; prodev snippets check says why"


def test_the_courses_that_ship_are_unlike_the_library_that_ships(root: Path) -> None:
    assert len(seed_files()) > 1000
    assert check_courses(COURSES_FOLDER, whole=True, beside=root / "seed" / "snippets").faults == []
