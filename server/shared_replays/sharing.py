"""Every statement that writes a shared replay.

Laws:
- A player shares ranked games of their own, each once, SHARED of them at most. Guests and robots share none.
- Staff mark one as official, and hide one for good; both are in the audit log with their deed. What is hidden is
  official no more, and its player may only delete it: then nothing of its words stays, but the row does, so that the
  same game is not shared again.
- Title and note are shown at once, so a new account's lead nowhere else.
- Staff vouch for the words that they have read: with other words it is official no more.
"""

from __future__ import annotations

from server.discussions import Discussions, lock_threads_about, retract_answered_about
from server.infra.audit import Actor, Deed, record
from server.infra.postgres import Pool
from server.infra.web import Principal, Problem
from server.infra.written import leads_elsewhere
from server.results import refuse_new
from server.shared_replays.answers import ShareBody, ShareEdit
from server.shared_replays.reading import no_replay

SHARED = 200

GUEST = 409, "account/guest"
NO_RESULT = 404, "game/not-found"
NOT_RANKED = 409, "replay/not-ranked"
ALREADY = 409, "replay/already-shared"
TOO_MANY = 409, "replay/too-many"
HIDDEN = 409, "replay/hidden"

_COUNT = "SELECT count(*) FROM shared_replays WHERE user_id = $1 AND hidden_at IS NULL"
_GAME = "SELECT ranked FROM game_results WHERE id = $1 AND user_id = $2"
_INSERT = """
INSERT INTO shared_replays (result_id, user_id, title, note) VALUES ($1, $2, $3, $4)
ON CONFLICT (result_id) DO NOTHING RETURNING id
"""
_LOCK_OWN = "SELECT hidden_at FROM shared_replays WHERE id = $1 AND user_id = $2 FOR UPDATE"
_UPDATE = """
UPDATE shared_replays SET title = coalesce($2, title), note = coalesce($3, note),
    is_official = is_official AND (title, note) = (coalesce($2, title), coalesce($3, note))
WHERE id = $1
"""
_DELETE = "DELETE FROM shared_replays WHERE id = $1"
_EMPTY = "UPDATE shared_replays SET title = '—', note = '' WHERE id = $1"
_LOCK = "SELECT title, is_official, hidden_at FROM shared_replays WHERE id = $1 FOR UPDATE"
_MARK = "UPDATE shared_replays SET is_official = $2 WHERE id = $1"
_HIDE = "UPDATE shared_replays SET is_official = false, hidden_at = now() WHERE id = $1"


async def share(discussions: Discussions, by: Principal, body: ShareBody) -> str:
    """Its id. Raises Problem 404 for what is no game of theirs, 409."""
    if by.is_guest:
        raise Problem(*GUEST, "Register to do this.")
    leads = await _leads_elsewhere(discussions, body.title, body.note)
    async with discussions.pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        game = await connection.fetchrow(_GAME, body.result_id, by.user_id)
        if game is None:
            raise Problem(*NO_RESULT, "There is no such game of yours.")
        if not game["ranked"]:
            raise Problem(*NOT_RANKED, "Only ranked games can be shared.")
        if leads:
            await refuse_new(connection, by.user_id)
        if await connection.fetchval(_COUNT, by.user_id) >= SHARED:
            raise Problem(*TOO_MANY, f"You have shared {SHARED} games. Remove one first.")
        made: str | None = await connection.fetchval(_INSERT, body.result_id, by.user_id, body.title, body.note)
    if made is None:
        raise Problem(*ALREADY, "You have shared this game already.")
    return made


async def change(discussions: Discussions, by: Principal, replay_id: str, edit: ShareEdit) -> None:
    """Raises Problem 404 for what is not theirs, 409."""
    leads = await _leads_elsewhere(discussions, edit.title, edit.note)
    async with discussions.pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        own = await connection.fetchrow(_LOCK_OWN, replay_id, by.user_id)
        if own is None:
            raise no_replay()
        if own["hidden_at"] is not None:
            raise Problem(*HIDDEN, "A moderator has hidden this replay. You can only remove it.")
        if leads:
            await refuse_new(connection, by.user_id)
        await connection.execute(_UPDATE, replay_id, edit.title, edit.note)


async def _leads_elsewhere(discussions: Discussions, title: str | None, note: str | None) -> bool:
    if title and leads_elsewhere(title):
        return True
    return leads_elsewhere(note, await discussions.blocks(note)) if note else False


async def remove(pg: Pool, by: Principal, replay_id: str) -> None:
    """Raises Problem 404 for what is not theirs."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        await lock_threads_about(connection, "replay_id", replay_id)  # they go with it
        own = await connection.fetchrow(_LOCK_OWN, replay_id, by.user_id)
        if own is None:
            raise no_replay()
        await connection.execute(_DELETE if own["hidden_at"] is None else _EMPTY, replay_id)


async def mark(pg: Pool, by: Actor, replay_id: str, is_official: bool) -> None:
    """By staff. Raises Problem 404, and 409 for what is hidden."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        row = await connection.fetchrow(_LOCK, replay_id)
        if row is None:
            raise no_replay()
        if row["hidden_at"] is not None:
            raise Problem(*HIDDEN, "This replay is hidden.")
        if row["is_official"] is not is_official:
            await connection.execute(_MARK, replay_id, is_official)
            old, new = {"is_official": row["is_official"]}, {"is_official": is_official}
            await record(connection, by, Deed("shared_replay", replay_id, "mark_official", old, new))


async def hide(pg: Pool, by: Actor, replay_id: str, reason: str) -> None:
    """By staff, for good. Raises Problem 404 for what is not there or hidden already."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        await lock_threads_about(connection, "replay_id", replay_id)
        row = await connection.fetchrow(_LOCK, replay_id)
        if row is None or row["hidden_at"] is not None:
            raise no_replay()
        await connection.execute(_HIDE, replay_id)
        await retract_answered_about(connection, "replay_id", replay_id)  # nobody finds them any more
        old, metadata = {"is_official": row["is_official"]}, {"title": row["title"], "reason": reason}
        await record(connection, by, Deed("shared_replay", replay_id, "hide", old, {"is_official": False}, metadata))
