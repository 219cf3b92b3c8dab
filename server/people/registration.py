"""How an account begins: registered, as a guest, or as a guest who registers and keeps everything.

Laws:
- Only the unique indexes decide whether a name is free; asking first merely saves a hash.
- A guest who registers keeps the same row, and with it games, statistics and replays. Every sign-in of the guest ends,
  so that nobody who could use the guest can use the account.
- A display name is read wherever its player is named, so a new one with an address is refused while its player is new.

Registering must tell whether a name or an email is taken (questions.py bounds how often). Login tells nothing.
"""

from __future__ import annotations

import hmac

import asyncpg

from game.terms import Role
from server.infra.postgres import Connection
from server.infra.rows import read
from server.infra.web import Principal, Problem
from server.infra.written import leads_elsewhere
from server.people.accounts import Accounts, tell
from server.people.names import guest_names, is_reserved, lookalike, lookalike_sql
from server.people.requests import RegisterBody
from server.results import refusal_of_new
from server.settings import Registration, Settings
from server.sign_in import USER_COLUMNS, Grant, User

_GUEST_DRAWS = 5  # of 2^32 names: even two taken names in a row are unlikely


def taken(what: str, detail: str = "") -> Problem:
    """`what` is username or email."""
    detail = detail or f"This {what} is taken."
    return Problem(
        409, f"account/{what}-taken", detail, errors=[{"pointer": f"/{what}", "code": "taken", "detail": detail}]
    )


def taken_by(error: asyncpg.UniqueViolationError) -> Problem:
    """Which of the two belongs to another account."""
    return taken("email" if "email" in (error.constraint_name or "") else "username")


_ALIKE = f"{lookalike_sql('username')} = {lookalike_sql('$1::text')}"
_TAKEN = f"""
    SELECT coalesce(bool_or(lower(username) = lower($1)), false) AS username,
           coalesce(bool_or({_ALIKE}), false) AS lookalike,
           coalesce(bool_or(lower(email) = lower($2)), false) AS email,
           (SELECT username FROM users WHERE id = $3) AS own_username
    FROM users
    WHERE (lower(username) = lower($1) OR {_ALIKE} OR lower(email) = lower($2)) AND deleted_at IS NULL
      AND ($3::uuid IS NULL OR id <> $3)
"""


async def refuse_taken(
    accounts: Accounts,
    username: str | None,
    email: str | None,
    own_id: str | None = None,
    *,
    within: Connection | None = None,
) -> None:
    """Raises Problem 409 when another living account has the name, one that looks like it, or the email, or the server
    reserves the name; 429 when too much has been asked about emails. `within` is the caller's transaction, if any."""
    if email:
        await accounts.questions.may_ask()
    row = await (within or accounts.pg).fetchrow(_TAKEN, username, email, own_id)
    assert row is not None  # an aggregate always has its row
    if row["username"]:
        raise taken("username")
    own = row["own_username"]
    looks_as_before = username and own is not None and lookalike(username) == lookalike(own)
    if username and not looks_as_before and (row["lookalike"] or is_reserved(username)):
        raise taken("username", "This username looks like one that is taken.")
    if row["email"]:
        await accounts.questions.told_taken()
        raise taken("email")


async def register(accounts: Accounts, body: RegisterBody, guest: Principal | None, user_agent: str) -> Grant:
    """Registers a new player, or `guest` when there is one. Raises Problem 403 when registration is not open to the
    caller, 409 for a taken name or email, for a display name that leads to another site, and for a caller who has
    registered already."""
    _admit(accounts.settings, body.invite_code)
    if body.display_name and leads_elsewhere(body.display_name):
        raise refusal_of_new("display_name")
    if guest is not None and not guest.is_guest:
        raise Problem(409, "account/already-registered", "You are signed in to an account. Log out to create another.")
    guest_id = guest.user_id if guest else None
    await refuse_taken(accounts, body.username, body.email, guest_id)
    password_hash = await accounts.sign_in.passwords.hash(body.password)
    try:
        async with accounts.pg.acquire() as connection, connection.transaction():
            if guest_id is None:
                user_id: str = (await insert_user(connection, body, password_hash, Role.PLAYER)).id
            else:
                user_id = guest_id
                await _upgrade(accounts, connection, guest_id, body, password_hash)
            grant = await accounts.sign_in.families.open(connection, user_id, user_agent)
    except asyncpg.UniqueViolationError as error:
        raise taken_by(error) from None
    if guest_id is not None:
        await tell(accounts.on_guest_registered, guest_id)
    return grant


def _admit(settings: Settings, invite_code: str | None) -> None:
    if settings.registration is Registration.CLOSED:
        raise Problem(403, "account/registration-closed", "Registration is closed on this server.")
    if settings.registration is Registration.INVITE:
        given, wanted = (invite_code or "").strip(), (settings.invite_code or "").strip()
        if not given:
            raise _no_invite("required", "You need an invite code to register here. Ask whoever runs this server.")
        if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
            raise _no_invite("wrong", "Wrong invite code. Ask whoever runs this server for the current one.")


def _no_invite(code: str, detail: str) -> Problem:
    errors = [{"pointer": "/invite_code", "code": f"invite_{code}", "detail": detail}]
    return Problem(403, f"account/invite-{code}", detail, errors=errors)


async def insert_user(connection: Connection, body: RegisterBody, password_hash: str, role: Role) -> User:
    """The new row. Raises asyncpg.UniqueViolationError, for `taken_by`."""
    row = await connection.fetchrow(
        f"""
        INSERT INTO users (username, email, password_hash, display_name, role, is_bot) VALUES ($1, $2, $3, $4, $5, $6)
        RETURNING {USER_COLUMNS}
        """,
        body.username,
        body.email,
        password_hash,
        body.display_name or body.username,
        role.value,
        body.is_bot,
    )
    assert row is not None
    return read(User, row)


async def _upgrade(
    accounts: Accounts, connection: Connection, guest_id: str, body: RegisterBody, password_hash: str
) -> None:
    upgraded = await connection.fetchval(
        """
        UPDATE users SET username = $2, email = $3, password_hash = $4, display_name = $5, is_guest = false,
            is_bot = is_bot OR $6, token_version = token_version + 1
        WHERE id = $1 AND is_guest AND is_active AND deleted_at IS NULL
        RETURNING true
        """,
        guest_id,
        body.username,
        body.email,
        password_hash,
        body.display_name or body.username,
        body.is_bot,
    )
    if upgraded is None:  # the same guest registered or was deleted a moment ago
        raise Problem(409, "account/already-registered", "This guest has already registered or been deleted.")
    await accounts.sign_in.families.end(connection, guest_id)


async def become_guest(accounts: Accounts, user_agent: str, *, is_bot: bool = False) -> Grant:
    """A new guest, signed in and ready to play."""
    for _ in range(_GUEST_DRAWS):
        username, display_name = guest_names()
        async with accounts.pg.acquire() as connection, connection.transaction():
            user_id: str | None = await connection.fetchval(
                """
                INSERT INTO users (username, display_name, is_guest, is_bot) VALUES ($1, $2, true, $3)
                ON CONFLICT DO NOTHING RETURNING id
                """,
                username,
                display_name,
                is_bot,
            )
            if user_id is not None:
                return await accounts.sign_in.families.open(connection, user_id, user_agent)
    raise RuntimeError("no free guest name")
