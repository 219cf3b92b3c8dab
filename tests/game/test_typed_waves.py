"""What was typed of each wave, in numbers, and as it is noted."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.analysis import PlayedWave, played_waves
from game.keylog import JudgedKeys, Key, KeyLog
from game.plausibility import by_client
from game.terms import EndReason
from game.typed_waves import NOTED_WAVES, TypedWave, noted, typed_waves, waves_of_note
from tests.game.games import wave

TEXTS = ("a b\n  c", "b = a", "c")


def log_of(pressed: list[tuple[int, str]], jitter: int) -> KeyLog:
    """Keys and the milliseconds before each; the client's clock runs on its own."""
    at_ms, keys = 0, []
    for number, (after_ms, key) in enumerate(pressed):
        at_ms += after_ms
        keys.append(Key(at_ms, at_ms + 3 * number + jitter * (number % 2), key))
    waves = tuple(wave(text, number=number) for number, text in enumerate(TEXTS, 1))
    return KeyLog("PYTHON", "NORMAL", waves, JudgedKeys.of(keys), at_ms, EndReason.QUIT)


def by_definition(played: PlayedWave) -> TypedWave:
    lines = [0] * (played.wave.text.count("\n") + 1)
    for press in played.presses:
        offset = played.wave.typed.offsets[press.number]
        lines[played.wave.text[:offset].count("\n")] += len(press.wrong)
    right_ms = [press.at_ms for press in played.presses if press.at_ms is not None]
    return TypedWave(
        played.wave.snippet_id,
        played.cleared_ms is not None,
        len(right_ms),
        sum(lines),
        right_ms[-1] - right_ms[0] if right_ms else 0,
        tuple(lines),
    )


@given(st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from("ab c=\n")), max_size=40), st.integers(0, 400))
def test_the_numbers_are_those_of_the_log_by_whichever_clock_it_was_played_out(
    pressed: list[tuple[int, str]], jitter: int
) -> None:
    log = log_of(pressed, jitter)
    played = [one for one in played_waves(log) if one.presses]
    expected = [by_definition(one) for one in played]
    seen = [(one.keys_right, one.keys_wrong, one.typed_ms) for one in played]
    assert seen == [(one.keys_right, one.keys_wrong, one.typed_ms) for one in expected]
    assert typed_waves(log, played_waves(log)) == expected
    assert typed_waves(log, played_waves(by_client(log))) == expected
    note = noted(expected)
    assert waves_of_note(orjson.loads(orjson.dumps(note))) == expected


def test_by_the_clients_clock_the_times_are_the_games() -> None:
    log = log_of([(100, key) for key in "a b"] + [(100, "x"), (100, "\n"), (100, "c")], 0)
    assert by_client(log) != log, "or the clocks are not two"
    (one,) = typed_waves(log, played_waves(by_client(log)))
    assert (one.typed_ms, one.keys_right, one.keys_wrong, one.is_cleared) == (500, 5, 1, True)
    assert one.line_errors == (1, 0), "the end of the first line was due"


def test_of_a_very_long_game_nothing_is_noted() -> None:
    one = TypedWave("a", True, 5, 0, 900, (0,))
    assert waves_of_note(noted([one] * NOTED_WAVES)) == [one] * NOTED_WAVES
    assert noted([one] * (NOTED_WAVES + 1)) is None


@pytest.mark.parametrize("note", [None, 3, [[]], [["a", True]], {"waves": []}, [["a", True, 5, 0, 900, 7]]])
def test_a_note_that_is_not_ours_says_nothing(note: object) -> None:
    assert waves_of_note(note) is None
