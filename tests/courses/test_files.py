"""Courses as files: their one form, and everything that may be wrong with them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.courses.checking import LEAST_CHALLENGES, LEAST_MODULES, check_courses
from server.courses.files import (
    COURSES_FOLDER,
    ChallengeTable,
    CourseRefused,
    out_of_form,
    read_courses,
    write_courses,
    written,
)
from tests.commands import run_command
from tests.courses.courses import INDEXES, challenge, course, on_disk

LONG = "a" * 61
BRACKETS = Path("basics/01_brackets/01_round-brackets")


def test_what_is_written_is_read_again_and_written_the_same(tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course(), course("more", first="go()\nhalt()"))
    assert read_courses(folder) == [course(), course("more", first="go()\nhalt()")]
    assert [list(out_of_form(folder, track)) for track in read_courses(folder)] == [[], []]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=90), max_size=4
    ),
    st.floats(0, 100),
)
def test_tables_survive_whatever_they_say(hints: list[str], accuracy: float) -> None:
    one = challenge("one", INDEXES, hints=hints, min_accuracy=accuracy)
    (module, *rest), track = course().modules, course()
    lesson = module.lessons[0]
    changed = replace(track, modules=(replace(module, lessons=(replace(lesson, challenges=(one,)),)), *rest))
    texts = {path.name: text.decode() for path, text in written(changed).items() if "brackets" in str(path)}
    told = tomllib.loads(texts["challenges.toml"])["one"]
    assert ChallengeTable.model_validate(told) == one.table


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CourseRefused, match="not an empty folder"):
        write_courses(tmp_path, [course()])


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        ("basics/track.toml", 'title = "Basics"\nlanguage = "LATIN"\ndescription = ""\n', "track.toml: language"),
        ("basics/track.toml", "title = \n", "track.toml: Invalid value"),
        ("basics/extra.txt", "", "basics/extra.txt: no part of a course"),
        ("basics/brackets/module.toml", "", "basics/brackets: a folder is named by two digits"),
        ("basics/01_second/module.toml", "", "another folder has the number 01"),
        (f"{BRACKETS}/lesson.md", "Round brackets\n", "the first line is the title"),
        (f"{BRACKETS}/other.py", "x = 1\n", "other.py: no part of a course"),
        (f"{BRACKETS}/challenges.toml", '[missing]\ntitle = "A"\nminutes = 1\npoints = 1\n', "missing.py: there is no"),
        (f"{BRACKETS}/challenges.toml", '[indexes]\ntitle = "A"\nminutes = 1\npoints = 1\n', "[indexes] no goal"),
        (f"{BRACKETS}/challenges.toml", '[indexes]\ntitle = "A"\nminutes = 0\n', "[indexes] minutes"),
        (f"{BRACKETS}/challenges.toml", "[indexes]\nspeed = 1\n", "[indexes] speed: Extra inputs"),
        (f"{BRACKETS}/challenges.toml", '["In Dexes"]\ntitle = "A"\n', "[In Dexes] slug"),
        (f"{BRACKETS}/challenges.toml", f'[{LONG}]\ntitle = "A"\n', f"[{LONG}] slug"),
        (f"{LONG}/track.toml", "", f"{LONG}: slug"),
        (f"basics/03_{LONG}/module.toml", "", f"basics/03_{LONG}: slug"),
        (f"basics/01_brackets/02_{LONG}/lesson.md", "# A\n", f"02_{LONG}: slug"),
        ("basics/track.toml", f"title = {'[' * 10_000}", "track.toml: nested too deeply"),
        ("basics/track.toml", f"# {'a' * 2**21}\n", "track.toml: more than 2048 KB"),
        (f"{BRACKETS}/lesson.md", f"# A\n{'a' * 2**16}\n", "lesson.md: more than 64 KB"),
    ],
)
def test_a_fault_is_named_with_its_file(tmp_path: Path, path: str, text: str, fault: str) -> None:
    folder = on_disk(tmp_path / "courses", course())
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)
    with pytest.raises(CourseRefused) as refused:
        read_courses(folder)
    assert any(fault in one for one in refused.value.faults), refused.value.faults


def test_two_challenges_of_one_name_are_refused(tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course())
    other = folder / "basics/02_functions/01_functions"
    (other / "challenges.toml").write_text((folder / BRACKETS / "challenges.toml").read_text())
    for name in ("empty-calls", "indexes"):
        (other / f"{name}.py").write_text(f"{name[:5]}(1)\n")
    (other / "double.py").unlink()
    assert check_courses(folder).faults == [
        "basics: two challenges are called empty-calls",
        "basics: two challenges are called indexes",
    ]


def test_check_finds_what_code_tells(tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course())
    (folder / BRACKETS / "empty-calls.py").write_text("print(\nx = 1 \n")
    faults = check_courses(folder).faults
    assert [one.rpartition(":")[0] for one in faults] == [
        f"{BRACKETS}/empty-calls.py:1:6",
        f"{BRACKETS}/empty-calls.py:2:6",
    ]
    (folder / BRACKETS / "empty-calls.py").write_text(f"{INDEXES}\n")
    assert f"{BRACKETS}/indexes.py: the same text as {BRACKETS}/empty-calls.py" in check_courses(folder).faults


def test_a_module_is_harder_than_the_one_before(tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course())
    assert check_courses(folder).faults == []
    (folder / "basics/02_functions/01_functions/double.py").write_text("run()\nwait()\n")
    (fault,) = check_courses(folder).faults
    assert fault.startswith("basics/02_functions: its mean difficulty is")


def test_fmt_brings_files_into_their_form(tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course())
    path = folder / BRACKETS / "challenges.toml"
    good = path.read_text()
    path.write_text("# brackets\n" + good.replace(" = ", "="))
    done = run_command("courses", "check", str(folder))
    assert (done.exit_code, f"{BRACKETS}/challenges.toml: not in its form" in done.stderr) == (1, True)
    assert "1 file written anew" in run_command("courses", "fmt", str(folder)).stdout
    assert path.read_text() == good
    assert "3 challenges: all fit" in run_command("courses", "check", str(folder)).stdout


def test_the_courses_that_ship_fit_and_are_whole(root: Path) -> None:
    done = run_command("courses", "check", "--whole", "--compare", str(root / "docs" / "courses.md"))
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(run_command("courses", "check", "--json").stdout)
    assert told["faults"] == []
    for track in {one["track"] for one in told["modules"]}:
        own = [one for one in told["modules"] if one["track"] == track]
        assert len(own) >= LEAST_MODULES
        assert sum(one["challenges"] for one in own) >= LEAST_CHALLENGES


def test_a_small_track_is_not_whole(tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course())
    assert check_courses(folder, whole=True).faults == [
        "basics: 2 modules; a track has 5 at least",
        "basics: 3 challenges; a track has 40 at least",
    ]


def test_each_track_that_ships_is_a_track_of_a_language_of_its_own() -> None:
    languages = [track.language for track in read_courses(COURSES_FOLDER)]
    assert len(set(languages)) == len(languages) >= 2
