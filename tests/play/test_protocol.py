"""play.protocol: every input is a frame or MALFORMED, never an exception."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.keylog import PLACEHOLDER
from server.play.core.protocol import (
    FINAL,
    FRAME_LIMIT_BYTES,
    GO,
    MALFORMED,
    PAUSE,
    QUIT,
    READY,
    REASONS,
    Hello,
    Keys,
    Ping,
    Resume,
    parse,
    session_token,
)


@pytest.mark.parametrize(
    ("raw", "frame"),
    [
        (b'{"t":"go"}', GO),
        (b'{"t":"pause"}', PAUSE),
        (b'{"t":"quit","why":"a later version says more"}', QUIT),
        (b'{"t":"ready"}', READY),
        (b'{"t":"ping","n":7}', Ping(7)),
        (b'{"t":"hello","token":"x"}', Hello("x", None)),
        (b'{"t":"hello","token":"x","next":true}', Hello("x", None, True)),
        (b'{"t":"hello","token":"x","next":"yes"}', Hello("x", None)),
        (
            b'{"t":"hello","token":"x","resume":{"epoch":"e","d":1,"v":2,"k":3}}',
            Hello("x", Resume("e", 1, 2, 3)),
        ),
    ],
)
def test_a_good_frame_is_read(raw: bytes, frame: object) -> None:
    assert parse(raw) == frame


def test_keys_are_read_as_they_came() -> None:
    frame = parse(b'{"t":"k","s":12,"e":[[5312,"f"],[5401,"\\n"],[5402," "],[5403,"~"]]}')
    assert isinstance(frame, Keys)
    assert frame.first == 12
    assert [tuple(entry) for entry in frame.entries] == [(5312, "f"), (5401, "\n"), (5402, " "), (5403, "~")]


@pytest.mark.parametrize("key", ["é", "ß", "я", "😀", "\xa0"])
def test_a_key_outside_ascii_becomes_the_placeholder(key: str) -> None:
    frame = parse(orjson.dumps({"t": "k", "s": 1, "e": [[1, key]]}))
    assert frame == Keys(1, [(1, PLACEHOLDER)])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b'{"t":null}',
        b'{"t":["k"]}',
        b'{"t":{}}',
        b'{"t":"nonsense"}',
        b'{"t":"K","s":1,"e":[[1,"a"]]}',
        b'{"t":"ping"}',
        b'{"t":"ping","n":-1}',
        b'{"t":"ping","n":1.5}',
        b'{"t":"ping","n":true}',
        b'{"t":"ping","n":9007199254740992}',
        b'{"t":"hello"}',
        b'{"t":"hello","token":7}',
        b'{"t":"hello","token":"x","resume":7}',
        b'{"t":"hello","token":"x","resume":{"epoch":"e","d":1,"v":2}}',
        b'{"t":"hello","token":"x","resume":{"epoch":"e","d":-1,"v":2,"k":3}}',
        b'{"t":"hello","token":"x","resume":{"epoch":1,"d":1,"v":2,"k":3}}',
        b'{"t":"k"}',
        b'{"t":"k","s":1}',
        b'{"t":"k","s":1,"e":[]}',
        b'{"t":"k","s":0,"e":[[1,"a"]]}',
        b'{"t":"k","s":"1","e":[[1,"a"]]}',
        b'{"t":"k","s":true,"e":[[1,"a"]]}',
        b'{"t":"k","s":1,"e":{"0":[1,"a"]}}',
        b'{"t":"k","s":1,"e":["a"]}',
        b'{"t":"k","s":1,"e":[[1]]}',
        b'{"t":"k","s":1,"e":[[1,"a",2]]}',
        b'{"t":"k","s":1,"e":[["1","a"]]}',
        b'{"t":"k","s":1,"e":[[1.0,"a"]]}',
        b'{"t":"k","s":1,"e":[[-1,"a"]]}',
        b'{"t":"k","s":1,"e":[[99999999999999999999,"a"]]}',
        b'{"t":"k","s":1,"e":[[86400001,"a"]]}',
        b'{"t":"k","s":1,"e":[[1,7]]}',
        b'{"t":"k","s":1,"e":[[1,""]]}',
        b'{"t":"k","s":1,"e":[[1,"ab"]]}',
        b'{"t":"k","s":1,"e":[[1,"\\t"]]}',
        b'{"t":"k","s":1,"e":[[1,"\\u0000"]]}',
        b'{"t":"k","s":1,"e":[[1,"\\u007f"]]}',
        b'{"t":"k","s":1,"e":[[1,"\\u0085"]]}',
        b'{"t":"k","s":1,"e":[[1,"\\ud800"]]}',
        b'{"t":"k","s":1,"e":[[1,"e\\u0301"]]}',
        b"[" * 4000,
        b'{"t":"go","x":"' + b"x" * FRAME_LIMIT_BYTES + b'"}',
    ],
)
def test_anything_else_is_malformed(raw: bytes) -> None:
    assert parse(raw) is MALFORMED


def test_a_frame_of_exactly_the_limit_is_read() -> None:
    start = b'{"t":"go","x":"'
    assert parse(start + b"x" * (FRAME_LIMIT_BYTES - len(start) - 2) + b'"}') is GO


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw: bytes) -> None:
    parse(raw)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(["k", "ping", "hello", "go", "x"]), json, json, json)
def test_no_json_raises(kind: str, first: object, second: object, third: object) -> None:
    import json as standard  # noqa: PLC0415

    frame = {"t": kind, "s": first, "e": second, "n": first, "token": second, "resume": third}
    parse(standard.dumps(frame).encode())


@pytest.mark.parametrize("text", ["", "x", "7", "g" * 36, "0" * 31])
def test_what_is_no_uuid_is_no_token(text: str) -> None:
    assert session_token(text) is None


def test_a_token_is_read_in_any_case() -> None:
    assert session_token("B3F1C7D2-0000-4000-8000-00000000ABCD") == "b3f1c7d2-0000-4000-8000-00000000abcd"


def test_the_page_of_the_protocol_has_every_close_code_and_says_which_are_final(root: Path) -> None:
    page = (root / "docs" / "protocol.md").read_text()
    rows = dict(re.findall(r"^\| (\d{4}) \|.*\| (\w+)[^|]*\|$", page, re.MULTILINE))
    assert {int(code) for code in rows} == set(REASONS)
    assert {int(code) for code, back in rows.items() if int(code) >= 4000 and back == "no"} == {
        code for code in REASONS if code >= FINAL
    }
