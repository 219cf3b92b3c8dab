"""The frames of `prodev.v1`: one total parser for what comes in, one maker for each thing that goes out.

Law: unknown input becomes `MALFORMED`, never an exception. docs/protocol.md is this file in prose.
Absent on purpose: what a frame does (`session`), how it travels (play.sockets), and what a result is (`over` carries
the JSON that it is given).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeGuard
from uuid import UUID

import orjson

from game.engine import Engine
from game.keylog import PLACEHOLDER
from game.text import ENTER
from game.wave import Wave
from server.play.core.match import StandingRow

SUBPROTOCOL: Final = "prodev.v1"
SUBPROTOCOL_FAMILY: Final = "prodev."
PATH: Final = "/ws/play"

FRAME_LIMIT_BYTES: Final = 4096  # room for about 200 keys, one second at the highest sustained rate
CLIENT_TIME_LIMIT_MS: Final = 24 * 60 * 60 * 1000  # six times the longest game; every honest clock is below this
NUMBER_LIMIT: Final = 2**53 - 1  # what a browser's integer can hold


FINAL: Final = 4500  # after this close code and all above it there is no coming back


class Close:
    """Close codes. 4000 to 4499: come back with jittered back-off; 4500 to 4999: do not."""

    DONE: Final = 1000
    BROKE_STANDARD: Final = 1002  # these two are the WebSocket standard's own
    BAD_TEXT: Final = 1007
    DRAINING: Final = 4001
    SLOW_READER: Final = 4008
    SILENT: Final = 4012
    FLOOD: Final = 4013
    BAD_TOKEN: Final = 4500
    MALFORMED: Final = 4501
    NO_HELLO: Final = 4502
    REPLACED: Final = 4504
    UNKNOWN_VERSION: Final = 4506


REASONS: Final[Mapping[int, str]] = {
    Close.DONE: "the game is over",
    Close.BROKE_STANDARD: "not the WebSocket protocol",
    Close.BAD_TEXT: "text that is not UTF-8",
    Close.DRAINING: "this server is stopping",
    Close.SLOW_READER: "frames are not read fast enough",
    Close.SILENT: "nothing heard",
    Close.FLOOD: "too many keys, frames or hellos",
    Close.BAD_TOKEN: "bad or revoked token",
    Close.MALFORMED: "malformed frame",
    Close.NO_HELLO: "no hello in time",
    Close.REPLACED: "opened elsewhere",
    Close.UNKNOWN_VERSION: "unknown protocol version",
}


# ---------------------------------------------------------------- client to server


class Resume(NamedTuple):
    """What a returning client knows: the last `d` and `v` it saw, and `k`, the last key pressed before the drop."""

    epoch: str
    d: int
    v: int
    k: int


class Hello(NamedTuple):
    token: str
    resume: Resume | None
    wants_next: bool = False  # the text of the next wave before it begins
    beat_ms: int = 0  # while the clock runs, some frame comes that often; 0 promises nothing


class Keys(NamedTuple):
    """`first` is the number of the first key; each entry is (game ms by the client's clock, key)."""

    first: int
    entries: list[tuple[int, str]]


class Go(NamedTuple):
    pass


class Pause(NamedTuple):
    pass


class Quit(NamedTuple):
    pass


class Ready(NamedTuple):
    pass


class Ping(NamedTuple):
    n: int


class Malformed(NamedTuple):
    pass


ClientFrame = Hello | Keys | Go | Pause | Quit | Ready | Ping | Malformed

GO, PAUSE, QUIT, READY, MALFORMED = Go(), Pause(), Quit(), Ready(), Malformed()
_PLAIN: Final[Mapping[str, ClientFrame]] = {"go": GO, "pause": PAUSE, "quit": QUIT, "ready": READY}
_KEYS: Final = frozenset([ENTER, *map(chr, range(0x20, 0x7F))])


def parse(raw: bytes) -> ClientFrame:
    """Read one text frame. Keys outside ASCII come back as one placeholder."""
    try:
        frame = orjson.loads(raw) if len(raw) <= FRAME_LIMIT_BYTES else None
    except orjson.JSONDecodeError:
        frame = None
    if type(frame) is not dict:
        return MALFORMED
    kind = frame.get("t")
    if kind == "k":
        return _keys(frame.get("s"), frame.get("e"))
    if kind == "ping":
        n = frame.get("n")
        return Ping(n) if _is_number(n) else MALFORMED
    if kind == "hello":
        beat_ms = frame.get("beat")
        wants = frame.get("next") is True, beat_ms if _is_number(beat_ms) else 0
        return _hello(frame.get("token"), frame.get("resume"), *wants)
    return _PLAIN.get(kind, MALFORMED) if type(kind) is str else MALFORMED


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= NUMBER_LIMIT


def _keys(first: object, entries: object) -> Keys | Malformed:
    if type(first) is not int or not 1 <= first <= NUMBER_LIMIT or type(entries) is not list or not entries:
        return MALFORMED
    read: list[tuple[int, str]] = []
    for entry in entries:
        if type(entry) is not list or len(entry) != 2:
            return MALFORMED
        at_ms, key = entry
        if type(at_ms) is not int or not 0 <= at_ms <= CLIENT_TIME_LIMIT_MS or type(key) is not str:
            return MALFORMED
        if key not in _KEYS:
            # one character outside ASCII is a key like any other (é on AZERTY); C1 controls and the rest are not
            if len(key) != 1 or key < "\xa0":
                return MALFORMED
            key = PLACEHOLDER
        read.append((at_ms, key))
    return Keys(first, read)


def _hello(token: object, resume: object, wants_next: bool, beat_ms: int) -> Hello | Malformed:
    if type(token) is not str:
        return MALFORMED
    if resume is None:
        return Hello(token, None, wants_next, beat_ms)
    if type(resume) is not dict or type(resume.get("epoch")) is not str:
        return MALFORMED
    d, v, k = resume.get("d"), resume.get("v"), resume.get("k")
    if _is_number(d) and _is_number(v) and _is_number(k):
        return Hello(token, Resume(resume["epoch"], d, v, k), wants_next, beat_ms)
    return MALFORMED


def session_token(text: str) -> str | None:
    """The token as the database writes it; None when it could not be one."""
    try:
        return str(UUID(text))
    except ValueError:
        return None


# ---------------------------------------------------------------- server to client


def ack(s: int, d: int, position: int, combo: int, hp: int) -> bytes:
    return b'{"t":"a","s":%d,"d":%d,"p":%d,"c":%d,"hp":%d}' % (s, d, position, combo, hp)


def kill(v: int, enemy: int, at_ms: int) -> bytes:
    return b'{"t":"kill","v":%d,"enemy":%d,"at":%d}' % (v, enemy, at_ms)


def push(v: int, by_ms: int, at_ms: int) -> bytes:
    return b'{"t":"push","v":%d,"by_ms":%d,"at":%d}' % (v, by_ms, at_ms)


def hit(v: int, enemy: int, damage: int, hp: int, at_ms: int) -> bytes:
    return b'{"t":"hit","v":%d,"enemy":%d,"damage":%d,"hp":%d,"at":%d}' % (v, enemy, damage, hp, at_ms)


def clear(v: int, number: int, hp: int, at_ms: int) -> bytes:
    return b'{"t":"clear","v":%d,"n":%d,"hp":%d,"at":%d}' % (v, number, hp, at_ms)


def paused(v: int, at_ms: int, reason: str, pauses: int, paused_ms: int) -> bytes:
    """`paused_ms` without the pause that begins."""
    told = {"t": "paused", "v": v, "at": at_ms, "reason": reason, "pauses": pauses, "paused_ms": paused_ms}
    return orjson.dumps(told)


def running(v: int, at_ms: int) -> bytes:
    return b'{"t":"running","v":%d,"at":%d}' % (v, at_ms)


def pong(n: int, at_ms: int) -> bytes:
    return b'{"t":"pong","n":%d,"at":%d}' % (n, at_ms)


def saving() -> bytes:
    return b'{"t":"saving"}'


def match_frame(match: bytes) -> bytes:
    """`match` is the match as a JSON object."""
    return b'{"t":"match",' + match[1:]


def standing(at_ms: int, seats: Sequence[StandingRow]) -> bytes:
    return orjson.dumps({"t": "standing", "at": at_ms, "seats": seats})


def error(code: str, detail: str) -> bytes:
    return orjson.dumps({"t": "error", "code": code, "detail": detail})


def over(reason: str, result: bytes) -> bytes:
    """`result` is the public result as JSON, `null` for a game in which no key was pressed."""
    return orjson.dumps({"t": "over", "reason": reason, "result": orjson.Fragment(result)})


def _wave_fields(wave: Wave, start_ms: int, pushed_ms: int = 0) -> dict[str, Any]:
    """`pushed_ms`: by how much later than served its enemies hit by now."""
    first_ms = start_ms + pushed_ms
    return {
        "n": wave.number,
        "snippet": wave.snippet_id,
        "language": wave.language,
        "text": wave.text,
        "words": [list(word) for word in wave.words],
        "enemies": [
            {
                "start": enemy.start,
                "end": enemy.end,
                "due": first_ms + enemy.due_ms,
                "every_ms": enemy.every_ms,
                "damage": enemy.damage,
            }
            for enemy in wave.enemies
        ],
        "asked_wpm": wave.asked_wpm,
        "at": start_ms,
    }


def wave_frame(v: int, wave: Wave, start_ms: int) -> bytes:
    return orjson.dumps({"t": "wave", "v": v, **_wave_fields(wave, start_ms)})


def next_frame(wave: Wave) -> bytes:
    """Its text alone: when its enemies come is decided when it begins."""
    return orjson.dumps({"t": "next", "n": wave.number, "text": wave.text})


def welcome(
    *,
    session_id: str,
    epoch: str,
    s: int,
    d: int,
    v: int,
    at_ms: int,
    is_running: bool,
    pauses: int,
    paused_ms: int,
    engine: Engine,
) -> bytes:
    totals = engine.totals
    wave = engine.wave
    return orjson.dumps(
        {
            "t": "welcome",
            "session": session_id,
            "epoch": epoch,
            "s": s,
            "d": d,
            "v": v,
            "at": at_ms,
            "running": is_running,
            "pauses": pauses,
            "paused_ms": paused_ms,
            "hp": engine.hp,
            "combo": engine.combo,
            "max_combo": totals.max_combo,
            "streak": engine.streak,
            "dirty": engine.dirty,
            "p": engine.position,
            "totals": {
                "correct_words": totals.correct_words,
                "incorrect_words": totals.incorrect_words,
                "total_words_typed": totals.words_typed,
                "enemies_killed": totals.enemies_killed,
                "waves_completed": totals.waves_completed,
                "max_combo": totals.max_combo,
                "total_damage_dealt": totals.damage_dealt,
                "total_damage_taken": totals.damage_taken,
                "total_keys_pressed": totals.keys_pressed,
                "correct_keys": totals.keys_correct,
            },
            "wave": None
            if wave is None
            else {"t": "wave", "v": v, **_wave_fields(wave, engine.wave_start_ms, engine.pushed_ms)},
        }
    )
