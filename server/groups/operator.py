"""What whoever runs the server does with groups: every group is theirs to see, and they act as its owner.

Law: the rules are those of HTTP. That it is the operator who calls is proved by the command line alone, so there is no
sign-in to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from game.terms import GroupJoin
from server.groups.deeds import Doer
from server.infra.audit import at_command_line
from server.infra.cli import CommandFailed
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.web import Principal


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as its operator sees it. `owner` is a username."""

    slug: str
    name: str
    owner: str
    members: int
    join: GroupJoin
    created_at: datetime


class Operator(Principal):
    """Acts as the account it is made of."""

    async def confirm(self, connection: Connection) -> None:
        """There is no sign-in that could have ended."""


_CALLER = "SELECT u.id AS user_id, u.username, u.display_name, u.role, u.is_guest, u.must_change_password FROM users u"


async def as_account(pg: Pool, login: str) -> Operator:
    """The account of that username or email. Raises CommandFailed."""
    return _operator(
        await pg.fetchrow(
            f"{_CALLER} WHERE (lower(u.username) = lower($1) OR lower(u.email) = lower($1)) AND u.deleted_at IS NULL",
            login,
        ),
        f"there is no account {login}",
    )


async def as_owner(pg: Pool, slug: str) -> Operator:
    """The owner of a group. Raises CommandFailed."""
    return _operator(
        await pg.fetchrow(
            f"{_CALLER} JOIN group_members m ON m.user_id = u.id AND m.role = 'OWNER'"
            " JOIN groups g ON g.id = m.group_id WHERE g.slug = $1",
            slug,
        ),
        f"there is no group {slug}",
    )


def _operator(row: asyncpg.Record | None, otherwise: str) -> Operator:
    if row is None:
        raise CommandFailed(otherwise)
    return Operator(**row)


async def every_group(pg: Pool, limit: int) -> tuple[list[GroupRow], int]:
    """The newest groups, and how many there are."""
    rows = await pg.fetch(
        """
        SELECT g.slug, g.name, u.username AS owner, g.join, g.created_at,
            (SELECT count(*) FROM group_members o WHERE o.group_id = g.id) AS members
        FROM groups g JOIN group_members m ON m.group_id = g.id AND m.role = 'OWNER' JOIN users u ON u.id = m.user_id
        ORDER BY g.created_at DESC, g.id LIMIT $1
        """,
        limit,
    )
    return [read(GroupRow, row) for row in rows], await pg.fetchval("SELECT count(*) FROM groups")


async def member_called(pg: Pool, slug: str, username: str) -> str:
    """The id of a member. Raises CommandFailed."""
    user_id: str | None = await pg.fetchval(
        "SELECT u.id FROM users u JOIN group_members m ON m.user_id = u.id JOIN groups g ON g.id = m.group_id"
        " WHERE g.slug = $1 AND lower(u.username) = lower($2) AND u.deleted_at IS NULL",
        slug,
        username,
    )
    if user_id is None:
        raise CommandFailed(f"there is no member {username} in {slug}")
    return user_id


def at_the_command_line(operator: Operator, command: str) -> Doer:
    """`command`: its name within `prodev groups`."""
    return Doer(operator, at_command_line(f"prodev groups {command}"))
