"""Likes: once for each person and thing, and nobody's of their own."""

from __future__ import annotations

from server.discussions import showing
from server.discussions.discussions import Discussions
from server.discussions.rows import Likes, WrittenOut
from server.discussions.tables import lock_thread
from server.discussions.writing import refuse_guest
from server.infra.postgres import Connection
from server.infra.web import Principal, Problem

OWN = 409, "discussion/own"

_LIKE = "INSERT INTO likes (user_id, {column}) VALUES ($1, $2) ON CONFLICT (user_id, {column}) DO NOTHING"
_UNLIKE = "DELETE FROM likes WHERE user_id = $1 AND {column} = $2"


async def like_post(discussions: Discussions, caller: Principal, post_id: str, likes: bool) -> Likes:
    """Again changes nothing. Raises Problem 404, 409."""
    refuse_guest(caller)
    async with discussions.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        await lock_thread(connection, post_id)
        shown = await showing.post(discussions, connection, caller, post_id)
        await _like(connection, caller, shown, "post_id", likes)
        return _likes(await showing.post(discussions, connection, caller, post_id))


async def like_comment(discussions: Discussions, caller: Principal, comment_id: str, likes: bool) -> Likes:
    """Again changes nothing. Raises Problem 404, 409."""
    refuse_guest(caller)
    async with discussions.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        await lock_thread(connection, (await showing.comment(discussions, connection, caller, comment_id)).post_id)
        shown = await showing.comment(discussions, connection, caller, comment_id)
        await _like(connection, caller, shown, "comment_id", likes)
        return _likes(await showing.comment(discussions, connection, caller, comment_id))


async def _like(connection: Connection, caller: Principal, shown: WrittenOut, column: str, likes: bool) -> None:
    if shown.author is None:
        raise showing.no_post() if column == "post_id" else showing.no_comment()
    if shown.is_own:
        raise Problem(*OWN, "You can’t like what you wrote yourself.")
    await connection.execute((_LIKE if likes else _UNLIKE).format(column=column), caller.user_id, shown.id)


def _likes(shown: WrittenOut) -> Likes:
    return Likes(shown.like_count, shown.is_liked)
