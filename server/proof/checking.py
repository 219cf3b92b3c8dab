"""One ended game as it is stored, compared with what its key log says.

Laws:
- Nothing is worked out here. The figures come from the functions that made them when the game was saved
  (`play.finished_game`, `results.judged`), and floats must agree to the last bit.
- What the log does not hold is taken as it is stored: pauses, the verdict, whether the journal lost keys. Whether the
  game is ranked follows from those, and is checked.

Absent on purpose: reading the rows (reading.py), and repairing anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from game.keylog import KeyLog, decode
from game.replay import replay
from game.scoring import Totals
from game.terms import EndReason, Verdict
from server.key_logs import column_of, json_of
from server.play import GameRow, finished_game, game_row
from server.proof.reading import PREFIXES, StoredGame
from server.results import FinishedGame, derived_measures, derived_result, judged

_NO_LOG = "typing_sessions.key_sequence"
_NO_ROW = "no row"


@dataclass(frozen=True, slots=True)
class Difference:
    """`column` is `table.column`. `subject` is the game's session, or the player for a sum over games."""

    subject: str
    column: str
    stored: object
    derived: object


@dataclass(frozen=True, slots=True)
class Compared:
    """`has_digest`: whether the log's own bytes could be compared, and not only what follows from them."""

    differences: tuple[Difference, ...]
    has_digest: bool


def checked(stored: StoredGame) -> Compared:
    """Everything that does not agree in one ended game; nothing that is stored makes it raise."""
    session_id = stored["session_id"]
    found = (Difference(session_id, *one) for one in _compared(stored))
    return Compared(tuple(found), stored["typing_key_digest"] is not None)


def _compared(stored: StoredGame) -> Iterator[tuple[str, object, object]]:
    key_log = stored["key_log"]
    if key_log is None:
        yield _NO_LOG, None, "the keys of an ended game"
        return
    column = f"typing_sessions.{column_of(key_log)}"
    try:
        json = json_of(key_log)
    except ValueError as error:
        yield column, "a log that cannot be read", str(error)
        return
    if (digest := stored["typing_key_digest"]) is not None:
        yield from _same("typing_sessions.key_digest", digest.hex(), hashlib.sha256(json).hexdigest())
    try:
        document = orjson.loads(json)
        log = decode(document)
        totals = replay(log).totals
        row = game_row(_part(stored, "session"))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        # Any byte may have changed: orjson's and replay's own errors are ValueErrors, the rest is a wrong shape.
        yield column, "a log that cannot be played", f"{type(error).__name__}: {error}"
        return
    yield from _of_session(stored, row, log)
    if not log.keys:  # nobody played: closed without a result
        yield from _same("game_results", _presence(stored["result_id"]), _NO_ROW)
        return
    if stored["result_id"] is None or stored["measures_id"] is None:
        yield from _same("game_results", _presence(stored["result_id"]), "a row")
        yield from _same("typing_results", _presence(stored["measures_id"]), "a row")
        return
    yield from _of_result(stored, _finished(stored, row, log, totals, document))


def _presence(row_id: str | None) -> str:
    return _NO_ROW if row_id is None else "a row"


def _part(stored: StoredGame, prefix: str) -> Mapping[str, Any]:
    return {name.removeprefix(f"{prefix}_"): value for name, value in stored.items() if name.startswith(f"{prefix}_")}


def _same(column: str, stored: object, derived: object) -> Iterator[tuple[str, object, object]]:
    if stored != derived:
        yield column, stored, derived


# ---------------------------------------------------------------- what the tables repeat of each other


def _of_session(stored: StoredGame, row: GameRow, log: KeyLog) -> Iterator[tuple[str, object, object]]:
    """The session's and the typing session's own columns."""
    completed = log.end_reason != EndReason.ABANDONED
    for prefix in ("session", "typing"):
        table = PREFIXES[prefix]
        yield from _same(f"{table}.is_completed", stored[f"{prefix}_is_completed"], completed)
    yield from _same("typing_sessions.user_id", stored["typing_user_id"], row.user_id)
    yield from _same("typing_sessions.ended_at", stored["typing_ended_at"], row.ended_at)
    yield from _same("game_sessions.language", row.language.value, log.language)
    yield from _same("game_sessions.difficulty", row.difficulty.value, log.difficulty)


# ---------------------------------------------------------------- what follows from the keys


def _finished(stored: StoredGame, row: GameRow, log: KeyLog, totals: Totals, document: dict[str, Any]) -> FinishedGame:
    assert row.ended_at is not None, "only ended games are read"
    return finished_game(
        row,
        log,
        totals,
        key_log=document,
        pauses=stored["result_pauses"],
        paused_ms=stored["result_paused_ms"],
        journal_lost=stored["result_unranked_reason"] == "journal_lost",
        ended_at=row.ended_at,
        verdict=Verdict(stored["result_verdict"]),
        verdict_reasons=stored["result_verdict_reasons"],
    )


def _of_result(stored: StoredGame, game: FinishedGame) -> Iterator[tuple[str, object, object]]:
    copied = {"user_id": game.user_id, "ended_at": game.ended_at}
    disabled = stored["result_unranked_reason"] == "disabled"
    row = judged(game, _was_registered(stored), disabled=disabled)
    result = {**derived_result(row), **copied, "mode": stored["session_mode"]}
    if stored["result_ghost_of"] is None:
        result.pop("ghost_of")  # the recorded game is gone since
    for prefix, derived in (("result", result), ("measures", {**derived_measures(game.measures), **copied})):
        for name, value in derived.items():
            yield from _same(f"{PREFIXES[prefix]}.{name}", stored[f"{prefix}_{name}"], value)


def _was_registered(stored: StoredGame) -> bool:
    """Whether the player had an account when that last mattered: a deleted player's games stay as they were."""
    if stored["user_deleted"]:
        return bool(stored["result_unranked_reason"] != "guest")
    return not stored["user_is_guest"]
