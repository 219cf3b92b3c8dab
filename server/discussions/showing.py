"""Who sees which posts and comments, and how they are read.

Laws:
- A list goes on where it was left (`after`), whatever has been written or deleted meanwhile.
- Everybody sees what is visible and whose author is neither disabled nor apart from them by a block. Authors see what
  they wrote themselves, moderators everything.
- What is not shown leaves a place without words and without a name while something below it is shown: the same
  whether it was deleted, hidden, or its author is blocked, so that nobody learns which.
"""

from __future__ import annotations

from typing import Any

import asyncpg

from game.terms import PostState, Role
from server.discussions.cards import with_cards
from server.discussions.discussions import Discussions
from server.discussions.requests import CommentsQuery, PostsQuery, place_after, place_of
from server.discussions.rows import Author, CommentOut, PostOut, Stretch
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.web import Principal, Problem
from server.social import unblocked_of_many

NO_POST = 404, "discussion/no-such-post"
NO_COMMENT = 404, "discussion/no-such-comment"

EDIT_MINUTES = 15

# $1: the viewer's id or NULL. $2: whether they are staff.


def _is_shown(one: str, author: str) -> str:
    """Whether a post or comment is shown, and not its place alone."""
    everybody = f"{one}.state = 'VISIBLE' AND {author}.is_active AND {unblocked_of_many(f'{one}.user_id', '$1::uuid')}"
    return f"({one}.state <> 'DELETED' AND ($2 OR {one}.user_id = $1 OR {everybody}))"


def _columns(one: str, column: str) -> str:
    """`column`: of likes, by which it refers to one."""
    return f"""
    {one}.id, {one}.state, {one}.blocks, {one}.text, {one}.like_count, {one}.created_at, {one}.edited_at, {one}.user_id,
    u.username, u.display_name, u.role, coalesce({one}.user_id = $1, false) AS is_own,
    coalesce({_is_shown(one, "u")}, false) AS is_shown,
    EXISTS (SELECT FROM likes l WHERE l.user_id = $1 AND l.{column} = {one}.id) AS is_liked,
    greatest(0, extract(epoch FROM {one}.created_at + interval '{EDIT_MINUTES} minutes' - now()) * 1000)::int AS left_ms
    """


# Of a post: those comments that the reader may read.
_READABLE = f"FROM comments c LEFT JOIN users w ON w.id = c.user_id WHERE c.post_id = p.id AND {_is_shown('c', 'w')}"
_POSTS = f"SELECT {_columns('p', 'post_id')}, {{about}} AS about, (SELECT count(*)::int {_READABLE}) AS readable"
_FROM_POSTS = "FROM posts p LEFT JOIN users u ON u.id = p.user_id"
# Of a deleted one the place stays while there is something to read below it.
_POST_HAS_PLACE = f"({_is_shown('p', 'u')} OR (p.state = 'DELETED' AND ($2 OR EXISTS (SELECT {_READABLE}))))"
_COMMENTS = f"SELECT {_columns('c', 'comment_id')}, c.post_id, c.parent_id, c.path"
_FROM_COMMENTS = "FROM comments c LEFT JOIN users u ON u.id = c.user_id"
_DEPTH = "cardinality(c.path)"
# What answers the deepest stands beside it.
_SHOWN_BELOW = f"""
EXISTS (SELECT FROM comments d LEFT JOIN users w ON w.id = d.user_id
    WHERE d.post_id = c.post_id AND {_is_shown("d", "w")} AND (d.parent_id = c.id
        OR (d.path > c.path AND d.path < c.path[:{_DEPTH} - 1] || (c.path[{_DEPTH}] + 1))))
"""
_COMMENT_HAS_PLACE = f"({_is_shown('c', 'u')} OR {_SHOWN_BELOW})"


def viewer(caller: Principal | None) -> tuple[str | None, bool]:
    """$1 and $2."""
    return (None, False) if caller is None else (caller.user_id, caller.role != Role.PLAYER)


def no_post() -> Problem:
    return Problem(*NO_POST, "There is no such post, or it is not for you to see.")


def no_comment() -> Problem:
    return Problem(*NO_COMMENT, "There is no such comment, or it is not for you to see.")


async def posts(discussions: Discussions, caller: Principal | None, query: PostsQuery) -> Stretch[PostOut]:
    """The newest first. Raises Problem 404."""
    pg = discussions.pg
    subject, key = await discussions.found(pg, caller, query.on)
    rows = await pg.fetch(
        f"{_POSTS.format(about=discussions.about)} {_FROM_POSTS} WHERE p.{subject.column} = $3 AND {_POST_HAS_PLACE}"
        " AND ($4::timestamptz IS NULL OR (p.created_at, p.id) < ($4, $5::uuid))"
        " ORDER BY p.created_at DESC, p.id DESC LIMIT $6",
        *viewer(caller),
        key,
        *place_of(query.after),
        query.per_page + 1,
    )
    found = [_post(row) for row in rows[: query.per_page]]
    found = await with_cards(discussions.cards, pg, caller, found)
    return Stretch(found, place_after(found[-1].created_at, found[-1].id) if len(rows) > len(found) else None)


async def post(
    discussions: Discussions, connection: Pool | Connection, caller: Principal | None, post_id: str
) -> PostOut:
    """Raises Problem 404."""
    row = await connection.fetchrow(
        f"{_POSTS.format(about=discussions.about)} {_FROM_POSTS} WHERE p.id = $3 AND {_POST_HAS_PLACE}",
        *viewer(caller),
        post_id,
    )
    if row is None:
        raise no_post()
    try:
        await discussions.found(connection, caller, row["about"])
    except Problem:  # as if there were none
        raise no_post() from None
    (shown,) = await with_cards(discussions.cards, connection, caller, [_post(row)])
    return shown


async def comments(
    discussions: Discussions, caller: Principal | None, post_id: str, query: CommentsQuery
) -> Stretch[CommentOut]:
    """As they are read: each with what answers it below it, the oldest first. Raises Problem 404."""
    pg = discussions.pg
    await post(discussions, pg, caller, post_id)
    rows = await pg.fetch(
        f"{_COMMENTS} {_FROM_COMMENTS} WHERE c.post_id = $3 AND c.path > $4::bigint[] AND {_COMMENT_HAS_PLACE}"
        " ORDER BY c.path LIMIT $5",
        *viewer(caller),
        post_id,
        query.path(),
        query.per_page + 1,
    )
    shown = rows[: query.per_page]
    goes_on = len(rows) > len(shown)
    found = await with_cards(discussions.cards, pg, caller, [_comment(row) for row in shown])
    return Stretch(found, ".".join(map(str, shown[-1]["path"])) if goes_on else None)


async def comment(
    discussions: Discussions, connection: Pool | Connection, caller: Principal | None, comment_id: str
) -> CommentOut:
    """Raises Problem 404."""
    row = await connection.fetchrow(
        f"{_COMMENTS} {_FROM_COMMENTS} WHERE c.id = $3 AND {_COMMENT_HAS_PLACE}", *viewer(caller), comment_id
    )
    if row is None:
        raise no_comment()
    try:
        await post(discussions, connection, caller, row["post_id"])
    except Problem:
        raise no_comment() from None
    (shown,) = await with_cards(discussions.cards, connection, caller, [_comment(row)])
    return shown


def _written(row: asyncpg.Record) -> dict[str, Any]:
    """The fields of WrittenOut; of what is not shown its place alone."""
    is_shown = row["is_shown"]
    kept: dict[str, Any] = {"id": row["id"], "created_at": row["created_at"], "cards": ()}
    if not is_shown:
        gone = {"author": None, "blocks": (), "text": None, "state": PostState.DELETED, "like_count": 0}
        return {**kept, **gone, "is_liked": False, "is_own": False, "edit_left_ms": 0, "edited_at": None}
    author = {name: row[name] for name in ("username", "display_name", "role")}
    may_edit = row["is_own"] and row["state"] != PostState.HIDDEN
    return {
        **kept,
        **{name: row[name] for name in ("blocks", "state", "like_count", "is_liked", "is_own", "edited_at")},
        "author": Author(id=row["user_id"], **author),
        "text": row["text"] if row["is_own"] else None,
        "edit_left_ms": row["left_ms"] if may_edit else 0,
    }


def _post(row: asyncpg.Record) -> PostOut:
    return read(PostOut, {**_written(row), "on": row["about"], "comment_count": row["readable"]})


def _comment(row: asyncpg.Record) -> CommentOut:
    place = {name: row[name] for name in ("post_id", "parent_id")}
    return read(CommentOut, {**_written(row), **place, "depth": len(row["path"])})
