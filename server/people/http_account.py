"""The endpoints of the caller's own account."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response, StreamingResponse

from server.infra.event_stream import cut_of
from server.infra.web import POSTGRES_LONG_S, Access, Answer, Call, Endpoints, endpoint
from server.people import preferences, profile
from server.people.accounts import Accounts
from server.people.answers import SettingsOut
from server.people.deletion import delete_account
from server.people.export import export, export_model
from server.people.requests import DeleteAccountBody, PasswordBody, ProfileBody, SettingsBody
from server.people.statistics import Statistics
from server.results import NEW
from server.sign_in import Tokens, User, invalid_token, signed_in, signed_out, user_agent

_BUSY = (503, "auth/busy")
_GUEST = (409, "account/guest")
_WRONG_PASSWORD = (403, "account/wrong-password")
_ATTEMPTS = "10/minute"  # somebody who finds an open browser must not guess the password through it


def account_endpoints(accounts: Accounts) -> Endpoints:
    return [*_profile_endpoints(accounts), *_kept_endpoints(accounts)]


def _profile_endpoints(accounts: Accounts) -> Endpoints:
    calls = _ProfileCalls(accounts)
    return [
        endpoint(
            "GET",
            "/api/user/profile",
            calls.profile,
            "One's own account",
            access=Access.USER,
            with_first_password=True,
            tag="user",
        ),
        endpoint(
            "PUT",
            "/api/user/profile",
            calls.change_profile,
            "Change the username, the display name or, with the password, the email",
            access=Access.USER,
            problems=(
                (403, "account/password-needed"),
                _WRONG_PASSWORD,
                (409, "account/username-taken"),
                (409, "account/email-taken"),
                _GUEST,
                NEW,
                _BUSY,
            ),
            rate="120/minute",  # a class behind one address may choose its names at once
            tag="user",
        ),
        endpoint(
            "PUT",
            "/api/user/password",
            calls.change_password,
            "Change the password; every other sign-in ends",
            access=Access.USER,
            problems=(_WRONG_PASSWORD, _GUEST, _BUSY),
            rate=_ATTEMPTS,
            with_first_password=True,
            tag="user",
        ),
        endpoint(
            "DELETE",
            "/api/user/account",
            calls.delete_account,
            "Delete the account for good; its results stay, without a name",
            access=Access.USER,
            problems=(_WRONG_PASSWORD, (409, "account/last-admin"), _BUSY),
            rate=_ATTEMPTS,
            postgres_s=POSTGRES_LONG_S,
            tag="user",
        ),
    ]


class _ProfileCalls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def profile(self, call: Call) -> User:
        return await profile.profile(self._accounts, call.caller)

    async def change_profile(self, call: Call[ProfileBody]) -> User:
        return await profile.change_profile(self._accounts, call.caller, call.body)

    async def change_password(self, call: Call[PasswordBody]) -> Answer[Tokens]:
        grant = await profile.change_password(self._accounts, call.caller, call.body, user_agent(call.request))
        return signed_in(self._accounts.sign_in, call.request, grant)

    async def delete_account(self, call: Call[DeleteAccountBody]) -> Answer[None]:
        await delete_account(self._accounts, call.caller, call.body.password)
        return signed_out(call.request)


def _kept_endpoints(accounts: Accounts) -> Endpoints:
    """What is kept for the caller: settings, statistics, everything."""
    calls = _KeptCalls(accounts)
    exported = endpoint(
        "GET",
        "/api/user/export",
        calls.export,
        "All that is kept about the caller, as a JSON document",
        access=Access.USER,
        media_type="application/json",
        rate="10/minute",
        postgres_s=POSTGRES_LONG_S,
        tag="user",
    )
    return [
        endpoint(
            "GET",
            "/api/user/settings",
            calls.settings,
            "One's own settings",
            access=Access.USER,
            with_first_password=True,
            tag="user",
        ),
        endpoint(
            "PUT",
            "/api/user/settings",
            calls.change_settings,
            "Change the settings that are sent",
            access=Access.USER,
            tag="user",
        ),
        endpoint("GET", "/api/user/stats", calls.statistics, "One's own statistics", access=Access.USER, tag="user"),
        # The handler streams the document, and its type is made from what the features hand in.
        replace(exported, returns=export_model(accounts.records)),
    ]


class _KeptCalls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def settings(self, call: Call) -> SettingsOut:
        return await preferences.settings(self._accounts, call.caller.user_id)

    async def change_settings(self, call: Call[SettingsBody]) -> SettingsOut:
        return await preferences.change_settings(self._accounts, call.caller.user_id, call.body)

    async def statistics(self, call: Call) -> Statistics:
        statistics = await self._accounts.statistics.read(call.caller.user_id)
        if statistics is None:  # purged a moment ago, as an idle guest
            raise invalid_token()
        return statistics

    async def export(self, call: Call) -> Response:
        pieces = await export(self._accounts, call.caller, cut_of(call.request))
        headers = {
            "Content-Disposition": f'attachment; filename="prodev-{call.caller.username}.json"',
            "Cache-Control": "no-store",
        }
        return StreamingResponse(pieces, headers=headers, media_type="application/json")
