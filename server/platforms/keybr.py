"""keybr's `typing-data.json`: what "Export your data" of its profile gives.

A JSON array with an object for each lesson: `layout`, `textType`, `timeStamp` (ISO 8601 in UTC), `length` (characters),
`time` (milliseconds), `errors`, `speed` (characters a minute), `histogram` (each letter's hits, misses and time). Used
here are the time stamp, length, time and errors, from which keybr works out its speed and accuracy too; the rest may be
missing, so whoever sends the file may leave the histograms out, which are most of it.

Lessons are read one after another, so that memory is that of one and no step is long.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from game.rules import CHARACTERS_A_WORD
from server.platforms.past_tests import FileRefused, Gathering, PastTest, PastTests, text_of

_BLANKS = re.compile(r"[ \t\n\r]*")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def read(content: bytes, now: datetime) -> PastTests:
    """Raises FileRefused."""
    text = text_of(content)
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        raise FileRefused("It is not keybr's typing-data.json: it does not begin with a list of lessons.")
    gathering = Gathering(now)
    for lesson in _lessons(text, _skip(text, at + 1)):
        gathering.add(_test(lesson))
    return gathering.end()


def _lessons(text: str, at: int) -> Iterator[Any]:
    """The entries of the list that begins before `at`. Raises FileRefused where it is not one, or goes on behind it."""
    while text[at : at + 1] != "]":
        lesson, end = _lesson(text, at)
        yield lesson
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
            if text[at : at + 1] == "]":
                raise _broken(text, at)
        elif text[at : at + 1] != "]":
            raise _broken(text, at)
    if _skip(text, at + 1) != len(text):
        raise _broken(text, at + 1)


def _skip(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _lesson(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):  # an endless number and a bottomless list among them
        raise _broken(text, at) from None


def _broken(text: str, at: int) -> FileRefused:
    line = text.count("\n", 0, at) + 1
    return FileRefused(f"It is not valid JSON: see line {line}, character {at - text.rfind(chr(10), 0, at)}.")


def _test(lesson: Any) -> PastTest | None:
    if not isinstance(lesson, dict):
        return None
    length, time_ms, errors = (_number(lesson.get(name)) for name in ("length", "time", "errors"))
    at = _instant(lesson.get("timeStamp"))
    if at is None or not length or not time_ms or errors is None:
        return None
    wpm = length / CHARACTERS_A_WORD / (time_ms / 60_000)
    return PastTest(at, time_ms / 1000, wpm, (length - errors) / length * 100)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e9:
        return None
    return float(value)


def _instant(value: object) -> datetime | None:
    if not isinstance(value, str) or not _STAMP.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        return None
