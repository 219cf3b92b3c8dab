"""The endpoints of a player's public profile."""

from __future__ import annotations

from functools import partial

from server.infra.web import Access, Call, Endpoint
from server.people.accounts import Accounts
from server.people.activity import Activity, activity
from server.people.answers import KeyOut, KeysOut
from server.people.players import NO_SUCH_PLAYER, find_player
from server.people.progress import Progress, progress
from server.people.public import PublicProfile, public_profile
from server.people.requests import ProgressQuery, UsernamePath
from server.practice import key_figures


def player_endpoints(accounts: Accounts) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/users/{username}",
            handler=partial(_public_profile, accounts),
            summary="What everybody may see of a player",
            path_model=UsernamePath,
            returns=PublicProfile,
            problems=(NO_SUCH_PLAYER,),
            tag="profile",
        ),
        Endpoint(
            method="GET",
            path="/api/users/{username}/activity",
            handler=partial(_activity, accounts),
            summary="A player's games a day, for a year",
            path_model=UsernamePath,
            returns=Activity,
            problems=(NO_SUCH_PLAYER,),
            tag="profile",
        ),
        Endpoint(
            method="GET",
            path="/api/users/{username}/progress",
            handler=partial(_progress, accounts),
            summary="The figures of each language, and of the last games",
            path_model=UsernamePath,
            query=ProgressQuery,
            returns=Progress,
            problems=(NO_SUCH_PLAYER,),
            tag="profile",
        ),
        Endpoint(
            method="GET",
            path="/api/users/{username}/keys",
            handler=partial(_keys, accounts),
            summary="How fast and how accurately a player hits each key; empty when they hide their replays",
            access=Access.OPTIONAL,
            path_model=UsernamePath,
            returns=KeysOut,
            problems=(NO_SUCH_PLAYER,),
            rate="60/minute",  # it reads some 20,000 keys each time
            tag="profile",
        ),
    ]


async def _public_profile(accounts: Accounts, call: Call) -> PublicProfile:
    return await public_profile(accounts, call.path.username)


async def _activity(accounts: Accounts, call: Call) -> Activity:
    player = await find_player(accounts.pg, call.path.username, call.maybe_caller)
    return await activity(accounts.pg, player.user_id, accounts.now())


async def _progress(accounts: Accounts, call: Call) -> Progress:
    player = await find_player(accounts.pg, call.path.username, call.maybe_caller)
    return await progress(accounts.pg, player.user_id, call.query.language)


async def _keys(accounts: Accounts, call: Call) -> KeysOut:
    player = await find_player(accounts.pg, call.path.username, call.maybe_caller)
    if not player.shows_keys:
        return KeysOut(shown=False, games=0, keys=[])
    games, keys = await key_figures(accounts.pg, player.user_id)
    return KeysOut(True, games, [KeyOut(key.key, key.presses, key.errors, key.mean_ms) for key in keys])
