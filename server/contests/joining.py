"""Signing up for a contest, and taking that back. Playing signs up by itself."""

from __future__ import annotations

from server.contests.rows import ContestView
from server.contests.views import view
from server.infra.postgres import Pool
from server.infra.web import Principal
from server.play import contest_game

_LEAVE = "DELETE FROM contest_participations WHERE contest_slug = $1 AND user_id = $2 AND session_id IS NULL"
_IS_IN = "SELECT EXISTS (SELECT FROM contest_participations WHERE contest_slug = $1 AND user_id = $2)"


async def sign_up(pg: Pool, slug: str, caller: Principal) -> ContestView:
    """Again changes nothing. Raises Problem 403, 404, 409."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        await contest_game.entrant(connection, slug, caller.user_id)
        await contest_game.sign_up(connection, slug, caller.user_id)
        return await view(connection, slug, caller.user_id)


async def take_back(pg: Pool, slug: str, caller: Principal) -> ContestView:
    """Whoever is not in it changes nothing. Raises Problem 404, 409 for somebody who has played."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await connection.execute(_LEAVE, slug, caller.user_id)
        seen = await view(connection, slug, caller.user_id)
        if await connection.fetchval(_IS_IN, slug, caller.user_id):
            raise contest_game.played()
        return seen
