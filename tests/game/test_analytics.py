"""The measures typists know, from a key log."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from game.analytics import consistency, keys_each_second, measures
from game.keylog import JudgedKeys, KeyLog
from tests.game.games import Player, played, playing


def typed(times_ms: list[int], end_ms: int) -> KeyLog:
    keys = "a" * len(times_ms)
    player = playing("a" * 500)
    for key, at_ms in zip(keys, times_ms, strict=True):
        player.press(key, at_ms)
    player.stop(end_ms)
    return player.log()


def test_speeds_are_standard_words_a_minute_over_the_stored_playtime() -> None:
    player = playing("a" * 200)
    player.type("a" * 90 + "x" * 10, every_ms=300)
    player.stop(30_400)
    measured = measures(player.log())
    assert measured.duration_seconds == 30
    assert measured.keys_per_minute == 200.0
    assert measured.raw_wpm == 40.0
    assert measured.net_wpm == 36.0
    assert (measured.total_keys_pressed, measured.correct_keys, measured.incorrect_keys) == (100, 90, 10)
    assert measured.accuracy_percentage == 90.0


def test_a_game_without_a_key_measures_nothing() -> None:
    measured = measures(typed([], 5_000))
    assert (measured.accuracy_percentage, measured.net_wpm, measured.raw_wpm, measured.consistency) == (0, 0, 0, 0)


def test_keys_are_counted_in_the_second_they_fall_in() -> None:
    assert keys_each_second(typed([0, 999, 1_000, 2_500], 3_000)) == [2, 1, 1]


def test_the_last_unfinished_second_is_left_out() -> None:
    assert keys_each_second(typed([0, 999, 1_000, 2_500], 2_999)) == [2, 1]


def test_the_only_second_is_kept_though_unfinished() -> None:
    assert keys_each_second(typed([0, 400], 700)) == [2]


def test_a_steady_typist_is_fully_consistent() -> None:
    assert consistency([7, 7, 7]) == 100.0


def test_consistency_is_one_minus_the_coefficient_of_variation() -> None:
    assert consistency([2, 4, 4, 4, 5, 5, 7, 9]) == pytest.approx((1 - 2 / 5) * 100, abs=1e-12)


def test_consistency_is_never_below_zero() -> None:
    assert consistency([0] * 50 + [100]) == 0.0


@given(played())
def test_measures_stay_in_their_ranges(player: Player) -> None:
    measured = measures(player.log())
    assert 0 <= measured.accuracy_percentage <= 100
    assert 0 <= measured.consistency <= 100
    assert 0 <= measured.net_wpm <= measured.raw_wpm
    assert measured.correct_keys + measured.incorrect_keys == measured.total_keys_pressed == len(player.keys)
    assert measured.duration_seconds >= 1


@given(played())
def test_the_clients_raw_times_change_no_measure(player: Player) -> None:
    log = player.log()
    other = replace(log, keys=JudgedKeys.of(key._replace(client_ms=key.client_ms + 123) for key in log.keys))
    assert measures(other) == measures(log)
