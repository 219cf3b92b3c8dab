"""The rows of running games.

Law: a game is unfinished while `ended_at IS NULL`, in any process or in none; `updated_at` is when a process last had
a player on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from game.terms import Difficulty, Language, Mode
from server.infra.postgres import Connection, Pool
from server.infra.user_locks import lock_users
from server.play.modes import ALL, COLUMNS, Prepared
from server.play.rows import GameRow
from server.results import SHOWN

UNFINISHED_LIMIT = 3  # enough for a forgotten tab and a second device; each one takes memory somewhere

ROW_COLUMNS = (
    *("id", "user_id", "session_token", "mode", "language", "difficulty", "started_at", "ended_at", "updated_at"),
    *COLUMNS,
)
_COLUMNS = ", ".join(ROW_COLUMNS)
COLUMNS_OF_S = ", ".join(f"s.{name}" for name in ROW_COLUMNS)  # where others are joined to game_sessions s
_OWN = "".join(f", {name}" for name in COLUMNS)
_OWN_VALUES = "".join(f", ${number}" for number in range(5, 5 + len(COLUMNS)))
_BEGIN = f"""
INSERT INTO game_sessions (user_id, mode, language, difficulty{_OWN}) VALUES ($1, $2, $3, $4{_OWN_VALUES})
RETURNING {_COLUMNS}
"""


class TooManyGames(Exception):
    """The player has UNFINISHED_LIMIT unfinished games: resume or end one of them first."""

    def __init__(self, games: list[GameRow]) -> None:
        super().__init__()
        self.games = games


def game_row(row: asyncpg.Record | Mapping[str, Any]) -> GameRow:
    """From ROW_COLUMNS. Raises KeyError for a mode that this version does not play."""
    mode = Mode(row["mode"])
    return GameRow(
        id=row["id"],
        user_id=row["user_id"],
        session_token=row["session_token"],
        mode=mode,
        language=Language(row["language"]),
        difficulty=Difficulty(row["difficulty"]),
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        updated_at=row["updated_at"],
        own={name: row[name] for name in ALL[mode].columns},
    )


async def begin(connection: Connection, user_id: str, mode: Mode, prepared: Prepared) -> GameRow:
    """A new game with its typing session, in the caller's transaction. Raises TooManyGames.

    The lock on the user's row makes simultaneous starts wait for each other, so that the limit holds. It is not
    stronger than that: draws for the player's other games write rows that refer to the user, and must not wait.
    """
    await lock_users(connection, user_id)
    games = await unfinished(connection, user_id)
    if len(games) >= UNFINISHED_LIMIT:
        raise TooManyGames(games)
    own = prepared.own if prepared.decide is None else {**prepared.own, **await prepared.decide(connection)}
    values = [own.get(name) for name in COLUMNS]
    row = await connection.fetchrow(_BEGIN, user_id, mode, prepared.language, prepared.difficulty, *values)
    assert row is not None, "an INSERT returns its row"
    await connection.execute(
        "INSERT INTO typing_sessions (user_id, game_session_id, started_at) VALUES ($1, $2, $3)",
        user_id,
        row["id"],
        row["started_at"],
    )
    begun = game_row(row)
    if prepared.begun is not None:
        await prepared.begun(connection, begun)
    return begun


async def unfinished(pg: Pool | Connection, user_id: str) -> list[GameRow]:
    """The player's unfinished games, newest first."""
    rows = await pg.fetch(
        f"SELECT {_COLUMNS} FROM game_sessions WHERE user_id = $1 AND ended_at IS NULL ORDER BY started_at DESC, id",
        user_id,
    )
    return [game_row(row) for row in rows]


async def contest_game(pg: Pool, slug: str, user_id: str) -> GameRow | None:
    """The player's game in this contest, unless it has ended."""
    row = await pg.fetchrow(
        f"SELECT {COLUMNS_OF_S} FROM contest_participations p JOIN game_sessions s ON s.id = p.session_id"
        " WHERE p.contest_slug = $1 AND p.user_id = $2 AND s.ended_at IS NULL",
        slug,
        user_id,
    )
    return None if row is None else game_row(row)


async def by_token(pg: Pool, token: str) -> GameRow | None:
    """The game that this token opens; None also when its player is gone."""
    row = await pg.fetchrow(
        f"SELECT {_COLUMNS} FROM game_sessions WHERE session_token = $1"
        f" AND EXISTS (SELECT 1 FROM users u WHERE u.id = user_id AND {SHOWN})",
        token,
    )
    return None if row is None else game_row(row)


async def by_id(pg: Pool, session_id: str) -> GameRow | None:
    row = await pg.fetchrow(f"SELECT {_COLUMNS} FROM game_sessions WHERE id = $1", session_id)
    return None if row is None else game_row(row)


async def shut_among(pg: Pool, games: Sequence[tuple[str, str]]) -> dict[str, str | None]:
    """Of these unfinished games, `(id, session token)` each, those whose player may not play on by this token. Their
    ids, with the token that is valid now; None for a player who may not play at all."""
    rows = await pg.fetch(
        f"""
        SELECT s.id, CASE WHEN {SHOWN} THEN s.session_token END AS session_token
        FROM unnest($1::uuid[], $2::uuid[]) AS here (id, session_token)
        JOIN game_sessions s ON s.id = here.id JOIN users u ON u.id = s.user_id
        WHERE s.ended_at IS NULL AND NOT (s.session_token = here.session_token AND {SHOWN})
        """,
        [session_id for session_id, _ in games],
        [token for _, token in games],
    )
    return {row["id"]: row["session_token"] for row in rows}


async def renew_tokens(connection: Connection, user_id: str) -> None:
    """Let the session tokens of a user's unfinished games open nothing any more. The caller has locked the users row.
    The games go on by their new tokens."""
    await connection.execute(
        "UPDATE game_sessions SET session_token = gen_random_uuid() WHERE user_id = $1 AND ended_at IS NULL", user_id
    )


async def touch(pg: Pool, session_ids: Sequence[str]) -> None:
    """A player is, or was until now, on these games. (A trigger sets `updated_at`.) One that is being written by
    somebody else at this moment is left out: it waits for nobody, so that no two wait for each other."""
    await pg.execute(
        """
        UPDATE game_sessions SET is_completed = is_completed WHERE id IN (
            SELECT id FROM game_sessions WHERE id = ANY($1) AND ended_at IS NULL FOR NO KEY UPDATE SKIP LOCKED)
        """,
        session_ids,
    )


async def ended_among(pg: Pool, session_ids: Sequence[str]) -> list[str]:
    """Which of these games are saved or deleted."""
    rows = await pg.fetch(
        "SELECT asked::text FROM unnest($1::uuid[]) asked LEFT JOIN game_sessions ON id = asked"
        " WHERE id IS NULL OR ended_at IS NOT NULL",
        session_ids,
    )
    return [row["asked"] for row in rows]


async def left_alone(pg: Pool, for_s: float, limit: int, among: Sequence[str] | None = None) -> list[GameRow]:
    """Unfinished games (of `among`, when given) that no process has touched for so long, the longest first."""
    rows = await pg.fetch(
        f"SELECT {_COLUMNS} FROM game_sessions WHERE ended_at IS NULL"
        " AND updated_at < now() - make_interval(secs => $1) AND ($3::uuid[] IS NULL OR id = ANY($3))"
        " ORDER BY updated_at LIMIT $2",
        for_s,
        limit,
        among,
    )
    return [game_row(row) for row in rows]
