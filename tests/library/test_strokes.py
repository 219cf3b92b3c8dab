"""What a key log says about characters."""

from __future__ import annotations

import orjson

from game.analysis import SLOW_MS
from game.keylog import encode
from server.practice.strokes import Stroke, played_waves, typed_keys, waves_of_log
from tests.game.games import wave
from tests.library.games import log_of, well_typed

TEXT = "if a:\n    b"


def test_what_is_typed_is_what_a_game_would_want() -> None:
    assert typed_keys("if a:\n\n    b = 1\nc") == "if a:\nb = 1\nc"


def test_a_wave_typed_well_has_a_stroke_a_key() -> None:
    (one,) = played_waves(log_of([wave(TEXT)], well_typed(TEXT, ms=100)))
    assert "".join(stroke.key for stroke in one.strokes) == "if a:\nb"
    assert one.strokes[:2] == [Stroke("i", "", 0, None), Stroke("f", "i", 0, 100)]
    assert (one.keys_right, one.keys_wrong, one.is_finished, one.lasted_ms) == (7, 0, True, 600)


def test_wrong_keys_belong_to_the_key_that_was_due() -> None:
    (one,) = played_waves(log_of([wave(TEXT)], [(10, "i"), (20, "x"), (30, "y"), (40, "f"), (50, "?")]))
    assert one.strokes == [Stroke("i", "", 0, None), Stroke("f", "i", 2, 90), Stroke(" ", "f", 1, None)]
    assert (one.keys_right, one.keys_wrong, one.is_finished) == (2, 3, False)


def test_a_pause_for_thought_is_cut() -> None:
    (one,) = played_waves(log_of([wave(TEXT)], [(10, "i"), (60_000, "f")]))
    assert one.strokes[1].took_ms == SLOW_MS


def test_waves_follow_each_other_and_one_without_a_key_is_none() -> None:
    waves = [wave(TEXT), wave("c = 1", number=2), wave("d = 1", number=3)]
    first, second = played_waves(log_of(waves, [*well_typed(TEXT), (5, "c")]))
    assert (first.snippet_id, first.is_finished) == ("snippet-1", True)
    assert (second.snippet_id, second.strokes) == ("snippet-2", [Stroke("c", "", 0, None)])


def test_a_stored_log_is_read_and_an_unknown_one_says_nothing() -> None:
    log = log_of([wave(TEXT)], well_typed(TEXT))
    assert waves_of_log(orjson.dumps(encode(log)).decode()) == list(played_waves(log))
    assert waves_of_log('{"format": 2}') == []
    assert waves_of_log('{"format": 1, "waves": [{}]}') == []
    assert waves_of_log("null") == waves_of_log("") == []
