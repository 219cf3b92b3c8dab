"""What a stored key log says about waves and their speed."""

from __future__ import annotations

import orjson
import pytest

from game.analysis import played_waves
from game.keylog import KeyLog, encode
from server.key_logs import StoredLog
from server.practice.waves import speed_wpm, typed_keys, waves_of_log
from tests.game.games import wave
from tests.played_games import log_of, well_typed

TEXT = "if a:\n    b"


def stored(log: KeyLog) -> StoredLog:
    return StoredLog(orjson.dumps(encode(log)))


def test_what_is_typed_is_what_a_game_would_ask_for() -> None:
    assert typed_keys("if a:\n\n    b = 1\nc") == "if a:\nb = 1\nc"


def test_waves_come_in_order_and_one_without_a_key_is_left_out() -> None:
    waves = [wave(TEXT), wave("c = 1", number=2), wave("d = 1", number=3)]
    log = log_of(waves, [*well_typed(TEXT), (5, "c")])
    assert waves_of_log(stored(log)) == played_waves(log)[:2]


def test_a_log_that_cannot_be_read_has_no_waves() -> None:
    assert waves_of_log(StoredLog(b'{"format": 3}')) == []
    assert waves_of_log(StoredLog(b'{"format": 1, "waves": [{}]}')) == []
    assert waves_of_log(StoredLog(b"null")) == waves_of_log(StoredLog(b"")) == []


def test_speed_is_told_from_the_first_right_key_to_the_last() -> None:
    (one,) = waves_of_log(stored(log_of([wave(TEXT)], well_typed(TEXT, ms=100))))
    assert one.typed_ms == 600
    assert speed_wpm(one) == pytest.approx(120)
    (slipped,) = waves_of_log(stored(log_of([wave(TEXT)], [(10, "x"), (10, "i"), (500, "y"), (500, "f"), (9, "z")])))
    assert slipped.typed_ms == 1000
    assert speed_wpm(slipped) == pytest.approx(12)


def test_a_single_key_shows_no_speed() -> None:
    (right,) = waves_of_log(stored(log_of([wave(TEXT)], [(10, "i")])))
    (wrong,) = waves_of_log(stored(log_of([wave(TEXT)], [(10, "x")])))
    assert speed_wpm(right) is None
    assert speed_wpm(wrong) is None
