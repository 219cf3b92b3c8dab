"""What all of accounts shares: the pool, Redis, the password threads, the clock, and who a token belongs to.

Law: the users row is the lock of everything about an account. Whatever opens, rotates or ends a sign-in, changes a
password or deletes the account takes that row first, so that none of them can slip past another.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import asyncpg
import structlog
from redis.asyncio import Redis

from server.infra.web import Principal
from server.people.statistics import StatisticsCache
from server.settings import Settings
from server.sign_in.passwords import Passwords
from server.sign_in.signing_key import signing_key
from server.sign_in.tokens import AccessTokens, Claims, invalid_token

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Pool = asyncpg.Pool[asyncpg.Record]
    Connection = PoolConnectionProxy[asyncpg.Record]

log = structlog.get_logger(__name__)

# The columns of `users` that its owner and an admin may see: never the hash, never token_version.
USER_COLUMNS = (
    "id, username, email, display_name, role, is_active, is_guest, replays_public, "
    "last_login_at, created_at, updated_at"
)

UserCallback = Callable[[str], Awaitable[None]]  # takes a user id


@dataclass(frozen=True, slots=True)
class Caller(Principal):
    """A principal that also knows by which sign-in (refresh family) it came."""

    family_id: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A sign-in that was just opened or renewed. `user` holds USER_COLUMNS and token_version."""

    user: asyncpg.Record
    family_id: str
    refresh_token: str


def public_user(record: asyncpg.Record) -> dict[str, Any]:
    """A users row as its owner may see it, whatever else was selected with it."""
    return {name: record[name] for name in USER_COLUMNS.split(", ")}


async def _nobody_to_tell(_: str) -> None:
    """Stands in until the composition root names who wants to know."""


class Accounts:
    """Accounts over one pool. `on_guest_registered`, `on_renamed` (either name), `on_disabled` and `on_deleted` are
    called after the commit, with the user id; what they raise is logged and does not undo what was asked for. `key`
    signs access tokens; the settings' when left out. Close with `close()`."""

    def __init__(
        self,
        pg: Pool,
        redis: Redis,
        settings: Settings,
        *,
        on_guest_registered: UserCallback = _nobody_to_tell,
        on_deleted: UserCallback = _nobody_to_tell,
        on_disabled: UserCallback = _nobody_to_tell,
        on_renamed: UserCallback = _nobody_to_tell,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        key: str | None = None,
    ) -> None:
        self.pg, self.settings, self.now = pg, settings, now
        self.on_guest_registered, self.on_deleted = on_guest_registered, on_deleted
        self.on_disabled, self.on_renamed = on_disabled, on_renamed
        self.passwords = Passwords(settings.bcrypt_cost)
        self.access_tokens = AccessTokens(key or signing_key(settings), settings.access_token_s)
        self.refresh_life = timedelta(days=settings.refresh_token_days)
        self.statistics = StatisticsCache(pg, redis, settings.redis_prefix)

    def close(self) -> None:
        self.passwords.close()

    async def authenticate(self, token: str) -> Caller:
        """Whose token this is. Raises Problem 401 `auth/invalid-token` or `auth/expired-token`."""
        claims = self.access_tokens.read(token, self.now())
        row = await self.pg.fetchrow(
            """
            SELECT id, username, display_name, role, is_guest FROM users u
            WHERE id = $1 AND token_version = $2 AND is_active AND deleted_at IS NULL AND EXISTS (
                SELECT FROM refresh_tokens t WHERE t.family_id = $3 AND t.user_id = u.id AND t.revoked_at IS NULL)
            """,
            claims.user_id,
            claims.token_version,
            claims.family_id,
        )
        if row is None:
            raise invalid_token()
        return Caller(
            row["id"], row["username"], row["display_name"], row["role"], row["is_guest"], family_id=claims.family_id
        )

    def access_token(self, grant: Grant) -> str:
        claims = Claims(grant.user["id"], grant.family_id, grant.user["token_version"])
        return self.access_tokens.issue(claims, self.now())

    async def forget_statistics(self, user_id: str) -> None:
        """To be called after a commit that changed the user's statistics."""
        await self.statistics.forget(user_id)


async def tell(callback: UserCallback, user_id: str) -> None:
    """Calls a callback whose failure is not the player's: what they asked for is committed."""
    try:
        await callback(user_id)
    except Exception as error:
        log.error("account_callback_failed", callback=callback, user_id=user_id, exc_info=error)
