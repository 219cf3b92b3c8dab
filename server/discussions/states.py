"""What becomes of a post or a comment: it is changed, judged, or deleted.

Law: every change of a state comes through here, so that what people were told of answers goes and comes with it. The
caller has locked the thread.
"""

from __future__ import annotations

from game.terms import PostState
from server.discussions.answered import (
    retract_answered,
    retract_answered_below,
    tell_answered,
    tell_answered_below,
)
from server.discussions.discussions import Discussions
from server.discussions.tables import DELETED
from server.infra.markdown import TextBlock
from server.infra.postgres import Connection

_STATE = "SELECT state FROM {table} WHERE id = $1"
_SET = "UPDATE {table} SET state = $2 WHERE id = $1"
_REWRITE = "UPDATE {table} SET state = $2, text = $3, blocks = $4, edited_at = now() WHERE id = $1"
_DELETE = f"UPDATE {{table}} SET {DELETED} WHERE id = $1"
_UNLIKE = "DELETE FROM likes WHERE {column} = $1"

# In which one what was told of it is so. Of a post: of the answers to it, which are read below its place, too.
_TOLD = {"posts": (PostState.VISIBLE, PostState.DELETED), "comments": (PostState.VISIBLE,)}


async def set_state(discussions: Discussions, connection: Connection, table: str, id: str, state: PostState) -> None:
    before = await _state(connection, table, id)
    await connection.execute(_SET.format(table=table), id, state)
    await _follow(discussions, connection, table, id, (before, state))


async def rewrite(
    discussions: Discussions,
    connection: Connection,
    table: str,
    id: str,
    *,
    text: str,
    blocks: tuple[TextBlock, ...],
    state: PostState,
) -> None:
    before = await _state(connection, table, id)
    await connection.execute(_REWRITE.format(table=table), id, state, text, blocks)
    await _follow(discussions, connection, table, id, (before, state))


async def delete(discussions: Discussions, connection: Connection, table: str, id: str) -> None:
    """Words, name and likes go; triggers keep its place while it is answered."""
    before = await _state(connection, table, id)
    await connection.execute(_UNLIKE.format(column=f"{table.removesuffix('s')}_id"), id)
    await connection.execute(_DELETE.format(table=table), id)
    await _follow(discussions, connection, table, id, (before, PostState.DELETED))


async def _state(connection: Connection, table: str, id: str) -> PostState:
    return PostState(await connection.fetchval(_STATE.format(table=table), id))


async def _follow(
    discussions: Discussions, connection: Connection, table: str, id: str, states: tuple[PostState, PostState]
) -> None:
    """`states`: before and after."""
    was_told, is_told = (state in _TOLD[table] for state in states)
    if is_told and not was_told:
        tell = tell_answered_below if table == "posts" else tell_answered
        await tell(discussions, connection, id)
    elif was_told and not is_told:
        await (retract_answered_below if table == "posts" else retract_answered)(connection, id)
