"""The rows of running games.

Law: a game is unfinished while `ended_at IS NULL`, whichever process plays it; `updated_at` is when a process last had
a player on it.
"""

from __future__ import annotations

from typing import Any

import asyncpg

from server.infra.postgres import Pool

UNFINISHED_LIMIT = 3  # enough for a forgotten tab and a second device; each one is memory somewhere

_COLUMNS = "id, user_id, session_token, language, difficulty, focus, ghost_of, started_at, ended_at, updated_at"


class TooManyGames(Exception):
    """The player has UNFINISHED_LIMIT unfinished games: resume or end one of them first."""

    def __init__(self, games: list[asyncpg.Record]) -> None:
        super().__init__()
        self.games = games


async def begin(
    connection: Any,
    user_id: str,
    language: str,
    difficulty: str,
    *,
    focus: dict[str, float] | None = None,
    ghost_of: str | None = None,
) -> asyncpg.Record:
    """A new game with its typing session. Inside a transaction of the caller's. Raises TooManyGames.

    The lock on the user's row makes two starts at once wait for each other, so that the limit holds. It is no stronger
    than that: draws of the player's other games write rows that refer to the user, and must not wait for this one.
    """
    await connection.execute("SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE", user_id)
    games = await unfinished(connection, user_id)
    if len(games) >= UNFINISHED_LIMIT:
        raise TooManyGames(games)
    game: asyncpg.Record = await connection.fetchrow(
        "INSERT INTO game_sessions (user_id, language, difficulty, focus, ghost_of)"
        f" VALUES ($1, $2, $3, $4, $5) RETURNING {_COLUMNS}",
        user_id,
        language,
        difficulty,
        focus,
        ghost_of,
    )
    await connection.execute(
        "INSERT INTO typing_sessions (user_id, game_session_id, started_at) VALUES ($1, $2, $3)",
        user_id,
        game["id"],
        game["started_at"],
    )
    return game


async def unfinished(pg: Any, user_id: str) -> list[asyncpg.Record]:
    """The player's unfinished games, newest first."""
    games: list[asyncpg.Record] = await pg.fetch(
        f"SELECT {_COLUMNS} FROM game_sessions WHERE user_id = $1 AND ended_at IS NULL ORDER BY started_at DESC, id",
        user_id,
    )
    return games


async def by_token(pg: Pool, token: str) -> asyncpg.Record | None:
    """The game that this token opens; None also when its player is gone."""
    return await pg.fetchrow(
        f"SELECT {_COLUMNS} FROM game_sessions WHERE session_token = $1"
        " AND EXISTS (SELECT 1 FROM users u WHERE u.id = user_id AND u.deleted_at IS NULL AND u.is_active)",
        token,
    )


async def by_id(pg: Pool, session_id: str) -> asyncpg.Record | None:
    return await pg.fetchrow(f"SELECT {_COLUMNS} FROM game_sessions WHERE id = $1", session_id)


async def touch(pg: Pool, session_ids: list[str]) -> None:
    """A player is, or was until now, on these games. (A trigger sets `updated_at`.)"""
    await pg.execute(
        "UPDATE game_sessions SET is_completed = is_completed WHERE id = ANY($1) AND ended_at IS NULL", session_ids
    )


async def ended_among(pg: Pool, session_ids: list[str]) -> list[str]:
    """Those of the games that are saved, or were deleted."""
    rows = await pg.fetch(
        "SELECT asked::text FROM unnest($1::uuid[]) asked LEFT JOIN game_sessions ON id = asked"
        " WHERE id IS NULL OR ended_at IS NOT NULL",
        session_ids,
    )
    return [row["asked"] for row in rows]


async def left_alone(pg: Pool, for_s: float, limit: int, among: list[str] | None = None) -> list[asyncpg.Record]:
    """Unfinished games (of `among`, when given) that no process has touched for so long, the longest first."""
    games: list[asyncpg.Record] = await pg.fetch(
        f"SELECT {_COLUMNS} FROM game_sessions WHERE ended_at IS NULL"
        " AND updated_at < now() - make_interval(secs => $1) AND ($3::uuid[] IS NULL OR id = ANY($3))"
        " ORDER BY updated_at LIMIT $2",
        for_s,
        limit,
        among,
    )
    return games
