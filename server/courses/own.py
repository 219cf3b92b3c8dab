"""What one player does in courses and has of them: enrolment, hints, attempts, progress."""

from __future__ import annotations

import asyncpg

from server.courses.rows import Attempt, HintsShown, OwnProgress
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.web import Principal, Problem
from server.play import challenge_game
from server.results import HONEST, of_keys

NO_MORE_HINTS = 409, "course/no-more-hints"

_HINTS = f"SELECT v.hints FROM {challenge_game.PUBLISHED} WHERE c.id = $1"
# $3: how many there are.
_ONE_MORE = """
INSERT INTO challenge_progress AS p (user_id, challenge_id, hints_shown) VALUES ($1, $2, 1)
ON CONFLICT (user_id, challenge_id) DO UPDATE SET hints_shown = p.hints_shown + 1 WHERE p.hints_shown < $3
RETURNING hints_shown
"""
ATTEMPTS = f"""
SELECT a.result_id, r.session_id, v.version, a.passed, a.failed, {HONEST} AS counts, r.final_score, {of_keys("r")},
    r.total_keys_pressed - r.correct_keys AS wrong_keys, r.end_reason, r.ended_at
FROM challenge_attempts a JOIN game_results r ON r.id = a.result_id JOIN challenge_versions v ON v.id = a.version_id
WHERE a.user_id = $1 AND a.challenge_id = $2 ORDER BY a.ended_at DESC, a.result_id DESC LIMIT $3 OFFSET $4
"""
_COUNTED = "SELECT attempts FROM challenge_progress WHERE user_id = $1 AND challenge_id = $2"
_TRACK = "SELECT id FROM tracks WHERE slug = $1 AND is_published"
_IS_PUBLISHED = f"SELECT EXISTS (SELECT FROM {challenge_game.PUBLISHED} WHERE c.id = $1)"


def own_progress(row: asyncpg.Record) -> OwnProgress | None:
    """From a row of challenge_progress that may have been joined in vain."""
    return None if row["status"] is None else read(OwnProgress, row)


async def enroll(connection: Connection, caller: Principal, track_id: str) -> None:
    """In a transaction."""
    await caller.confirm(connection)
    await challenge_game.enroll(connection, caller.user_id, track_id)


async def leave(pg: Pool, user_id: str, slug: str) -> bool:
    """False: there is no such track."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        track_id = await connection.fetchval(_TRACK, slug)
        if track_id is None:
            return False
        await challenge_game.leave(connection, user_id, track_id)
        return True


async def show_hint(pg: Pool, caller: Principal, challenge_id: str) -> HintsShown:
    """One more. Raises Problem 404, 409."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        hints: list[str] | None = await connection.fetchval(_HINTS, challenge_id)
        if hints is None:
            raise challenge_game.no_challenge()
        shown = None
        if hints:
            shown = await connection.fetchval(_ONE_MORE, caller.user_id, challenge_id, len(hints))
        if shown is None:
            raise Problem(*NO_MORE_HINTS, "You have seen every hint." if hints else "There are no hints.")
        return HintsShown(hints[:shown], len(hints) - shown)


async def confirm_published(pg: Pool, challenge_id: str) -> None:
    """Raises Problem 404."""
    if not await pg.fetchval(_IS_PUBLISHED, challenge_id):
        raise challenge_game.no_challenge()


async def attempts(pg: Pool, user_id: str, challenge_id: str, query: PageQuery) -> Page[Attempt]:
    """The player's own, the newest first. Raises Problem 404."""
    await confirm_published(pg, challenge_id)
    rows = await pg.fetch(ATTEMPTS, user_id, challenge_id, query.per_page, query.offset)
    total: int = await pg.fetchval(_COUNTED, user_id, challenge_id) or 0
    return query.page_of((read(Attempt, row) for row in rows), total)


async def last_attempt(pg: Pool, user_id: str, challenge_id: str) -> Attempt | None:
    row = await pg.fetchrow(ATTEMPTS, user_id, challenge_id, 1, 0)
    return None if row is None else read(Attempt, row)
