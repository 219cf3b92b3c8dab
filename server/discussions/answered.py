"""Who is told of an answer: whoever wrote the post, and whoever wrote the comment that it answers."""

from __future__ import annotations

from game.terms import NotificationKind
from server.infra.postgres import Connection
from server.notifications import Notice, notify, retract

_ANSWERED = """
SELECT c.user_id AS by, c.post_id, p.user_id AS poster, a.user_id AS answered, {about} AS about
FROM comments c JOIN posts p ON p.id = c.post_id LEFT JOIN comments a ON a.id = c.parent_id WHERE c.id = $1
"""
_TOLD = """
SELECT p.user_id AS poster, a.user_id AS answered
FROM comments c JOIN posts p ON p.id = c.post_id LEFT JOIN comments a ON a.id = c.parent_id WHERE c.id = $1
"""


async def tell_answered(connection: Connection, comment_id: str, about: str) -> None:
    """Of a comment that can be read from now on. `about`: Discussions.about. Again changes nothing."""
    row = await connection.fetchrow(_ANSWERED.format(about=about), comment_id)
    if row is None:
        return
    data = {"on": row["about"], "post": row["post_id"], "comment": comment_id}
    people = dict.fromkeys(one for one in (row["answered"], row["poster"]) if one is not None and one != row["by"])
    await notify(
        connection,
        *(Notice(to=one, kind=NotificationKind.ANSWER, subject=comment_id, by=row["by"], data=data) for one in people),
    )


async def retract_answered(connection: Connection, comment_id: str) -> None:
    """Of a comment that is deleted or hidden; of anything else nothing."""
    row = await connection.fetchrow(_TOLD, comment_id)
    if row is None:
        return
    for one in dict.fromkeys((row["answered"], row["poster"])):
        if one is not None:
            await retract(connection, one, NotificationKind.ANSWER, comment_id)
