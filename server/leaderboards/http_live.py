"""The live endpoints: boards as they change, and who is playing."""

from __future__ import annotations

from starlette.responses import Response

from server.infra.event_stream import MEDIA_TYPE, answer_to_head
from server.infra.web import Call, Endpoints, endpoint
from server.leaderboards.answers import PlayersNow
from server.leaderboards.http import BoardQuery
from server.leaderboards.live import TOO_MANY, Choice, Live


def endpoints(live: Live) -> Endpoints:
    calls = _Calls(live)
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
        endpoint("GET", "/api/players/now", calls.players_now, "Who is playing now", tag="leaderboard"),
    ]


class _Calls:
    def __init__(self, live: Live) -> None:
        self._live = live

    async def follow(self, call: Call[None, BoardQuery]) -> Response:
        query = call.query
        return answer_to_head(call.request) or self._live.response(Choice(*query.board, query.ladder), call.request)

    async def players_now(self, _: Call) -> PlayersNow:
        return await self._live.players_now()
