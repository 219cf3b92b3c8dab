"""The endpoints of the caller's own account."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response, StreamingResponse

from server.infra.web import Access, Call, Endpoint
from server.people import preferences, profile
from server.people.accounts import Accounts
from server.people.answers import SettingsOut
from server.people.deletion import delete_account
from server.people.export import export, export_model
from server.people.requests import DeleteAccountBody, PasswordBody, ProfileBody, SettingsBody
from server.people.statistics import Statistics
from server.sign_in import Tokens, User, invalid_token, signed_in, signed_out, user_agent

_BUSY = (503, "auth/busy")
_GUEST = (409, "account/guest")
_WRONG_PASSWORD = (403, "account/wrong-password")
_ATTEMPTS = "10/minute"  # nobody who finds an open browser can guess the password through it


def account_endpoints(accounts: Accounts) -> list[Endpoint]:
    return [
        *_profile_endpoints(accounts),
        *_settings_endpoints(accounts),
        Endpoint(
            method="GET",
            path="/api/user/stats",
            handler=partial(_statistics, accounts),
            summary="One's own statistics",
            access=Access.USER,
            returns=Statistics,
            tag="user",
        ),
        Endpoint(
            method="GET",
            path="/api/user/export",
            handler=partial(_export, accounts),
            summary="All that is kept about the caller, as a JSON document",
            access=Access.USER,
            returns=export_model(accounts.records),
            rate="10/minute",
            tag="user",
        ),
    ]


def _profile_endpoints(accounts: Accounts) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/user/profile",
            handler=partial(_profile, accounts),
            summary="One's own account",
            access=Access.USER,
            returns=User,
            tag="user",
        ),
        Endpoint(
            method="PUT",
            path="/api/user/profile",
            handler=partial(_change_profile, accounts),
            summary="Change the username, the email or the display name",
            access=Access.USER,
            body=ProfileBody,
            returns=User,
            problems=((409, "account/username-taken"), (409, "account/email-taken"), _GUEST),
            tag="user",
        ),
        Endpoint(
            method="PUT",
            path="/api/user/password",
            handler=partial(_change_password, accounts),
            summary="Change the password; every other sign-in ends",
            access=Access.USER,
            body=PasswordBody,
            returns=Tokens,
            problems=(_WRONG_PASSWORD, _GUEST, _BUSY),
            rate=_ATTEMPTS,
            tag="user",
        ),
        Endpoint(
            method="DELETE",
            path="/api/user/account",
            handler=partial(_delete_account, accounts),
            summary="Delete the account for good; its results stay, without a name",
            access=Access.USER,
            body=DeleteAccountBody,
            status=204,
            problems=(_WRONG_PASSWORD, (409, "account/last-admin"), _BUSY),
            rate=_ATTEMPTS,
            tag="user",
        ),
    ]


def _settings_endpoints(accounts: Accounts) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/user/settings",
            handler=partial(_settings, accounts),
            summary="One's own settings",
            access=Access.USER,
            returns=SettingsOut,
            tag="user",
        ),
        Endpoint(
            method="PUT",
            path="/api/user/settings",
            handler=partial(_change_settings, accounts),
            summary="Change the settings that are sent",
            access=Access.USER,
            body=SettingsBody,
            returns=SettingsOut,
            tag="user",
        ),
    ]


async def _profile(accounts: Accounts, call: Call) -> User:
    return await profile.profile(accounts, call.caller)


async def _change_profile(accounts: Accounts, call: Call) -> User:
    return await profile.change_profile(accounts, call.caller, call.body)


async def _change_password(accounts: Accounts, call: Call) -> Response:
    grant = await profile.change_password(accounts, call.caller, call.body, user_agent(call.request))
    return signed_in(accounts.sign_in, call.request, grant)


async def _delete_account(accounts: Accounts, call: Call) -> Response:
    await delete_account(accounts, call.caller, call.body.password)
    return signed_out(call.request)


async def _statistics(accounts: Accounts, call: Call) -> Statistics:
    statistics = await accounts.statistics.read(call.caller.user_id)
    if statistics is None:  # deleted a moment ago, as an idle guest
        raise invalid_token()
    return statistics


async def _export(accounts: Accounts, call: Call) -> Response:
    pieces = await export(accounts, call.caller.user_id)
    headers = {
        "Content-Disposition": f'attachment; filename="prodev-{call.caller.username}.json"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(pieces, headers=headers, media_type="application/json")


async def _settings(accounts: Accounts, call: Call) -> SettingsOut:
    return await preferences.settings(accounts, call.caller.user_id)


async def _change_settings(accounts: Accounts, call: Call) -> SettingsOut:
    return await preferences.change_settings(accounts, call.caller.user_id, call.body)
