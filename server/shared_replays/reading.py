"""Who sees which shared replay, and what they are told of it.

Laws:
- Everybody sees one whose game is ranked and whose player shows replays and is neither disabled nor gone, unless
  moderators have hidden it. It is asked whenever one is read, so what is undone is seen again.
- Its player sees it in any case, and staff what they may have to judge. Who is blocked sees neither it nor its player.
- To anyone else it does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from server.discussions import Discussions, ReplayCard, note_blocks
from server.infra.inputs import UUID_PATTERN
from server.infra.paging import Page
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, read
from server.infra.totals import COUNTED_ANEW, KeptTotals
from server.infra.web import Principal, Problem
from server.results import SHOWN, of_keys, one_result
from server.shared_replays.answers import SharedReplayListed, SharedReplayOut, SharedReplaysQuery
from server.social import NAMED, unblocked, unblocked_of_many, visible

NO_REPLAY = 404, "replay/not-found"
_STAFF = ("MODERATOR", "ADMIN")

FROM = """
FROM shared_replays p JOIN game_results r ON r.id = p.result_id JOIN game_sessions s ON s.id = r.session_id
JOIN users u ON u.id = r.user_id
"""

# In SQL, of post p, and of a reader.
POST_IS_HIDDEN = "EXISTS (SELECT FROM shared_replays h WHERE h.id = p.replay_id AND h.hidden_at IS NOT NULL)"
POST_IS_CALLED = "(SELECT h.title FROM shared_replays h WHERE h.id = p.replay_id)"


def is_listed() -> str:
    """Whether everybody sees it: over the tables of FROM."""
    return f"(p.hidden_at IS NULL AND r.ranked AND u.replays_public AND {SHOWN})"


POST_IS_SEEN = f"""
p.replay_id IN (SELECT p.id {FROM} WHERE u.id = reader.id OR ({is_listed()} AND {visible("u.id", "reader.id")}))
"""


_LISTED = f"""
SELECT {columns(SharedReplayListed)} FROM (
    SELECT p.id, p.title, p.is_official, u.username, u.display_name, r.mode, s.language, s.difficulty, {of_keys("r")},
        r.waves_completed, r.final_score, p.created_at {FROM}
    WHERE {{where}}
) listed
"""
# $1: the viewer or NULL, $2: language or NULL, $3: result or NULL.
_CHOSEN = f"""
{is_listed()} AND {unblocked_of_many("u.id", "$1::uuid")} AND ($2::"Language" IS NULL OR s.language = $2)
    AND ($3::uuid IS NULL OR p.result_id = $3)
"""
_OF_ONE = f"{_CHOSEN} AND p.user_id = $4"  # by an index of its own
_ORDERED = " ORDER BY is_official DESC, created_at DESC, id LIMIT {} OFFSET {}"
_PAGE = _LISTED.format(where=_CHOSEN) + _ORDERED.format("$4", "$5")
_PAGE_OF_ONE = _LISTED.format(where=_OF_ONE) + _ORDERED.format("$5", "$6")
_TOTAL = f"SELECT count(*) {FROM} WHERE {_CHOSEN}"
_TOTAL_OF_ONE = f"SELECT count(*) {FROM} WHERE {_OF_ONE}"
_ROUGH_TOTAL = "SELECT count(*) FROM shared_replays WHERE hidden_at IS NULL"
_CARDS = f"""
SELECT {columns(ReplayCard)} FROM (
    SELECT p.id, p.title, u.username, u.display_name, {of_keys("r")}, s.language {FROM}
    WHERE p.id = ANY($1::uuid[]) AND {is_listed()} AND {unblocked("$2", "u.id")}
) listed
"""
_SEEN = _LISTED.format(where=f"p.id = $1 AND {is_listed()}")


@dataclass(frozen=True, slots=True)
class _Shared:
    id: str
    result_id: str
    user_id: str
    title: str
    note: str
    is_official: bool
    hidden_at: datetime | None
    created_at: datetime
    is_shown: bool
    is_blocked: bool


_ID = re.compile(UUID_PATTERN, re.ASCII | re.IGNORECASE)
_OWN = tuple(name for name in columns(_Shared, "p").split(", ") if not name.startswith("p.is_") or "official" in name)
_ONE = f"SELECT {', '.join(_OWN)}, {is_listed()} AS is_shown, NOT {unblocked('$2', 'u.id')} AS is_blocked"
_ONE += f" {FROM} WHERE p.id = $1"


def no_replay() -> Problem:
    return Problem(*NO_REPLAY, "There is no such replay, or it is not shown any more.")


async def page(
    pg: Pool, kept: KeptTotals, viewer_id: str | None, query: SharedReplaysQuery
) -> Page[SharedReplayListed]:
    """Official ones first, then the newest; of somebody who is not there, or hidden by a block, none."""
    chosen: tuple[Any, ...] = (viewer_id, query.language, query.result)
    page_of, total_of = _PAGE, _TOTAL
    if query.by is not None:
        page_of, total_of = _PAGE_OF_ONE, _TOTAL_OF_ONE
        chosen = (*chosen, await pg.fetchval(NAMED, query.by))
    total = await _total(pg, kept, total_of, chosen)
    rows = await pg.fetch(page_of, *chosen, query.per_page, query.offset)
    return query.page_of([read(SharedReplayListed, row) for row in rows], total)


async def _total(pg: Pool, totals: KeptTotals, total_of: str, chosen: tuple[Any, ...]) -> int:
    """Exact if it is small. In one of all replays the few that are not shown because of their game or their player make
    no difference: all of them would have to be asked."""
    if total_of is _TOTAL and not any(chosen[1:]):
        rough = await totals.of("all", partial(pg.fetchval, _ROUGH_TOTAL))
        if rough >= COUNTED_ANEW:
            return rough
    viewer_id, *narrowed = chosen
    return await totals.for_reader(
        tuple(narrowed), viewer_id, lambda reader_id: pg.fetchval(total_of, reader_id, *narrowed)
    )


async def one(discussions: Discussions, viewer: Principal | None, replay_id: str) -> SharedReplayOut:
    """Raises Problem 404."""
    pg = discussions.pg
    shared = await _seen(pg, viewer, replay_id)
    if shared is None:
        raise no_replay()
    viewer_id = viewer.user_id if viewer else None
    result = await one_result(pg, shared.result_id, viewer_id)
    if result is None:
        raise no_replay()
    return SharedReplayOut(
        id=shared.id,
        title=shared.title,
        note=shared.note,
        note_blocks=await note_blocks(discussions, shared.user_id, shared.note),
        is_official=shared.is_official,
        is_own=viewer_id == shared.user_id,
        is_shown=shared.is_shown,
        hidden_at=shared.hidden_at,
        created_at=shared.created_at,
        result=result,
    )


async def known_replay(connection: Pool | Connection, viewer: Principal | None, replay_id: str) -> str | None:
    """Its id; None for what the viewer, who may be nobody, does not see."""
    shared = await _seen(connection, viewer, replay_id) if _ID.fullmatch(replay_id) else None
    return None if shared is None else shared.id


async def replay_cards(
    connection: Pool | Connection, viewer: Principal | None, ids: Sequence[str]
) -> Mapping[str, ReplayCard]:
    """By their ids, of those that the viewer finds in the list."""
    rows = await connection.fetch(_CARDS, ids, viewer and viewer.user_id)
    return {row["id"]: read(ReplayCard, row) for row in rows}


async def _seen(connection: Pool | Connection, viewer: Principal | None, replay_id: str) -> _Shared | None:
    viewer_id = viewer.user_id if viewer else None
    row = await connection.fetchrow(_ONE, replay_id, viewer_id)
    if row is None:
        return None
    shared = read(_Shared, row)
    is_judge = viewer_id == shared.user_id or (viewer is not None and viewer.role in _STAFF)
    return shared if is_judge or (shared.is_shown and not shared.is_blocked) else None


async def seen_by_all(pg: Pool, replay_id: str) -> SharedReplayListed | None:
    """What a stranger is told of it; None for what is not shown to everybody."""
    row = await pg.fetchrow(_SEEN, replay_id)
    return None if row is None else read(SharedReplayListed, row)
