"""What one game shows about its typing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.analysis import (
    KEYS_NAMED,
    POINTS,
    SLOW_MS,
    Mistake,
    details,
    key_figures,
    mistakes,
    most_mistyped,
    played_waves,
    series,
    slowest,
    typed_to,
    wave_marks,
)
from game.analytics import measures
from game.events import Mistyped, WaveCleared
from game.keylog import KeyLog
from tests.game.games import Player, played, playing, wave


def finished(player: Player, end_ms: int) -> KeyLog:
    player.stop(end_ms)
    return player.log()


def typed(text: str, keys: str, *, every_ms: int = 100) -> KeyLog:
    player = playing(text)
    player.type(keys, every_ms=every_ms)
    return finished(player, player.engine.at_ms)


# ---------------------------------------------------------------- over time


def test_a_point_is_the_raw_speed_of_one_second() -> None:
    log = typed("a" * 50, "a" * 20, every_ms=100)  # keys at 100 … 2000 ms
    assert series(log, played_waves(log)).raw_wpm == (9 * 12, 11 * 12), "the key at the end belongs to the last second"


def test_errors_stand_in_the_second_they_fell_in() -> None:
    player = playing("abc" * 20)
    for key, at_ms in (("a", 200), ("x", 1_100), ("y", 1_900), ("b", 2_000)):
        player.press(key, at_ms)
    log = finished(player, 3_500)
    assert series(log, played_waves(log)).errors == (0, 2, 0)


def test_the_last_point_reaches_to_the_games_end() -> None:
    player = playing("a" * 50)
    for at_ms in (500, 1_200, 1_600):
        player.press("a", at_ms)
    log = finished(player, 1_800)
    assert series(log, played_waves(log)).raw_wpm == (3 / 1.8 * 12,)


def test_a_game_of_one_key_has_one_point() -> None:
    log = typed("ab", "a", every_ms=40)
    assert series(log, played_waves(log)).raw_wpm == (12.0,)


def test_a_long_game_is_thinned_by_whole_seconds() -> None:
    player = playing("ab" * 30)
    for second in range(50):
        player.press("ab"[second % 2], second * 1_000 + 500)
    log = finished(player, 50_000)
    thinned = series(log, played_waves(log), points=20)
    assert thinned.every_s == 3
    assert thinned.raw_wpm == pytest.approx([12.0] * 17), "also the last one, which has two seconds"


@given(played(), st.integers(1, 5))
def test_series_is_bounded_and_loses_no_key(player: Player, points: int) -> None:
    log = player.log()
    drawn = series(log, played_waves(log), points)
    measured = measures(log)
    assert len(drawn.raw_wpm) == len(drawn.errors) <= points
    assert sum(drawn.errors) == measured.incorrect_keys
    lasted = [float(drawn.every_s)] * (len(drawn.errors) - 1)
    lasted.append(max(1, log.end_ms / 1000 - drawn.every_s * len(lasted)))
    keys = sum(speed * 5 * seconds / 60 for speed, seconds in zip(drawn.raw_wpm, lasted, strict=True))
    assert round(keys, 6) == measured.total_keys_pressed


# ---------------------------------------------------------------- waves


@given(played())
def test_waves_begin_and_are_cleared_when_the_engine_said_so(player: Player) -> None:
    waves = played_waves(player.log())
    cleared = [event.at_ms for event in player.events if isinstance(event, WaveCleared)]
    assert [one.cleared_ms for one in waves if one.cleared_ms is not None] == cleared
    assert [one.start_ms for one in waves] == [0, *cleared][: len(waves)]
    assert [one.wave for one in waves] == player.begun


@given(played())
def test_every_key_is_right_or_a_mistake_of_one_wave(player: Player) -> None:
    waves = played_waves(player.log())
    totals = player.engine.totals
    assert sum(one.keys_right for one in waves) == totals.keys_correct
    assert sum(one.keys_wrong for one in waves) == totals.keys_pressed - totals.keys_correct
    judged = [(event.due, event.key, event.at_ms) for event in player.events if isinstance(event, Mistyped)]
    found = [
        (one.wave.typed.keys[press.number], key, at_ms)
        for one in waves
        for press in one.presses
        for at_ms, key in press.wrong
    ]
    assert found == judged


@given(played())
def test_the_offset_typed_to_is_where_the_cursor_stood(player: Player) -> None:
    waves = played_waves(player.log())
    for one in waves[:-1]:
        assert typed_to(one) == len(one.wave.text)
    if waves and player.engine.wave is not None:
        assert typed_to(waves[-1]) == player.engine.position


def test_mistakes_are_told_where_they_were_made() -> None:
    log = typed("if x:\n    y", "if~x x:q\ny")  # two wrong keys for the space, one for Enter
    (one,) = played_waves(log)
    assert mistakes(one) == [Mistake(2, 2, "~x"), Mistake(5, 1, "q")]
    assert typed_to(one) == len("if x:\n    y")


def test_a_place_names_its_first_wrong_keys_and_counts_all() -> None:
    log = typed("ab", "a" + "x" * (KEYS_NAMED + 5))
    (mistake,) = mistakes(played_waves(log)[0])
    assert mistake == Mistake(1, KEYS_NAMED + 5, "x" * KEYS_NAMED)


def test_of_many_waves_those_with_most_mistakes_are_detailed_in_order() -> None:
    player = Player([wave("ab", number=number) for number in range(1, 6)])
    for wrong in ("", "x", "", "xx", "x"):
        player.begin()
        player.type(f"a{wrong}b")
    waves = played_waves(finished(player, player.engine.at_ms))
    assert [one.wave.number for one in details(waves, 3)] == [2, 4, 5]
    assert details(waves, 5) == waves
    assert [one.wave.number for one in wave_marks(waves, 2)] == [1, 4]
    assert wave_marks(waves) == waves
    assert len(waves) < POINTS


# ---------------------------------------------------------------- keys and pairs


def test_a_key_is_timed_from_the_right_key_before_it() -> None:
    player = playing("abab")
    for key, at_ms in (("a", 100), ("x", 250), ("b", 400), ("a", 500), ("b", 600)):
        player.press(key, at_ms)
    waves = played_waves(finished(player, 600))
    a, b = key_figures(waves)
    assert (a.key, a.presses, a.errors, a.missed, a.timed, a.mean_ms) == ("a", 2, 0, 0, 1, 100.0)
    assert (b.key, b.presses, b.errors, b.missed, b.timed, b.mean_ms) == ("b", 2, 1, 1, 2, 200.0)
    ab, ba = key_figures(waves, 2)
    assert (ab.key, ab.presses, ab.errors, ab.mean_ms) == ("ab", 2, 1, 200.0)
    assert (ba.key, ba.presses, ba.errors, ba.mean_ms) == ("ba", 1, 0, 100.0)


def test_a_wait_counts_as_a_slow_key_at_most() -> None:
    log = typed("ab", "ab", every_ms=SLOW_MS * 2)
    assert key_figures(played_waves(log))[1].mean_ms == SLOW_MS


def test_a_key_never_reached_has_errors_and_no_press() -> None:
    log = typed("ab", "axx")
    b = key_figures(played_waves(log))[1]
    assert (b.presses, b.errors, b.missed, b.timed, b.mean_ms) == (0, 2, 1, 0, None)


def test_slowest_needs_enough_times_and_leaves_pairs_with_blanks_out() -> None:
    log = typed("ab c" * 6 + "z", "ab c" * 6 + "z")
    waves = played_waves(log)
    assert {one.key for one in slowest(key_figures(waves), 9)} == {"a", "b", " ", "c"}
    assert {one.key for one in slowest(key_figures(waves, 2), 9)} == {"ab", "ca"}


def test_most_mistyped_are_those_with_most_wrong_keys() -> None:
    log = typed("abcb", "axxbycyb")
    assert [(one.key, one.errors) for one in most_mistyped(key_figures(played_waves(log)), 9)] == [("b", 3), ("c", 1)]
    assert [one.key for one in most_mistyped(key_figures(played_waves(log), 2), 1)] == ["ab"]


@given(played(), st.sampled_from([1, 2]))
def test_figures_add_up_to_the_games_keys(player: Player, length: int) -> None:
    waves = played_waves(player.log())
    figures = key_figures(waves, length)
    firsts = [press for one in waves for press in one.presses[:1] if length == 2]
    totals = player.engine.totals
    assert sum(one.presses for one in figures) == totals.keys_correct - sum(one.at_ms is not None for one in firsts)
    wrong = totals.keys_pressed - totals.keys_correct
    assert sum(one.errors for one in figures) == wrong - sum(len(one.wrong) for one in firsts)
    for one in figures:
        assert len(one.key) == length
        assert one.timed <= one.presses
        assert one.missed <= one.errors
        assert one.mean_ms is None or 0 <= one.mean_ms <= SLOW_MS
    assert len(slowest(figures, 3)) <= 3 >= len(most_mistyped(figures, 3))
