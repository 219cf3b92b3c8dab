"""The endpoints of contests. Playing in one is play's (`POST /api/contests/{slug}/start`)."""

from __future__ import annotations

from starlette.responses import Response

from server import groups
from server.contests import joining, making, views
from server.contests.figures import KeptFigures
from server.contests.requests import ContestEdit, ContestsQuery, NewContest
from server.contests.rows import ContestStanding, ContestView
from server.contests.standings import contest_of, standings
from server.contests.viewers import TOO_MANY as TOO_MANY_VIEWERS
from server.contests.viewers import ContestViewers
from server.infra.audit import actor_of
from server.infra.event_stream import MEDIA_TYPE, answer_to_head
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Pool
from server.infra.web import POSTGRES_LONG_S, Access, Answer, Call, Endpoints, Reads, endpoint
from server.play import contest_game

_NONE = contest_game.NO_CONTEST
_SNIPPETS = (making.CHOOSING, making.TAKEN, making.TOO_FEW, making.WRONG, making.TIMES)
_CHANGES = (_NONE, making.NOT_STAFF, making.BEGUN)


def endpoints(pg: Pool, viewers: ContestViewers) -> Endpoints:
    return [*_reading(_Reading(pg, viewers)), *_making(_Making(pg)), *_joining(_Joining(pg))]


# ---------------------------------------------------------------- for everybody


def _reading(calls: _Reading) -> Endpoints:
    return [
        endpoint(
            "GET",
            "/api/contests",
            calls.page,
            "Contests that you know of, by their state",
            access=Access.OPTIONAL,
            tag="contests",
        ),
        endpoint(
            "GET",
            "/api/contests/{slug}",
            calls.one,
            "A contest, and your part in it",
            access=Access.OPTIONAL,
            problems=(_NONE,),
            tag="contests",
        ),
        endpoint(
            "GET",
            "/api/contests/{slug}/standings",
            calls.standings,
            "Who stands where, by score and then by the earlier finish",
            access=Access.OPTIONAL,
            problems=(_NONE,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="contests",
        ),
        endpoint(
            "GET",
            "/api/contests/{slug}/live",
            calls.live,
            "A contest and its standings as they change: events `contest` and `standings`",
            access=Access.OPTIONAL,
            media_type=MEDIA_TYPE,
            problems=(_NONE, TOO_MANY_VIEWERS),
            tag="contests",
        ),
    ]


class _Reading:
    def __init__(self, pg: Pool, viewers: ContestViewers) -> None:
        self._pg, self._viewers = pg, viewers
        self._figures = KeptFigures()

    async def page(self, call: Call[None, ContestsQuery]) -> Page[ContestView]:
        return await views.page(self._pg, self._figures, call.maybe_caller_id, call.query)

    async def one(self, call: Call[None, None, contest_game.ContestPath]) -> ContestView:
        return await views.view(self._pg, call.path.slug, call.maybe_caller_id)

    async def standings(self, call: Call[None, PageQuery, contest_game.ContestPath]) -> Page[ContestStanding]:
        return await standings(self._pg, call.path.slug, call.maybe_caller_id, call.query)

    async def live(self, call: Call[None, None, contest_game.ContestPath]) -> Response:
        contest = await contest_of(self._pg, call.path.slug, call.maybe_caller_id)
        return answer_to_head(call.request) or self._viewers.response(contest, call.maybe_caller, call.request)


# ---------------------------------------------------------------- for staff


def _making(calls: _Making) -> Endpoints:
    return [
        endpoint(
            "POST",
            "/api/contests",
            calls.create,
            "Make a contest: a public one as a moderator, or one for a group that you teach",
            access=Access.USER,
            status=201,
            problems=(making.NOT_STAFF, *_SNIPPETS, making.TOO_MANY, groups.NO_GROUP, groups.NOT_A_TEACHER),
            rate="30/hour",
            postgres_s=POSTGRES_LONG_S,
            tag="contests",
        ),
        endpoint(
            "PUT",
            "/api/contests/{slug}",
            calls.edit,
            "Change a contest before it begins",
            access=Access.USER,
            problems=(*_CHANGES, *_SNIPPETS),
            rate="60/hour",  # each may draw its waves anew
            postgres_s=POSTGRES_LONG_S,
            tag="contests",
        ),
        endpoint(
            "DELETE",
            "/api/contests/{slug}",
            calls.delete,
            "Delete a contest before it begins",
            access=Access.USER,
            problems=_CHANGES,
            postgres_s=POSTGRES_LONG_S,
            tag="contests",
        ),
    ]


class _Making:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def create(self, call: Call[NewContest]) -> Answer[ContestView]:
        made = await making.create(self._pg, call.caller, actor_of(call), call.body)
        return Answer(made, 201, {"Location": f"/api/contests/{made.contest.slug}"})

    async def edit(self, call: Call[ContestEdit, None, contest_game.ContestPath]) -> ContestView:
        return await making.edit(self._pg, call.caller, actor_of(call), call.path.slug, call.body)

    async def delete(self, call: Call[None, None, contest_game.ContestPath]) -> None:
        await making.delete(self._pg, call.caller, actor_of(call), call.path.slug)


# ---------------------------------------------------------------- for players


def _joining(calls: _Joining) -> Endpoints:
    return [
        endpoint(
            "POST",
            "/api/contests/{slug}/join",
            calls.join,
            "Sign up for a contest; again changes nothing",
            access=Access.USER,
            problems=(_NONE, contest_game.GUEST, contest_game.STAFF, contest_game.OVER),
            rate="300/minute",  # a class behind one address
            tag="contests",
        ),
        endpoint(
            "POST",
            "/api/contests/{slug}/leave",
            calls.leave,
            "Take the sign-up back, while you have not played",
            access=Access.USER,
            problems=(_NONE, contest_game.PLAYED),
            rate="300/minute",
            tag="contests",
        ),
    ]


class _Joining:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def join(self, call: Call[None, None, contest_game.ContestPath]) -> ContestView:
        return await joining.sign_up(self._pg, call.path.slug, call.caller)

    async def leave(self, call: Call[None, None, contest_game.ContestPath]) -> ContestView:
        return await joining.take_back(self._pg, call.path.slug, call.caller)
