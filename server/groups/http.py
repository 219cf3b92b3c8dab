"""The endpoints of groups."""

from __future__ import annotations

import io

import segno
from starlette.responses import Response, StreamingResponse

from server.groups import assignments, groups, members
from server.groups.deeds import doer_of
from server.groups.pupil_accounts import PupilAccounts
from server.groups.requests import (
    AssignmentPath,
    GroupEdit,
    JoinGroup,
    MemberEdit,
    MemberPath,
    NewAssignment,
    NewGroup,
    Pupils,
    RemoveQuery,
    SlugPath,
)
from server.groups.results_csv import results_csv
from server.groups.rows import AssignmentOut, Group, GroupMember, Pupil
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Pool
from server.infra.web import POSTGRES_LONG_S, Access, Call, Endpoints, endpoint
from server.results import NEW

_TEACHES = (groups.NO_GROUP, groups.NOT_A_TEACHER)
_BUSY = (503, "auth/busy")
_NOT_MANAGED = (groups.NO_GROUP, groups.NOT_A_TEACHER, members.NO_MEMBER, members.NOT_MANAGED)
_LISTS = "20/hour"  # of up to 100 new accounts each: for a teacher with many classes, not for who wants an army
_RESETS = "30/minute"  # each is a slow hash


def endpoints(pg: Pool, managed: PupilAccounts) -> Endpoints:
    return [*_group_endpoints(pg), *_member_endpoints(pg, managed), *_work_endpoints(pg)]


# ---------------------------------------------------------------- groups


def _group_endpoints(pg: Pool) -> Endpoints:
    calls = _GroupCalls(pg)
    return [
        endpoint("GET", "/api/groups", calls.mine, "Your groups, by name", access=Access.USER, tag="groups"),
        endpoint(
            "POST",
            "/api/groups",
            calls.create,
            "Create a group; you are its owner",
            access=Access.USER,
            status=201,
            problems=(groups.GUEST, groups.TOO_MANY),
            rate="30/hour",
            tag="groups",
        ),
        endpoint(
            "POST",
            "/api/groups/join",
            calls.join,
            "Join a group by its code, or an open one by its slug",
            access=Access.USER,
            problems=(groups.GUEST, groups.NO_GROUP, groups.FULL, groups.TOO_MANY),
            rate="120/minute",  # a class behind one address; against guesses there are 31^8 codes
            tag="groups",
        ),
        endpoint(
            "GET",
            "/api/groups/{slug}",
            calls.one,
            "A group that you are in",
            access=Access.USER,
            problems=(groups.NO_GROUP,),
            tag="groups",
        ),
        endpoint(
            "PUT",
            "/api/groups/{slug}",
            calls.change,
            "Rename a group, set who can join, or give it a new code",
            access=Access.USER,
            problems=_TEACHES,
            tag="groups",
        ),
        endpoint(
            "DELETE",
            "/api/groups/{slug}",
            calls.delete,
            "Delete a group; the accounts of its members stay",
            access=Access.USER,
            problems=(*_TEACHES, groups.NOT_THE_OWNER),
            tag="groups",
        ),
        endpoint(
            "POST",
            "/api/groups/{slug}/leave",
            calls.leave,
            "Leave a group; it is deleted when the last member leaves",
            access=Access.USER,
            problems=(groups.NO_GROUP, groups.LAST_TEACHER),
            tag="groups",
        ),
        endpoint(
            "GET",
            "/api/groups/{slug}/invite.svg",
            calls.invite,
            "The group's join link as a QR code",
            access=Access.USER,
            media_type="image/svg+xml",
            problems=_TEACHES,
            tag="groups",
        ),
    ]


class _GroupCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def mine(self, call: Call[None, PageQuery]) -> Page[Group]:
        return await groups.groups_of(self._pg, call.caller.user_id, call.query)

    async def create(self, call: Call[NewGroup]) -> Group:
        return await groups.create(self._pg, doer_of(call), call.body.name, call.body.join)

    async def join(self, call: Call[JoinGroup]) -> Group:
        return await groups.join_group(self._pg, call.caller, call.body.code)

    async def one(self, call: Call[None, None, SlugPath]) -> Group:
        return await groups.group_of(self._pg, call.path.slug, call.caller.user_id)

    async def change(self, call: Call[GroupEdit, None, SlugPath]) -> Group:
        body = call.body
        return await groups.change(
            self._pg,
            call.path.slug,
            doer_of(call),
            name=body.name,
            join=body.join,
            new_invite_code=body.new_invite_code,
        )

    async def delete(self, call: Call[None, None, SlugPath]) -> None:
        await groups.delete(self._pg, call.path.slug, doer_of(call))

    async def leave(self, call: Call[None, None, SlugPath]) -> None:
        await groups.leave(self._pg, call.path.slug, call.caller)

    async def invite(self, call: Call[None, None, SlugPath]) -> Response:
        code = await groups.invite_code(self._pg, call.path.slug, call.caller.user_id)
        link = f"{str(call.request.base_url).rstrip('/')}/groups?join={code}"
        drawn = io.BytesIO()
        segno.make_qr(link, error="m").save(drawn, kind="svg", scale=8, border=2, xmldecl=False)
        return Response(drawn.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


# ---------------------------------------------------------------- members


def _member_endpoints(pg: Pool, managed: PupilAccounts) -> Endpoints:
    calls = _MemberCalls(pg, managed)
    return [
        endpoint(
            "GET",
            "/api/groups/{slug}/members",
            calls.page,
            "A group's members; teachers also see who is playing now",
            access=Access.USER,
            problems=(groups.NO_GROUP,),
            tag="groups",
        ),
        endpoint(
            "POST",
            "/api/groups/{slug}/pupils",
            calls.add_pupils,
            "Create accounts for a class, each with a password that must be changed at the first sign-in",
            access=Access.USER,
            status=201,
            problems=(*_TEACHES, groups.FULL, _BUSY, (409, "account/username-taken")),
            rate=_LISTS,
            postgres_s=POSTGRES_LONG_S,
            tag="groups",
        ),
        endpoint(
            "POST",
            "/api/groups/{slug}/members/{user_id}/password",
            calls.reset_password,
            "Give an account that was created for the group a new password for the next sign-in",
            access=Access.USER,
            problems=(*_NOT_MANAGED, _BUSY),
            rate=_RESETS,
            tag="groups",
        ),
        endpoint(
            "PUT",
            "/api/groups/{slug}/members/{user_id}",
            calls.change,
            "Give a member a nickname, a role, or other names if the account was created for the group",
            access=Access.USER,
            problems=(*_NOT_MANAGED, groups.NOT_THE_OWNER, members.KEEPS_ROLE, (409, "account/username-taken"), NEW),
            tag="groups",
        ),
        endpoint(
            "DELETE",
            "/api/groups/{slug}/members/{user_id}",
            calls.remove,
            "Remove a member from a group, and delete the account if it was created for the group",
            access=Access.USER,
            problems=(*_NOT_MANAGED, members.KEEPS_ROLE),
            tag="groups",
        ),
    ]


class _MemberCalls:
    def __init__(self, pg: Pool, managed: PupilAccounts) -> None:
        self._pg, self._managed = pg, managed

    async def page(self, call: Call[None, PageQuery, SlugPath]) -> Page[GroupMember]:
        return await members.members(self._pg, call.path.slug, call.caller, call.query)

    async def add_pupils(self, call: Call[Pupils, None, SlugPath]) -> list[Pupil]:
        return await members.add_pupils(self._pg, self._managed, call.path.slug, doer_of(call), call.body.usernames)

    async def reset_password(self, call: Call[None, None, MemberPath]) -> Pupil:
        return await members.reset_password(self._pg, self._managed, call.path.slug, doer_of(call), call.path.user_id)

    async def change(self, call: Call[MemberEdit, None, MemberPath]) -> GroupMember:
        body = call.body
        return await members.change_member(
            self._pg,
            self._managed,
            call.path.slug,
            doer_of(call),
            call.path.user_id,
            nickname=body.nickname,
            role=body.role,
            username=body.username,
            display_name=body.display_name,
        )

    async def remove(self, call: Call[None, RemoveQuery, MemberPath]) -> None:
        await members.remove_member(
            self._pg,
            self._managed,
            call.path.slug,
            doer_of(call),
            call.path.user_id,
            delete_account=bool(call.query.delete_account),
        )


# ---------------------------------------------------------------- assignments and results


def _work_endpoints(pg: Pool) -> Endpoints:
    calls = _WorkCalls(pg)
    return [
        endpoint(
            "GET",
            "/api/groups/{slug}/assignments",
            calls.assignments,
            "A group's assignments and who has done them; members see only their own progress",
            access=Access.USER,
            problems=(groups.NO_GROUP,),
            tag="groups",
        ),
        endpoint(
            "POST",
            "/api/groups/{slug}/assignments",
            calls.assign,
            "Create an assignment: games of a kind, or a contest, by a date",
            access=Access.USER,
            status=201,
            problems=(*_TEACHES, assignments.TOO_MANY, assignments.NO_CONTEST),
            tag="groups",
        ),
        endpoint(
            "DELETE",
            "/api/groups/{slug}/assignments/{id}",
            calls.withdraw,
            "Delete an assignment",
            access=Access.USER,
            problems=(*_TEACHES, assignments.NO_ASSIGNMENT),
            tag="groups",
        ),
        endpoint(
            "GET",
            "/api/groups/{slug}/results.csv",
            calls.results,
            "What the members have played since they joined, as a table for a spreadsheet",
            access=Access.USER,
            media_type="text/csv",
            problems=_TEACHES,
            rate="30/minute",
            postgres_s=POSTGRES_LONG_S,
            tag="groups",
        ),
    ]


class _WorkCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def assignments(self, call: Call[None, None, SlugPath]) -> list[AssignmentOut]:
        return await assignments.assignments(self._pg, call.path.slug, call.caller)

    async def assign(self, call: Call[NewAssignment, None, SlugPath]) -> AssignmentOut:
        return await assignments.assign(self._pg, call.path.slug, doer_of(call), call.body)

    async def withdraw(self, call: Call[None, None, AssignmentPath]) -> None:
        await assignments.withdraw(self._pg, call.path.slug, doer_of(call), call.path.id)

    async def results(self, call: Call[None, None, SlugPath]) -> StreamingResponse:
        pieces = await results_csv(self._pg, call.path.slug, call.caller)
        headers = {"Content-Disposition": f'attachment; filename="{call.path.slug}.csv"', "Cache-Control": "no-store"}
        return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)
