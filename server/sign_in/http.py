"""The endpoints that open, renew, list and end sign-ins. The refresh cookie goes to /api/auth alone."""

from __future__ import annotations

from typing import Any, cast

from server.infra.paging import Page, PageQuery
from server.infra.web import Access, Answer, Call, Endpoints, endpoint
from server.sign_in import devices, login
from server.sign_in.answers import Device, Tokens, refreshed, signed_in, signed_out, user_agent
from server.sign_in.cookies import DEVICE, REFRESH, read_cookie, refuse_foreign_origin
from server.sign_in.requests import DevicesQuery, LoginBody
from server.sign_in.sign_in import Caller, SignIn

_FOREIGN_ORIGIN = (403, "auth/foreign-origin")


def endpoints(sign_in: SignIn) -> Endpoints:
    return [*_auth_endpoints(sign_in), *_device_endpoints(sign_in)]


def _auth_endpoints(sign_in: SignIn) -> Endpoints:
    calls = _AuthCalls(sign_in)
    return [
        endpoint(
            "POST",
            "/api/auth/login",
            calls.login,
            "Sign in by username or email",
            problems=((401, "auth/wrong-credentials"), _FOREIGN_ORIGIN, (503, "auth/busy")),
            rate="120/minute",  # a whole class behind one address signs in at the start of a lesson, typos included
            tag="auth",
        ),
        endpoint(
            "POST",
            "/api/auth/refresh",
            calls.refresh,
            "A new access token for the refresh cookie, which is rotated",
            problems=((401, "auth/invalid-refresh"), (401, "auth/refresh-reused"), _FOREIGN_ORIGIN),
            rate="300/minute",
            tag="auth",
        ),
        endpoint(
            "POST",
            "/api/auth/logout",
            calls.logout,
            "End the sign-in of the refresh cookie and of the access token, if any",
            problems=(_FOREIGN_ORIGIN,),
            tag="auth",
        ),
        endpoint(
            "POST",
            "/api/auth/logout-all",
            calls.logout_everywhere,
            "End every sign-in of the caller, at once",
            access=Access.USER,
            with_first_password=True,
            problems=(_FOREIGN_ORIGIN,),
            tag="auth",
        ),
    ]


class _AuthCalls:
    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    async def login(self, call: Call[LoginBody]) -> Answer[Tokens]:
        self._refuse_foreign_origin(call)
        device = read_cookie(call.request, DEVICE)
        grant = await login.login(self._sign_in, call.body, user_agent(call.request), device)
        return signed_in(self._sign_in, call.request, grant)

    async def refresh(self, call: Call) -> Answer[Tokens]:
        self._refuse_foreign_origin(call)
        return signed_in(self._sign_in, call.request, await refreshed(self._sign_in, call.request))

    async def logout(self, call: Call) -> Answer[None]:
        self._refuse_foreign_origin(call)
        _, _, access_token = call.request.headers.get("authorization", "").partition(" ")
        await login.logout(self._sign_in, read_cookie(call.request, REFRESH), access_token.strip())
        return signed_out(call.request)

    async def logout_everywhere(self, call: Call) -> Answer[None]:
        self._refuse_foreign_origin(call)
        await login.logout_everywhere(self._sign_in, call.caller.user_id)
        return signed_out(call.request)

    def _refuse_foreign_origin(self, call: Call[Any, Any, Any]) -> None:
        refuse_foreign_origin(call.request, self._sign_in.settings.origins)


def _device_endpoints(sign_in: SignIn) -> Endpoints:
    calls = _DeviceCalls(sign_in)
    return [
        endpoint(
            "GET",
            "/api/user/sessions",
            calls.devices,
            "Where the caller is signed in",
            access=Access.USER,
            tag="user",
        ),
        endpoint(
            "DELETE",
            "/api/user/sessions",
            calls.sign_out_devices,
            "End one sign-in, all others, or all",
            access=Access.USER,
            problems=((404, "account/no-such-session"),),
            tag="user",
        ),
    ]


class _DeviceCalls:
    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    async def devices(self, call: Call[None, PageQuery]) -> Page[Device]:
        return await devices.devices(self._sign_in, _caller(call), call.query)

    async def sign_out_devices(self, call: Call[None, DevicesQuery]) -> None:
        await devices.sign_out_devices(self._sign_in, _caller(call), call.query)


def _caller(call: Call[Any, Any, Any]) -> Caller:
    """`SignIn.authenticate` made this principal, so its sign-in is known."""
    return cast(Caller, call.caller)
