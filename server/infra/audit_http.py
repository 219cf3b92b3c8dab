"""`GET /api/admin/audit`: admins read the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from server.infra.inputs import Id, Instant, described_or_empty, none_when_empty
from server.infra.paging import LongPage, LongQuery
from server.infra.postgres import Pool
from server.infra.rows import read
from server.infra.totals import KeptTotals
from server.infra.web import Access, Call, Endpoints, endpoint

_Time = Annotated[
    Instant | None,
    BeforeValidator(none_when_empty),
    described_or_empty(type="string", format="date-time"),
]
_MaybeId = Annotated[
    Id | None,
    BeforeValidator(none_when_empty),
    described_or_empty(type="string", format="uuid"),
]


class AuditQuery(LongQuery):
    """A field left out or empty means any. `user_id` is who did it; `since` is inclusive, `until` is not."""

    user_id: _MaybeId = None
    entity_type: str = Field("", max_length=50)
    entity_id: str = Field("", max_length=100)
    action: str = Field("", max_length=50)
    since: _Time = None
    until: _Time = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed. `user_id` and `username` are null for somebody at the server's command line, whom `metadata` names.
    `old_values` and `new_values` hold what was changed."""

    id: Id
    user_id: Id | None
    username: str | None
    entity_type: str
    entity_id: str
    action: str
    old_values: dict[str, Any] | None
    new_values: dict[str, Any] | None
    ip_address: str | None
    user_agent: str
    metadata: dict[str, Any]
    created_at: datetime


_WHERE = """
($1::uuid IS NULL OR a.user_id = $1) AND ($2 = '' OR a.entity_type = $2) AND ($3 = '' OR a.entity_id = $3)
    AND ($4 = '' OR a.action = $4) AND ($5::timestamptz IS NULL OR a.created_at >= $5)
    AND ($6::timestamptz IS NULL OR a.created_at < $6)
"""
_PAGE = f"""
SELECT a.id, a.user_id, u.username, a.entity_type, a.entity_id, a.action, a.old_values, a.new_values, a.ip_address,
    a.user_agent, a.metadata, a.created_at
FROM audit_logs a LEFT JOIN users u ON u.id = a.user_id
WHERE {_WHERE} AND {{from_here}} ORDER BY a.created_at DESC, a.id DESC LIMIT $7 OFFSET $8
"""
_COUNT = f"SELECT count(*) FROM audit_logs a WHERE {_WHERE}"


def endpoints(pg: Pool) -> Endpoints:
    return [
        endpoint(
            "GET",
            "/api/admin/audit",
            _Calls(pg).page,
            "What staff did, newest first",
            access=Access.ADMIN,
            tag="admin",
        )
    ]


class _Calls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._totals = KeptTotals()

    async def page(self, call: Call[None, AuditQuery]) -> LongPage[AuditEntry]:
        query = call.query
        filters = (query.user_id, query.entity_type, query.entity_id, query.action, query.since, query.until)
        from_here, after = query.from_here("a.created_at", "a.id", 9)
        page = _PAGE.format(from_here=from_here)
        rows = await self._pg.fetch(page, *filters, query.limit, query.offset, *after)
        total = await self._totals.of(filters, partial(self._pg.fetchval, _COUNT, *filters))
        entries = [read(AuditEntry, row) for row in rows]
        return query.long_page_of(entries, total, lambda entry: (entry.created_at, entry.id))
