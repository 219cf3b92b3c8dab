"""The live endpoints: boards as they change, who is playing, and the stream of notifications. A page has one stream, so
that one carries the board that the page shows as well."""

from __future__ import annotations

from pydantic import Field
from starlette.responses import Response

from server.infra.event_stream import MEDIA_TYPE, EventStreamResponse, Stream, answer_to_head
from server.infra.web import Access, Call, Endpoints, endpoint
from server.leaderboards.answers import PlayersNow
from server.leaderboards.http import BoardQuery
from server.leaderboards.live import TOO_MANY, Choice, Live
from server.notifications import TOO_MANY as TOO_MANY_TOLD
from server.notifications import News


class NewsQuery(BoardQuery):
    """Which board to follow too, with `follow`; none without."""

    follow: bool = Field(False, description="the stream carries the events of this board as well")


def endpoints(live: Live, news: News) -> Endpoints:
    calls = _Calls(live, news)
    return [
        endpoint(
            "GET",
            "/api/leaderboard/live",
            calls.follow,
            "A board as it changes, and who plays, as server-sent events",
            media_type=MEDIA_TYPE,
            problems=(TOO_MANY,),
            rate="120/minute",  # a class behind one address may open its pages at once; a client in a loop is stopped
            tag="leaderboard",
        ),
        endpoint(
            "GET",
            "/api/notifications/live",
            calls.news,
            "What you are told, and a board, as server-sent events",
            access=Access.USER,
            media_type=MEDIA_TYPE,
            problems=(TOO_MANY_TOLD,),
            rate="120/minute",  # as of boards
            tag="notifications",
        ),
        endpoint("GET", "/api/players/now", calls.players_now, "Who is playing now", tag="leaderboard"),
    ]


class _Calls:
    def __init__(self, live: Live, news: News) -> None:
        self._live, self._news = live, news

    async def follow(self, call: Call[None, BoardQuery]) -> Response:
        query = call.query
        return answer_to_head(call.request) or self._live.response(Choice(*query.board, query.ladder), call.request)

    async def news(self, call: Call[None, NewsQuery]) -> Response:
        if head := answer_to_head(call.request):
            return head
        query = call.query
        choice = Choice(*query.board, query.ladder) if query.follow else None
        stream = await self._news.open(call.caller, call.request)
        if choice is not None:
            self._live.follow(choice, stream)

        def gone(stream: Stream) -> None:
            if choice is not None:
                self._live.unfollow(choice, stream)
            self._news.left(stream)

        return EventStreamResponse(stream, gone)

    async def players_now(self, _: Call) -> PlayersNow:
        return await self._live.players_now()
