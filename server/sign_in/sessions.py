"""Where a user is signed in, shown and ended one by one."""

from __future__ import annotations

from typing import Any

from server.infra.inputs import PageQuery
from server.infra.web import Problem
from server.people.requests import SignInsQuery
from server.sign_in.accounts import Accounts, Caller
from server.sign_in.families import end_families
from server.sign_in.login import hold_user, logout_everywhere


async def sign_ins(accounts: Accounts, caller: Caller, query: PageQuery) -> dict[str, Any]:
    """A page of the sign-ins that still count, the last used first."""
    rows = await accounts.pg.fetch(
        """
        SELECT family_id AS id, (array_agg(user_agent ORDER BY created_at DESC, id))[1] AS user_agent,
               min(created_at) AS created_at, max(created_at) AS last_used_at, max(expires_at) AS expires_at,
               family_id = $3 AS current, count(*) OVER () AS total
        FROM refresh_tokens WHERE user_id = $1
        GROUP BY family_id HAVING max(expires_at) > $2 AND bool_and(revoked_at IS NULL)
        ORDER BY last_used_at DESC, family_id DESC LIMIT $4 OFFSET $5
        """,
        caller.user_id,
        accounts.now(),
        caller.family_id,
        query.per_page,
        query.offset,
    )
    items = [{name: value for name, value in row.items() if name != "total"} for row in rows]
    return query.answer(items, rows[0]["total"] if rows else 0)


async def end_sign_ins(accounts: Accounts, caller: Caller, query: SignInsQuery) -> None:
    """Ends the sign-in with the query's id (Problem 404 `account/no-such-session` when it is not the caller's), all
    others than the caller's, or all."""
    if query.id is None and not query.others:
        await logout_everywhere(accounts, caller.user_id)
        return
    now = accounts.now()
    async with accounts.pg.acquire() as connection, connection.transaction():
        await hold_user(connection, caller.user_id)
        if query.id is not None:
            if not await end_families(connection, caller.user_id, now, str(query.id)):
                raise Problem(404, "account/no-such-session", "You have no such sign-in.")
            return
        await connection.execute(
            """
            UPDATE refresh_tokens SET revoked_at = $2
            WHERE user_id = $1 AND family_id <> $3 AND revoked_at IS NULL
            """,
            caller.user_id,
            now,
            caller.family_id,
        )
