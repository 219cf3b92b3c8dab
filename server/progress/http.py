"""The endpoints of a player's own journey, of what can be earned, and of where the player is."""

from __future__ import annotations

from pydantic import Field

from server.infra.inputs import Body, IdPath
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, Problem, endpoint
from server.progress.answers import AchievementsOut, JourneyOut, ResultJourneyOut, TimeZoneOut
from server.progress.days import LONGEST_NAME
from server.progress.reading import JourneyReader
from server.progress.zones import FULL, UNKNOWN, tell_zone

_NOT_YOURS = (404, "game/not-found")


class TimeZoneBody(Body):
    """`zone` is a name of the IANA's list. A page that sends what its browser says leaves `is_chosen` out: then a zone
    that the player chose stays. true chooses this one for good, false lets browsers say it again."""

    zone: str = Field(min_length=1, max_length=LONGEST_NAME)
    is_chosen: bool | None = None


def endpoints(pg: Pool, reader: JourneyReader) -> Endpoints:
    calls = _Calls(pg, reader)
    return [
        endpoint(
            "GET",
            "/api/user/journey",
            calls.journey,
            "Your experience, level, days in a row and achievements",
            access=Access.USER,
            tag="user",
        ),
        endpoint(
            "PUT",
            "/api/user/time-zone",
            calls.tell_zone,
            "Where you are: from now on your days begin at midnight there",
            access=Access.USER,
            problems=(UNKNOWN, FULL),
            rate="60/hour",
            tag="user",
        ),
        endpoint(
            "GET",
            "/api/game/result/{id}/journey",
            calls.of_result,
            "What one of your games has added: experience, a level, a day, achievements",
            access=Access.USER,
            problems=(_NOT_YOURS,),
            tag="game",
        ),
        endpoint(
            "GET",
            "/api/achievements",
            calls.achievements,
            "All that can be earned, how many have it, and how far you are",
            access=Access.OPTIONAL,
            tag="profile",
        ),
    ]


class _Calls:
    def __init__(self, pg: Pool, reader: JourneyReader) -> None:
        self._pg, self._reader = pg, reader

    async def journey(self, call: Call) -> JourneyOut:
        return await self._reader.journey(call.caller.user_id, is_own=True, shows_games=True)

    async def tell_zone(self, call: Call[TimeZoneBody]) -> TimeZoneOut:
        return await tell_zone(self._pg, call.caller.user_id, call.body.zone, call.body.is_chosen)

    async def of_result(self, call: Call[None, None, IdPath]) -> ResultJourneyOut:
        found = await self._reader.of_result(call.path.id, call.caller.user_id)
        if found is None:
            raise Problem(*_NOT_YOURS, "This is no game of yours.")
        return found

    async def achievements(self, call: Call) -> AchievementsOut:
        return await self._reader.achievements(call.maybe_caller_id)
