"""Monkeytype's `results.csv`: what the account page exports.

A first line names the columns, then a line for each test: fields are joined by commas and never quoted, lists inside a
field by semicolons, lines by `\\n`. A value that a test has not is empty. A program for tables may have put fields in
quotation marks since. The columns used here are `timestamp` (milliseconds since 1970, UTC), `wpm`, `acc` (percent),
`testDuration` (seconds; empty in tests from before it was kept), `mode` and `mode2`. Others may be missing or new, and
the order is free: columns came and went over the years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO

from server.platforms.past_tests import FileRefused, Gathering, PastTest, PastTests, text_of

NEEDED = ("timestamp", "wpm", "acc")
_DURATION, _MODE, _MODE_2 = "testDuration", "mode", "mode2"
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,20})?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINE_CHARACTERS = 4_096  # a hundred tags, and room


def read(content: bytes, now: datetime) -> PastTests:
    """Raises FileRefused."""
    lines = _lines(StringIO(text_of(content), newline=None))
    columns = next(lines, [])
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise FileRefused(f"It is not Monkeytype's results.csv: its first line has no column {', '.join(missing)}.")
    places = {name: columns.index(name) for name in (*NEEDED, _DURATION, _MODE, _MODE_2) if name in columns}
    gathering = Gathering(now)
    for fields in lines:
        if fields:
            gathering.add(_test({name: fields[at] for name, at in places.items() if at < len(fields)}))
    return gathering.end()


def _lines(file: StringIO) -> Iterator[Sequence[str]]:
    for number, line in enumerate(file, 1):
        if len(line) > _LINE_CHARACTERS:
            raise FileRefused(f"Line {number} has more than {_LINE_CHARACTERS:,} characters.")
        stripped = line.strip()
        yield [field.strip('"') for field in stripped.split(",")] if stripped else []


def _test(fields: dict[str, str]) -> PastTest | None:
    stamp, wpm, accuracy = (_number(fields.get(name, "")) for name in NEEDED)
    if stamp is None or wpm is None or accuracy is None:
        return None
    try:
        at = _EPOCH + timedelta(milliseconds=stamp)
    except OverflowError:
        return None
    return PastTest(at, _seconds(fields, wpm), wpm, accuracy)


def _seconds(fields: dict[str, str], wpm: float) -> float:
    """How long it took. Monkeytype itself takes the same where a test does not say."""
    said = _number(fields.get(_DURATION, ""))
    asked = _number(fields.get(_MODE_2, ""))
    if said is not None or asked is None or not wpm:
        return said or 0.0
    return {"time": asked, "words": asked / wpm * 60}.get(fields.get(_MODE, ""), 0.0)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None
