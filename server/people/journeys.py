"""Another player's journey: `GET /api/users/{username}/journey`."""

from __future__ import annotations

from server.infra.postgres import Pool
from server.infra.web import POSTGRES_LONG_S, Access, Call, Endpoints, endpoint
from server.people.players import NO_SUCH_PLAYER, find_player
from server.people.requests import UsernamePath
from server.progress import JourneyOut, JourneyReader


def journey_endpoints(pg: Pool, reader: JourneyReader) -> Endpoints:
    async def journey(call: Call[None, None, UsernamePath]) -> JourneyOut:
        player = await find_player(pg, call.path.username, call.maybe_caller)
        return await reader.journey(player.user_id, is_own=player.is_own, shows_games=player.shows_games)

    return [
        endpoint(
            "GET",
            "/api/users/{username}/journey",
            journey,
            "A player's experience, level, days in a row and achievements",
            access=Access.OPTIONAL,
            problems=(NO_SUCH_PLAYER,),
            postgres_s=POSTGRES_LONG_S,
            tag="profile",
        ),
    ]
