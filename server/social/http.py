"""The endpoints of followers and friends."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from game.terms import FriendStatus
from server.infra.inputs import Body, Query, upper
from server.infra.names import Username
from server.infra.paging import LongPage, LongQuery
from server.infra.postgres import Pool
from server.infra.totals import KeptTotals
from server.infra.web import Access, Call, Endpoints, endpoint
from server.social import lists, relations
from server.social.answers import Friend, FriendsOut, ListedPlayer, Relation
from server.social.limits import THEY_HAVE_TOO_MANY, TOO_MANY
from server.social.playing import playing
from server.social.relations import Deed, Pair, Relations, Teller

_RATE = "120/minute"  # a class behind one address, whose pupils all befriend each other
_NEVER = (relations.NOT_FOR_GUESTS, relations.NOT_FOR_ROBOTS, relations.YOURSELF, TOO_MANY, relations.NO_SUCH_PLAYER)


class FriendAction(enum.StrEnum):
    REQUEST = "REQUEST"
    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    BLOCK = "BLOCK"
    UNBLOCK = "UNBLOCK"


class FriendBody(Body):
    """REQUEST of somebody who has asked already accepts. BLOCK ends friendship and following both ways."""

    action: Annotated[FriendAction, BeforeValidator(upper)]


class PlayerPath(Query):
    username: Username


_ACTIONS: dict[FriendAction, Deed] = {
    FriendAction.REQUEST: Pair.request,
    FriendAction.ACCEPT: Pair.accept,
    FriendAction.DECLINE: Pair.decline,
    FriendAction.BLOCK: Pair.block,
    FriendAction.UNBLOCK: Pair.unblock,
}
_THOUGH_BLOCKED = frozenset({FriendAction.BLOCK, FriendAction.UNBLOCK})


def endpoints(pg: Pool, telling: Teller, now: Callable[[], datetime]) -> Endpoints:
    calls = _Calls(pg, Relations(pg, telling, now))
    return [*_of_followers(calls), *_of_friends(calls)]


def _of_followers(calls: _Calls) -> Endpoints:
    return [
        endpoint(
            "PUT",
            "/api/users/{username}/follow",
            calls.follow,
            "Follow a player",
            access=Access.USER,
            problems=_NEVER,
            rate=_RATE,
            tag="friends",
        ),
        endpoint(
            "DELETE",
            "/api/users/{username}/follow",
            calls.unfollow,
            "Follow a player no more",
            access=Access.USER,
            problems=(relations.NO_SUCH_PLAYER, relations.YOURSELF),
            rate=_RATE,
            tag="friends",
        ),
        endpoint(
            "GET",
            "/api/users/{username}/followers",
            calls.followers,
            "Who follows a player, the latest first",
            access=Access.OPTIONAL,
            problems=(relations.NO_SUCH_PLAYER,),
            tag="friends",
        ),
        endpoint(
            "GET",
            "/api/users/{username}/following",
            calls.following,
            "Whom a player follows, the latest first",
            access=Access.OPTIONAL,
            problems=(relations.NO_SUCH_PLAYER,),
            tag="friends",
        ),
    ]


def _of_friends(calls: _Calls) -> Endpoints:
    return [
        endpoint(
            "GET",
            "/api/friends",
            calls.friends,
            "Your friends and what they play, requests, and whom you block",
            access=Access.USER,
            tag="friends",
        ),
        endpoint(
            "PUT",
            "/api/friends/{username}",
            calls.change,
            "Ask a player to become friends, answer their request, block or unblock them",
            access=Access.USER,
            problems=(
                *_NEVER,
                relations.NOT_ASKED,
                relations.DECLINED,
                relations.ASKED_LATELY,
                relations.NOT_WANTED,
                THEY_HAVE_TOO_MANY,
            ),
            rate=_RATE,
            tag="friends",
        ),
        endpoint(
            "DELETE",
            "/api/friends/{username}",
            calls.part,
            "End a friendship, or withdraw your request",
            access=Access.USER,
            problems=(relations.NO_SUCH_PLAYER, relations.YOURSELF),
            rate=_RATE,
            tag="friends",
        ),
    ]


class _Calls:
    def __init__(self, pg: Pool, relations: Relations) -> None:
        self._pg, self._relations = pg, relations
        self._totals = KeptTotals()

    # ------------------------------------------------------------ following

    async def follow(self, call: Call[None, None, PlayerPath]) -> None:
        await self._do(call, Pair.follow)

    async def unfollow(self, call: Call[None, None, PlayerPath]) -> None:
        await self._do(call, Pair.unfollow)

    async def followers(self, call: Call[None, LongQuery, PlayerPath]) -> LongPage[ListedPlayer]:
        return await self._page(lists.FOLLOWERS, call)

    async def following(self, call: Call[None, LongQuery, PlayerPath]) -> LongPage[ListedPlayer]:
        return await self._page(lists.FOLLOWING, call)

    async def _page(self, side: lists.Side, call: Call[None, LongQuery, PlayerPath]) -> LongPage[ListedPlayer]:
        reader_id = call.maybe_caller_id
        found = await lists.find(self._pg, call.path.username, reader_id)
        if found is None:
            raise relations.no_such_player()
        return await lists.page(self._pg, self._totals, side, found, reader_id=reader_id, query=call.query)

    # ------------------------------------------------------------ friends

    async def friends(self, call: Call) -> FriendsOut:
        user_id = call.caller.user_id
        people = await lists.friends(self._pg, user_id)
        now_playing = await playing(self._pg, [person.id for person in people])
        return FriendsOut(
            friends=[
                Friend(person.id, person.username, person.display_name, person.since, now_playing.get(person.id))
                for person in people
            ],
            received=await lists.received(self._pg, user_id),
            sent=await lists.of_mine(self._pg, user_id, FriendStatus.REQUESTED),
            blocked=await lists.of_mine(self._pg, user_id, FriendStatus.BLOCKED),
        )

    async def change(self, call: Call[FriendBody, None, PlayerPath]) -> Relation:
        action = call.body.action
        return await self._do(call, _ACTIONS[action], though_blocked=action in _THOUGH_BLOCKED)

    async def part(self, call: Call[None, None, PlayerPath]) -> None:
        await self._do(call, Pair.part)

    async def _do(self, call: Call[Any, None, PlayerPath], deed: Deed, *, though_blocked: bool = False) -> Relation:
        return await self._relations.change(call.caller, call.path.username, deed, though_blocked=though_blocked)
