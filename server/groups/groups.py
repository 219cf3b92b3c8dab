"""Groups as a whole: found, changed, joined, left.

Laws:
- Whoever does not belong to a group is told that there is none.
- What a caller may do is asked in the transaction that does it, with the group's row locked: a teacher who was made a
  member a moment ago changes nothing any more.
- Where a group may go, its contests may, and give their snippets back: the library's turn is taken before any lock.
"""

from __future__ import annotations

from collections.abc import Mapping

from game.terms import GroupJoin, GroupRole
from server import library
from server.groups.deeds import Doer, record_group
from server.groups.rows import TEACHERS, Group
from server.infra.audit import changed
from server.infra.codes import random_code
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.slugs import slugs_of
from server.infra.web import Principal, Problem
from server.social import unblocked

MEMBERS_LIMIT = 1_000  # of one group; its boards are read at the cost of its members
GROUPS_LIMIT = 50  # that one player belongs to
CODE_LENGTH = 8
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike: 31^8 codes
_RESERVED = frozenset({"join"})  # an address of the API

NO_GROUP = 404, "group/no-such-group"
NOT_A_TEACHER = 403, "group/teachers-only"
NOT_THE_OWNER = 403, "group/owner-only"
FULL = 409, "group/full"
TOO_MANY = 409, "group/too-many-groups"
LAST_TEACHER = 409, "group/last-teacher"
GUEST = 403, "group/guest"

_GROUP = """
SELECT g.id, g.slug, g.name, g.join, CASE WHEN m.role <> 'MEMBER' THEN g.invite_code END AS invite_code, m.role,
    (SELECT count(*) FROM group_members o WHERE o.group_id = g.id) AS members, g.created_at
FROM groups g JOIN group_members m ON m.group_id = g.id AND m.user_id = $1
"""


def no_such_group() -> Problem:
    return Problem(*NO_GROUP, "There is no such group, or you are not a member.")


def _teachers_only() -> Problem:
    return Problem(*NOT_A_TEACHER, "Only the group's teachers can do this.")


def new_code() -> str:
    return random_code(_CODE_LETTERS, CODE_LENGTH)


def refuse_guest(caller: Principal) -> None:
    if caller.is_guest:
        raise Problem(*GUEST, "Guests cannot be in groups. Register first: you keep your games.")


# ---------------------------------------------------------------- reading


async def groups_of(pg: Pool, user_id: str, query: PageQuery) -> Page[Group]:
    """The groups that a player belongs to, by name."""
    rows = await pg.fetch(
        f"{_GROUP} ORDER BY lower(g.name), g.created_at, g.id LIMIT $2 OFFSET $3", user_id, query.per_page, query.offset
    )
    total: int = await pg.fetchval("SELECT count(*) FROM group_members WHERE user_id = $1", user_id)
    return query.page_of([read(Group, row) for row in rows], total)


async def group_of(pg: Pool | Connection, slug: str, user_id: str) -> Group:
    """Raises Problem 404 for anybody who does not belong to it."""
    row = await pg.fetchrow(f"{_GROUP} WHERE g.slug = $2", user_id, slug)
    if row is None:
        raise no_such_group()
    return read(Group, row)


async def nicknames(pg: Pool, slug: str, user_id: str) -> Mapping[str, str | None]:
    """Whose games a board of the group compares, by their ids, and what the group calls them if not by their own name.
    A member does not see another member whom they block, or who blocks them. Raises Problem 404 for anybody who does
    not belong to it."""
    group = await group_of(pg, slug, user_id)
    rows = await pg.fetch(
        f"SELECT user_id, nickname FROM group_members m WHERE group_id = $1 AND {seen_by('$2::uuid')}",
        group.id,
        hidden_from(group, user_id),
    )
    return {row["user_id"]: row["nickname"] for row in rows}


async def group_for(connection: Connection, slug: str, caller: Principal, *, owner: bool = False) -> Group:
    """The group, locked, for a caller who teaches it, or owns it. In a transaction. Raises Problem 401, 403, 404."""
    group = await _locked(connection, slug, caller)
    if owner and group.role is not GroupRole.OWNER:
        raise Problem(*NOT_THE_OWNER, "Only the group's owner can do this.")
    if group.role not in TEACHERS:
        raise _teachers_only()
    return group


async def group_to_teach(connection: Connection, slug: str, caller: Principal, *, or_staff: bool) -> str:
    """The id of a group, locked, for a caller who teaches it, or any group's for the site's staff. In a transaction.
    Raises Problem 401, 403, 404."""
    if not or_staff:
        return (await group_for(connection, slug, caller)).id
    await caller.confirm(connection)
    found: str | None = await connection.fetchval("SELECT id FROM groups WHERE slug = $1 FOR NO KEY UPDATE", slug)
    if found is None:
        raise no_such_group()
    return found


async def _locked(connection: Connection, slug: str, caller: Principal) -> Group:
    """Raises Problem 401, 404."""
    await caller.confirm(connection)
    await connection.execute("SELECT FROM groups WHERE slug = $1 FOR NO KEY UPDATE", slug)
    return await group_of(connection, slug, caller.user_id)


async def invite_code(pg: Pool, slug: str, user_id: str) -> str:
    """Raises Problem 403 for anybody but its teachers, 404."""
    group = await group_of(pg, slug, user_id)
    if group.invite_code is None:
        raise _teachers_only()
    return group.invite_code


def seen_by(viewer: str) -> str:
    """An SQL condition over m (group_members): teachers see all, and all see the teachers; blocks hide classmates."""
    return f"(m.role <> 'MEMBER' OR {unblocked('m.user_id', viewer)})"


def hidden_from(group: Group, user_id: str) -> str | None:
    """Whom to ask `seen_by` for: this member, or nobody, for a teacher."""
    return None if group.role in TEACHERS else user_id


# ---------------------------------------------------------------- changing


async def create(pg: Pool, by: Doer, name: str, join: GroupJoin) -> Group:
    """Raises Problem 403 for a guest, 409 for a player of too many groups."""
    caller = by.principal
    refuse_guest(caller)
    async with pg.acquire() as connection, connection.transaction():
        await caller.confirm(connection)
        await _refuse_too_many(connection, caller.user_id)
        group_id = await _insert(connection, name, join)
        await connection.execute(
            "INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'OWNER')", group_id, caller.user_id
        )
        row = await connection.fetchrow(f"{_GROUP} WHERE g.id = $2", caller.user_id, group_id)
        assert row is not None
        made = read(Group, row)
        await record_group(connection, by, made, "create", new=_values(made), owner=caller.user_id)
    return made


def _values(group: Group) -> dict[str, object]:
    return {"name": group.name, "join": group.join}


async def _insert(connection: Connection, name: str, join: GroupJoin) -> str:
    for wanted in slugs_of(name, "group", _RESERVED):
        group_id: str | None = await connection.fetchval(
            'INSERT INTO groups (slug, name, invite_code, "join") VALUES ($1, $2, $3, $4)'
            " ON CONFLICT DO NOTHING RETURNING id",
            wanted,
            name,
            new_code(),
            join,
        )
        if group_id is not None:
            return group_id
    raise RuntimeError("no free address for a group")


async def change(
    pg: Pool, slug: str, by: Doer, *, name: str | None, join: GroupJoin | None, new_invite_code: bool
) -> Group:
    """The address stays, whatever the name becomes. Raises Problem 403, 404."""
    async with pg.acquire() as connection, connection.transaction():
        group = await group_for(connection, slug, by.principal)
        await connection.execute(
            'UPDATE groups SET name = coalesce($2, name), "join" = coalesce($3, "join"),'
            " invite_code = coalesce($4, invite_code) WHERE id = $1",
            group.id,
            name,
            join,
            new_code() if new_invite_code else None,
        )
        now = await group_of(connection, slug, by.principal.user_id)
        old, new = changed(_values(group), _values(now))
        if new:
            await record_group(connection, by, group, "edit", old=old, new=new)
        if new_invite_code:
            await record_group(connection, by, group, "renew_code")
    return now


async def delete(pg: Pool, slug: str, by: Doer) -> None:
    """The accounts that it made stay, and have nobody to set their passwords but an admin. Raises Problem 403, 404."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await library.take_turn(connection)
        group = await group_for(connection, slug, by.principal, owner=True)
        await connection.execute("DELETE FROM groups WHERE id = $1", group.id)
        await record_group(connection, by, group, "delete", old={**_values(group), "members": group.members})


async def join_group(pg: Pool, caller: Principal, code: str) -> Group:
    """`code` is the invite code in any case, or an open group's slug; joining again changes nothing. Raises Problem 403
    for a guest, 404 for a code that opens nothing, 409 for a full group and a player of too many."""
    refuse_guest(caller)
    async with pg.acquire() as connection, connection.transaction():
        await caller.confirm(connection)
        found = await connection.fetchrow(
            """
            SELECT id, slug FROM groups
            WHERE (invite_code = upper($1) AND "join" <> 'CLOSED') OR (slug = lower($1) AND "join" = 'OPEN')
            FOR NO KEY UPDATE
            """,
            code.strip(),
        )
        if found is None:
            raise Problem(*NO_GROUP, "No group can be joined with this code. Ask your teacher for the current one.")
        member = await connection.fetchval(
            "SELECT true FROM group_members WHERE group_id = $1 AND user_id = $2", found["id"], caller.user_id
        )
        if not member:
            await _refuse_too_many(connection, caller.user_id)
            await refuse_full(connection, found["id"], 1)
            await connection.execute(
                "INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)", found["id"], caller.user_id
            )
        return await group_of(connection, found["slug"], caller.user_id)


async def leave(pg: Pool, slug: str, caller: Principal) -> None:
    """Raises Problem 404, 409 for the last teacher of others."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await library.take_turn(connection)  # nobody may be left
        group = await _locked(connection, slug, caller)
        if group.role is GroupRole.OWNER and group.members > 1:
            others = await connection.fetchval(
                "SELECT count(*) FROM group_members WHERE group_id = $1 AND role = 'TEACHER'", group.id
            )
            if not others:
                detail = "You are its last teacher. Make somebody else a teacher first, or delete the group."
                raise Problem(*LAST_TEACHER, detail)
        await connection.execute(
            "DELETE FROM group_members WHERE group_id = $1 AND user_id = $2", group.id, caller.user_id
        )


async def _refuse_too_many(connection: Connection, user_id: str) -> None:
    count: int = await connection.fetchval("SELECT count(*) FROM group_members WHERE user_id = $1", user_id)
    if count >= GROUPS_LIMIT:
        raise Problem(*TOO_MANY, f"You are in {count} groups, which is the limit. Leave one first.")


async def refuse_full(connection: Connection, group_id: str, more: int) -> None:
    """Raises Problem 409 when the group has no room for so many more."""
    count: int = await connection.fetchval("SELECT count(*) FROM group_members WHERE group_id = $1", group_id)
    if count + more > MEMBERS_LIMIT:
        raise Problem(*FULL, f"The group has {count} members; the limit is {MEMBERS_LIMIT}.")
