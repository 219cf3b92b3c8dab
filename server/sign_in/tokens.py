"""Access tokens: short-lived JSON Web Tokens (HS256), checked against the users row at every use.

Law: a token proves that we issued it, and when. PostgreSQL is asked each time whether it is still valid (the account
exists and is active, its `token_version` is the same, its sign-in has not ended), so that "log out everywhere" means
now and not in 15 minutes.

Absent on purpose: refresh tokens (families.py) and the play socket's session token.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import jwt

from server.infra.web import Problem

ALGORITHM = "HS256"
TOKENS_KNOWN = 4_096  # a megabyte or two
_CLAIMS = ["sub", "sid", "token_version", "iat", "exp"]


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says: the user, its sign-in (refresh family), and the version of the users row."""

    user_id: str
    family_id: str
    token_version: int


def invalid_token(detail: str = "This access token is no longer valid. Sign in again.") -> Problem:
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return Problem(401, "auth/invalid-token", detail, headers=headers)


def _expired_token() -> Problem:
    detail = "This access token has expired. Refresh it."
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token", error_description="expired"'}
    return Problem(401, "auth/expired-token", detail, headers=headers)


class AccessTokens:
    """Issues and reads access tokens that are valid for `life_s` seconds."""

    def __init__(self, key: str, life_s: int) -> None:
        self._key, self.life_s = key, life_s
        # The same bytes say the same for ever; whether that still counts is asked at every use.
        self._said = lru_cache(maxsize=TOKENS_KNOWN)(self._decoded)

    def issue(self, claims: Claims, now: datetime) -> str:
        issued_at_s = int(now.timestamp())
        payload = {
            "sub": claims.user_id,
            "sid": claims.family_id,
            "token_version": claims.token_version,
            "iat": issued_at_s,
            "exp": issued_at_s + self.life_s,
        }
        return jwt.encode(payload, self._key, ALGORITHM)

    def read(self, token: str, now: datetime, *, expired_too: bool = False) -> Claims:
        """The claims of a token of ours. Raises Problem 401 `auth/invalid-token` or `auth/expired-token`.

        `expired_too` accepts an expired token: good enough to log out with, and for nothing else.
        """
        claims, expires_at_s = self._said(token)
        if now.timestamp() >= expires_at_s and not expired_too:
            raise _expired_token()
        return claims

    def _decoded(self, token: str) -> tuple[Claims, int]:
        """The claims, and when they end. Raises Problem 401 `auth/invalid-token`."""
        # The times are checked by the caller's clock and not by the library's.
        options: jwt.types.Options = {
            "require": _CLAIMS,
            "verify_exp": False,
            "verify_iat": False,
            "verify_nbf": False,
            "verify_aud": False,
        }
        try:
            payload = jwt.decode(token, self._key, algorithms=[ALGORITHM], options=options)
            claims = Claims(str(UUID(payload["sub"])), str(UUID(payload["sid"])), int(payload["token_version"]))
            return claims, int(payload["exp"])
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
            raise invalid_token() from None
