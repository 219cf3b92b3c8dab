"""Accounts that somebody else looks after, as a teacher does: made without an email, named, and deleted.

Laws:
- Whoever sets another's password knows it only until it is used: all that it opens is the choice of another one.
- Whose account it is to look after is decided by the feature that calls, in the same transaction and before.
- `signed_out`, `renamed` and `gone` are called after the commit.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from server.infra.codes import random_code
from server.infra.postgres import Connection
from server.people.accounts import Accounts, tell
from server.people.deletion import erase, has_gone
from server.people.names import is_reserved, lookalike, lookalike_sql
from server.people.registration import refuse_taken, taken_by

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
_PARTS, _PART = 3, 4

_TAKEN = f"""
    SELECT lower(name) AS name FROM unnest($1::text[]) AS name
    WHERE EXISTS (SELECT FROM users WHERE deleted_at IS NULL AND lower(username) = lower(name))
       OR EXISTS (SELECT FROM users WHERE deleted_at IS NULL
                  AND {lookalike_sql("username")} = {lookalike_sql("name")})
"""


class ManagedAccounts:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def first_password(self) -> str:
        """To be copied from a sheet of paper once: three groups of four, 59 bits."""
        return "-".join(random_code(_LETTERS, _PART) for _ in range(_PARTS))

    async def hash(self, password: str) -> str:
        """Slow: call it before the transaction. Raises Problem 503 `auth/busy`."""
        return await self._accounts.sign_in.passwords.hash(password)

    def lookalike(self, username: str) -> str:
        """Equal for usernames that look alike: one list cannot have two of them."""
        return lookalike(username)

    async def taken(self, usernames: Sequence[str]) -> set[str]:
        """Those of these names, in lower case, that no new account can have."""
        rows = await self._accounts.pg.fetch(_TAKEN, usernames)
        return {row["name"] for row in rows} | {name.lower() for name in usernames if is_reserved(name)}

    async def insert(self, connection: Connection, username: str, password_hash: str) -> str:
        """A new account; returns its id. Raises Problem 409 `account/username-taken`."""
        try:
            user_id: str = await connection.fetchval(
                """
                INSERT INTO users (username, display_name, password_hash, must_change_password)
                VALUES ($1, $1, $2, true) RETURNING id
                """,
                username,
                password_hash,
            )
        except asyncpg.UniqueViolationError as error:
            raise taken_by(error) from None
        return user_id

    async def set_first_password(self, connection: Connection, user_id: str, password_hash: str) -> None:
        """A new password, which its player must change. Every sign-in ends: call `signed_out` after the commit."""
        await connection.execute(
            "UPDATE users SET password_hash = $2, must_change_password = true WHERE id = $1", user_id, password_hash
        )
        await self._accounts.sign_in.end_all(connection, user_id)

    async def rename(
        self, connection: Connection, user_id: str, username: str | None, display_name: str | None
    ) -> None:
        """Names that are None stay. Raises Problem 409 `account/username-taken`."""
        if username is not None:
            await refuse_taken(self._accounts, username, None, user_id, within=connection)
        try:
            await connection.execute(
                "UPDATE users SET username = coalesce($2, username), display_name = coalesce($3, display_name)"
                " WHERE id = $1",
                user_id,
                username,
                display_name,
            )
        except asyncpg.UniqueViolationError as error:
            raise taken_by(error) from None

    async def erase(self, connection: Connection, user_id: str) -> None:
        """Delete the account for good, as if its player had."""
        await erase(self._accounts, connection, user_id)

    async def signed_out(self, user_id: str) -> None:
        await self._accounts.sign_in.all_ended(user_id)

    async def renamed(self, user_id: str) -> None:
        await tell(self._accounts.on_renamed, user_id)

    async def gone(self, user_id: str) -> None:
        await has_gone(self._accounts, user_id)
