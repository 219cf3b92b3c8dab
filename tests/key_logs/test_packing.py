"""The compact form of key logs: every log comes back byte for byte, and damage is told."""

from __future__ import annotations

import hashlib
import json
import zlib
from operator import itemgetter
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.keylog import FORMAT, decode_waves, encode
from server.key_logs.integers import Columns, packed_integers, packed_times
from server.key_logs.packing import (
    CHECK_BYTES,
    COLUMNS,
    WHOLE,
    DamagedLog,
    UnknownForm,
    document_of_packed,
    json_of_packed,
    pack,
    packed_mentions,
    waves_of_packed,
)
from server.settings import ROOT
from tests.game.games import wave
from tests.played_games import log_of, well_typed

VECTORS = ROOT / "tests" / "vectors"
LOGS, PACKED = sorted((VECTORS / "logs").glob("*.json")), VECTORS / "packed" / "logs.json"
NOWHERE = "00000000-0000-4000-8000-00000000abcd"
INTEGERS = st.integers(-(2**63), 2**63 - 1)
SMALL = st.integers(0, 20_000)

words = st.tuples(SMALL, SMALL, st.sampled_from(["keyword", "name", "ünknown", ""]))
enemies = st.fixed_dictionaries(dict.fromkeys(("start", "end", "due_ms", "every_ms", "damage"), SMALL | INTEGERS))
ids = st.uuids().map(str) | st.just("snippet-40") | st.uuids().map(lambda one: one.hex)


@st.composite
def logs(draw: st.DrawFn) -> dict[str, Any]:
    """Documents that are shaped like logs, and some that nearly are."""
    waves = st.fixed_dictionaries(
        {
            **{"number": SMALL, "snippet": ids, "version": SMALL, "language": st.sampled_from(["PYTHON", "REACT"])},
            **{"text": st.text(max_size=80), "words": st.lists(words.map(list)), "enemies": st.lists(enemies)},
            **{"heal": SMALL, "asked_wpm": st.floats(0, 300)},
        }
    )
    keys = draw(st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs"]), max_size=60))
    times = st.lists(SMALL | INTEGERS, min_size=len(keys), max_size=len(keys))
    return {
        **{"format": draw(st.integers(1, FORMAT)), "language": "PYTHON", "difficulty": "NORMAL"},
        **{"waves": draw(st.lists(waves, max_size=4)), "keys": keys, "at": draw(times), "client": draw(times)},
        **{"end_ms": draw(SMALL), "end_reason": "quit"},
    }


def of_form(form: int) -> bytes:
    log = encode(log_of([wave("if a:\n    b")], well_typed("if a:\n    b")))
    packed = pack(orjson.dumps(log) if form == COLUMNS else json.dumps(log).encode())
    assert packed[0] == form
    return packed


@given(logs())
def test_any_log_comes_back_byte_for_byte(log: dict[str, Any]) -> None:
    written = orjson.dumps(log)
    packed = pack(written, log)
    assert json_of_packed(packed) == json_of_packed(pack(written)) == written
    assert orjson.loads(orjson.dumps(document_of_packed(packed))) == log
    assert orjson.loads(orjson.dumps(waves_of_packed(packed)["waves"])) == log["waves"]


@given(st.binary(max_size=200) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(repr))
def test_anything_else_comes_back_too(anything: bytes | str) -> None:
    written = anything if isinstance(anything, bytes) else anything.encode("utf-8", "replace")
    packed = pack(written)
    assert packed[0] == WHOLE
    assert json_of_packed(packed) == written


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_stored_logs_of_every_format_are_held_by_columns(path: Any) -> None:
    log = json.loads(path.read_text())["log"]
    for number, one in enumerate(log["waves"], 1):
        one["snippet"] = f"{number:08x}-0000-4000-8000-00000000abcd"
    written = orjson.dumps(log)
    packed = pack(written)
    assert packed[0] == COLUMNS
    assert json_of_packed(packed) == written
    assert len(packed) < len(zlib.compress(written, 9))
    assert decode_waves(waves_of_packed(packed)) == decode_waves(log)
    assert all(packed_mentions(packed, one["snippet"]) for one in log["waves"])
    assert not packed_mentions(packed, NOWHERE)


def test_a_game_on_one_snippet_is_held_by_columns() -> None:
    log = encode(log_of([wave("a = 1"), wave("a = 1", number=2)], well_typed("a = 1")))
    for one in log["waves"]:
        one["snippet"] = NOWHERE
    packed = pack(orjson.dumps(log))
    assert packed[0] == COLUMNS
    assert packed_mentions(packed, NOWHERE)


@pytest.mark.parametrize("form", [COLUMNS, WHOLE])
def test_any_changed_byte_and_any_missing_end_is_told(form: int) -> None:
    packed = of_form(form)
    damaged = [packed[:at] + bytes((packed[at] ^ 1,)) + packed[at + 1 :] for at in range(len(packed))]
    for one in (*damaged, *(packed[:end] for end in range(len(packed)))):
        for read in (json_of_packed, document_of_packed, waves_of_packed):
            with pytest.raises(DamagedLog, match="damaged"):
                read(one)


@given(st.binary(max_size=40))
def test_bytes_that_nobody_packed_are_refused(body: bytes) -> None:
    """Also with a check that is right."""
    sealed = bytes((COLUMNS,)) + body
    sealed += zlib.crc32(sealed).to_bytes(CHECK_BYTES, "little")
    for one in (body, sealed):
        with pytest.raises(DamagedLog, match="damaged"):
            json_of_packed(one)


def test_a_form_of_a_later_version_is_told() -> None:
    later = bytes((WHOLE + 1,)) + b"?"
    with pytest.raises(UnknownForm, match="form 3, which this version does not know"):
        json_of_packed(later + zlib.crc32(later).to_bytes(CHECK_BYTES, "little"))


@pytest.mark.parametrize("kept", json.loads(PACKED.read_text()), ids=itemgetter("what"))
def test_what_was_packed_once_is_read_for_ever(kept: dict[str, str]) -> None:
    """These bytes are kept, and not made by today's code: neither FRAME nor a column may change."""
    written = json_of_packed(bytes.fromhex(kept["packed"]))
    assert hashlib.sha256(written).hexdigest() == kept["sha256"]


@given(st.lists(INTEGERS))
def test_columns_hold_any_integers_of_64_bits(values: list[int]) -> None:
    columns = Columns(packed_integers(values) + packed_integers(values[:3]))
    assert columns.integers(len(values)) == values
    assert columns.integers(len(values[:3])) == values[:3]
    columns.end()


@given(st.lists(st.integers(0, 5_000) | st.integers(0, 2**64 - 1)))
def test_columns_hold_any_times(values: list[int]) -> None:
    column, noise = packed_times(values)
    assert Columns(column).times(len(values), noise) == values


@pytest.mark.parametrize("values", [[-1], [2**64]])
def test_times_beyond_a_column_are_refused(values: list[int]) -> None:
    with pytest.raises(OverflowError):
        packed_times(values)


def test_a_column_that_ends_early_or_late_is_refused() -> None:
    column, noise = packed_times([1, 2, 3])
    with pytest.raises(ValueError, match="within a number"):
        Columns(column).times(4, noise)
    with pytest.raises(ValueError, match="last bits"):
        Columns(column).times(3, noise[:1])
    with pytest.raises(ValueError, match="more numbers"):
        Columns(column).end()
