"""What moderators do to a post or a comment: show it or hide it. Reports, and who may, are moderation's.

Law: a moderator decides about the words that they have read: what was changed meanwhile is not decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import PostState
from server.discussions import showing
from server.discussions.discussions import Discussions
from server.discussions.states import set_state
from server.discussions.tables import COMMENT, POST, TABLES, lock_thread
from server.infra.postgres import Connection
from server.infra.web import Principal, Problem

GONE = 404, "moderation/no-such-text"
CHANGED = 409, "moderation/text-changed"

_THREAD = {POST: "SELECT id FROM posts WHERE id = $1", COMMENT: "SELECT post_id FROM comments WHERE id = $1"}
_NOW = "SELECT state, user_id, edited_at FROM {table} WHERE id = $1"

# What it is about, unless it stands below a post that is not shown.
_SHOWN_BUT_FOR_BLOCKS = {
    POST: "SELECT {about} FROM posts p WHERE p.id = $1",
    COMMENT: "SELECT {about} FROM comments c JOIN posts p ON p.id = c.post_id LEFT JOIN users u ON u.id = p.user_id"
    " WHERE c.id = $1 AND (p.state = 'DELETED' OR (p.state = 'VISIBLE' AND u.is_active))",
}


@dataclass(frozen=True, slots=True)
class JudgedWriting:
    """What became of one; both states are the same if it was so already."""

    author: str
    before: PostState
    after: PostState


async def judge(
    discussions: Discussions, connection: Connection, kind: str, id: str, *, is_shown: bool, edited_at: datetime | None
) -> JudgedWriting:
    """`edited_at`: of the words that were read. Raises Problem 404, 409."""
    table = TABLES[kind]
    if thread := await connection.fetchval(_THREAD[kind], id):
        await lock_thread(connection, thread)
    row = await connection.fetchrow(_NOW.format(table=table), id)
    if row is None or row["state"] == PostState.DELETED:
        raise Problem(*GONE, "This was deleted.")
    if row["edited_at"] != edited_at:
        raise Problem(*CHANGED, "This was changed while you looked at it. Read it again.")
    judged = JudgedWriting(row["user_id"], PostState(row["state"]), PostState.VISIBLE if is_shown else PostState.HIDDEN)
    if judged.before is not judged.after:
        await set_state(discussions, connection, table, id, judged.after)
    return judged


async def is_shown_to(discussions: Discussions, connection: Connection, caller: Principal, kind: str, id: str) -> bool:
    """Whether somebody sees one, or would if no block were in between, so that they can report it: often it is why they
    have blocked its author. Of one that moderation has found: visible, and of an active author."""
    look = showing.post if kind == POST else showing.comment
    try:
        if (await look(discussions, connection, caller, id)).author is not None:
            return True
    except Problem:
        pass
    about = await connection.fetchval(_SHOWN_BUT_FOR_BLOCKS[kind].format(about=discussions.about), id)
    return about is not None and (
        await _is_found(discussions, connection, caller, about) or await _is_found(discussions, connection, None, about)
    )


async def _is_found(discussions: Discussions, connection: Connection, caller: Principal | None, about: str) -> bool:
    """Nobody is apart by a block from who is not signed in."""
    try:
        await discussions.found(connection, caller, about)
    except Problem:
        return False
    return True
