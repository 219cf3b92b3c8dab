"""How robots fare in the courses: which challenges typists of 20, 40 and 80 words a minute pass.

Law: an attempt here is a robot that types a challenge's wave into the real engine, judged by the rule that judges the
attempts of players. The same seed and files give the same table: an attempt's random numbers come from a seed that
names it, so no attempt depends on another.
Absent on purpose: learning (a robot is as fast at its last try as at its first), and the time to read the code first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from random import Random
from typing import NamedTuple

from game.lines import Layout, LineEngine
from game.rules import serve
from game.scoring import playtime_seconds
from game.terms import ChallengeGoal, EndReason, Language
from game.wave import Wave
from server.courses import ChallengeFile, Goals, ModuleFile, TrackFile, missed
from server.library import code_of
from server.play import harmless
from server.robots.simulate import Robot
from server.robots.typist import Form, paces

# As in simulate.py: the faster a typist, the fewer the mistakes.
LEARNERS = (
    Robot("20 wpm", 0.925, wpm=20),
    Robot("40 wpm", 0.94, wpm=40),
    Robot("80 wpm", 0.96, wpm=80),
)
TRIES = 40  # of each robot at each challenge
PASSED = 0.5  # of the tries; from there on a challenge is within a robot's reach, for whoever fails tries again
BEGINNERS_MODULES = 3  # of each track; in these the slowest robot passes everything


class ModuleRun(NamedTuple):
    """How the robots did in one module.

    `asks_wpm` is the highest speed that a goal in it asks for, 0 if none does. `rates` says for each robot, by its
    name, and each challenge, by its slug, which part of the tries reached all goals, 0 to 1.
    """

    track: str
    place: int
    title: str
    asks_wpm: float
    rates: Mapping[str, Mapping[str, float]]

    def out_of_reach(self, robot: str) -> list[str]:
        """The challenges that the robot does not pass, by their slugs."""
        return [slug for slug, rate in self.rates[robot].items() if rate < PASSED]

    def passed(self, robot: str) -> str:
        all_of_it = len(self.rates[robot])
        return f"{all_of_it - len(self.out_of_reach(robot))} of {all_of_it}"


def run_courses(tracks: Sequence[TrackFile], *, tries: int = TRIES, seed: int = 1) -> list[ModuleRun]:
    """Let every robot try every challenge so many times. Raises SnippetRefused for code that cannot be typed."""
    return [_run(track, module, tries, seed) for track in tracks for module in track.modules]


def _run(track: TrackFile, module: ModuleFile, tries: int, seed: int) -> ModuleRun:
    challenges = module.challenges()
    rates: dict[str, dict[str, float]] = {robot.name: {} for robot in LEARNERS}
    for one in challenges:
        wave = challenge_wave(track.language, one)
        for robot in LEARNERS:
            rates[robot.name][one.slug] = _rate(robot, wave, _goals(one), tries, f"{seed}/{track.slug}/{one.slug}")
    asks_wpm = max((one.table.min_net_wpm or 0.0 for one in challenges), default=0.0)
    return ModuleRun(track.slug, module.place, module.table.title, asks_wpm, rates)


def _goals(challenge: ChallengeFile) -> Goals:
    asked = challenge.table
    return Goals(min_accuracy=asked.min_accuracy, min_net_wpm=asked.min_net_wpm, max_wrong_keys=asked.max_wrong_keys)


def challenge_wave(language: Language, challenge: ChallengeFile) -> Wave:
    """The wave of a game of this challenge."""
    code = code_of(language, challenge.code)
    wave = serve(
        number=1,
        difficulty=code.difficulty,
        snippet_id=challenge.slug,
        version=1,
        language=language,
        text=code.text,
        words=code.parsed.words,
        expected_wpm=code.expected_wpm,
    )
    return harmless(wave)


def _rate(robot: Robot, wave: Wave, goals: Goals, tries: int, seed: str) -> float:
    layout = Layout.of(wave.typed, wave.words)
    randoms = (Random(f"{seed}/{robot.name}/{number}") for number in range(tries))
    return sum(not attempt(robot, wave, layout, goals, random) for random in randoms) / tries


def attempt(robot: Robot, wave: Wave, layout: Layout, goals: Goals, random: Random) -> list[ChallengeGoal]:
    """Type the wave to its end; returns the goals that were missed."""
    engine = LineEngine()
    engine.begin(wave)
    slips, ends_ms = paces(robot.typist(0), layout.line_ends, random, Form(random))
    engine.type_lines(layout, slips, ends_ms)
    totals = engine.totals
    return list(
        missed(
            goals,
            end=EndReason.CLEARED if engine.waves_completed else EndReason.QUIT,
            correct_keys=totals.keys_correct,
            pressed_keys=totals.keys_pressed,
            seconds=playtime_seconds(engine.at_ms),
        )
    )


# ---------------------------------------------------------------- what is meant


def misses(runs: Sequence[ModuleRun]) -> Iterator[str]:
    """Each module that is not for whom docs/courses.md says it is, as a sentence."""
    slow, middling, fast = (robot.name for robot in LEARNERS)
    for name, of_track in groupby(runs, key=lambda run: run.track):
        track = list(of_track)
        for robot, modules in ((slow, track[:BEGINNERS_MODULES]), (middling, track[:-1]), (fast, track)):
            for run in modules:
                if beyond := run.out_of_reach(robot):
                    yield f"{name}, module {run.place}: out of reach at {robot}: {', '.join(beyond)}"
        for robot in (slow, middling):
            if not track[-1].out_of_reach(robot):
                yield f"{name}, module {track[-1].place}: nothing in it is out of reach at {robot}"


# ---------------------------------------------------------------- the table


def markdown(runs: Sequence[ModuleRun]) -> str:
    """A row for each module: how many of its challenges each robot passes."""
    names = [robot.name for robot in LEARNERS]
    rows = [f"| track | module | asks for | {' | '.join(names)} |", "|---|---|---:|" + "---:|" * len(names)]
    for run in runs:
        asks = f"{run.asks_wpm:g} wpm" if run.asks_wpm else ""
        passed = " | ".join(run.passed(name) for name in names)
        rows.append(f"| {run.track} | {run.place}. {run.title} | {asks} | {passed} |")
    return "\n".join(rows)
