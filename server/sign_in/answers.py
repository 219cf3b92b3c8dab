"""What the endpoints of signing in return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from starlette.requests import Request

from server.infra.inputs import Id
from server.infra.web import Answer
from server.sign_in.cookies import clear_refresh_cookie, set_refresh_cookie
from server.sign_in.families import Grant
from server.sign_in.sign_in import SignIn
from server.sign_in.users import User


@dataclass(frozen=True, slots=True)
class Tokens:
    """The refresh token travels beside this, in a cookie. `expires_in` is in seconds."""

    user: User
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


@dataclass(frozen=True, slots=True)
class Device:
    """One device that is signed in. `current` is the one that asks."""

    id: Id
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool


def user_agent(request: Request) -> str:
    """What the client calls itself, as far as it can be shown."""
    return "".join(c for c in request.headers.get("user-agent", "")[:255] if c.isprintable())


def signed_in(sign_in: SignIn, request: Request, grant: Grant, status: int = 200) -> Answer[Tokens]:
    """The answer to everything that signs somebody in."""
    tokens = Tokens(grant.user, sign_in.access_token(grant), "Bearer", sign_in.access_tokens.life_s)
    answer = Answer(tokens, status, {"Cache-Control": "no-store"})
    set_refresh_cookie(request, answer, grant.refresh_token, int((grant.expires_at - sign_in.now()).total_seconds()))
    return answer


def signed_out(request: Request) -> Answer[None]:
    """The answer to everything that signs the caller out here."""
    answer = Answer(None, 204)
    clear_refresh_cookie(request, answer)
    return answer
