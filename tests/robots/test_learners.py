"""Robots take the courses: they are judged as players are, and the courses that ship are for whom they say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from game.lines import Layout
from game.terms import ChallengeGoal, Language
from server.courses import Goals, ModuleFile, TrackFile
from server.courses.files import LessonFile, LessonPage, ModuleTable, TrackTable
from server.robots.cli import app
from server.robots.learners import LEARNERS, ModuleRun, attempt, challenge_wave, run_courses
from server.robots.simulate import Robot
from tests.courses.courses import challenge, on_disk

CODE = "for name in names:\n    print(name)"
ASKS_NOTHING = Goals(min_accuracy=None, min_net_wpm=None, max_wrong_keys=None)


def course(*goals: Mapping[str, float]) -> TrackFile:
    """A module for each of the goals, of one challenge."""
    modules = []
    for place, goal in enumerate(goals, 1):
        one = challenge(f"loop-{place}", CODE.replace("name", "name" + "s" * place), **{"min_accuracy": None, **goal})
        lesson = LessonFile(1, "lesson", LessonPage(title="Lesson", text="Type it."), (one,))
        modules.append(ModuleFile(place, f"module-{place}", ModuleTable(title="Module", description="One."), (lesson,)))
    return TrackFile("demo", TrackTable(title="Demo", language=Language.PYTHON, description="A demo."), tuple(modules))


def rate(run: ModuleRun) -> Mapping[str, float]:
    return {robot: next(iter(of_challenges.values())) for robot, of_challenges in run.rates.items()}


def test_goals_within_reach_are_passed_and_others_are_not() -> None:
    easy, fast, faultless = run_courses([course({"min_accuracy": 70}, {"min_net_wpm": 60}, {"max_wrong_keys": 0})])
    assert rate(easy) == {"20 wpm": 1, "40 wpm": 1, "80 wpm": 1}
    assert rate(fast) == {"20 wpm": 0, "40 wpm": 0, "80 wpm": pytest.approx(1, abs=0.1)}
    # Of some 37 keys none may be wrong: by the robots' accuracy every tenth to fourth time.
    expected = {robot.name: robot.accuracy ** len("for namesss in namessss:\nprint(namesss)") for robot in LEARNERS}
    assert rate(faultless) == pytest.approx(expected, abs=0.15)
    assert [easy.asks_wpm, fast.asks_wpm, faultless.asks_wpm] == [0, 60, 0]


def test_the_same_seed_gives_the_same_runs() -> None:
    tracks = [course({"min_accuracy": 93})]
    assert run_courses(tracks, seed=3) == run_courses(tracks, seed=3)
    assert run_courses(tracks, seed=4) != run_courses(tracks, seed=3)


def test_nobody_is_defeated_however_slow() -> None:
    wave = challenge_wave(Language.PYTHON, challenge("loop", CODE))
    layout = Layout.of(wave.typed, wave.words)
    snail = Robot("snail", 0.5, wpm=1)
    assert attempt(snail, wave, layout, ASKS_NOTHING, Random(1)) == []
    asked = Goals(min_accuracy=80, min_net_wpm=2, max_wrong_keys=1)
    assert attempt(snail, wave, layout, asked, Random(1)) == [
        ChallengeGoal.MIN_ACCURACY,
        ChallengeGoal.MIN_NET_WPM,
        ChallengeGoal.MAX_WRONG_KEYS,
    ]


def test_the_command_names_what_is_out_of_reach(tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course({"min_accuracy": 80}, {"min_net_wpm": 60}, {"min_net_wpm": 200}))
    done = CliRunner().invoke(app, ["learners", str(folder)])
    assert done.exit_code == 1
    assert "| demo | 2. Module | 60 wpm | 0 of 1 | 0 of 1 | 1 of 1 |" in done.output
    assert [line for line in done.output.splitlines() if "out of reach" in line] == [
        "demo, module 2: out of reach at 20 wpm: loop-2",
        "demo, module 3: out of reach at 20 wpm: loop-3",
        "demo, module 2: out of reach at 40 wpm: loop-2",
        "demo, module 3: out of reach at 80 wpm: loop-3",
    ]


def test_a_course_for_everybody_leaves_nothing_to_learn(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["learners", str(on_disk(tmp_path / "courses", course({"min_accuracy": 50})))])
    assert done.exit_code == 1
    assert "demo, module 1: nothing in it is out of reach at 40 wpm" in done.output


def test_the_table_in_the_docs_is_that_of_the_courses_that_ship(root: Path) -> None:
    """And their modules are for whom they are meant."""
    done = CliRunner().invoke(app, ["learners", "--check", str(root / "docs/courses.md")])
    assert done.exit_code == 0, done.output


def test_files_that_are_no_course_are_refused_in_one_line(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["learners", str(tmp_path / "nowhere")])
    assert done.exit_code == 1
    assert "nowhere is not a folder" in done.output
