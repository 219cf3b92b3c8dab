"""The endpoints by which an account begins. Both sign the caller in, so the refresh cookie comes with the answer."""

from __future__ import annotations

from typing import Any

from server.infra.web import Access, Answer, Call, Endpoints, endpoint
from server.people.accounts import Accounts
from server.people.answers import RegistrationOut
from server.people.registration import become_guest, register
from server.people.requests import GuestQuery, RegisterBody
from server.results import NEW
from server.sign_in import Tokens, refreshed_if_good, refuse_foreign_origin, signed_in, user_agent

_FOREIGN_ORIGIN = (403, "auth/foreign-origin")


def registration_endpoints(accounts: Accounts) -> Endpoints:
    calls = _Calls(accounts)
    return [
        endpoint(
            "POST",
            "/api/auth/register",
            calls.register,
            "Register; with a guest's token the guest becomes this player and keeps everything",
            access=Access.OPTIONAL,
            status=201,
            problems=(
                _FOREIGN_ORIGIN,
                (403, "account/registration-closed"),
                (403, "account/invite-required"),
                (403, "account/invite-wrong"),
                (409, "account/username-taken"),
                (409, "account/email-taken"),
                (409, "account/already-registered"),
                NEW,
                (503, "auth/busy"),
            ),
            rate="60/minute;500/day",
            tag="auth",
        ),
        endpoint(
            "GET",
            "/api/auth/registration",
            calls.registration,
            "Who may register: everyone, those with an invite code, or nobody",
            tag="auth",
        ),
        endpoint(
            "POST",
            "/api/auth/guest",
            calls.become_guest,
            "Play at once, as a guest; with `resume` as whom the refresh cookie still signs in",
            status=201,
            problems=(_FOREIGN_ORIGIN,),
            rate="120/minute;1000/day",
            tag="auth",
        ),
    ]


class _Calls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def register(self, call: Call[RegisterBody]) -> Answer[Tokens]:
        self._refuse_foreign_origin(call)
        grant = await register(self._accounts, call.body, call.maybe_caller, user_agent(call.request))
        return signed_in(self._accounts.sign_in, call.request, grant, 201)

    async def registration(self, _: Call[None]) -> RegistrationOut:
        return RegistrationOut(self._accounts.settings.registration)

    async def become_guest(self, call: Call[None, GuestQuery]) -> Answer[Tokens]:
        self._refuse_foreign_origin(call)
        if call.query.resume and (grant := await refreshed_if_good(self._accounts.sign_in, call.request)) is not None:
            return signed_in(self._accounts.sign_in, call.request, grant, 201)
        grant = await become_guest(self._accounts, user_agent(call.request), is_bot=call.query.is_bot is True)
        return signed_in(self._accounts.sign_in, call.request, grant, 201)

    def _refuse_foreign_origin(self, call: Call[Any, Any, Any]) -> None:
        refuse_foreign_origin(call.request, self._accounts.settings.origins)
