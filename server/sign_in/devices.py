"""The devices on which a user is signed in, listed and signed out one by one. The wire calls them sessions."""

from __future__ import annotations

from server.infra.paging import Page, PageQuery
from server.infra.rows import read
from server.infra.user_locks import lock_users
from server.infra.web import Problem
from server.sign_in.answers import Device
from server.sign_in.login import logout_everywhere
from server.sign_in.requests import DevicesQuery
from server.sign_in.sign_in import Caller, SignIn

# $1: user, $2: now. One row is one sign-in.
_LIVING = "user_id = $1 AND expires_at > $2 AND revoked_at IS NULL"


async def devices(sign_in: SignIn, caller: Caller, query: PageQuery) -> Page[Device]:
    """A page of the devices that are still signed in, the last used first."""
    living = caller.user_id, sign_in.now()
    rows = await sign_in.pg.fetch(
        f"""
        SELECT family_id AS id, user_agent, created_at, used_at AS last_used_at, expires_at, family_id = $3 AS current
        FROM refresh_tokens WHERE {_LIVING} ORDER BY used_at DESC, family_id DESC LIMIT $4 OFFSET $5
        """,
        *living,
        caller.family_id,
        query.per_page,
        query.offset,
    )
    total: int = await sign_in.pg.fetchval(f"SELECT count(*) FROM refresh_tokens WHERE {_LIVING}", *living)
    return query.page_of([read(Device, row) for row in rows], total)


async def sign_out_devices(sign_in: SignIn, caller: Caller, query: DevicesQuery) -> None:
    """Signs out the device with the query's id, all but the caller's, or all. Raises Problem 404
    `account/no-such-session` when the caller has no device with this id."""
    if query.id is None and not query.others:
        await logout_everywhere(sign_in, caller.user_id)
        return
    async with sign_in.pg.acquire() as connection, connection.transaction():
        await lock_users(connection, caller.user_id)
        if query.id is None:
            await sign_in.families.end_others(connection, caller.user_id, caller.family_id)
        elif not await sign_in.families.end(connection, caller.user_id, query.id):
            raise Problem(404, "account/no-such-session", "This device is not signed in.")
