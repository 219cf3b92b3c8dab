"""Robots type at the speed, with the errors and with the scatter that they are said to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from statistics import fmean, median, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.robots.typist import (
    NEIGHBOURS,
    SLIP_COST,
    SPREAD,
    TIRED,
    TIRING_MS,
    UNIT_INTERVALS,
    WANDER,
    WANDER_MS,
    Form,
    Typist,
    paces,
    strokes,
)

TEXT = "def speed(keys, minutes):\nreturn len(keys) / 5 / minutes\n" * 400
FIRST_KEYS = [(139, "f"), (171, ")"), (435, "("), (119, "c"), (412, "x"), (119, ")"), (129, "\n"), (50, "y")]
FIRST_LINES = ([4, 10, 17], [1169, 1554, 3254])


def typed(typist: Typist, seed: int = 1, text: str = TEXT) -> list[tuple[int, str]]:
    return list(strokes(typist, text, Random(seed)))


def after_right_keys(pressed: Sequence[tuple[int, str]], text: str = TEXT) -> tuple[list[int], list[int]]:
    """Intervals of keys that follow a right key, and of those that follow a wrong one."""
    right: list[int] = []
    wrong: list[int] = []
    slipped, cursor = False, 0
    for interval_ms, key in pressed:
        (wrong if slipped else right).append(interval_ms)
        slipped = key != text[cursor]
        cursor += not slipped
    return right, wrong


@pytest.mark.parametrize(("wpm", "accuracy"), [(20, 0.92), (40, 0.95), (80, 0.97), (130, 1.0), (600, 0.97)])
def test_the_stopwatch_says_the_speed_slips_included(wpm: float, accuracy: float) -> None:
    minutes = sum(interval_ms for interval_ms, _ in typed(Typist(wpm, accuracy))) / 60_000
    assert len(TEXT) / 5 / minutes == pytest.approx(wpm, rel=0.02)


@pytest.mark.parametrize("accuracy", [0.85, 0.92, 0.97])
def test_the_share_of_right_keys_is_the_accuracy(accuracy: float) -> None:
    assert len(TEXT) / len(typed(Typist(60, accuracy))) == pytest.approx(accuracy, abs=0.005)


def test_a_typist_without_errors_presses_the_text_and_nothing_else() -> None:
    assert "".join(key for _, key in typed(Typist(60, 1.0))) == TEXT


def test_right_keys_alone_are_the_text() -> None:
    cursor = 0
    for _, key in typed(Typist(60, 0.8)):
        cursor += key == TEXT[cursor]
        if cursor == len(TEXT):
            break
    assert cursor == len(TEXT)


def test_a_key_after_a_slip_takes_longer() -> None:
    right, wrong = after_right_keys(typed(Typist(40, 0.9)))
    assert fmean(wrong) / fmean(right) == pytest.approx(SLIP_COST, rel=0.05)


def test_intervals_are_log_normal() -> None:
    logs = [math.log(interval) for interval in UNIT_INTERVALS]
    assert fmean(UNIT_INTERVALS) == pytest.approx(1.0, abs=1e-12)
    assert pstdev(logs) == pytest.approx(SPREAD, rel=0.01)
    assert fmean(logs) == pytest.approx(median(logs), abs=1e-3)  # symmetric in the logarithm …
    assert median(UNIT_INTERVALS) < 0.95  # … and skewed to the right without it


def test_the_same_seed_types_the_same_keys() -> None:
    assert typed(Typist(60, 0.9), seed=7) == typed(Typist(60, 0.9), seed=7)


def test_another_seed_types_other_intervals() -> None:
    assert typed(Typist(60, 0.9), seed=7) != typed(Typist(60, 0.9), seed=8)


def test_a_seed_keeps_its_keys_for_ever() -> None:
    # Balance tables and demo games are made of these; a change of the model has to be meant.
    assert list(strokes(Typist(60, 0.8), "f(x)\ny", Random(5))) == FIRST_KEYS


def test_wrong_keys_lie_beside_the_right_one() -> None:
    cursor = 0
    for _, key in typed(Typist(60, 0.7)):
        if cursor < len(TEXT) and key != TEXT[cursor]:
            assert key in NEIGHBOURS[TEXT[cursor]]
        else:
            cursor += 1


@pytest.mark.parametrize("key", ["\n", *map(chr, range(0x20, 0x7F))])
def test_every_key_of_a_snippet_has_neighbours_that_can_be_pressed(key: str) -> None:
    assert NEIGHBOURS[key]
    assert key not in NEIGHBOURS[key]
    assert all(" " < beside <= "~" for beside in NEIGHBOURS[key])


@given(wpm=st.floats(1, 2_000), accuracy=st.floats(0.2, 1), seed=st.integers(0, 99))
def test_time_never_runs_backwards(wpm: float, accuracy: float, seed: int) -> None:
    assert all(interval_ms >= 0 for interval_ms, _ in typed(Typist(wpm, accuracy), seed, "a b(c)\n" * 5))


# ---------------------------------------------------------------- line by line

ENDS = tuple(range(30, 30 * 400, 30))


@pytest.mark.parametrize(("wpm", "accuracy"), [(20, 0.92), (40, 0.95), (130, 1.0), (600, 0.97)])
def test_lines_take_as_long_as_their_keys_and_slip_as_often(wpm: float, accuracy: float) -> None:
    slips, ends_ms = paces(Typist(wpm, accuracy), ENDS, Random(1))
    assert ENDS[-1] / 5 / (ends_ms[-1] / 60_000) == pytest.approx(wpm, rel=0.02)
    assert ENDS[-1] / (ENDS[-1] + len(slips)) == pytest.approx(accuracy, abs=0.006)


def test_lines_scatter_as_their_keys_do() -> None:
    def deviations(accuracy: float) -> list[float]:
        typist, random = Typist(40, accuracy), Random(3)
        by_keys = [sum(interval_ms for interval_ms, _ in strokes(typist, "abcdefgh" * 3, random)) for _ in range(2000)]
        by_lines = [paces(typist, (24,), random)[1][0] for _ in range(2000)]
        return [pstdev(by_keys), pstdev(by_lines)]

    for accuracy in (1.0, 0.92):
        keys, lines = deviations(accuracy)
        assert lines == pytest.approx(keys, rel=0.1)


def test_slips_ascend_and_lie_before_keys_that_are_typed() -> None:
    slips, ends_ms = paces(Typist(60, 0.5), (3, 4, 20), Random(2))
    assert slips == sorted(slips) and slips[-1] < 20
    assert len(set(slips)) < len(slips)  # two wrong keys in a row
    assert ends_ms == sorted(ends_ms)


def test_the_same_seed_types_the_same_lines_for_ever() -> None:
    assert paces(Typist(60, 0.8), (6, 8, 20), Random(5)) == FIRST_LINES


@pytest.mark.parametrize(("wpm", "accuracy"), [(0, 0.9), (-5, 0.9), (60, 0), (60, 1.1)])
def test_an_impossible_typist_is_refused(wpm: float, accuracy: float) -> None:
    with pytest.raises(ValueError, match="a typist has"):
        Typist(wpm, accuracy)


# ---------------------------------------------------------------- form


def speeds_of(form: Form, lines: int, line_ms: float) -> list[float]:
    """The factor of the intervals of each of so many lines, each of which takes `line_ms`."""
    factors = []
    for _ in range(lines):
        factors.append(form.line(30)[0])
        form.passed(line_ms)
    return factors


def test_a_player_has_good_and_bad_minutes() -> None:
    logs = [math.log(speeds_of(Form(Random(seed)), 1, 1)[0]) for seed in range(4000)]
    assert pstdev(logs) == pytest.approx(WANDER, rel=0.05)


def test_a_bad_stretch_lasts_and_passes() -> None:
    games = [speeds_of(Form(Random(seed)), 8, WANDER_MS / 2) for seed in range(2000)]

    def together(apart: int) -> float:
        first, later = [math.log(game[0]) for game in games], [math.log(game[apart]) for game in games]
        means = fmean(first), fmean(later)
        covariance = fmean((x - means[0]) * (y - means[1]) for x, y in zip(first, later, strict=True))
        return covariance / (pstdev(first) * pstdev(later))

    assert together(1) == pytest.approx(math.exp(-0.5), abs=0.06)
    assert together(6) == pytest.approx(math.exp(-3), abs=0.06)


def test_a_player_tires_and_not_without_end() -> None:
    def mean(after_ms: float) -> float:
        forms = [Form(Random(seed)) for seed in range(3000)]
        for form in forms:
            form.passed(after_ms)
        return fmean(form.line(30)[0] for form in forms)

    fresh = mean(0)
    assert mean(TIRING_MS / 20) / fresh == pytest.approx(1.05, abs=0.01)
    assert mean(TIRING_MS * 3) / fresh == pytest.approx(1 + TIRED, abs=0.01)


def test_keys_and_lines_in_the_same_form_take_the_typists_own_time() -> None:
    text = ("x" * 29 + "\n") * 9 + "x" * 29
    ends = [30 * line + 29 for line in range(10)]
    typist, random = Typist(40, 0.95), Random(4)
    by_keys = [sum(ms for ms, _ in strokes(typist, text, random, Form(random))) for _ in range(500)]
    by_lines = [paces(typist, ends, random, Form(random))[1][-1] for _ in range(500)]
    asked_ms = len(text) / 5 / 40 * 60_000
    for times in (by_keys, by_lines):
        assert fmean(times) == pytest.approx(asked_ms, rel=0.02)
    assert pstdev(by_keys) == pytest.approx(pstdev(by_lines), rel=0.15)


def test_a_player_stops_before_a_line_now_and_then() -> None:
    waits = [Form(Random(seed)).line(20)[1] for seed in range(3000)]
    assert 0.08 < sum(wait > 0 for wait in waits) / len(waits) < 0.12
