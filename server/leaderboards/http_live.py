"""The endpoints of what is going on now: boards as they change, and who plays."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator
from starlette.responses import Response

from game.terms import Difficulty, Language
from server.infra.event_stream import MEDIA_TYPE
from server.infra.inputs import DifficultyFilter, LanguageFilter, Query
from server.infra.web import Call, Endpoint
from server.leaderboards.board import Metric, Period
from server.leaderboards.http import lower
from server.leaderboards.live import Choice, Live


class LiveQuery(Query):
    """Which board to follow."""

    metric: Annotated[Metric, BeforeValidator(lower)] = Metric.SCORE
    period: Annotated[Period, BeforeValidator(lower)] = Period.ALL
    language: LanguageFilter = None
    difficulty: DifficultyFilter = None


class PlayerNow(BaseModel):
    username: str
    display_name: str
    language: Language
    difficulty: Difficulty
    wave: int


class PlayersNow(BaseModel):
    """`total` players are in a running game, `guests` of them guests; `players` are those who may be named, the
    furthest in their games first."""

    total: int
    guests: int
    players: list[PlayerNow]


def endpoints(live: Live) -> list[Endpoint]:
    async def follow(call: Call) -> Response:
        if call.request.method == "HEAD":
            return Response(media_type=MEDIA_TYPE)
        query: LiveQuery = call.query
        return live.response(Choice(query.metric, query.period, query.language, query.difficulty), call.request)

    async def players_now(_: Call) -> dict[str, Any]:
        return await live.players_now()

    return [
        Endpoint(
            method="GET",
            path="/api/leaderboard/live",
            handler=follow,
            summary="A board as it changes, and who plays, as server-sent events",
            query=LiveQuery,
            returns=MEDIA_TYPE,
            problems=((503, "leaderboard/too-many-viewers"),),
            rate="120/minute",  # a class behind one address opens its pages at once; a client that loops is stopped
            tag="leaderboard",
        ),
        Endpoint(
            method="GET",
            path="/api/players/now",
            handler=players_now,
            summary="Who is playing now",
            returns=PlayersNow,
            tag="leaderboard",
        ),
    ]
