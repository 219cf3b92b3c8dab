"""What all of signing in shares: the pool, the password threads, the clock, and who an access token belongs to.

Law: the users row is the lock of everything about an account. Code that opens, rotates or ends a sign-in, changes a
password or deletes the account locks that row first, so that none of them can slip past another.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from server.infra.clock import utc_now
from server.infra.postgres import Connection, Pool
from server.infra.ratelimit import NO_LIMITS, Limits
from server.infra.user_locks import lock_users
from server.infra.web import Principal, Problem
from server.results import SHOWN
from server.settings import Settings
from server.sign_in.families import Families, Grant
from server.sign_in.guesses import Guesses
from server.sign_in.known_devices import KnownDevices
from server.sign_in.passwords import Passwords
from server.sign_in.signing_key import signing_key
from server.sign_in.tokens import AccessTokens, Claims, invalid_token

log = structlog.get_logger(__name__)

EndsToo = Callable[[Connection, str], Awaitable[None]]  # takes a user id, in the transaction that ends their sign-ins
Told = Callable[[str], Awaitable[None]]  # takes a user id, after that transaction


async def _nothing(_: Connection, __: str) -> None:
    """The default: nothing else was opened by a sign-in."""


async def _tell_nobody(_: str) -> None:
    """The default: nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Caller(Principal):
    """A principal whose sign-in (refresh family) is known too."""

    claims: Claims

    @property
    def family_id(self) -> str:
        return self.claims.family_id

    async def confirm(self, connection: Connection) -> None:
        # The row is locked first, so that what ended the sign-in meanwhile is seen.
        await lock_users(connection, self.user_id)
        current = await _caller(connection, self.claims)
        if current.role != self.role:
            raise Problem(403, "auth/forbidden", "Your role has just been changed.")


class SignIn:
    """Signing in over one pool. `key` signs access tokens and device cookies; the settings' key when it is left out.
    Close with `close()`.

    `families` and `passwords` are for features that open or end sign-ins themselves, in transactions of their own.
    `ends_too` ends what else a user's sign-ins have opened, in the transaction that ends them all; `on_all_ended` is
    called after its commit. `limits` bound the guesses at passwords.
    """

    def __init__(
        self,
        pg: Pool,
        settings: Settings,
        *,
        now: Callable[[], datetime] = utc_now,
        key: str | None = None,
        limits: Limits = NO_LIMITS,
        ends_too: EndsToo = _nothing,
        on_all_ended: Told = _tell_nobody,
    ) -> None:
        self.pg, self.settings, self.now = pg, settings, now
        self._ends_too, self._on_all_ended = ends_too, on_all_ended
        self.passwords = Passwords(settings.bcrypt_cost)
        key = key or signing_key(settings)
        self.access_tokens = AccessTokens(key, settings.access_token_s)
        self.known_devices, self.guesses = KnownDevices(key), Guesses(limits)
        self.families = Families(
            timedelta(days=settings.refresh_token_days), timedelta(days=settings.sign_in_days), now
        )

    def close(self) -> None:
        self.passwords.close()

    async def authenticate(self, token: str) -> Caller:
        """Whose token this is. Raises Problem 401 `auth/invalid-token` or `auth/expired-token`."""
        return await _caller(self.pg, self.access_tokens.read(token, self.now()))

    async def ended_among(self, callers: Sequence[Principal]) -> Sequence[Principal]:
        """Those of these callers who are not signed in any more as they were. That a token expires ends nothing."""
        known = [caller.claims for caller in callers if isinstance(caller, Caller)]
        assert len(known) == len(callers), "callers are what `authenticate` returned"
        columns = zip(*((one.user_id, one.token_version, one.family_id) for one in known), strict=True)
        rows = await self.pg.fetch(_ENDED, *columns) if known else []
        return [callers[row["nth"] - 1] for row in rows]

    def access_token(self, grant: Grant) -> str:
        claims = Claims(grant.user.id, grant.family_id, grant.token_version)
        return self.access_tokens.issue(claims, self.now())

    async def end_all(self, connection: Connection, user_id: str) -> None:
        """Ends every sign-in of the user, every access token, and what else they opened. The caller has locked the
        users row, and calls `all_ended` after the commit."""
        await connection.execute("UPDATE users SET token_version = token_version + 1 WHERE id = $1", user_id)
        await self.families.end(connection, user_id)
        await self._ends_too(connection, user_id)

    async def all_ended(self, user_id: str) -> None:
        """What `end_all` has done is committed. A failure to tell does not undo it."""
        try:
            await self._on_all_ended(user_id)
        except Exception as error:
            log.error("all_ended_not_told", user_id=user_id, exc_info=error)


# Over u (users) and t (what the token says): whether it is somebody's who is signed in.
_SIGNED_IN = f"""u.id = t.user_id AND u.token_version = t.token_version AND {SHOWN} AND EXISTS (
    SELECT FROM refresh_tokens f
    WHERE f.family_id = t.family_id AND f.user_id = u.id AND f.revoked_at IS NULL AND f.expires_at > now())"""
_CALLER = f"""
SELECT u.id, u.username, u.display_name, u.role, u.is_guest, u.must_change_password
FROM (VALUES ($1::uuid, $2::int, $3::uuid)) AS t(user_id, token_version, family_id) JOIN users u ON {_SIGNED_IN}
"""
_ENDED = f"""
SELECT t.nth FROM unnest($1::uuid[], $2::int[], $3::uuid[]) WITH ORDINALITY AS t(user_id, token_version, family_id, nth)
WHERE NOT EXISTS (SELECT FROM users u WHERE {_SIGNED_IN})
"""


async def _caller(pg: Pool | Connection, claims: Claims) -> Caller:
    row = await pg.fetchrow(_CALLER, claims.user_id, claims.token_version, claims.family_id)
    if row is None:
        raise invalid_token()
    return Caller(
        row["id"],
        row["username"],
        row["display_name"],
        row["role"],
        row["is_guest"],
        row["must_change_password"],
        claims,
    )
