"""The key log's format: what it holds comes back equal, and what is not a log is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from game.keylog import PLACEHOLDER, JudgedKeys, UnknownFormat, decode, encode
from tests.game.games import Player, played, playing


def stored() -> dict[str, Any]:
    player = playing("a b")
    player.press("a", 10, client_ms=7)
    player.press(PLACEHOLDER, 10)
    player.press(" ", 250, client_ms=260)
    player.stop(300)
    return encode(player.log())


@given(played())
def test_decode_gives_back_what_encode_took(player: Player) -> None:
    assert decode(json.loads(json.dumps(encode(player.log())))) == player.log()


@given(played())
def test_keys_in_columns_are_the_keys_they_were_made_of(player: Player) -> None:
    keys = JudgedKeys.of(player.keys)
    assert [*keys] == player.keys
    assert (len(keys), keys.at_ms, keys.client_ms) == (
        len(player.keys),
        tuple(key.at_ms for key in player.keys),
        tuple(key.client_ms for key in player.keys),
    )


def test_format_3_is_written_as_its_description_says() -> None:
    # Logs are kept for ever: this literal is the format, not a snapshot to be renewed.
    assert stored() == {
        "format": 3,
        "language": "PYTHON",
        "difficulty": "NORMAL",
        "time_limit_ms": None,
        "waves": [
            {
                "number": 1,
                "snippet": "snippet-1",
                "version": 1,
                "language": "PYTHON",
                "text": "a b",
                "words": [[0, 1, "name"], [2, 3, "name"]],
                "enemies": [{"start": 0, "end": 3, "due_ms": 60_000, "every_ms": 1_000, "damage": 10}],
                "heal": 5,
                "flawless_heal": 0,
                "push_ms": 0,
                "asked_wpm": 0.0,
            }
        ],
        "keys": "a\ufffd ",
        "at": [10, 0, 240],
        "client": [-3, 0, 10],
        "end_ms": 300,
        "end_reason": "quit",
    }


def test_the_clients_raw_time_is_kept_beside_the_judged_one() -> None:
    assert [(key.at_ms, key.client_ms) for key in decode(stored()).keys] == [(10, 7), (10, 10), (250, 260)]


def test_a_log_of_format_1_heals_and_pushes_as_it_did() -> None:
    document = stored()
    document["format"] = 1
    for name in ("flawless_heal", "push_ms", "asked_wpm"):
        del document["waves"][0][name]
    (wave,) = decode(document).waves
    assert (wave.heal, wave.flawless_heal, wave.push_ms) == (5, 0, 0)


def test_a_time_limit_is_kept_and_logs_of_earlier_formats_had_none() -> None:
    document = {**stored(), "time_limit_ms": 60_000}
    assert decode(document).time_limit_ms == 60_000
    assert encode(decode(document)) == document
    assert decode({**document, "format": 2}).time_limit_ms is None


@pytest.mark.parametrize(
    "fields", [{"push_ms": 9}, {"flawless_heal": 9}, {"push_ms": 9, "flawless_heal": 9, "asked_wpm": 31.5}]
)
def test_a_wave_of_one_format_in_a_log_of_the_other_is_refused(fields: dict[str, int]) -> None:
    document = stored()
    wave = document["waves"][0]
    del wave["flawless_heal"], wave["push_ms"], wave["asked_wpm"]
    wave.update(fields)
    document["format"] = 1
    with pytest.raises(ValueError, match="not of format 1"):
        decode(document)
    document["format"] = 2
    del document["time_limit_ms"]
    if len(fields) < 3:
        with pytest.raises(ValueError, match="not of format 2"):
            decode(document)
    else:
        assert decode(document).waves[0].push_ms == 9


@pytest.mark.parametrize("other", [None, [], "log", {}, {"format": 4}, {"format": "1"}])
def test_another_format_is_refused_by_name(other: object) -> None:
    with pytest.raises(UnknownFormat):
        decode(other)


@pytest.mark.parametrize(
    "change",
    [
        {"at": [10, 0]},
        {"client": [0]},
        {"keys": "a"},
        {"keys": None},
        {"keys": ["a", PLACEHOLDER, " "]},
        {"at": [10, 0, 1.5]},
        {"at": [10, 0, "1"]},
        {"at": [10, 0, True]},
        {"client": [0, 0, None]},
        {"end_ms": 300.0},
        {"time_limit_ms": 300.0},
        {"time_limit_ms": 0},
        {"time_limit_ms": "300"},
        {"time_limit_ms": True},
        {"at": 7},
        {"waves": 1},
        {"waves": ["wave"]},
        {"waves": [{}]},
    ],
)
def test_a_document_that_is_not_what_its_format_says_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        decode({**stored(), **change})


@pytest.mark.parametrize(
    "missing", ["language", "difficulty", "time_limit_ms", "waves", "keys", "at", "client", "end_ms", "end_reason"]
)
def test_a_document_with_a_part_missing_is_refused(missing: str) -> None:
    document = stored()
    del document[missing]
    with pytest.raises(ValueError, match="not a key log of format 3"):
        decode(document)


ENEMY = {"start": 0, "end": 3, "due_ms": 60_000, "every_ms": 1_000, "damage": 10}


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"text": "a c d"},
        {"words": []},
        {"words": [[0, 1, "name"], [2, 3, "name", 1]]},
        {"words": [[0, 1, "name"], [2, 3]]},
        {"words": [[0, 1, "name"], 2]},
        {"enemies": []},
        {"enemies": [{**ENEMY, "name": "Bob"}]},
        {"enemies": [{"name" if key == "damage" else key: value for key, value in ENEMY.items()}]},
        {"enemies": [[0, 3, 60_000, 1_000, 10]]},
        {"heal": -1},
        {"push_ms": -1},
    ],
)
def test_a_wave_that_could_not_be_judged_is_refused(change: dict[str, Any]) -> None:
    document = stored()
    document["waves"][0].update(change)
    with pytest.raises(ValueError, match=r"\S"):
        decode(document)
