"""Results read back: one's history, one result, one replay.

Law: a result is its player's own; a ranked one is everybody's too, unless the player keeps replays private or is
deleted. What may not be seen does not exist.
"""

from __future__ import annotations

from typing import Any

import orjson

from server.infra.postgres import Pool
from server.results.public import FROM_RESULTS, RESULT_COLUMNS, public_result
from server.results.statements import KEPT

# $2 is who asks: a user id, or NULL for nobody in particular.
VISIBLE = "(r.user_id = $2 OR (r.ranked AND u.replays_public AND u.deleted_at IS NULL))"

_ONE = f"SELECT {RESULT_COLUMNS} {FROM_RESULTS} WHERE r.id = $1 AND {VISIBLE}"

_REPLAY = f"""
SELECT {RESULT_COLUMNS}, t.key_sequence::text AS key_log,
    m.total_keys_pressed, m.correct_keys, m.incorrect_keys, m.keys_per_minute, m.net_wpm, m.raw_wpm, m.consistency,
    m.accuracy_percentage AS key_accuracy_percentage, m.duration_seconds
{FROM_RESULTS}
JOIN typing_sessions t ON t.game_session_id = r.session_id
JOIN typing_results m ON m.session_id = t.id
WHERE r.session_id = $1 AND {VISIBLE}
"""
_TYPING = ("total_keys_pressed", "correct_keys", "incorrect_keys", "keys_per_minute", "net_wpm", "raw_wpm",
           "consistency", "duration_seconds")  # fmt: skip

_OF_USER = """
r.user_id = $1 AND ($2::"Language" IS NULL OR s.language = $2) AND ($3::"Difficulty" IS NULL OR s.difficulty = $3)
    AND ($4::bool IS NULL OR r.ranked = $4)
"""
_HISTORY = f"""
SELECT {RESULT_COLUMNS} {FROM_RESULTS} WHERE {_OF_USER} ORDER BY r.ended_at DESC, r.id DESC LIMIT $5 OFFSET $6
"""
_HISTORY_TOTAL = f"SELECT count(*) FROM game_results r JOIN game_sessions s ON s.id = r.session_id WHERE {_OF_USER}"


async def one_result(pg: Pool, result_id: str, viewer_id: str | None) -> dict[str, Any] | None:
    """The public result, or None when there is none that `viewer_id` may see."""
    row = await pg.fetchrow(_ONE, result_id, viewer_id)
    return None if row is None else public_result(row)


async def session_result(pg: Pool, session_id: str) -> dict[str, Any] | None:
    """The public result of a session, whoever asks; None when no key was pressed in it. For the server's own use."""
    row = await pg.fetchrow(KEPT, session_id)
    return None if row is None else public_result(row)


async def one_replay(pg: Pool, session_id: str, viewer_id: str | None) -> dict[str, Any] | None:
    """`{result, typing_result, totals, key_log}`, or None. `key_log` goes out as the bytes that were stored."""
    row = await pg.fetchrow(_REPLAY, session_id, viewer_id)
    if row is None:
        return None
    columns = dict(row)
    key_log = orjson.Fragment(columns.pop("key_log"))
    typing = {"accuracy_percentage": columns.pop("key_accuracy_percentage")}
    typing |= {name: columns.pop(name) for name in _TYPING}
    return {
        "result": public_result(columns),
        "typing_result": typing,
        "totals": {
            "correct_words": columns["correct_words"],
            "incorrect_words": columns["incorrect_words"],
            "enemies_killed": columns["enemies_killed"],
            "waves_completed": columns["waves_completed"],
            "max_combo": columns["max_combo"],
            "damage_dealt": columns["total_damage_dealt"],
            "damage_taken": columns["total_damage_taken"],
            "keys_pressed": typing["total_keys_pressed"],
            "keys_correct": typing["correct_keys"],
        },
        "key_log": key_log,
    }


async def history(
    pg: Pool,
    user_id: str,
    *,
    language: str | None,
    difficulty: str | None,
    ranked: bool | None = None,
    limit: int,
    offset: int,
) -> tuple[list[dict[str, Any]], int]:
    """`(results of the page, how many there are)`, newest first."""
    filters = (user_id, language, difficulty, ranked)
    total = await pg.fetchval(_HISTORY_TOTAL, *filters)
    if offset >= total:
        return [], total
    rows = await pg.fetch(_HISTORY, *filters, limit, offset)
    return [public_result(row) for row in rows], total
