"""Families of refresh tokens: a family is one sign-in, and every use makes its next token.

Laws:
- A token is kept as its SHA-256 alone. It is 256 random bits, so a plain hash is as good as bcrypt would be.
- The token before the newest stays good for `GRACE`: two tabs may refresh at the same moment, and an answer may be lost
  on its way.
- A token used again after that was stolen, or its thief used it first. Nobody can tell which, so the family ends.
- A family that ends takes its access tokens with it (`SignIn.authenticate` asks).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from server.feed import Periodic
from server.infra.personal import Exported, PersonalRecords, Redacted
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, read
from server.infra.web import Problem
from server.sign_in.users import USER_COLUMNS, User

GRACE = timedelta(seconds=20)
PER_USER = 100  # sign-ins at once; the one unused for longest is ended, so that a looping script fills no table

PERSONAL_RECORDS = (
    PersonalRecords(
        table="refresh_tokens",
        export=Exported(
            section="sign_ins",
            columns=("id", "family_id", "user_agent", "created_at", "rotated_at", "revoked_at", "expires_at"),
            withheld={"token_hash": "a secret"},
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


@dataclass(frozen=True, slots=True)
class _Token:
    id: str
    user_id: str
    family_id: str
    expires_at: datetime
    rotated_at: datetime | None
    revoked_at: datetime | None


def hash_of(refresh_token: str) -> str:
    return hashlib.sha256(refresh_token.encode()).hexdigest()


class Families:
    """Opens, renews and ends families. A token lives `life` from its making."""

    def __init__(self, life: timedelta, now: Callable[[], datetime]) -> None:
        self.life, self._now = life, now

    async def open(self, connection: Connection, user_id: str, user_agent: str) -> Grant:
        """A new sign-in, in the caller's transaction. The caller knows that this user exists."""
        family_id, now = str(uuid4()), self._now()
        row = await connection.fetchrow(
            f"UPDATE users SET last_login_at = $2 WHERE id = $1 RETURNING {USER_COLUMNS}, token_version", user_id, now
        )
        assert row is not None
        refresh_token = await self._add_token(connection, user_id, family_id, user_agent)
        await connection.execute(
            """
            UPDATE refresh_tokens SET revoked_at = $2
            WHERE user_id = $1 AND revoked_at IS NULL AND family_id IN (
                SELECT family_id FROM refresh_tokens WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2
                GROUP BY family_id ORDER BY max(created_at) DESC, family_id = $3 DESC OFFSET $4)
            """,
            user_id,
            now,
            family_id,
            PER_USER,
        )
        return Grant(read(User, row), row["token_version"], family_id, refresh_token)

    async def refresh(self, pg: Pool, refresh_token: str, user_agent: str) -> Grant:
        """The family's next token. Raises Problem 401 `auth/invalid-refresh`, or `auth/refresh-reused` when an old
        token came back and the family was ended for it."""
        async with pg.acquire() as connection, connection.transaction():
            grant = await self._rotate(connection, hash_of(refresh_token), user_agent)
        if grant is None:  # raised out here: the family's end must be committed, not rolled back
            detail = "This sign-in was ended because one of its old refresh tokens was used again. Sign in again."
            raise Problem(401, "auth/refresh-reused", detail)
        return grant

    async def _rotate(self, connection: Connection, token_hash: str, user_agent: str) -> Grant | None:
        """None when the token was used too late and its family has been ended."""
        now = self._now()
        user = await connection.fetchrow(
            f"""
            SELECT {USER_COLUMNS}, token_version FROM users
            WHERE id = (SELECT user_id FROM refresh_tokens WHERE token_hash = $1) AND is_active AND deleted_at IS NULL
            FOR NO KEY UPDATE
            """,
            token_hash,
        )
        # Read only after the row is locked, so that what another refresh did in the meantime is seen.
        token = await _find(connection, token_hash)
        if user is None or token is None or token.revoked_at is not None or token.expires_at <= now:
            raise Problem(401, "auth/invalid-refresh", "This sign-in has ended. Sign in again.")
        if token.rotated_at is not None and now - token.rotated_at > GRACE:
            await self.end(connection, token.user_id, token.family_id)
            return None
        await connection.execute(
            "UPDATE refresh_tokens SET rotated_at = $2 WHERE id = $1 AND rotated_at IS NULL", token.id, now
        )
        fresh = await self._add_token(connection, token.user_id, token.family_id, user_agent)
        return Grant(read(User, user), user["token_version"], token.family_id, fresh)

    async def _add_token(self, connection: Connection, user_id: str, family_id: str, user_agent: str) -> str:
        refresh_token, now = secrets.token_urlsafe(32), self._now()
        await connection.execute(
            """
            INSERT INTO refresh_tokens (user_id, family_id, token_hash, user_agent, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            user_id,
            family_id,
            hash_of(refresh_token),
            user_agent[:255],
            now,
            now + self.life,
        )
        return refresh_token

    async def end(self, connection: Connection, user_id: str, family_id: str | None = None) -> bool:
        """Ends one sign-in of the user, or all of them. Returns whether there was one. The caller has locked the users
        row, so that no refresh at the same moment survives it."""
        tag = await connection.execute(
            """
            UPDATE refresh_tokens SET revoked_at = $2
            WHERE user_id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR family_id = $3)
            """,
            user_id,
            self._now(),
            family_id,
        )
        return tag != "UPDATE 0"

    async def end_others(self, connection: Connection, user_id: str, family_id: str) -> None:
        """Ends every sign-in of the user but this one. The caller has locked the users row."""
        await connection.execute(
            "UPDATE refresh_tokens SET revoked_at = $2 WHERE user_id = $1 AND family_id <> $3 AND revoked_at IS NULL",
            user_id,
            self._now(),
            family_id,
        )


async def family_of(connection: Connection, refresh_token: str) -> tuple[str, str] | None:
    """`(user_id, family_id)` of a token of ours."""
    token = await _find(connection, hash_of(refresh_token))
    return (token.user_id, token.family_id) if token is not None else None


async def _find(connection: Connection, token_hash: str) -> _Token | None:
    row = await connection.fetchrow(f"SELECT {columns(_Token)} FROM refresh_tokens WHERE token_hash = $1", token_hash)
    return read(_Token, row) if row is not None else None


def purging(pg: Pool) -> Periodic:
    """Every hour."""
    return Periodic("purge_sign_ins", lambda now: purge_expired_sign_ins(pg, now), timedelta(hours=1))


async def purge_expired_sign_ins(pg: Pool, now: datetime, batch: int = 1_000) -> int:
    """Deletes refresh tokens that have expired, `batch` at a time; returns how many. A living family's first token
    stays, because it says since when that sign-in exists. Several processes may run this at once."""
    deleted = 0
    while True:
        tag = await pg.execute(
            """
            DELETE FROM refresh_tokens WHERE id IN (
                SELECT id FROM refresh_tokens t
                WHERE expires_at <= $1 AND (
                    NOT EXISTS (SELECT FROM refresh_tokens l WHERE l.family_id = t.family_id AND l.expires_at > $1)
                    OR EXISTS (SELECT FROM refresh_tokens e WHERE e.family_id = t.family_id
                               AND (e.created_at, e.id) < (t.created_at, t.id)))
                LIMIT $2 FOR UPDATE SKIP LOCKED)
            """,
            now,
            batch,
        )
        count = int(tag.split()[-1])
        deleted += count
        if count < batch:
            return deleted
