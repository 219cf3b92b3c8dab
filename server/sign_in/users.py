"""The users row as its owner and the admins see it.

Law: the fields of `User` are the columns. SELECT lists, answers, the export and OpenAPI follow from them, and so what
is not a field never leaves: the password hash and `token_version`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import Role
from server.infra.inputs import Id
from server.infra.rows import columns


@dataclass(frozen=True, slots=True)
class User:
    id: Id
    username: str
    email: str | None
    display_name: str
    role: Role
    is_active: bool
    is_guest: bool
    is_bot: bool
    must_change_password: bool
    replays_public: bool
    last_login_at: datetime | None
    created_at: datetime
    updated_at: datetime


USER_COLUMNS = columns(User)
