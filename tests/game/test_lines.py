"""A line told at once leaves the engine as its keys would, pressed one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game.engine
import game.lines
from game.engine import EngineRefusal, GameIsOver, NoWave, TimeRanBackwards
from game.lines import Layout, LineEngine
from game.terms import EndReason
from game.wave import Wave
from tests.game.games import state, wave, waves


def engine_in(one: Wave) -> tuple[LineEngine, Layout]:
    engine = LineEngine()
    engine.begin(one)
    return engine, Layout.of(one.typed, one.words)


def press_line(engine: LineEngine, end: int, slips: Sequence[int], end_ms: int, data: st.DataObject) -> None:
    """The keys up to `end` one by one, at any moments up to `end_ms`, until the game is over."""
    assert engine.wave is not None
    typed, wrong = engine.wave.typed, Counter(slips)
    first = bisect_left(typed.offsets, engine.position)
    pressed = [key for number in range(first, end) for key in ["\ufffd"] * wrong[number] + [typed.keys[number]]]
    for left, key in zip(range(len(pressed) - 1, -1, -1), pressed, strict=True):
        at_ms = data.draw(st.integers(engine.earliest_key_ms, end_ms)) if left else end_ms
        engine.press(key, at_ms)
        if engine.over:
            return


def play_both(data: st.DataObject) -> None:
    """One game told in lines, and the same game in keys; they are compared after every line told."""
    told, pressed = LineEngine(), LineEngine()
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        one = data.draw(waves(number))
        layout = Layout.of(one.typed, one.words)
        for engine in (told, pressed):
            engine.begin(one)
        slips = sorted(data.draw(st.lists(st.integers(0, len(one.typed.keys) - 1), max_size=8)))
        line = 0
        while told.wave is not None:
            steps = data.draw(st.lists(st.sampled_from([0, 5, 30, 60, 300]), min_size=1, max_size=4))
            ends_ms = [told.earliest_key_ms + sum(steps[: place + 1]) for place in range(len(steps))]
            typed = told.type_lines(layout, slips, ends_ms)
            for end_ms in ends_ms[:typed]:
                press_line(pressed, layout.line_ends[line], slips, end_ms, data)
                line += 1
            assert state(told) == state(pressed)
            assert told.first_hit_ms == pressed.first_hit_ms
            if told.wave is not None and typed < len(ends_ms):  # refused, so this line ends the game
                press_line(pressed, layout.line_ends[line], slips, ends_ms[typed], data)
                assert pressed.over
                return


@settings(max_examples=200)
@given(st.data())
def test_lines_told_at_once_are_the_game_of_their_keys_bit_for_bit(data: st.DataObject) -> None:
    play_both(data)


@given(st.data(), st.integers(1, 40))
def test_the_key_limit_is_left_to_the_keys(data: st.DataObject, limit: int) -> None:
    with patch.object(game.engine, "GAME_LIMIT_KEYS", limit), patch.object(game.lines, "GAME_LIMIT_KEYS", limit):
        play_both(data)


@given(st.data(), st.integers(0, 800))
def test_the_time_limit_is_left_to_the_keys(data: st.DataObject, limit_ms: int) -> None:
    with patch.object(game.engine, "GAME_LIMIT_MS", limit_ms), patch.object(game.lines, "GAME_LIMIT_MS", limit_ms):
        play_both(data)


def test_long_clean_runs_reach_the_highest_combo() -> None:
    text = " ".join(f"w{number}" for number in range(80))
    told, layout = engine_in(wave(text))
    pressed, _ = engine_in(wave(text))
    assert told.type_lines(layout, [30], [5_000]) == 1
    for number, key in enumerate(text):
        if number == 30:
            pressed.press("~", 1)
        pressed.press(key, 1 if number < len(text) - 1 else 5_000)
    assert told.totals == pressed.totals
    assert told.totals.max_combo == 10


def test_a_line_may_be_told_from_its_middle() -> None:
    told, layout = engine_in(wave("abc d"))
    told.press("a", 1)
    told.press("~", 2)
    assert told.type_lines(layout, [0, 3], [9]) == 1
    assert (told.totals.keys_pressed, told.totals.keys_correct) == (7, 5)
    assert (told.totals.correct_words, told.totals.incorrect_words) == (1, 1)


def test_the_line_that_would_end_the_game_is_refused_and_changes_nothing() -> None:
    told, layout = engine_in(wave("a\nb", due_ms=[10, 10], damage=50, every_ms=10))
    before = state(told)
    assert told.type_lines(layout, [], [11]) == 0
    assert state(told) == before
    assert told.type_lines(layout, [], [10]) == 1  # at exactly the deadline it still kills
    assert told.hp == 100


def test_what_press_refuses_is_refused() -> None:
    told, layout = engine_in(wave("a\nb\nc", due_ms=[5, 50, 50]))
    with pytest.raises(EngineRefusal, match="another wave's"):
        told.type_lines(engine_in(wave("x"))[1], [], [1])
    with pytest.raises(TimeRanBackwards):
        told.type_lines(layout, [], [9, 8])
    assert (told.totals.enemies_killed, told.at_ms) == (1, 9)
    assert told.type_lines(layout, [], [20, 30, 40, 50]) == 2
    with pytest.raises(NoWave):
        told.type_lines(layout, [], [60])
    told.stop(60, EndReason.QUIT)
    with pytest.raises(GameIsOver):
        told.type_lines(layout, [], [60])
