"""What the endpoints of signing in return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from server.infra.inputs import Id
from server.infra.web import Answer, Problem
from server.sign_in.cookies import DEVICE, REFRESH, clear_cookie, clear_mark, mark, read_cookie, set_cookie
from server.sign_in.families import Grant
from server.sign_in.known_devices import LIFE_S
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


async def refreshed(sign_in: SignIn, request: Request) -> Grant:
    """The sign-in of the refresh cookie, renewed; a 401 when the request has no cookie that is still good."""
    if (refresh_token := read_cookie(request, REFRESH)) is None:
        raise Problem(401, "auth/invalid-refresh", "You are not signed in.")
    return await sign_in.families.refresh(sign_in.pg, refresh_token, user_agent(request))


async def refreshed_if_good(sign_in: SignIn, request: Request) -> Grant | None:
    """The same, and None for the 401."""
    try:
        return await refreshed(sign_in, request)
    except Problem as refusal:
        if refusal.status != HTTPStatus.UNAUTHORIZED:
            raise
        return None


def signed_in(sign_in: SignIn, request: Request, grant: Grant, status: int = 200) -> Answer[Tokens]:
    """The answer to everything that signs somebody in."""
    tokens = Tokens(grant.user, sign_in.access_token(grant), "Bearer", sign_in.access_tokens.life_s)
    answer = Answer(tokens, status, {"Cache-Control": "no-store"})
    life_s = int((grant.expires_at - sign_in.now()).total_seconds())
    set_cookie(request, answer, REFRESH, grant.refresh_token, life_s)
    mark(request, answer, life_s)
    if not grant.user.is_guest:  # nobody guesses a guest's password
        _know_device(sign_in, request, answer, grant.user.id)
    return answer


def _know_device(sign_in: SignIn, request: Request, answer: Response, user_id: str) -> None:
    known, cookie = sign_in.known_devices, read_cookie(request, DEVICE)
    if known.name_of(cookie, user_id) is None:
        set_cookie(request, answer, DEVICE, known.cookie_with(cookie, user_id), LIFE_S)


def signed_out(request: Request) -> Answer[None]:
    """The answer to everything that signs the caller out here."""
    answer = Answer(None, 204)
    clear_cookie(request, answer, REFRESH)
    clear_mark(request, answer)
    return answer
