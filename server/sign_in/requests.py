"""What comes in: the bodies and queries of the endpoints that sign in and out."""

from __future__ import annotations

from pydantic import Field

from server.infra.inputs import Body, BoolFilter, Id, Query
from server.sign_in.emails import EMAIL_LENGTH


class LoginBody(Body):
    """The password's length is not checked here: one that is too long is wrong, and the answer says no more."""

    login: str = Field(min_length=1, max_length=EMAIL_LENGTH)
    password: str


class DevicesQuery(Query):
    """Which devices to sign out: the one with this id, all but the caller's, or all."""

    id: Id | None = None
    others: BoolFilter = None
