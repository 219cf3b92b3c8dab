"""The endpoints by which an account begins. Both sign the caller in, so the refresh cookie comes with the answer."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from server.infra.web import Access, Call, Endpoint
from server.people.accounts import Accounts
from server.people.registration import become_guest, register
from server.people.requests import RegisterBody
from server.sign_in import Tokens, refuse_foreign_origin, signed_in, user_agent

_FOREIGN_ORIGIN = (403, "auth/foreign-origin")


def registration_endpoints(accounts: Accounts) -> list[Endpoint]:
    return [
        Endpoint(
            method="POST",
            path="/api/auth/register",
            handler=partial(_register, accounts),
            summary="Register; with a guest's token the guest becomes this player and keeps everything",
            access=Access.OPTIONAL,
            body=RegisterBody,
            returns=Tokens,
            status=201,
            problems=(
                _FOREIGN_ORIGIN,
                (403, "account/registration-closed"),
                (403, "account/invite-required"),
                (409, "account/username-taken"),
                (409, "account/email-taken"),
                (409, "account/already-registered"),
                (503, "auth/busy"),
            ),
            rate="20/minute",
            tag="auth",
        ),
        Endpoint(
            method="POST",
            path="/api/auth/guest",
            handler=partial(_become_guest, accounts),
            summary="Play at once, as a guest",
            returns=Tokens,
            status=201,
            problems=(_FOREIGN_ORIGIN,),
            rate="30/minute",
            tag="auth",
        ),
    ]


async def _register(accounts: Accounts, call: Call) -> Response:
    refuse_foreign_origin(call.request, accounts.settings.origins)
    grant = await register(accounts, call.body, call.maybe_caller, user_agent(call.request))
    return signed_in(accounts.sign_in, call.request, grant, 201)


async def _become_guest(accounts: Accounts, call: Call) -> Response:
    refuse_foreign_origin(call.request, accounts.settings.origins)
    grant = await become_guest(accounts, user_agent(call.request))
    return signed_in(accounts.sign_in, call.request, grant, 201)
