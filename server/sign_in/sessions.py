"""The places where a user is signed in, listed and ended one by one."""

from __future__ import annotations

from typing import Any

from server.infra.inputs import PageQuery
from server.infra.rows import read
from server.infra.web import Problem
from server.sign_in.answers import Session
from server.sign_in.login import logout_everywhere
from server.sign_in.requests import SessionsQuery
from server.sign_in.sign_in import Caller, SignIn
from server.sign_in.users import lock_user


async def sessions(sign_in: SignIn, caller: Caller, query: PageQuery) -> dict[str, Any]:
    """A page of the sign-ins that have not ended, the last used first."""
    rows = await sign_in.pg.fetch(
        """
        SELECT family_id AS id, (array_agg(user_agent ORDER BY created_at DESC, id))[1] AS user_agent,
               min(created_at) AS created_at, max(created_at) AS last_used_at, max(expires_at) AS expires_at,
               family_id = $3 AS current, count(*) OVER () AS total
        FROM refresh_tokens WHERE user_id = $1
        GROUP BY family_id HAVING max(expires_at) > $2 AND bool_and(revoked_at IS NULL)
        ORDER BY last_used_at DESC, family_id DESC LIMIT $4 OFFSET $5
        """,
        caller.user_id,
        sign_in.now(),
        caller.family_id,
        query.per_page,
        query.offset,
    )
    return query.answer([read(Session, row) for row in rows], rows[0]["total"] if rows else 0)


async def end_sessions(sign_in: SignIn, caller: Caller, query: SessionsQuery) -> None:
    """Ends the sign-in with the query's id (Problem 404 `account/no-such-session` when it is not the caller's), all
    sign-ins but the caller's, or all."""
    if query.id is None and not query.others:
        await logout_everywhere(sign_in, caller.user_id)
        return
    async with sign_in.pg.acquire() as connection, connection.transaction():
        await lock_user(connection, caller.user_id)
        if query.id is None:
            await sign_in.families.end_others(connection, caller.user_id, caller.family_id)
        elif not await sign_in.families.end(connection, caller.user_id, query.id):
            raise Problem(404, "account/no-such-session", "You are not signed in there.")
