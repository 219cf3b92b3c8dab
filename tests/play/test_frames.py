"""The frames' types say what is really sent and taken: nothing missing, nothing left over."""

from __future__ import annotations

import typing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import TypeAdapter

from game.engine import Engine
from game.terms import Difficulty, Language, MatchState, Visibility
from server.infra.web import dumps
from server.play.core import protocol
from server.play.core.frames import (
    HelloFrame,
    KeysFrame,
    OverFrame,
    PingFrame,
    PlainFrame,
    PlainServerFrame,
    ResumeFrom,
    ServerFrame,
)
from server.play.core.match import Match, MatchSeat
from tests.play.games import wave

SERVER: TypeAdapter[Any] = TypeAdapter(ServerFrame[dict[str, int]])


def begun() -> Engine:
    engine = Engine()
    engine.begin(wave())
    return engine


def welcome(engine: Engine) -> bytes:
    return protocol.welcome(
        session_id="s", epoch="e", s=1, d=0, v=2, at_ms=3, is_running=True, pauses=1, paused_ms=5, engine=engine
    )


THEN = datetime(2026, 1, 1, tzinfo=UTC)
SEAT = MatchSeat(
    seat=1,
    user_id="u",
    username="ada",
    display_name="Ada",
    is_bot=False,
    connected=True,
    ready=True,
    ended=True,
    place=1,
    result_id="r",
    rating_before=1500,
    rating_after=1612,
)
MATCH = Match(
    code="ACDE23",
    state=MatchState.OVER,
    language=Language.PYTHON,
    difficulty=Difficulty.NORMAL,
    waves=1,
    keys=[18],
    capacity=8,
    visibility=Visibility.PUBLIC,
    group=None,
    host="u",
    created_at=THEN,
    starts_at=THEN,
    starts_in_ms=0,
    ended_at=THEN,
    rematch=None,
    seats=[SEAT, replace(SEAT, seat=2, user_id=None, place=None, rating_before=None, rating_after=None)],
)

SENT = {
    "a": protocol.ack(1, 0, 5, 2, 90),
    "kill": protocol.kill(1, 0, 5),
    "push": protocol.push(1, 800, 5),
    "hit": protocol.hit(1, 0, 5, 95, 10),
    "clear": protocol.clear(1, 2, 100, 10),
    "paused": protocol.paused(1, 10, "player", 1, 0),
    "running": protocol.running(1, 10),
    "pong": protocol.pong(7, 10),
    "saving": protocol.saving(),
    "error": protocol.error("keys/gap", "A key is missing."),
    "over": protocol.over("quit", b'{"id":1}'),
    "wave": protocol.wave_frame(1, wave(), 10),
    "next": protocol.next_frame(wave()),
    "match": protocol.match_frame(dumps(MATCH)),
    "standing": protocol.standing(1_500, [(1, 120, 61.5, 98.0, 90, 2, 1), (2, 0, 0.0, 0.0, 100, 1, None)]),
    "welcome": welcome(begun()),
}


@pytest.mark.parametrize("raw", [*SENT.values(), welcome(Engine()), protocol.over("cleared", b"null")])
def test_what_is_sent_is_what_its_type_says(raw: bytes) -> None:
    assert orjson.loads(dumps(SERVER.validate_json(raw))) == orjson.loads(raw)


FRAMES = orjson.loads((Path(__file__).parent.parent / "vectors" / "matches" / "frames.json").read_bytes())


@pytest.mark.parametrize("case", FRAMES, ids=lambda case: case["name"])
def test_frames_of_matches_are_as_their_vectors(case: dict[str, Any]) -> None:
    assert orjson.loads(dumps(SERVER.validate_python(case["frame"]))) == case["frame"]


def test_every_type_of_the_server_is_sent() -> None:
    types = [*typing.get_args(PlainServerFrame), OverFrame]
    assert {typing.get_args(typing.get_type_hints(one)["t"])[0] for one in types} == set(SENT)


@pytest.mark.parametrize(
    "frame",
    [
        HelloFrame("hello", "token"),
        HelloFrame("hello", "token", ResumeFrom("e", 1, 2, 3)),
        KeysFrame("k", 1, [(10, "a"), (20, "\n")]),
        PlainFrame("go"),
        PlainFrame("pause"),
        PlainFrame("quit"),
        PlainFrame("ready"),
        PingFrame("ping", 1),
    ],
)
def test_what_the_types_of_the_client_say_is_taken(frame: object) -> None:
    assert protocol.parse(dumps(frame)) is not protocol.MALFORMED
