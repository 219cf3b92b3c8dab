"""The only reader of stored key logs: what SQL selects of `typing_sessions`, and what becomes of it.

Law: what is stored gives the JSON of a log byte for byte as it was when the game was saved; `key_digest` is of those.
All of these functions work on whole logs, of megabytes for the longest games: call them in a thread.
"""

from __future__ import annotations

from typing import Any, NewType

import orjson

from game.keylog import KeyLog, decode, decode_waves
from game.wave import Wave

StoredLog = NewType("StoredLog", bytes)
"""A log as `stored` selects it."""


def stored(row: str) -> str:
    """The log of one of typing_sessions, NULL while its game is running."""
    return f"convert_to({row}.key_sequence::text, 'UTF8')"


def stored_waves(row: str) -> str:
    """The same for `waves_of` alone, without the keys where they need not be read."""
    waves = f"json_build_object('format', {row}.key_sequence->'format', 'waves', {row}.key_sequence->'waves')"
    return f"CASE WHEN {row}.key_sequence IS NOT NULL THEN convert_to({waves}::text, 'UTF8') END"


def has_log(row: str) -> str:
    """Whether `stored` is not NULL."""
    return f"{row}.key_sequence IS NOT NULL"


def json_of(log: StoredLog) -> bytes:
    """The very bytes that were saved."""
    return log


def document_of(log: StoredLog) -> Any:
    """The JSON, parsed. Raises ValueError."""
    return orjson.loads(json_of(log))


def log_of(log: StoredLog | None) -> KeyLog:
    """Raises ValueError: there is none, or this version cannot read it."""
    if log is None:
        raise ValueError("there is no log")
    return decode(document_of(log))


def waves_of(log: StoredLog) -> tuple[Wave, ...]:
    """The waves that were served. Raises ValueError."""
    return decode_waves(document_of(log))


def mentions(log: StoredLog, snippet_id: str) -> bool:
    """False: none of the waves is of this snippet. It is much quicker than reading them."""
    return log.find(snippet_id.encode()) >= 0
