"""What staff read: the newest posts and comments of all discussions, and some by their ids, in any state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import asyncpg
from pydantic import BeforeValidator

from game.terms import PostState
from server.discussions.discussions import Discussions
from server.discussions.requests import PerStretch, Place, place_after, place_of
from server.discussions.rows import Stretch
from server.discussions.tables import COMMENT, POST, TABLES
from server.infra.inputs import Id, Query, or_empty, upper_or_none
from server.infra.rows import read
from server.infra.web import Access, Call, Endpoints, endpoint

_NEWEST_FIRST = "ORDER BY w.created_at DESC, w.id DESC"
# $1: a state or NULL, $2 and $3: where the list goes on, $4: how many.
_NEWEST = f"""
AND ($1::"PostState" IS NULL OR w.state = $1) AND ($2::timestamptz IS NULL OR (w.created_at, w.id) < ($2, $3::uuid))
{_NEWEST_FIRST} LIMIT $4
"""
_BY_ID = "AND w.id = ANY($1::uuid[])"


def _texts(about: str, which: str) -> str:
    """Posts and comments, each half by an index of its own."""
    halves = " UNION ALL ".join(
        f"(SELECT '{kind}' AS kind, w.id, w.state, w.text, w.user_id, w.created_at, w.edited_at, {post} AS post_id"
        f" FROM {TABLES[kind]} w WHERE w.state <> 'DELETED' {which})"
        for kind, post in ((POST, "w.id"), (COMMENT, "w.post_id"))
    )
    return f"""
    SELECT w.*, u.username, u.display_name, {about} AS about,
        (SELECT count(*)::int FROM reports r
            WHERE r.kind = w.kind AND r.subject_id = w.id::text AND r.closed_at IS NULL) AS reports
    FROM ({halves}) w JOIN posts p ON p.id = w.post_id JOIN users u ON u.id = w.user_id {_NEWEST_FIRST}
    """


StateFilter = Annotated[PostState | None, BeforeValidator(upper_or_none), or_empty(*PostState)]


class NewestQuery(Query):
    """`after`: `next` of those before. `state`: in that state alone."""

    state: StateFilter = None
    after: Place = ""
    per_page: PerStretch = 20


@dataclass(frozen=True, slots=True)
class StaffText:
    """`kind` is POST or COMMENT, `id` its own; `on` is what its post is about. `reports` counts those that wait."""

    kind: str
    id: Id
    post_id: Id
    on: str
    state: PostState
    text: str
    username: str
    display_name: str
    reports: int
    created_at: datetime
    edited_at: datetime | None


def admin_endpoints(discussions: Discussions) -> Endpoints:
    async def newest(call: Call[None, NewestQuery]) -> Stretch[StaffText]:
        return await _newest(discussions, call.query)

    return [
        endpoint(
            "GET",
            "/api/admin/posts",
            newest,
            "Posts and comments of all discussions, the newest first",
            access=Access.MODERATOR,
            tag="moderation",
        )
    ]


async def _newest(discussions: Discussions, query: NewestQuery) -> Stretch[StaffText]:
    statement = f"{_texts(discussions.about, _NEWEST)} LIMIT $4"
    rows = await discussions.pg.fetch(statement, query.state, *place_of(query.after), query.per_page + 1)
    found = [_staff_text(row) for row in rows[: query.per_page]]
    has_more = len(rows) > query.per_page
    return Stretch(found, place_after(found[-1].created_at, found[-1].id) if has_more else None)


async def texts_of(discussions: Discussions, ids: Sequence[str]) -> dict[tuple[str, str], StaffText]:
    """Those of the posts and comments that are not deleted, by kind and id."""
    rows = await discussions.pg.fetch(_texts(discussions.about, _BY_ID), ids) if ids else []
    return {(row["kind"], row["id"]): _staff_text(row) for row in rows}


def _staff_text(row: asyncpg.Record) -> StaffText:
    return read(StaffText, {**row, "on": row["about"]})
