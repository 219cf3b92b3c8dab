"""The two tables of what players write, and what they have in common."""

from __future__ import annotations

from server.infra.postgres import Connection

POST, COMMENT = "POST", "COMMENT"  # as moderation calls them
TABLES = {POST: "posts", COMMENT: "comments"}

# What a deletion makes of one: triggers keep its place while it is answered.
DELETED = "state = 'DELETED', user_id = NULL, text = '', blocks = '[]', edited_at = NULL"


async def lock_thread(connection: Connection, post_id: str) -> None:
    """Whoever changes anything below a post takes its turn, so that nobody waits for somebody who waits for them: a
    comment's triggers change the post."""
    await connection.execute("SELECT FROM posts WHERE id = $1 FOR UPDATE", post_id)


async def lock_threads_about(connection: Connection, column: str, key: str) -> None:
    """As `lock_thread` does, all about one thing, before it is deleted. `column`: as of a Subject."""
    await connection.execute(f"SELECT FROM posts WHERE {column} = $1 ORDER BY id FOR UPDATE", key)
