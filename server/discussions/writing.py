"""Writing posts and comments, changing and deleting them.

Laws:
- Guests read only. A text may be changed by its author for EDIT_MINUTES, and deleted at any time.
- What a new account writes is shown once a moderator has looked, if it leads elsewhere: at first, and after a change.
- A deleted text goes at once, and its author's name with it; triggers keep its place while it is answered.
- Whoever is answered is told when the answer can be read, and nobody about their own.
"""

from __future__ import annotations

import asyncpg

from game.terms import PostState
from server.discussions import showing
from server.discussions.answered import tell_answered
from server.discussions.discussions import Discussions, no_subject
from server.discussions.rows import CommentOut, PostOut, TextPreview, WrittenOut
from server.discussions.states import delete, rewrite
from server.discussions.tables import lock_thread
from server.infra.markdown import TextBlock
from server.infra.postgres import Connection, Pool
from server.infra.web import Principal, Problem
from server.infra.written import leads_elsewhere
from server.results import is_new

GUEST = 409, "account/guest"
NOT_YOURS = 403, "discussion/not-yours"
TOO_LATE = 409, "discussion/too-late"
IS_HIDDEN = 409, "discussion/hidden"
SAID = 409, "discussion/said-already"
CLOSED = 409, "discussion/closed"
FULL = 409, "discussion/full"

RATE, RATE_OF_NEW = "30/hour;150/day", "6/hour;20/day"  # posts and comments of one account
MOST_COMMENTS = 2_000  # on one post
DEEPEST = 5  # as the table's check says

# The same words again, within which time they are a button that was pressed twice.
_LATELY = "created_at > now() - interval '10 minutes'"
_POST_SAID = f"SELECT EXISTS (SELECT FROM posts WHERE {{column}} = $1 AND user_id = $2 AND text = $3 AND {_LATELY})"
_COMMENT_SAID = f"""
SELECT EXISTS (SELECT FROM comments WHERE post_id = $1 AND parent_id IS NOT DISTINCT FROM $2 AND user_id = $3
    AND text = $4 AND {_LATELY})
"""
_ADD_POST = "INSERT INTO posts ({column}, user_id, text, blocks, state) VALUES ($1, $2, $3, $4, $5) RETURNING id"
_POST_NOW = "SELECT state, (SELECT count(*) FROM comments WHERE post_id = $1) AS comments FROM posts WHERE id = $1"
_PARENT_NOW = "SELECT state FROM comments WHERE id = $1 AND post_id = $2"
_ADD_COMMENT = f"""
INSERT INTO comments (post_id, parent_id, number, path, user_id, text, blocks, state)
SELECT $1, $2, n, coalesce((SELECT path[:{DEEPEST - 1}] FROM comments WHERE id = $2), '{{}}') || n, $3, $4, $5, $6
FROM (SELECT nextval('comments_number_seq') AS n) drawn RETURNING id
"""
# The thread of what is one's own, whether one sees it or not: it may stand below somebody by whom one is blocked.
_OWN_POST = "SELECT id FROM posts WHERE id = $1 AND user_id = $2"
_OWN_COMMENT = "SELECT post_id FROM comments WHERE id = $1 AND user_id = $2"
_NOW = """
SELECT state, user_id, created_at > now() - interval '{minutes} minutes' AS is_recent
FROM {table} WHERE id = $1
"""


def refuse_guest(caller: Principal) -> None:
    """An account that costs nothing to make can be neither slowed down nor blocked."""
    if caller.is_guest:
        raise Problem(*GUEST, "Register to take part.")


async def preview(discussions: Discussions, caller: Principal, text: str) -> TextPreview:
    """Raises Problem 409 for a guest."""
    refuse_guest(caller)
    blocks = await discussions.blocks(text)
    return TextPreview(blocks, await _state(discussions.pg, caller, text, blocks) is PostState.WAITING)


async def add_post(discussions: Discussions, caller: Principal, on: str, text: str) -> PostOut:
    """Raises Problem 404, 409, 429."""
    refuse_guest(caller)
    pg = discussions.pg
    subject, key = await discussions.found(pg, caller, on)
    said = _POST_SAID.format(column=subject.column)
    await _refuse_said(pg, said, key, caller.user_id, text)
    blocks, state = await _read(discussions, caller, text)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        subject, key = await discussions.found(connection, caller, on)  # it may have been withdrawn meanwhile
        await _refuse_said(connection, said, key, caller.user_id, text)
        values = key, caller.user_id, text, blocks, state
        try:
            post_id = await connection.fetchval(_ADD_POST.format(column=subject.column), *values)
        except asyncpg.ForeignKeyViolationError:  # it was deleted while this waited for it
            raise no_subject() from None
        return await showing.post(discussions, connection, caller, post_id)


async def add_comment(
    discussions: Discussions, caller: Principal, post_id: str, parent_id: str | None, text: str
) -> CommentOut:
    """Raises Problem 404, 409, 429."""
    refuse_guest(caller)
    pg = discussions.pg
    await showing.post(discussions, pg, caller, post_id)
    await _refuse_said(pg, _COMMENT_SAID, post_id, parent_id, caller.user_id, text)
    blocks, state = await _read(discussions, caller, text)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        await lock_thread(connection, post_id)
        await _refuse_said(connection, _COMMENT_SAID, post_id, parent_id, caller.user_id, text)
        await _refuse_unanswerable(discussions, connection, caller, post_id, parent_id)
        values = post_id, parent_id, caller.user_id, text, blocks, state
        comment_id = await connection.fetchval(_ADD_COMMENT, *values)
        await tell_answered(discussions, connection, comment_id)
        return await showing.comment(discussions, connection, caller, comment_id)


async def edit_post(discussions: Discussions, caller: Principal, post_id: str, text: str) -> PostOut:
    """Raises Problem 403, 404, 409, 429."""
    await _edit(discussions, caller, await showing.post(discussions, discussions.pg, caller, post_id), "posts", text)
    return await showing.post(discussions, discussions.pg, caller, post_id)


async def edit_comment(discussions: Discussions, caller: Principal, comment_id: str, text: str) -> CommentOut:
    """Raises Problem 403, 404, 409, 429."""
    shown = await showing.comment(discussions, discussions.pg, caller, comment_id)
    await _edit(discussions, caller, shown, "comments", text)
    return await showing.comment(discussions, discussions.pg, caller, comment_id)


async def delete_post(discussions: Discussions, caller: Principal, post_id: str) -> None:
    """Raises Problem 403, 404."""
    thread = await discussions.pg.fetchval(_OWN_POST, post_id, caller.user_id)
    if thread is None:
        _refuse_stranger(await showing.post(discussions, discussions.pg, caller, post_id))
    await _delete(discussions, caller, "posts", post_id, thread)


async def delete_comment(discussions: Discussions, caller: Principal, comment_id: str) -> None:
    """Raises Problem 403, 404."""
    thread = await discussions.pg.fetchval(_OWN_COMMENT, comment_id, caller.user_id)
    if thread is None:
        _refuse_stranger(await showing.comment(discussions, discussions.pg, caller, comment_id))
    await _delete(discussions, caller, "comments", comment_id, thread)


# ---------------------------------------------------------------- what both have in common


async def _read(discussions: Discussions, caller: Principal, text: str) -> tuple[tuple[TextBlock, ...], PostState]:
    """Counts towards the account's rate. Raises Problem 429."""
    by_new = await is_new(discussions.pg, caller.user_id)
    await discussions.limits(RATE_OF_NEW if by_new else RATE, f"discussion:{caller.user_id}")
    blocks = await discussions.blocks(text)
    return blocks, PostState.WAITING if by_new and leads_elsewhere(text, blocks) else PostState.VISIBLE


async def _state(pg: Pool, caller: Principal, text: str, blocks: tuple[TextBlock, ...]) -> PostState:
    waits = leads_elsewhere(text, blocks) and await is_new(pg, caller.user_id)
    return PostState.WAITING if waits else PostState.VISIBLE


async def _refuse_unanswerable(
    discussions: Discussions, connection: Connection, caller: Principal, post_id: str, parent_id: str | None
) -> None:
    """Once its thread is locked. Raises Problem 404, 409."""
    await showing.post(discussions, connection, caller, post_id)
    post = await connection.fetchrow(_POST_NOW, post_id)
    assert post is not None, "it is locked"
    if post["comments"] >= MOST_COMMENTS:
        raise Problem(*FULL, "This discussion is full. Begin another one.")
    state = post["state"]
    if parent_id is not None:
        parent = await connection.fetchrow(_PARENT_NOW, parent_id, post_id)
        if parent is None or (await showing.comment(discussions, connection, caller, parent_id)).author is None:
            raise showing.no_comment()
        state = parent["state"]
    if state != PostState.VISIBLE:
        raise Problem(*CLOSED, "This can’t be answered: it was deleted, or is not public.")


async def _edit(discussions: Discussions, caller: Principal, shown: WrittenOut, table: str, text: str) -> None:
    _refuse_stranger(shown)
    blocks, state = await _read(discussions, caller, text)
    async with discussions.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        locked = await _locked(connection, caller, table, shown.id, shown.thread)
        if locked["state"] == PostState.HIDDEN:
            raise Problem(*IS_HIDDEN, "A moderator has hidden this, so it can’t be changed.")
        if not locked["is_recent"]:
            raise Problem(*TOO_LATE, f"This can’t be changed any more: {showing.EDIT_MINUTES} minutes are over.")
        await rewrite(discussions, connection, table, shown.id, text=text, blocks=blocks, state=state)


async def _delete(discussions: Discussions, caller: Principal, table: str, id: str, thread: str) -> None:
    async with discussions.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await caller.confirm(connection)
        await _locked(connection, caller, table, id, thread)
        await delete(discussions, connection, table, id)


async def _locked(connection: Connection, caller: Principal, table: str, id: str, thread: str) -> asyncpg.Record:
    """Raises Problem 404 for what has been deleted meanwhile."""
    await lock_thread(connection, thread)
    row = await connection.fetchrow(_NOW.format(table=table, minutes=showing.EDIT_MINUTES), id)
    if row is None or row["user_id"] != caller.user_id:
        raise showing.no_post() if table == "posts" else showing.no_comment()
    return row


def _refuse_stranger(shown: WrittenOut) -> None:
    if not shown.is_own:
        raise Problem(*NOT_YOURS, "Only its author can do this.")


async def _refuse_said(connection: Pool | Connection, said: str, *what: str | None) -> None:
    """Before it counts towards the account's rate, and once more when the account is locked (`Principal.confirm`): of
    two that come at once the second finds the first. Raises Problem 409."""
    if await connection.fetchval(said, *what):
        raise Problem(*SAID, "You have just said that here.")
