"""The endpoints about accounts that are there: one's own, another's public one, and all of them for admins."""

from __future__ import annotations

from typing import Any, cast

from starlette.responses import Response, StreamingResponse

from server.infra.inputs import IdPath, PageQuery
from server.infra.web import Access, Call, Endpoint
from server.people import admins, preferences, profile, public
from server.people.answers import Export, PublicProfile, SettingsOut, SignIns, Statistics, Tokens, User, Users
from server.people.export import export
from server.people.requests import (
    AdminUserBody,
    DeleteAccountBody,
    PasswordBody,
    ProfileBody,
    SettingsBody,
    SignInsQuery,
    UsernamePath,
    UsersQuery,
)
from server.sign_in import sessions
from server.sign_in.accounts import Accounts, Caller
from server.sign_in.cookies import clear_refresh_cookie
from server.sign_in.http import granted, user_agent

_BUSY = (503, "auth/busy")
_GUEST = (409, "account/guest")
_TAKEN = ((409, "account/username-taken"), (409, "account/email-taken"))
_WRONG = (403, "account/wrong-password")
_LAST_ADMIN = (409, "account/last-admin")
_NO_SUCH_USER = (404, "account/no-such-user")
_ATTEMPTS = "10/minute"  # whoever found an open browser shall not guess the password through it


def user_endpoints(accounts: Accounts) -> list[Endpoint]:
    calls = _UserCalls(accounts)

    def endpoint(method: str, path: str, handler: Any, summary: str, **more: Any) -> Endpoint:
        values = {"access": Access.USER, "tag": "user", **more}
        return Endpoint(method=method, path=path, handler=handler, summary=summary, **values)

    return [
        endpoint("GET", "/api/user/profile", calls.profile, "One's own account", returns=User),
        endpoint(
            "PUT",
            "/api/user/profile",
            calls.change_profile,
            "Change the username, the email or the display name",
            body=ProfileBody,
            returns=User,
            problems=(*_TAKEN, _GUEST),
        ),
        endpoint(
            "PUT",
            "/api/user/password",
            calls.change_password,
            "Change the password; every other sign-in ends",
            body=PasswordBody,
            returns=Tokens,
            problems=(_WRONG, _GUEST, _BUSY),
            rate=_ATTEMPTS,
        ),
        endpoint(
            "DELETE",
            "/api/user/account",
            calls.delete_account,
            "Delete the account for good; its results stay, without a name",
            body=DeleteAccountBody,
            status=204,
            problems=(_WRONG, _LAST_ADMIN, _BUSY),
            rate=_ATTEMPTS,
        ),
        endpoint("GET", "/api/user/stats", calls.statistics, "One's own statistics", returns=Statistics),
        endpoint(
            "GET",
            "/api/user/export",
            calls.export,
            "All that is kept about the caller, as a JSON document",
            returns=Export,
            rate="10/minute",
        ),
        endpoint("GET", "/api/user/settings", calls.settings, "One's own settings", returns=SettingsOut),
        endpoint(
            "PUT",
            "/api/user/settings",
            calls.change_settings,
            "Change the settings that are sent",
            body=SettingsBody,
            returns=SettingsOut,
        ),
        endpoint(
            "GET", "/api/user/sessions", calls.sign_ins, "Where one is signed in", query=PageQuery, returns=SignIns
        ),
        endpoint(
            "DELETE",
            "/api/user/sessions",
            calls.end_sign_ins,
            "End one sign-in, all others, or all",
            query=SignInsQuery,
            status=204,
            problems=((404, "account/no-such-session"),),
        ),
        endpoint(
            "GET",
            "/api/users/{username}",
            calls.public_profile,
            "What everybody may see of a player",
            access=Access.PUBLIC,
            path_model=UsernamePath,
            returns=PublicProfile,
            problems=((404, "account/no-such-player"),),
        ),
    ]


def admin_endpoints(accounts: Accounts) -> list[Endpoint]:
    calls = _AdminCalls(accounts)
    return [
        Endpoint(
            method="GET",
            path="/api/admin/users",
            handler=calls.users,
            summary="Search all accounts",
            access=Access.MODERATOR,
            query=UsersQuery,
            returns=Users,
            tag="admin",
        ),
        Endpoint(
            method="GET",
            path="/api/admin/users/{id}",
            handler=calls.user,
            summary="One account",
            access=Access.MODERATOR,
            path_model=IdPath,
            returns=User,
            problems=(_NO_SUCH_USER,),
            tag="admin",
        ),
        Endpoint(
            method="PUT",
            path="/api/admin/users/{id}",
            handler=calls.change_user,
            summary="Give a role, disable or enable, rename, or reset the password",
            access=Access.ADMIN,
            path_model=IdPath,
            body=AdminUserBody,
            returns=User,
            problems=(_NO_SUCH_USER, _LAST_ADMIN, _GUEST, _BUSY),
            tag="admin",
        ),
    ]


class _UserCalls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def profile(self, call: Call) -> Any:
        return await profile.profile(self._accounts, call.caller)

    async def change_profile(self, call: Call) -> Any:
        return await profile.change_profile(self._accounts, call.caller, call.body)

    async def change_password(self, call: Call) -> Response:
        grant = await profile.change_password(self._accounts, call.caller, call.body, user_agent(call))
        return granted(self._accounts, call.request, grant)

    async def delete_account(self, call: Call) -> Response:
        await profile.delete_account(self._accounts, call.caller, call.body.password)
        response = Response(status_code=204)
        clear_refresh_cookie(call.request, response)
        return response

    async def statistics(self, call: Call) -> Any:
        return await self._accounts.statistics.read(call.caller.user_id)

    async def export(self, call: Call) -> Response:
        pieces = await export(self._accounts, call.caller)
        headers = {
            "Content-Disposition": f'attachment; filename="prodev-{call.caller.username}.json"',
            "Cache-Control": "no-store",
        }
        return StreamingResponse(pieces, headers=headers, media_type="application/json")

    async def settings(self, call: Call) -> Any:
        return await preferences.settings(self._accounts, call.caller.user_id)

    async def change_settings(self, call: Call) -> Any:
        return await preferences.change_settings(self._accounts, call.caller.user_id, call.body)

    async def sign_ins(self, call: Call) -> Any:
        return await sessions.sign_ins(self._accounts, _signed_in(call), call.query)

    async def end_sign_ins(self, call: Call) -> Any:
        await sessions.end_sign_ins(self._accounts, _signed_in(call), call.query)

    async def public_profile(self, call: Call) -> Any:
        return await public.public_profile(self._accounts, call.path.username)


class _AdminCalls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def users(self, call: Call) -> Any:
        return await admins.users(self._accounts, call.query)

    async def user(self, call: Call) -> Any:
        return await admins.user(self._accounts, str(call.path.id))

    async def change_user(self, call: Call) -> Any:
        return await admins.change_user(self._accounts, str(call.path.id), call.body, call.caller.user_id)


def _signed_in(call: Call) -> Caller:
    """`Accounts.authenticate` made this principal, so it knows its sign-in."""
    return cast(Caller, call.caller)
