"""The endpoints of a player's public profile."""

from __future__ import annotations

from typing import Any

from server.infra.web import POSTGRES_LONG_S, Access, Call, Endpoints, Reads, endpoint
from server.people.accounts import Accounts
from server.people.activity import Activity, activity
from server.people.answers import KeyOut, KeysOut
from server.people.players import NO_SUCH_PLAYER, Player, find_player
from server.people.progress import Progress, progress
from server.people.public import PublicProfile, public_profile
from server.people.requests import ProgressQuery, UsernamePath
from server.practice import past_key_figures


def player_endpoints(accounts: Accounts) -> Endpoints:
    calls = _Calls(accounts)
    return [
        endpoint(
            "GET",
            "/api/users/{username}",
            calls.public_profile,
            "What everybody may see of a player; without best games when they hide their replays",
            access=Access.OPTIONAL,
            problems=(NO_SUCH_PLAYER,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="profile",
        ),
        endpoint(
            "GET",
            "/api/users/{username}/activity",
            calls.activity,
            "A player's games a day, for a year",
            access=Access.OPTIONAL,
            problems=(NO_SUCH_PLAYER,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="profile",
        ),
        endpoint(
            "GET",
            "/api/users/{username}/progress",
            calls.progress,
            "The figures of each language and of the last games; others see ranked ones, or none if replays are hidden",
            access=Access.OPTIONAL,
            problems=(NO_SUCH_PLAYER,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="profile",
        ),
        endpoint(
            "GET",
            "/api/users/{username}/keys",
            calls.keys,
            "How fast and how accurately a player hits each key; empty when they hide their replays",
            access=Access.OPTIONAL,
            problems=(NO_SUCH_PLAYER,),
            rate="60/minute",  # it reads some 20,000 keys each time
            postgres_s=POSTGRES_LONG_S,
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="profile",
        ),
    ]


class _Calls:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def public_profile(self, call: Call[None, None, UsernamePath]) -> PublicProfile:
        return await public_profile(self._accounts, await self._player(call), call.maybe_caller)

    async def activity(self, call: Call[None, None, UsernamePath]) -> Activity:
        player = await self._player(call)
        return await activity(self._accounts.pg, player.user_id, self._accounts.now())

    async def progress(self, call: Call[None, ProgressQuery, UsernamePath]) -> Progress:
        player = await self._player(call)
        if not player.shows_games:
            return Progress(shown=False, languages=[], games=[])
        return await progress(self._accounts.pg, player.user_id, call.query.language, ranked_only=not player.is_own)

    async def keys(self, call: Call[None, None, UsernamePath]) -> KeysOut:
        player = await self._player(call)
        if not player.shows_games:
            return KeysOut(shown=False, games=0, keys=[])
        games, keys = await past_key_figures(self._accounts.pg, player.user_id, is_own=player.is_own)
        return KeysOut(True, games, [KeyOut(key.key, key.presses, key.errors, key.mean_ms) for key in keys])

    async def _player(self, call: Call[Any, Any, UsernamePath]) -> Player:
        return await find_player(self._accounts.pg, call.path.username, call.maybe_caller)
