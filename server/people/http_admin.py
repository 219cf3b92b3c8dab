"""The endpoints by which moderators look at accounts and admins change them."""

from __future__ import annotations

from functools import partial

from server.infra.inputs import IdPath
from server.infra.web import Access, Call, Endpoint
from server.people import admins
from server.people.accounts import Accounts
from server.people.answers import Users
from server.people.requests import AdminUserBody, UsersQuery
from server.sign_in import User

_NO_SUCH_USER = (404, "account/no-such-user")


def admin_endpoints(accounts: Accounts) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/admin/users",
            handler=partial(_users, accounts),
            summary="Search all accounts",
            access=Access.MODERATOR,
            query=UsersQuery,
            returns=Users,
            tag="admin",
        ),
        Endpoint(
            method="GET",
            path="/api/admin/users/{id}",
            handler=partial(_user, accounts),
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
            handler=partial(_change_user, accounts),
            summary="Give a role, disable or enable, rename, or reset the password",
            access=Access.ADMIN,
            path_model=IdPath,
            body=AdminUserBody,
            returns=User,
            problems=(_NO_SUCH_USER, (409, "account/last-admin"), (409, "account/guest"), (503, "auth/busy")),
            tag="admin",
        ),
    ]


async def _users(accounts: Accounts, call: Call) -> Users:
    return await admins.users(accounts, call.query)


async def _user(accounts: Accounts, call: Call) -> User:
    return await admins.user(accounts, call.path.id)


async def _change_user(accounts: Accounts, call: Call) -> User:
    return await admins.change_user(accounts, call.path.id, call.body, call.caller.user_id)
