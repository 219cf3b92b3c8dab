"""Signing in with a password, and signing out.

Law: a refused login is the same 401 after the same one hash, whether the account is unknown, a guest's, disabled, or
the password is wrong or too long. Nobody learns from it who has an account.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import asyncpg

from server.infra.web import Problem
from server.people.names import normal_email
from server.people.requests import LoginBody
from server.sign_in.accounts import Accounts, Grant
from server.sign_in.families import end_families, hash_of, open_family

if TYPE_CHECKING:
    from server.sign_in.accounts import Connection


def _wrong_credentials() -> Problem:
    return Problem(401, "auth/wrong-credentials", "This login and this password do not belong together.")


async def login(accounts: Accounts, body: LoginBody, user_agent: str) -> Grant:
    """Signs in by username or email. Raises Problem 401 `auth/wrong-credentials`, 503 `auth/busy`."""
    row = await _find(accounts, body.login)
    password_hash: str | None = row["password_hash"] if row else None
    good = await accounts.passwords.check(body.password, password_hash)
    if row is None or password_hash is None or not good or not row["is_active"]:
        raise _wrong_credentials()
    fresh_hash = None
    if accounts.passwords.is_outdated(password_hash):
        fresh_hash = await accounts.passwords.hash(body.password)
    async with accounts.pg.acquire() as connection, connection.transaction():
        # Asked again, now that the row is held: a password changed in the meantime must not still open a sign-in.
        user_id: str | None = await connection.fetchval(
            """
            SELECT id FROM users WHERE id = $1 AND password_hash = $2 AND is_active AND deleted_at IS NULL
            FOR NO KEY UPDATE
            """,
            row["id"],
            password_hash,
        )
        if user_id is None:
            raise _wrong_credentials()
        if fresh_hash is not None:
            await connection.execute("UPDATE users SET password_hash = $2 WHERE id = $1", user_id, fresh_hash)
        return await open_family(accounts, connection, user_id, user_agent)


async def _find(accounts: Accounts, login: str) -> asyncpg.Record | None:
    column = "username"
    if "@" in login:
        column = "email"
        with contextlib.suppress(ValueError):  # what is no address belongs to nobody
            login = normal_email(login)
    return await accounts.pg.fetchrow(
        f"SELECT id, password_hash, is_active FROM users WHERE lower({column}) = lower($1) AND deleted_at IS NULL",
        login,
    )


async def logout(accounts: Accounts, refresh_token: str | None, access_token: str | None) -> None:
    """Ends the sign-ins that the two tokens belong to, an expired access token's too. What is no token of ours ends
    nothing; that is no error, as who is signed out is where they wanted to be."""
    ended: set[tuple[str, str]] = set()
    if access_token:
        with contextlib.suppress(Problem):
            claims = accounts.access_tokens.read(access_token, accounts.now(), expired_too=True)
            ended.add((claims.user_id, claims.family_id))
    async with accounts.pg.acquire() as connection, connection.transaction():
        if refresh_token:
            row = await connection.fetchrow(
                "SELECT user_id, family_id FROM refresh_tokens WHERE token_hash = $1", hash_of(refresh_token)
            )
            if row is not None:
                ended.add((row["user_id"], row["family_id"]))
        for user_id, family_id in sorted(ended):
            await hold_user(connection, user_id)
            await end_families(connection, user_id, accounts.now(), family_id)


async def logout_everywhere(accounts: Accounts, user_id: str) -> None:
    """Ends every sign-in of the user and every access token, now."""
    async with accounts.pg.acquire() as connection, connection.transaction():
        await connection.execute("UPDATE users SET token_version = token_version + 1 WHERE id = $1", user_id)
        await end_families(connection, user_id, accounts.now())


async def hold_user(connection: Connection, user_id: str) -> None:
    """Takes the users row for this transaction: see the law of accounts.py."""
    await connection.execute("SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE", user_id)
