"""The endpoints that open, renew and end sign-ins. All of them are POSTs below /api/auth, where the cookie goes."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from server.infra.web import Access, Call, Endpoint, Problem, json_response
from server.people import registration
from server.people.answers import Tokens
from server.people.requests import LoginBody, RegisterBody
from server.sign_in import families, login
from server.sign_in.accounts import Accounts, Grant, public_user
from server.sign_in.cookies import clear_refresh_cookie, refresh_cookie, refuse_foreign_origin, set_refresh_cookie

TAG = "auth"
_FOREIGN = (403, "auth/foreign-origin")
_BUSY = (503, "auth/busy")


def user_agent(call: Call) -> str:
    """What the client calls itself, as far as it can be shown."""
    return "".join(c for c in call.request.headers.get("user-agent", "")[:255] if c.isprintable())


def granted(accounts: Accounts, request: Request, grant: Grant, status: int = 200) -> Response:
    """The answer to everything that signs somebody in."""
    body: dict[str, Any] = {
        "user": public_user(grant.user),
        "access_token": accounts.access_token(grant),
        "token_type": "Bearer",
        "expires_in": accounts.access_tokens.life_s,
    }
    response = json_response(body, status, {"Cache-Control": "no-store"})
    set_refresh_cookie(request, response, grant.refresh_token, int(accounts.refresh_life.total_seconds()))
    return response


def auth_endpoints(accounts: Accounts) -> list[Endpoint]:
    calls = _AuthCalls(accounts)
    return [
        Endpoint(
            method="POST",
            path="/api/auth/register",
            handler=calls.register,
            summary="Register; with a guest's token the guest becomes this player and keeps everything",
            access=Access.OPTIONAL,
            body=RegisterBody,
            returns=Tokens,
            status=201,
            problems=(
                _FOREIGN,
                (403, "account/registration-closed"),
                (403, "account/invite-required"),
                (409, "account/username-taken"),
                (409, "account/email-taken"),
                (409, "account/already-registered"),
                _BUSY,
            ),
            rate="20/minute",
            tag=TAG,
        ),
        Endpoint(
            method="POST",
            path="/api/auth/login",
            handler=calls.login,
            summary="Sign in by username or email",
            body=LoginBody,
            returns=Tokens,
            problems=((401, "auth/wrong-credentials"), _FOREIGN, _BUSY),
            rate="30/minute",  # a whole class behind one address signs in at the start of a lesson
            tag=TAG,
        ),
        Endpoint(
            method="POST",
            path="/api/auth/guest",
            handler=calls.guest,
            summary="Play at once, as a guest",
            returns=Tokens,
            status=201,
            problems=(_FOREIGN,),
            rate="30/minute",
            tag=TAG,
        ),
        Endpoint(
            method="POST",
            path="/api/auth/refresh",
            handler=calls.refresh,
            summary="A new access token for the refresh cookie, which is rotated",
            returns=Tokens,
            problems=((401, "auth/invalid-refresh"), (401, "auth/refresh-reused"), _FOREIGN),
            rate="300/minute",
            tag=TAG,
        ),
        Endpoint(
            method="POST",
            path="/api/auth/logout",
            handler=calls.logout,
            summary="End the sign-in of the refresh cookie and of the access token, if any",
            status=204,
            problems=(_FOREIGN,),
            tag=TAG,
        ),
        Endpoint(
            method="POST",
            path="/api/auth/logout-all",
            handler=calls.logout_all,
            summary="End every sign-in of the caller, at once",
            access=Access.USER,
            status=204,
            problems=(_FOREIGN,),
            tag=TAG,
        ),
    ]


class _AuthCalls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def register(self, call: Call) -> Response:
        self._refuse_foreign(call)
        grant = await registration.register(self._accounts, call.body, call.maybe_caller, user_agent(call))
        return granted(self._accounts, call.request, grant, 201)

    async def login(self, call: Call) -> Response:
        self._refuse_foreign(call)
        return granted(self._accounts, call.request, await login.login(self._accounts, call.body, user_agent(call)))

    async def guest(self, call: Call) -> Response:
        self._refuse_foreign(call)
        grant = await registration.become_guest(self._accounts, user_agent(call))
        return granted(self._accounts, call.request, grant, 201)

    async def refresh(self, call: Call) -> Response:
        self._refuse_foreign(call)
        refresh_token = refresh_cookie(call.request)
        if refresh_token is None:
            raise Problem(401, "auth/invalid-refresh", "There is no sign-in to refresh. Sign in.")
        grant = await families.refresh(self._accounts, refresh_token, user_agent(call))
        return granted(self._accounts, call.request, grant)

    async def logout(self, call: Call) -> Response:
        self._refuse_foreign(call)
        _, _, access_token = call.request.headers.get("authorization", "").partition(" ")
        await login.logout(self._accounts, refresh_cookie(call.request), access_token.strip())
        return _signed_out(call)

    async def logout_all(self, call: Call) -> Response:
        self._refuse_foreign(call)
        await login.logout_everywhere(self._accounts, call.caller.user_id)
        return _signed_out(call)

    def _refuse_foreign(self, call: Call) -> None:
        refuse_foreign_origin(call.request, self._accounts.settings.origins)


def _signed_out(call: Call) -> Response:
    response = Response(status_code=204)
    clear_refresh_cookie(call.request, response)
    return response
