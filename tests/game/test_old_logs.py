"""Games that were stored before a change of the format are judged as they were then, bit for bit.

The files under tests/vectors/logs were written once, by the code of their time: the log, and what that code said of it.
They are never written again.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from game.keylog import FORMATS, decode, encode
from game.replay import BrokenLog, events, replay

LOGS = sorted((Path(__file__).parent.parent / "vectors" / "logs").glob("*.json"))


def read(path: Path) -> tuple[Any, dict[str, Any]]:
    stored = json.loads(path.read_text())
    return stored["log"], stored["expect"]


def test_there_is_a_log_of_every_format() -> None:
    assert {read(path)[0]["format"] for path in LOGS} == set(FORMATS)


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_stored_log_replays_as_the_code_of_its_time_judged_it(path: Path) -> None:
    document, expect = read(path)
    log = decode(document)
    engine = replay(log)
    assert (engine.at_ms, engine.end_reason, engine.hp, engine.streak) == (
        expect["end_ms"],
        expect["end_reason"],
        expect["hp"],
        expect["streak"],
    )
    assert {name: getattr(engine.totals, name) for name in expect["totals"]} == expect["totals"]
    assert [[type(event).__name__, *astuple(event)] for event in events(log)] == expect["events"]


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_stored_log_written_again_is_the_same_game(path: Path) -> None:
    log = decode(read(path)[0])
    assert decode(json.loads(json.dumps(encode(log)))) == log


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_stored_log_with_a_key_left_out_is_not_that_game(path: Path) -> None:
    document, expect = read(path)
    cut = {**document, "keys": document["keys"][:-1], "at": document["at"][:-1], "client": document["client"][:-1]}
    with contextlib.suppress(BrokenLog):
        assert replay(decode(cut)).totals.keys_pressed < expect["totals"]["keys_pressed"]
