"""Families of refresh tokens: a family is one sign-in and one row, and every use of its token makes the next one.

Laws:
- A token is its family's id and 256 random bits; it is kept as its SHA-256 alone, for which that much chance is enough.
- The row knows the newest token and the one before it. That one stays good as long as no token made from it was used:
  two tabs may refresh at the same moment, and an answer may be lost on its way, for however long.
- Of the tokens made from one, the first that is used goes on. The use of another, or of any older token, means that
  somebody else has one: the thief, or after the thief its owner. Nobody can tell which, so the family ends.
- A family ends `life` after its last use, and `longest` after its sign-in, however much it is used.
- A family that ends, or whose time is over, takes its access tokens with it (`SignIn.authenticate` asks).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from server.feed import Purge
from server.infra.personal import Exported, PersonalRecords, Redacted
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, read
from server.infra.web import Problem
from server.results import SHOWN
from server.sign_in.users import USER_COLUMNS, User

PER_USER = 100  # sign-ins at once; the one unused for longest is ended, so that a looping script fills no table
SIBLINGS = 20  # tokens made from one before any of them was used: as many tabs that open at once
SECRET_BYTES = 32
_TOKEN_LENGTH = (16 + SECRET_BYTES) * 4 // 3  # in base64

PERSONAL_RECORDS = (
    PersonalRecords(
        table="refresh_tokens",
        export=Exported(
            section="sign_ins",
            columns=("family_id", "user_agent", "created_at", "used_at", "revoked_at", "expires_at"),
            withheld={"token_hash": "a secret", "previous_hash": "a secret", "sibling_hashes": "secrets"},
            key="family_id",
        ),
        on_delete=Redacted("user_agent = ''"),
    ),
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A sign-in that was just opened or renewed."""

    user: User
    token_version: int
    family_id: str
    refresh_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Family:
    family_id: str
    user_id: str
    token_hash: str
    previous_hash: str | None
    sibling_hashes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def hash_of(refresh_token: str) -> str:
    return hashlib.sha256(refresh_token.encode()).hexdigest()


def new_token(family_id: str) -> str:
    return base64.urlsafe_b64encode(UUID(family_id).bytes + secrets.token_bytes(SECRET_BYTES)).decode()


def family_named(refresh_token: str) -> str | None:
    """The id of the family that a token names; None for one of an older release, and for what is no token."""
    if len(refresh_token) != _TOKEN_LENGTH:
        return None
    try:
        return str(UUID(bytes=base64.urlsafe_b64decode(refresh_token)[:16]))
    except (binascii.Error, ValueError):
        return None


class Families:
    """Opens, renews and ends families. A family lives `life` from its last use, `longest` at most."""

    def __init__(self, life: timedelta, longest: timedelta, now: Callable[[], datetime]) -> None:
        self.life, self.longest, self._now = life, longest, now

    async def open(self, connection: Connection, user_id: str, user_agent: str) -> Grant:
        """A new sign-in, in the caller's transaction. The caller knows that this user exists."""
        family_id, now = str(uuid4()), self._now()
        row = await connection.fetchrow(
            f"UPDATE users SET last_login_at = $2 WHERE id = $1 RETURNING {USER_COLUMNS}, token_version", user_id, now
        )
        assert row is not None
        refresh_token, expires_at = new_token(family_id), now + min(self.life, self.longest)
        await connection.execute(
            """
            INSERT INTO refresh_tokens (family_id, user_id, token_hash, user_agent, created_at, used_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $5, $6)
            """,
            *(family_id, user_id, hash_of(refresh_token), user_agent[:255], now, expires_at),
        )
        await connection.execute(
            """
            UPDATE refresh_tokens SET revoked_at = $2
            WHERE family_id IN (
                SELECT family_id FROM refresh_tokens WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2
                ORDER BY used_at DESC, family_id = $3 DESC OFFSET $4)
            """,
            *(user_id, now, family_id, PER_USER),
        )
        return Grant(read(User, row), row["token_version"], family_id, refresh_token, expires_at)

    async def refresh(self, pg: Pool, refresh_token: str, user_agent: str) -> Grant:
        """The family's next token. Raises Problem 401 `auth/invalid-refresh`, or `auth/refresh-reused` when a token
        came that only a copy can be, and the family was ended for it."""
        async with pg.acquire() as connection, connection.transaction():
            grant = await self._renew(connection, refresh_token, user_agent)
        if grant is None:  # raised out here: the family's end must be committed, not rolled back
            detail = "You have been signed out because an old refresh token was used again. Sign in again."
            raise Problem(401, "auth/refresh-reused", detail)
        return grant

    async def _renew(self, connection: Connection, refresh_token: str, user_agent: str) -> Grant | None:
        """None when the token is a copy and its family has been ended."""
        now, named = self._now(), await family_of(connection, refresh_token)
        user = await connection.fetchrow(
            f"SELECT {USER_COLUMNS}, token_version FROM users u WHERE id = $1 AND {SHOWN} FOR NO KEY UPDATE",
            named and named[0],
        )
        # Read only after the row is locked, so that what another refresh did in the meantime is seen.
        family = await _find(connection, refresh_token)
        if user is None or family is None or family.revoked_at is not None or self._end_of(family) <= now:
            raise Problem(401, "auth/invalid-refresh", "You have been signed out. Sign in again.")
        used = hash_of(refresh_token)
        if used in (family.token_hash, *family.sibling_hashes):
            siblings: list[str] = []
        elif used == family.previous_hash:
            siblings = [*family.sibling_hashes, family.token_hash][-SIBLINGS:]
        else:
            await self.end(connection, family.user_id, family.family_id)
            return None
        fresh, expires_at = new_token(family.family_id), min(now + self.life, family.created_at + self.longest)
        await connection.execute(
            """
            UPDATE refresh_tokens SET token_hash = $2, previous_hash = $3, sibling_hashes = $4, user_agent = $5,
                used_at = $6, expires_at = $7
            WHERE family_id = $1
            """,
            *(family.family_id, hash_of(fresh), used, siblings, user_agent[:255], now, expires_at),
        )
        return Grant(read(User, user), user["token_version"], family.family_id, fresh, expires_at)

    def _end_of(self, family: _Family) -> datetime:
        """The setting may have been lowered since the last use."""
        return min(family.expires_at, family.created_at + self.longest)

    async def end(self, connection: Connection, user_id: str, family_id: str | None = None) -> bool:
        """Ends one sign-in of the user, or all of them. Returns whether there was one. The caller has locked the users
        row, so that no refresh at the same moment survives it."""
        tag = await connection.execute(
            """
            UPDATE refresh_tokens SET revoked_at = $2
            WHERE user_id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR family_id = $3)
            """,
            *(user_id, self._now(), family_id),
        )
        return tag != "UPDATE 0"

    async def end_others(self, connection: Connection, user_id: str, family_id: str) -> None:
        """Ends every sign-in of the user but this one. The caller has locked the users row."""
        await connection.execute(
            "UPDATE refresh_tokens SET revoked_at = $2 WHERE user_id = $1 AND family_id <> $3 AND revoked_at IS NULL",
            *(user_id, self._now(), family_id),
        )


async def family_of(connection: Connection, refresh_token: str) -> tuple[str, str] | None:
    """`(user_id, family_id)` of a token of ours."""
    family = await _find(connection, refresh_token)
    return (family.user_id, family.family_id) if family is not None else None


async def _find(connection: Connection, refresh_token: str) -> _Family | None:
    """The family that a token names, whatever has become of the token. Those of older releases name none: they are
    found by their hash, as the newest or the one before it."""
    family_id = family_named(refresh_token)
    where, given = "family_id = $1", family_id
    if family_id is None:
        where, given = "token_hash = $1 OR previous_hash = $1", hash_of(refresh_token)
    row = await connection.fetchrow(f"SELECT {columns(_Family)} FROM refresh_tokens WHERE {where}", given)
    return read(_Family, row) if row is not None else None


_DELETE_EXPIRED = """
DELETE FROM refresh_tokens WHERE family_id IN (
    SELECT family_id FROM refresh_tokens WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
"""


def purging() -> Purge:
    """Of sign-ins that have expired."""
    return Purge("sign_ins", _DELETE_EXPIRED, timedelta())
