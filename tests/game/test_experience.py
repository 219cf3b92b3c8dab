"""Experience, levels and days in a row, by property."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.experience import Streak, game_xp, level_begins, level_of, week_of, xp_to_next
from game.terms import Difficulty

keys = st.integers(0, 20_000)
DAY = date(2026, 11, 23).toordinal()  # a Monday


def played(*days: int) -> Streak:
    streak = Streak()
    for day in days:
        streak = streak.played(day, day - (streak.last_day or day))
    return streak


@pytest.mark.parametrize(
    ("correct", "pressed", "difficulty", "xp"),
    [
        (750, 750, Difficulty.NORMAL, 75),
        (750, 750, Difficulty.EASY, 60),
        (750, 750, Difficulty.EXPERT, 112),
        (750, 1500, Difficulty.NORMAL, 18),
        (0, 0, Difficulty.HARD, 0),
        (0, 40, Difficulty.HARD, 0),
    ],
)
def test_xp_of_games_as_docs_publish_it(correct: int, pressed: int, difficulty: Difficulty, xp: int) -> None:
    assert game_xp(correct, pressed, difficulty) == xp


@given(keys, keys, st.sampled_from(Difficulty))
def test_a_wrong_key_never_adds_xp_and_a_right_one_never_takes_any(
    correct: int, wrong: int, difficulty: Difficulty
) -> None:
    xp = game_xp(correct, correct + wrong, difficulty)
    assert (
        game_xp(correct, correct + wrong + 1, difficulty) <= xp <= game_xp(correct + 1, correct + wrong + 1, difficulty)
    )


@given(st.integers(0, 10**9))
def test_a_level_holds_its_xp(xp: int) -> None:
    level = level_of(xp)
    assert level_begins(level) <= xp < level_begins(level + 1)
    assert level_of(xp + xp_to_next(xp)) == level + 1
    assert level_of(xp + xp_to_next(xp) - 1) == level


@given(st.integers(1, 10_000))
def test_each_level_takes_a_hundred_more(level: int) -> None:
    assert level_begins(level + 1) - level_begins(level) == 100 * level


def test_weeks_begin_on_monday() -> None:
    assert week_of(DAY) == week_of(DAY + 6) == week_of(DAY - 1) + 1


@given(st.lists(st.integers(0, 400), max_size=60))
def test_a_streak_without_freezes_would_be_no_longer(days: list[int]) -> None:
    """Against the plain definition: distinct days, no two of them further apart than the freezes allow."""
    days = sorted({DAY + day for day in days})
    streak = played(*days)
    runs, frozen = [0] if not days else [1], -1
    for before, day in pairwise(days):
        missed = [week_of(between) for between in range(before + 1, day)]
        if all(week > frozen for week in missed) and len(set(missed)) == len(missed):
            runs[-1] += 1
            frozen = missed[-1] if missed else frozen
        else:
            runs.append(1)
    assert (streak.days, streak.longest) == (runs[-1], max(runs))


def test_one_day_a_week_is_forgiven_and_no_second() -> None:
    monday, tuesday, thursday, saturday = DAY, DAY + 1, DAY + 3, DAY + 5
    assert played(monday, tuesday, thursday).days == 3
    assert played(monday, tuesday, thursday, saturday).days == 1
    assert played(DAY + 5, DAY + 8).days == 2, "Sunday by its own week's, Monday by the next one's"
    assert played(DAY + 4, DAY + 8).days == 1


def test_what_a_player_sees_each_day() -> None:
    streak = played(DAY, DAY + 1)
    assert [
        (one.days, one.freezes_left, one.is_played) for one in (streak.today(DAY + n, n - 1) for n in range(1, 5))
    ] == [
        (2, 1, True),
        (2, 1, False),
        (2, 0, False),
        (0, 1, False),
    ]
    assert Streak().today(DAY, 0).days == 0


@given(st.integers(1, 50), st.integers(-1, 0))
def test_a_day_that_is_lived_twice_counts_once(length: int, back: int) -> None:
    streak = played(*range(DAY, DAY + length))
    again = streak.played(DAY + length - 1 + back, back)
    assert again == streak
    assert again.played(DAY + length, 1).days == length + 1


@given(st.integers(2, 5))
def test_a_day_that_the_date_line_took_is_not_missed(skipped: int) -> None:
    streak = played(DAY, DAY + 1)
    assert streak.played(DAY + 1 + skipped, 1).days == 3


def test_the_days_of_the_clock_change_are_days_like_others() -> None:
    sunday = date(2026, 10, 25)
    assert played(*((sunday + timedelta(days)).toordinal() for days in range(-1, 2))).days == 3
