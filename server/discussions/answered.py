"""Who is told of an answer: whoever wrote the post, and whoever wrote the comment that it answers.

Law: they are told of what they can read. When it is held, hidden or deleted, or its post is not shown any more, what
was told is taken back; when it is shown again, it is told again. Below what is hidden for good nobody is told.
"""

from __future__ import annotations

from game.terms import NotificationKind
from server.discussions.discussions import Discussions
from server.infra.postgres import Connection
from server.notifications import Notice, notify, retract_all

_BELOW = "SELECT id::text AS id FROM comments WHERE post_id = $1"
_ABOUT = "SELECT c.id::text AS id FROM comments c JOIN posts p ON p.id = c.post_id WHERE p.{column} = $1"
# A deleted post keeps its place, and what answers it is read there.
_READABLE = """
SELECT c.id, c.user_id AS by, c.post_id, {about} AS about, {called} AS called, ARRAY(
        SELECT DISTINCT reader.id FROM unnest(ARRAY[a.user_id, p.user_id]) AS reader (id)
        WHERE reader.id <> c.user_id AND {is_seen}
    ) AS readers
FROM comments c JOIN posts p ON p.id = c.post_id LEFT JOIN comments a ON a.id = c.parent_id
WHERE c.{column} = $1 AND c.state = 'VISIBLE' AND p.state IN ('VISIBLE', 'DELETED') AND NOT {is_hidden}
"""


async def tell_answered(discussions: Discussions, connection: Connection, comment_id: str) -> None:
    """Of a comment, if it can be read. Again changes nothing."""
    await _tell(discussions, connection, "id", comment_id)


async def tell_answered_below(discussions: Discussions, connection: Connection, post_id: str) -> None:
    """Of all comments on a post that can be read."""
    await _tell(discussions, connection, "post_id", post_id)


async def _tell(discussions: Discussions, connection: Connection, column: str, id: str) -> None:
    notices = []
    readable = _READABLE.format(
        about=discussions.about,
        called=discussions.called,
        column=column,
        is_hidden=discussions.is_hidden,
        is_seen=discussions.is_seen,
    )
    for row in await connection.fetch(readable, id):
        data = {"on": row["about"], "called": row["called"], "post": row["post_id"], "comment": row["id"]}
        notices += [Notice(to, NotificationKind.ANSWER, row["id"], by=row["by"], data=data) for to in row["readers"]]
    await notify(connection, *notices)


async def retract_answered(connection: Connection, comment_id: str) -> None:
    await retract_all(connection, NotificationKind.ANSWER, comment_id)


async def retract_answered_below(connection: Connection, post_id: str) -> None:
    below = await connection.fetch(_BELOW, post_id)
    await retract_all(connection, NotificationKind.ANSWER, *(row["id"] for row in below))


async def retract_answered_about(connection: Connection, column: str, key: str) -> None:
    """When a thing is hidden for good. `column`: as of a Subject; its threads are locked."""
    about = await connection.fetch(_ABOUT.format(column=column), key)
    await retract_all(connection, NotificationKind.ANSWER, *(row["id"] for row in about))
