"""The endpoints that open, renew, list and end sign-ins. The refresh cookie goes to /api/auth alone."""

from __future__ import annotations

from functools import partial
from typing import cast

from starlette.responses import Response

from server.infra.inputs import PageQuery
from server.infra.web import Access, Call, Endpoint, Problem
from server.sign_in import devices, login
from server.sign_in.answers import Devices, Tokens, signed_in, signed_out, user_agent
from server.sign_in.cookies import refresh_cookie, refuse_foreign_origin
from server.sign_in.requests import DevicesQuery, LoginBody
from server.sign_in.sign_in import Caller, SignIn

_FOREIGN_ORIGIN = (403, "auth/foreign-origin")


def endpoints(sign_in: SignIn) -> list[Endpoint]:
    return [*_auth_endpoints(sign_in), *_device_endpoints(sign_in)]


def _auth_endpoints(sign_in: SignIn) -> list[Endpoint]:
    return [
        Endpoint(
            method="POST",
            path="/api/auth/login",
            handler=partial(_login, sign_in),
            summary="Sign in by username or email",
            body=LoginBody,
            returns=Tokens,
            problems=((401, "auth/wrong-credentials"), _FOREIGN_ORIGIN, (503, "auth/busy")),
            rate="30/minute",  # a whole class behind one address signs in at the start of a lesson
            tag="auth",
        ),
        Endpoint(
            method="POST",
            path="/api/auth/refresh",
            handler=partial(_refresh, sign_in),
            summary="A new access token for the refresh cookie, which is rotated",
            returns=Tokens,
            problems=((401, "auth/invalid-refresh"), (401, "auth/refresh-reused"), _FOREIGN_ORIGIN),
            rate="300/minute",
            tag="auth",
        ),
        Endpoint(
            method="POST",
            path="/api/auth/logout",
            handler=partial(_logout, sign_in),
            summary="End the sign-in of the refresh cookie and of the access token, if any",
            status=204,
            problems=(_FOREIGN_ORIGIN,),
            tag="auth",
        ),
        Endpoint(
            method="POST",
            path="/api/auth/logout-all",
            handler=partial(_logout_everywhere, sign_in),
            summary="End every sign-in of the caller, at once",
            access=Access.USER,
            status=204,
            problems=(_FOREIGN_ORIGIN,),
            tag="auth",
        ),
    ]


def _device_endpoints(sign_in: SignIn) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/user/sessions",
            handler=partial(_devices, sign_in),
            summary="Where the caller is signed in",
            access=Access.USER,
            query=PageQuery,
            returns=Devices,
            tag="user",
        ),
        Endpoint(
            method="DELETE",
            path="/api/user/sessions",
            handler=partial(_sign_out_devices, sign_in),
            summary="End one sign-in, all others, or all",
            access=Access.USER,
            query=DevicesQuery,
            status=204,
            problems=((404, "account/no-such-session"),),
            tag="user",
        ),
    ]


async def _login(sign_in: SignIn, call: Call) -> Response:
    refuse_foreign_origin(call.request, sign_in.settings.origins)
    grant = await login.login(sign_in, call.body, user_agent(call.request))
    return signed_in(sign_in, call.request, grant)


async def _refresh(sign_in: SignIn, call: Call) -> Response:
    refuse_foreign_origin(call.request, sign_in.settings.origins)
    refresh_token = refresh_cookie(call.request)
    if refresh_token is None:
        raise Problem(401, "auth/invalid-refresh", "You are not signed in. Sign in first.")
    grant = await sign_in.families.refresh(sign_in.pg, refresh_token, user_agent(call.request))
    return signed_in(sign_in, call.request, grant)


async def _logout(sign_in: SignIn, call: Call) -> Response:
    refuse_foreign_origin(call.request, sign_in.settings.origins)
    _, _, access_token = call.request.headers.get("authorization", "").partition(" ")
    await login.logout(sign_in, refresh_cookie(call.request), access_token.strip())
    return signed_out(call.request)


async def _logout_everywhere(sign_in: SignIn, call: Call) -> Response:
    refuse_foreign_origin(call.request, sign_in.settings.origins)
    await login.logout_everywhere(sign_in, call.caller.user_id)
    return signed_out(call.request)


async def _devices(sign_in: SignIn, call: Call) -> Devices:
    return await devices.devices(sign_in, _caller(call), call.query)


async def _sign_out_devices(sign_in: SignIn, call: Call) -> None:
    await devices.sign_out_devices(sign_in, _caller(call), call.query)


def _caller(call: Call) -> Caller:
    """`SignIn.authenticate` made this principal, so its sign-in is known."""
    return cast(Caller, call.caller)
