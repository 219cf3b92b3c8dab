"""The endpoints of courses for those who learn. Trying a challenge is play's (`POST /api/challenges/{id}/start`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from server.courses import own, reading
from server.courses.board import board
from server.courses.rows import (
    Attempt,
    ChallengeBoard,
    ChallengeView,
    HintsShown,
    TrackListed,
    TrackView,
)
from server.infra.inputs import IdPath, LanguageFilter, Query
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, Reads, endpoint
from server.play import challenge_game

_NO_TRACK, _NO_CHALLENGE = reading.NO_TRACK, challenge_game.NO_CHALLENGE


class TracksQuery(PageQuery):
    language: LanguageFilter = None


class TrackPath(Query):
    """A track's slug, in any case."""

    slug: Annotated[str, Field(max_length=60), AfterValidator(str.lower)]


def endpoints(pg: Pool) -> Endpoints:
    calls = _Learning(pg)
    anyone, player = Access.OPTIONAL, Access.USER
    return [
        endpoint(
            "GET",
            "/api/tracks",
            calls.tracks,
            "The tracks, by place",
            access=anyone,
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="courses",
        ),
        endpoint(
            "GET",
            "/api/tracks/{slug}",
            calls.track,
            "A whole track, and how far you are in it",
            access=anyone,
            problems=(_NO_TRACK,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="courses",
        ),
        endpoint(
            "POST",
            "/api/tracks/{slug}/enroll",
            calls.enroll,
            "Enrol in a track; again changes nothing",
            access=player,
            problems=(_NO_TRACK,),
            rate="300/minute",  # a class behind one address
            tag="courses",
        ),
        endpoint(
            "DELETE",
            "/api/tracks/{slug}/enroll",
            calls.leave,
            "Leave a track; what you have reached in it stays",
            access=player,
            problems=(_NO_TRACK,),
            rate="300/minute",
            tag="courses",
        ),
        endpoint(
            "GET",
            "/api/challenges/{id}",
            calls.challenge,
            "A challenge, and what you have reached in it",
            access=anyone,
            problems=(_NO_CHALLENGE,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="courses",
        ),
        endpoint(
            "POST",
            "/api/challenges/{id}/hint",
            calls.hint,
            "Be shown one more hint",
            access=player,
            problems=(_NO_CHALLENGE, own.NO_MORE_HINTS),
            rate="300/minute",
            tag="courses",
        ),
        endpoint(
            "GET",
            "/api/challenges/{id}/attempts",
            calls.attempts,
            "Your attempts at a challenge, newest first",
            access=player,
            problems=(_NO_CHALLENGE,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="courses",
        ),
        endpoint(
            "GET",
            "/api/challenges/{id}/leaderboard",
            calls.board,
            "Who passed a challenge best: by score, then by the earlier",
            access=anyone,
            problems=(_NO_CHALLENGE,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="courses",
        ),
    ]


class _Learning:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def tracks(self, call: Call[None, TracksQuery]) -> Page[TrackListed]:
        return await reading.tracks(self._pg, call.maybe_caller_id, call.query.language, call.query)

    async def track(self, call: Call[None, None, TrackPath]) -> TrackView:
        return await reading.track(self._pg, call.path.slug, call.maybe_caller_id)

    async def enroll(self, call: Call[None, None, TrackPath]) -> TrackListed:
        async with self._pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            track_id, _ = await reading.track_listed(connection, call.path.slug, call.caller.user_id)
            await own.enroll(connection, call.caller, track_id)
            _, listed = await reading.track_listed(connection, call.path.slug, call.caller.user_id)
            return listed

    async def leave(self, call: Call[None, None, TrackPath]) -> None:
        if not await own.leave(self._pg, call.caller.user_id, call.path.slug):
            raise reading.no_track()

    async def challenge(self, call: Call[None, None, IdPath]) -> ChallengeView:
        return await reading.challenge(self._pg, call.path.id, call.maybe_caller_id)

    async def hint(self, call: Call[None, None, IdPath]) -> HintsShown:
        return await own.show_hint(self._pg, call.caller, call.path.id)

    async def attempts(self, call: Call[None, PageQuery, IdPath]) -> Page[Attempt]:
        return await own.attempts(self._pg, call.caller.user_id, call.path.id, call.query)

    async def board(self, call: Call[None, PageQuery, IdPath]) -> ChallengeBoard:
        return await board(self._pg, call.path.id, call.maybe_caller_id, call.query)
