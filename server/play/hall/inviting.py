"""Friends are invited to a match: they are told of it, and take a seat as everybody does.

Laws:
- Whoever has a seat may invite, until the match starts. A friend is told of a match once, however many invite.
- A group's match is for its members: a friend who is none is no friend to invite.
"""

from __future__ import annotations

from game.terms import NotificationKind
from server.infra.postgres import Pool
from server.infra.web import Problem
from server.notifications import Notice, notify
from server.play.hall.records import MatchRecord
from server.play.modes.race import IS_MEMBER
from server.social import friend_named

NO_FRIEND = 404, "friends/no-such-friend"


async def invite(pg: Pool, match: MatchRecord, user_id: str, username: str) -> None:
    """Raises Problem 404 for anybody but a friend who could join."""
    async with pg.acquire() as connection, connection.transaction():
        friend = await friend_named(connection, user_id, username)
        if friend is None or (
            match.group_id is not None and not await connection.fetchval(IS_MEMBER, match.group_id, friend)
        ):
            raise Problem(*NO_FRIEND, "You have no friend with this name who could join this match.")
        if match.seat_of(friend) is None:
            await notify(connection, Notice(friend, NotificationKind.INVITED, subject=match.code, by=user_id))
