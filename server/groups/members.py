"""Who belongs to a group, and what its teachers do for them.

Laws:
- A teacher's power ends at the accounts that the group made: the password and the names of any other are its own.
  Nobody here ever sees an email.
- New accounts are made all or none: a list with a fault in it makes nothing, and each fault is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from game.terms import GroupRole, Role
from server import library
from server.groups.deeds import Doer, record_account, record_group
from server.groups.groups import group_for, group_of, hidden_from, refuse_full, seen_by
from server.groups.pupil_accounts import PupilAccounts
from server.groups.rows import TEACHERS, Group, GroupMember, Pupil
from server.infra.audit import changed
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.user_locks import lock_users
from server.infra.web import Principal, Problem
from server.infra.written import leads_elsewhere
from server.results import refuse_new

NO_MEMBER = 404, "group/no-such-member"
NOT_MANAGED = 409, "group/not-managed"
KEEPS_ROLE = 409, "group/keeps-role"

PLAYING_MINUTES = 2  # a process says once a minute who is on its games

_MEMBER = f"""
SELECT m.user_id, u.username, u.display_name, m.nickname, m.role, m.is_managed,
    CASE WHEN m.is_managed THEN u.last_login_at IS NOT NULL END AS signed_in,
    EXISTS (SELECT FROM game_sessions s WHERE s.user_id = m.user_id AND s.ended_at IS NULL
        AND s.updated_at > now() - interval '{PLAYING_MINUTES} minutes') AS playing,
    m.joined_at
FROM group_members m JOIN users u ON u.id = m.user_id
WHERE m.group_id = $1 AND u.deleted_at IS NULL
"""
_ORDER = "ORDER BY m.role, lower(coalesce(m.nickname, u.display_name)), m.user_id"


def _no_such_member() -> Problem:
    return Problem(*NO_MEMBER, "There is no such member in this group.")


async def members(pg: Pool, slug: str, caller: Principal, query: PageQuery) -> Page[GroupMember]:
    """Teachers first, then by name; without classmates hidden by a block. Raises Problem 404."""
    group = await group_of(pg, slug, caller.user_id)
    hidden = hidden_from(group, caller.user_id)
    seen = f"{_MEMBER} AND {seen_by('$2::uuid')}"
    rows = await pg.fetch(f"{seen} {_ORDER} LIMIT $3 OFFSET $4", group.id, hidden, query.per_page, query.offset)
    total: int = await pg.fetchval(f"SELECT count(*) FROM ({seen}) x", group.id, hidden)
    found = [read(GroupMember, row) for row in rows]
    if group.role not in TEACHERS:
        found = [_for_members(member) for member in found]
    return query.page_of(found, total)


def _for_members(member: GroupMember) -> GroupMember:
    """What classmates need not know: whose account is whose, and who is where at the moment."""
    return replace(member, is_managed=False, signed_in=None, playing=False)


async def _member(connection: Connection, group: Group, user_id: str) -> GroupMember:
    row = await connection.fetchrow(f"{_MEMBER} AND m.user_id = $2", group.id, user_id)
    if row is None:
        raise _no_such_member()
    return read(GroupMember, row)


async def _group_with(
    connection: Connection, slug: str, caller: Principal, user_id: str, *, owner: bool = False
) -> Group:
    """As `group_for`, with somebody whose account is changed: both are locked before the group, as whoever joins or
    leaves locks themselves."""
    await lock_users(connection, caller.user_id, user_id)
    return await group_for(connection, slug, caller, owner=owner)


async def _must_be_managed(connection: Connection, member: GroupMember) -> None:
    """Whose account has been given a role on the site is nobody's pupil any more: its password would be that role's.

    The caller has locked the row, so that no role is given between this and what follows.
    """
    role = await connection.fetchval("SELECT role FROM users WHERE id = $1", member.user_id)
    if not member.is_managed or role != Role.PLAYER:
        detail = f"{member.username} has their own account, which only they can change."
        raise Problem(*NOT_MANAGED, detail)


# ---------------------------------------------------------------- new accounts


async def add_pupils(pg: Pool, managed: PupilAccounts, slug: str, by: Doer, usernames: Sequence[str]) -> list[Pupil]:
    """Accounts for a class, in the order given. Raises Problem 403, 404, 409 for a full group, 422 for names that are
    taken or given twice, 503 `auth/busy`."""
    async with pg.acquire() as connection, connection.transaction():  # before the hashes, which are slow
        group = await group_for(connection, slug, by.principal)
        await refuse_full(connection, group.id, len(usernames))
    await _refuse_names(managed, usernames)
    secrets_of = {name: managed.first_password() for name in usernames}
    hashes = {name: await managed.hash(password) for name, password in secrets_of.items()}
    pupils: list[Pupil] = []
    async with pg.acquire() as connection, connection.transaction():
        group = await group_for(connection, slug, by.principal)
        await refuse_full(connection, group.id, len(usernames))
        for name in usernames:
            user_id = await managed.insert(connection, name, hashes[name])
            await connection.execute(
                "INSERT INTO group_members (group_id, user_id, is_managed) VALUES ($1, $2, true)", group.id, user_id
            )
            await record_account(connection, by, group, user_id, "create", new={"username": name})
            pupils.append(Pupil(user_id, name, secrets_of[name]))
    return pupils


async def _refuse_names(managed: PupilAccounts, usernames: Sequence[str]) -> None:
    taken = await managed.taken(usernames)
    often = Counter(name.lower() for name in usernames)
    alike = Counter(managed.lookalike(name) for name in usernames)
    errors = []
    for index, name in enumerate(usernames):
        pointer = f"/usernames/{index}"
        if often[name.lower()] > 1:
            errors.append({"pointer": pointer, "code": "twice", "detail": f"{name} is in the list more than once."})
        elif alike[managed.lookalike(name)] > 1:
            errors.append({"pointer": pointer, "code": "twice", "detail": f"{name} looks like another in the list."})
        elif name.lower() in taken:
            errors.append({"pointer": pointer, "code": "taken", "detail": f"{name} is taken."})
    if errors:
        raise Problem(422, "request/invalid", "No accounts were created: some names cannot be used.", errors=errors)


# ---------------------------------------------------------------- changes


async def reset_password(pg: Pool, managed: PupilAccounts, slug: str, by: Doer, user_id: str) -> Pupil:
    """Raises Problem 403, 404, 409 for an account that the group did not make, 503 `auth/busy`."""
    password = managed.first_password()
    password_hash = await managed.hash(password)
    async with pg.acquire() as connection, connection.transaction():
        group = await _group_with(connection, slug, by.principal, user_id)
        member = await _member(connection, group, user_id)
        await _must_be_managed(connection, member)
        await managed.set_first_password(connection, user_id, password_hash)
        await record_account(connection, by, group, user_id, "reset_password")
    await managed.signed_out(user_id)
    return Pupil(user_id, member.username, password)


async def change_member(
    pg: Pool,
    managed: PupilAccounts,
    slug: str,
    by: Doer,
    user_id: str,
    *,
    nickname: str | None,
    role: GroupRole | None,
    username: str | None,
    display_name: str | None,
) -> GroupMember:
    """What is None stays; an empty nickname takes it away. Making an owner makes the owner of until then a teacher.
    Raises Problem 403, 404, 409."""
    async with pg.acquire() as connection, connection.transaction():
        group = await _group_with(connection, slug, by.principal, user_id, owner=role is not None)
        member = await _member(connection, group, user_id)
        if username is not None or display_name is not None:
            await _must_be_managed(connection, member)
            if display_name and leads_elsewhere(display_name):
                await refuse_new(connection, by.principal.user_id, "display_name")
            await managed.rename(connection, user_id, username, display_name)
        if role is not None and role is not member.role:
            await _give_role(connection, group, member, role)
        if nickname is not None:
            await connection.execute(
                "UPDATE group_members SET nickname = nullif($3, '') WHERE group_id = $1 AND user_id = $2",
                group.id,
                user_id,
                nickname.strip(),
            )
        now = await _member(connection, group, user_id)
        await _record_changes(connection, by, group, member, now)
    if username is not None or display_name is not None:
        await managed.renamed(user_id)
    return now


async def _record_changes(
    connection: Connection, by: Doer, group: Group, before: GroupMember, now: GroupMember
) -> None:
    old, new = changed(*({"username": one.username, "display_name": one.display_name} for one in (before, now)))
    if new:
        await record_account(connection, by, group, now.user_id, "rename", old=old, new=new)
    old, new = changed(*({"nickname": one.nickname, "role": one.role} for one in (before, now)))
    if new:
        await record_group(connection, by, group, "edit_member", old=old, new=new, member=now.user_id)


async def _give_role(connection: Connection, group: Group, member: GroupMember, role: GroupRole) -> None:
    if member.role is GroupRole.OWNER:
        raise Problem(*KEEPS_ROLE, "A group needs an owner. Make somebody else the owner first.")
    if member.is_managed:
        raise Problem(*KEEPS_ROLE, f"{member.username} has an account made for the group and cannot teach it.")
    if role is GroupRole.OWNER:
        await connection.execute(
            "UPDATE group_members SET role = 'TEACHER' WHERE group_id = $1 AND role = 'OWNER'", group.id
        )
    await connection.execute(
        "UPDATE group_members SET role = $3 WHERE group_id = $1 AND user_id = $2", group.id, member.user_id, role
    )


async def remove_member(
    pg: Pool, managed: PupilAccounts, slug: str, by: Doer, user_id: str, *, delete_account: bool
) -> None:
    """`delete_account` also deletes an account that the group made. Raises Problem 403, 404, 409."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        if delete_account:
            await library.take_turn(connection)  # it may be the last member of another group
        group = await _group_with(connection, slug, by.principal, user_id)
        member = await _member(connection, group, user_id)
        if member.role is GroupRole.OWNER or (member.role is GroupRole.TEACHER and group.role is not GroupRole.OWNER):
            raise Problem(*KEEPS_ROLE, "Only the owner can remove teachers, and the owner cannot be removed.")
        if delete_account:
            await _must_be_managed(connection, member)
            await managed.erase(connection, user_id)
            await record_account(connection, by, group, user_id, "delete")
        else:
            await connection.execute(
                "DELETE FROM group_members WHERE group_id = $1 AND user_id = $2", group.id, user_id
            )
            await record_group(connection, by, group, "remove_member", member=user_id)
    if delete_account:
        await managed.gone(user_id)
