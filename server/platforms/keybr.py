"""keybr's `typing-data.json`: what "Export your data" of its profile gives.

A JSON array with an object for each lesson: `layout`, `textType`, `timeStamp` (ISO 8601 in UTC), `length` (characters),
`time` (milliseconds), `errors`, `speed` (characters a minute), `histogram` (each letter's hits, misses and time). Used
here are the time stamp, length, time and errors, from which keybr works out its speed and accuracy too; the rest may be
missing, so whoever sends the file may leave the histograms out, which are most of it.

Lessons are read one after another, each from a slice of LESSON_CHARACTERS at most: decoding is one call that keeps
every other thread from running, so memory and the length of a step are those of one slice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from game.rules import CHARACTERS_A_WORD
from server.platforms.past_tests import FileRefused, Gathering, PastTest, PastTests, text_of

LESSON_CHARACTERS = 65_536  # twenty times what keybr writes; decoded in some milliseconds
USUAL_CHARACTERS = 4_096  # enough for nearly all of them: a hundred thousand larger slices would be copied for nothing

_BLANKS = re.compile(r"[ \t\n\r]*")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(parse_constant=_no_number)


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
    """The entry at `at`, and where it ends. Raises FileRefused."""
    for characters in (USUAL_CHARACTERS, LESSON_CHARACTERS):
        part = text[at : at + characters]
        is_rest = at + len(part) == len(text)
        try:
            lesson, end = DECODER.raw_decode(part)
        except RecursionError:  # a bottomless list
            raise _broken(text, at) from None
        except ValueError:  # an endless number among them
            if is_rest:
                raise _broken(text, at) from None
        else:
            if is_rest or end < len(part):  # a number that ends with the slice may go on behind it
                return lesson, at + end
    raise FileRefused(
        f"An entry is not valid JSON, or has more than {LESSON_CHARACTERS:,} characters: see {_place(text, at)}."
    )


def _broken(text: str, at: int) -> FileRefused:
    return FileRefused(f"It is not valid JSON: see {_place(text, at)}.")


def _place(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}, character {at - text.rfind(chr(10), 0, at)}"


def _test(lesson: Any) -> PastTest | None:
    if not isinstance(lesson, dict):
        return None
    length, time_ms, errors = (_number(lesson.get(name)) for name in ("length", "time", "errors"))
    at = _instant(lesson.get("timeStamp"))
    if at is None or length is None or time_ms is None or errors is None or length < 1 or time_ms < 1:
        return None  # less than one of either is no count, and the smallest fractions divide like zero
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
