"""The endpoints by which moderators look at accounts and admins change them."""

from __future__ import annotations

from game.terms import Role
from server.infra.audit import actor_of
from server.infra.inputs import IdPath
from server.infra.paging import LongPage
from server.infra.web import Access, AnyCall, Call, Endpoints, endpoint
from server.people import admins
from server.people.accounts import Accounts
from server.people.requests import AdminUserBody, UsersQuery
from server.sign_in import User

_NO_SUCH_USER = (404, "account/no-such-user")


def admin_endpoints(accounts: Accounts) -> Endpoints:
    calls = _Calls(accounts)
    return [
        endpoint(
            "GET",
            "/api/admin/users",
            calls.users,
            "Search all accounts; only admins see email addresses",
            access=Access.MODERATOR,
            tag="admin",
        ),
        endpoint(
            "GET",
            "/api/admin/users/{id}",
            calls.user,
            "One account",
            access=Access.MODERATOR,
            problems=(_NO_SUCH_USER,),
            tag="admin",
        ),
        endpoint(
            "PUT",
            "/api/admin/users/{id}",
            calls.change_user,
            "Give a role, disable or enable, rename, or reset the password",
            access=Access.ADMIN,
            problems=(_NO_SUCH_USER, (409, "account/last-admin"), (409, "account/guest"), (503, "auth/busy")),
            tag="admin",
        ),
    ]


def _sees_email(call: AnyCall) -> bool:
    """Moderators do not."""
    return call.caller.role == Role.ADMIN


class _Calls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def users(self, call: Call[None, UsersQuery]) -> LongPage[User]:
        return await admins.users(self._accounts, call.query, with_email=_sees_email(call))

    async def user(self, call: Call[None, None, IdPath]) -> User:
        return await admins.user(self._accounts, call.path.id, with_email=_sees_email(call))

    async def change_user(self, call: Call[AdminUserBody, None, IdPath]) -> User:
        return await admins.change_user(self._accounts, call.path.id, call.body, actor_of(call))
