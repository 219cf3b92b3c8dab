"""Rows of finished games, written by hand: people only reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import asyncpg

SNIPPET = "00000000-0000-0000-0000-000000000000"
KEY_LOG = {"version": 1, "waves": [], "keys": [[5312, 5310, "f"]]}


async def add_game(pg: asyncpg.Pool, user_id: str, score_words: int, *, ranked: bool = True) -> str:
    """A minute in which `score_words` words were typed without a mistake. Returns the result's id."""
    session = await pg.fetchrow(
        """
        INSERT INTO game_sessions (user_id, language, ended_at, is_completed)
        VALUES ($1, 'PYTHON', now(), true) RETURNING id, ended_at
        """,
        user_id,
    )
    assert session is not None
    values: dict[str, Any] = {
        "session_id": session["id"],
        "user_id": user_id,
        "final_score": score_words * 10 + 50 + 25 + 500 + score_words * 2,
        "waves_completed": 0,
        "enemies_killed": 1,
        "accuracy_percentage": 100.0,
        "words_per_minute": float(score_words),
        "total_words_typed": score_words,
        "correct_words": score_words,
        "incorrect_words": 0,
        "total_keys_pressed": 10,
        "correct_keys": 10,
        "max_combo": 1,
        "total_damage_dealt": score_words,
        "total_damage_taken": 0,
        "playtime_seconds": 60,
        "end_reason": "quit",
        "ranked": ranked,
        "unranked_reason": None if ranked else "guest",
        "ended_at": session["ended_at"],
    }
    result_id = await _insert(pg, "game_results", values)
    await _add_key_log(pg, user_id, session["id"], session["ended_at"])
    return result_id


async def _add_key_log(pg: asyncpg.Pool, user_id: str, session_id: str, ended_at: datetime) -> None:
    typing_session = {
        "user_id": user_id,
        "game_session_id": session_id,
        "key_sequence": KEY_LOG,
        "started_at": ended_at,
        "ended_at": ended_at,
        "is_completed": True,
    }
    measures = {
        "session_id": await _insert(pg, "typing_sessions", typing_session),
        "user_id": user_id,
        "total_keys_pressed": 10,
        "correct_keys": 10,
        "incorrect_keys": 0,
        "accuracy_percentage": 100.0,
        "keys_per_minute": 10.0,
        "net_wpm": 2.0,
        "raw_wpm": 2.0,
        "consistency": 50.0,
        "duration_seconds": 60,
    }
    await _insert(pg, "typing_results", measures)


async def _insert(pg: asyncpg.Pool, table: str, values: dict[str, Any]) -> str:
    places = ", ".join(f"${i}" for i in range(1, len(values) + 1))
    row_id: str = await pg.fetchval(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places}) RETURNING id", *values.values()
    )
    return row_id


async def saw_snippets(pg: asyncpg.Pool, *user_ids: str) -> None:
    """Each of them was served SNIPPET in three difficulties."""
    for user_id in user_ids:
        await pg.execute(
            """
            INSERT INTO recent_snippets (user_id, language, difficulty, snippet_ids)
            SELECT $1, 'PYTHON', difficulty, ARRAY[$2::uuid]
            FROM unnest(ARRAY['EASY', 'HARD', 'NORMAL']::"Difficulty"[]) difficulty
            """,
            user_id,
            SNIPPET,
        )
