"""The profiles' endpoints, all of them public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from server.infra.inputs import LanguageFilter, Query
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoint
from server.people.activity import activity
from server.people.answers_players import ActivityOut, KeysOut, ProgressOut
from server.people.names import Username
from server.people.players import NO_SUCH_PLAYER, Player, find_player
from server.people.progress import progress
from server.practice import key_figures


class PlayerPath(Query):
    username: Username


class ProgressQuery(Query):
    language: LanguageFilter = None


class Profiles:
    """Profiles over HTTP. `now` says which day it is."""

    def __init__(self, pg: Pool, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._pg, self._now = pg, now

    async def activity(self, call: Call) -> dict[str, Any]:
        player = await self._player(call)
        return await activity(self._pg, player.user_id, self._now())

    async def progress(self, call: Call) -> dict[str, Any]:
        player = await self._player(call)
        return await progress(self._pg, player.user_id, call.query.language)

    async def keys(self, call: Call) -> dict[str, Any]:
        player = await self._player(call)
        if not player.shows_keys:
            return {"shown": False, "games": 0, "keys": []}
        games, keys = await key_figures(self._pg, player.user_id)
        return {"shown": True, "games": games, "keys": [key._asdict() for key in keys]}

    async def _player(self, call: Call) -> Player:
        return await find_player(self._pg, call.path.username, call.maybe_caller)


def endpoints(profiles: Profiles) -> list[Endpoint]:
    def endpoint(name: str, handler: Any, summary: str, **more: Any) -> Endpoint:
        return Endpoint(
            method="GET",
            path=f"/api/users/{{username}}/{name}",
            handler=handler,
            summary=summary,
            path_model=PlayerPath,
            problems=(NO_SUCH_PLAYER,),
            tag="profile",
            **more,
        )

    return [
        endpoint("activity", profiles.activity, "A player's games a day, for a year", returns=ActivityOut),
        endpoint(
            "progress",
            profiles.progress,
            "What each language comes to, and how the last games went",
            query=ProgressQuery,
            returns=ProgressOut,
        ),
        endpoint(
            "keys",
            profiles.keys,
            "How fast and how surely a player hits each key; empty when they show no replays",
            access=Access.OPTIONAL,
            returns=KeysOut,
            rate="60/minute",  # it reads some 20,000 keys each time
        ),
    ]
