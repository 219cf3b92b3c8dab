"""Sign-ins: families of refresh tokens that rotate at every use.

Laws:
- A token is kept as its SHA-256 alone. It is 256 random bits, so a plain hash is as good as bcrypt would be.
- Each use makes the family's next token. The one before stays good for `GRACE`: two tabs may refresh at the same
  moment, and an answer may be lost on its way.
- A token used again after that was stolen, or its thief used it first. Nobody can tell which, so the family ends.
- A sign-in that ends takes its access tokens with it (`Accounts.authenticate` asks).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from server.infra.web import Problem
from server.sign_in.accounts import USER_COLUMNS, Accounts, Grant

if TYPE_CHECKING:
    from server.sign_in.accounts import Connection, Pool

GRACE = timedelta(seconds=20)
PER_USER = 100  # sign-ins at once; the one unused for longest gives way, so that a looping script fills no table


def hash_of(refresh_token: str) -> str:
    return hashlib.sha256(refresh_token.encode()).hexdigest()


async def open_family(accounts: Accounts, connection: Connection, user_id: str, user_agent: str) -> Grant:
    """A new sign-in, in the caller's transaction, which knows that there is such a user."""
    family_id, now = str(uuid4()), accounts.now()
    user = await connection.fetchrow(
        f"UPDATE users SET last_login_at = $2 WHERE id = $1 RETURNING {USER_COLUMNS}, token_version", user_id, now
    )
    assert user is not None
    grant = Grant(user, family_id, await _add_token(accounts, connection, user_id, family_id, user_agent))
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
    return grant


async def refresh(accounts: Accounts, refresh_token: str, user_agent: str) -> Grant:
    """The family's next token. Raises Problem 401 `auth/invalid-refresh`, or `auth/refresh-reused` when an old token
    came back and the family was ended for it."""
    async with accounts.pg.acquire() as connection, connection.transaction():
        grant = await _rotate(accounts, connection, hash_of(refresh_token), user_agent)
    if grant is None:  # raised out here: the family's end must be committed, not rolled back
        detail = "This sign-in was ended, because an old refresh token of it was used again. Sign in again."
        raise Problem(401, "auth/refresh-reused", detail)
    return grant


async def _rotate(accounts: Accounts, connection: Connection, token_hash: str, user_agent: str) -> Grant | None:
    """None when the token was used too late and its family has been ended."""
    now = accounts.now()
    user = await connection.fetchrow(
        f"""
        SELECT {USER_COLUMNS}, token_version FROM users
        WHERE id = (SELECT user_id FROM refresh_tokens WHERE token_hash = $1) AND is_active AND deleted_at IS NULL
        FOR NO KEY UPDATE
        """,
        token_hash,
    )
    # Read only once the row is ours: what another refresh did in the meantime is seen.
    token = await connection.fetchrow("SELECT * FROM refresh_tokens WHERE token_hash = $1", token_hash)
    if user is None or token is None or token["revoked_at"] is not None or token["expires_at"] <= now:
        raise Problem(401, "auth/invalid-refresh", "There is no sign-in to refresh (any more). Sign in again.")
    if token["rotated_at"] is not None and now - token["rotated_at"] > GRACE:
        await end_families(connection, user["id"], now, token["family_id"])
        return None
    await connection.execute(
        "UPDATE refresh_tokens SET rotated_at = $2 WHERE id = $1 AND rotated_at IS NULL", token["id"], now
    )
    fresh = await _add_token(accounts, connection, user["id"], token["family_id"], user_agent)
    return Grant(user, token["family_id"], fresh)


async def _add_token(accounts: Accounts, connection: Connection, user_id: str, family_id: str, user_agent: str) -> str:
    refresh_token, now = secrets.token_urlsafe(32), accounts.now()
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
        now + accounts.refresh_life,
    )
    return refresh_token


async def end_families(connection: Connection | Pool, user_id: str, now: datetime, family_id: str | None = None) -> int:
    """Ends one sign-in of the user, or all. Returns how many tokens that took. The caller holds the users row, unless
    a refresh at the same moment may as well win."""
    tag = await connection.execute(
        """
        UPDATE refresh_tokens SET revoked_at = $2
        WHERE user_id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR family_id = $3)
        """,
        user_id,
        now,
        family_id,
    )
    return int(tag.split()[-1])


async def purge_expired_sign_ins(pg: Pool, now: datetime, batch: int = 1_000) -> int:
    """Deletes refresh tokens that have expired, `batch` at a time; returns how many. A living family's first token
    stays, for it says since when that sign-in is. To be run now and then; several processes may."""
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
