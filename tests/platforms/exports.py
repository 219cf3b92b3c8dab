"""Exports as Monkeytype and keybr write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

MORNING = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
COLUMNS = [
    "_id",
    "isPb",
    "wpm",
    "acc",
    "rawWpm",
    "consistency",
    "charStats",
    "mode",
    "mode2",
    "quoteLength",
    "restartCount",
    "testDuration",
    "afkDuration",
    "incompleteTestSeconds",
    "punctuation",
    "numbers",
    "language",
    "funbox",
    "difficulty",
    "lazyMode",
    "blindMode",
    "bailedOut",
    "tags",
    "timestamp",
]


def monkeytype_line(at: datetime = MORNING, **changes: Any) -> str:
    """A line as it is joined there: a value that is not there is empty, lists have semicolons."""
    values: dict[str, Any] = {
        "_id": "65a1b2c3d4e5f60718293a4b",
        "isPb": "true",
        "wpm": 71.25,
        "acc": 96.5,
        "rawWpm": 73.6,
        "consistency": 81.07,
        "charStats": "178;3;1;0",
        "mode": "time",
        "mode2": "30",
        "quoteLength": -1,
        "restartCount": 0,
        "testDuration": 30,
        "afkDuration": 0,
        "incompleteTestSeconds": 0,
        "punctuation": "false",
        "numbers": "false",
        "language": "english",
        "funbox": "",
        "difficulty": "normal",
        "lazyMode": "false",
        "blindMode": "false",
        "bailedOut": "false",
        "tags": "",
        "timestamp": round(at.timestamp() * 1000),
    } | changes
    return ",".join(str(values[name]) for name in COLUMNS)


def monkeytype_csv(*lines: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *lines]).encode()


def keybr_lesson(at: datetime = MORNING, **changes: Any) -> dict[str, Any]:
    return {
        "layout": "en-us",
        "textType": "generated",
        "timeStamp": at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z",
        "length": 150,
        "time": 45_000,
        "errors": 3,
        "speed": 200,
        "histogram": [
            {"codePoint": 97, "hitCount": 12, "missCount": 1, "timeToType": 285},
            {"codePoint": 32, "hitCount": 24, "missCount": 0, "timeToType": 240},
        ],
    } | changes


def keybr_json(*lessons: Any) -> bytes:
    return json.dumps(lessons, separators=(",", ":")).encode()


def days_later(days: float) -> datetime:
    return MORNING + timedelta(days=days)
