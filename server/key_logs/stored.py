"""The only reader and writer of stored key logs: what SQL selects and sets in `typing_sessions`, and what it means.

Laws:
- What is stored gives the JSON of a log byte for byte as it was when the game was saved; `key_digest` is of those.
- A row has its log in one of two columns: compact in `key_log`, or as JSON in `key_sequence`, which servers of earlier
  releases write and read. Which of the two a game gets, form.py says.

All of these functions work on whole logs, of megabytes for the longest games: call them in a thread.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, NewType

import orjson

from game.keylog import KeyLog, decode, decode_waves
from game.wave import Wave
from server.key_logs.packing import document_of_packed, json_of_packed, pack, packed_mentions, waves_of_packed

StoredLog = NewType("StoredLog", bytes)
"""A log as `stored` selects it: compact, or JSON."""

COLUMNS = ("key_sequence", "key_log", "key_digest")
_JSON_BEGINS = 9  # with a tab at least; packed logs with the number of their form


class LogToStore(NamedTuple):
    """What `writing` sets the columns to."""

    log: StoredLog
    digest: bytes


def stored(row: str) -> str:
    """The log of one of typing_sessions, NULL while its game is running."""
    return f"coalesce({row}.key_log, convert_to({row}.key_sequence::text, 'UTF8'))"


def stored_waves(row: str) -> str:
    """The same for `waves_of` alone, without the keys where they need not be read."""
    waves = f"json_build_object('format', {row}.key_sequence->'format', 'waves', {row}.key_sequence->'waves')"
    return f"""CASE WHEN {row}.key_log IS NOT NULL THEN {row}.key_log
    WHEN {row}.key_sequence IS NOT NULL THEN convert_to({waves}::text, 'UTF8') END"""


def has_log(row: str) -> str:
    """Whether `stored` is not NULL."""
    return f"({row}.key_log IS NOT NULL OR {row}.key_sequence IS NOT NULL)"


def writing(log: str, digest: str) -> str:
    """The values of COLUMNS. `log` and `digest` are the parameters that take a `LogToStore`."""
    is_json = f"get_byte({log}::bytea, 0) >= {_JSON_BEGINS}"
    return f"""convert_from(CASE WHEN {is_json} THEN {log}::bytea END, 'UTF8')::json,
        CASE WHEN NOT {is_json} THEN {log}::bytea END, {digest}::bytea"""


def written(document: dict[str, Any], *, compact: bool) -> LogToStore:
    """What a game is saved with. `document` is that of `game.keylog.encode`."""
    json = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    return LogToStore(StoredLog(pack(json, document) if compact else json), hashlib.sha256(json).digest())


def column_of(log: StoredLog) -> str:
    """Where it is stored."""
    return "key_log" if _is_packed(log) else "key_sequence"


def json_of(log: StoredLog) -> bytes:
    """The very bytes that were saved. Raises ValueError for a compact log that is damaged or of a later version."""
    return json_of_packed(log) if _is_packed(log) else log


def document_of(log: StoredLog) -> Any:
    """The JSON, parsed; words may be tuples. Raises ValueError."""
    return document_of_packed(log) if _is_packed(log) else orjson.loads(log)


def log_of(log: StoredLog | None) -> KeyLog:
    """Raises ValueError: there is none, or this version cannot read it."""
    if log is None:
        raise ValueError("there is no log")
    return decode(document_of(log))


def waves_of(log: StoredLog) -> tuple[Wave, ...]:
    """The waves that were served. Raises ValueError."""
    return decode_waves(waves_of_packed(log) if _is_packed(log) else orjson.loads(log))


def mentions(log: StoredLog, snippet_id: str) -> bool:
    """False: none of the waves is of this snippet, or it cannot be told. It is much quicker than reading them."""
    if not _is_packed(log):
        return log.find(snippet_id.encode()) >= 0
    try:
        return packed_mentions(log, snippet_id)
    except ValueError:
        return False


def _is_packed(log: StoredLog) -> bool:
    return bool(log) and log[0] < _JSON_BEGINS
