"""What admins do to accounts: look them up, give roles, disable, mark robots, reset passwords.

Laws:
- There is always an active admin. Two admins who demote each other at the same moment do not both succeed.
- A change of accounts locks the rows of all admins and of those concerned by one statement, in one order, so that no
  two changes wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import asyncpg
import structlog

from game.terms import Role
from server.feed import ask
from server.infra.audit import Actor, Deed, record
from server.infra.paging import LongPage
from server.infra.postgres import Connection
from server.infra.rows import read
from server.infra.web import Problem
from server.leaderboards import STANDINGS
from server.people.accounts import Accounts, tell
from server.people.registration import refuse_taken, taken_by
from server.people.requests import AdminUserBody, UsersQuery
from server.sign_in import USER_COLUMNS, User

log = structlog.get_logger(__name__)


async def lock_with_admins(connection: Connection, *user_ids: str) -> set[str]:
    """Locks the users and all active admins; call it first in a transaction. Returns the ids of the admins."""
    rows = await connection.fetch(
        """
        SELECT id, role = 'ADMIN' AND is_active AND deleted_at IS NULL AS is_admin FROM users
        WHERE id = ANY($1::uuid[]) OR (role = 'ADMIN' AND is_active AND deleted_at IS NULL)
        ORDER BY id FOR NO KEY UPDATE
        """,
        user_ids,
    )
    return {row["id"] for row in rows if row["is_admin"]}


def keep_an_admin(admins: set[str], user_id: str) -> None:
    """Call this when the user will not be an active admin any more. `admins`: of `lock_with_admins`. Raises Problem 409
    `account/last-admin` when there is no other."""
    if admins == {user_id}:
        detail = "This is the last active admin. Make someone else an admin first."
        raise Problem(409, "account/last-admin", detail)


def _no_such_user() -> Problem:
    return Problem(404, "account/no-such-user", "There is no such user.")


# As the index `users_searched_idx` has it: whoever matches has all trigrams of what is searched.
_TRIGRAM = 3  # characters
_MAY_MATCH = """
trigrams(username || E'\\n' || display_name || E'\\n' || coalesce(email, '')) @> trigrams($7)
"""


async def users(accounts: Accounts, query: UsersQuery, *, with_email: bool = True) -> LongPage[User]:
    """A page of the accounts that are not deleted, newest first. Without `with_email` the addresses are left out, and
    are not searched."""
    pattern = "%" + query.search.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    filters: list[object] = [pattern, query.role, query.is_active, query.is_guest, query.is_bot, with_email]
    where = """
        deleted_at IS NULL AND (username ILIKE $1 OR display_name ILIKE $1 OR ($6 AND email ILIKE $1))
        AND ($2::text IS NULL OR role::text = $2) AND ($3::bool IS NULL OR is_active = $3)
        AND ($4::bool IS NULL OR is_guest = $4) AND ($5::bool IS NULL OR is_bot = $5)
    """
    if len(query.search) >= _TRIGRAM:
        filters.append(query.search)
        where += f"AND {_MAY_MATCH}"
    from_here, after = query.from_here("created_at", "id", len(filters) + 3)
    page = f"""
        SELECT {USER_COLUMNS} FROM users WHERE {where} AND {from_here}
        ORDER BY created_at DESC, id DESC LIMIT ${len(filters) + 1} OFFSET ${len(filters) + 2}
    """
    rows = await accounts.pg.fetch(page, *filters, query.limit, query.offset, *after)
    count = partial(accounts.pg.fetchval, f"SELECT count(*) FROM users WHERE {where}", *filters)
    total = await accounts.totals.of(("accounts", *filters), count)
    found = [_shown(row, with_email) for row in rows]
    return query.long_page_of(found, total, lambda user: (user.created_at, user.id))


async def user(accounts: Accounts, user_id: str, *, with_email: bool = True) -> User:
    row = await accounts.pg.fetchrow(f"SELECT {USER_COLUMNS} FROM users WHERE id = $1 AND deleted_at IS NULL", user_id)
    if row is None:
        raise _no_such_user()
    return _shown(row, with_email)


def _shown(row: asyncpg.Record, with_email: bool) -> User:
    found = read(User, row)
    return found if with_email else replace(found, email=None)


async def change_user(accounts: Accounts, user_id: str, body: AdminUserBody, by: Actor) -> User:
    """Raises Problem 404, 409 `account/guest`, `account/last-admin` or `account/username-taken`, 503 `auth/busy`; 401
    or 403 when `by` is no longer an admin. Disabling or a new password signs the user out everywhere at once and closes
    their play sockets; disabling also ends the games under way."""
    password_hash = await accounts.sign_in.passwords.hash(body.password) if body.password else None
    if body.username:
        await refuse_taken(accounts, body.username, None, user_id)
    async with accounts.pg.acquire() as connection, connection.transaction():
        admins = await lock_with_admins(connection, user_id, *([by.user_id] if by.user_id else []))
        await by.confirm(connection)
        if body.is_active is False or body.role not in (None, Role.ADMIN):
            keep_an_admin(admins, user_id)
        before = await connection.fetchrow(
            f"SELECT {USER_COLUMNS} FROM users WHERE id = $1 AND deleted_at IS NULL", user_id
        )
        if before is None:
            raise _no_such_user()
        if before["is_guest"] and (body.role not in (None, Role.PLAYER) or body.password):
            raise Problem(409, "account/guest", "Guests have neither a role nor a password.")
        if before["is_guest"] and body.username:
            raise Problem(409, "account/guest", "Of a guest only the display name can be changed.")
        if body.is_active is not None or body.is_bot is not None:
            await ask(connection, STANDINGS, user_id)  # before the statistics are locked: as in a deletion
        changed = await _apply(connection, user_id, body, password_hash)
        await record(connection, by, *deeds(read(User, before), changed, body.password is not None))
        ends_all = body.is_active is False or password_hash is not None
        if ends_all:
            await accounts.sign_in.end_all(connection, user_id)
    if ends_all:
        await accounts.sign_in.all_ended(user_id)
    if body.is_active is not None or body.is_bot is not None:
        await tell(accounts.on_judged, user_id)
    if body.display_name or body.username:
        await tell(accounts.on_renamed, user_id)
    log.info(
        "user_changed",
        by=by.user_id or "command line",
        user_id=user_id,
        fields=sorted(body.model_dump(exclude_none=True)),
    )
    return changed


_ACTIONS: dict[str, Callable[[User], str]] = {
    "role": lambda user: "set_role",
    "is_active": lambda user: "enable" if user.is_active else "disable",
    "is_bot": lambda user: "mark_bot" if user.is_bot else "unmark_bot",
    "display_name": lambda user: "rename",
    "username": lambda user: "rename",
}


def deeds(before: User, after: User, has_new_password: bool) -> list[Deed]:
    """One for each thing that was changed. Of a password only that it was."""
    found = [
        Deed("user", after.id, action(after), {name: old}, {name: new})
        for name, action in _ACTIONS.items()
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]
    return found + ([Deed("user", after.id, "reset_password")] if has_new_password else [])


async def _apply(connection: Connection, user_id: str, body: AdminUserBody, password_hash: str | None) -> User:
    try:
        row = await connection.fetchrow(
            f"""
        UPDATE users SET role = coalesce($2, role), is_active = coalesce($3, is_active),
            display_name = coalesce($4, display_name), password_hash = coalesce($5, password_hash),
            is_bot = coalesce($6, is_bot), username = coalesce($7, username)
        WHERE id = $1 RETURNING {USER_COLUMNS}
        """,
            user_id,
            body.role,
            body.is_active,
            body.display_name,
            password_hash,
            body.is_bot,
            body.username,
        )
    except asyncpg.UniqueViolationError as error:
        raise taken_by(error) from None
    assert row is not None  # locked by this transaction
    return read(User, row)
