"""The endpoints behind the admin's page: a text on trial, many new snippets at once, a summary, an export.

Moderators read, admins write.
"""

from __future__ import annotations

from server.infra.audit import actor_of
from server.infra.postgres import Pool
from server.infra.web import Access, Answer, Call, Endpoints, endpoint
from server.library import adding, reading, trial
from server.library.answers import ExportQuery
from server.library.answers_workshop import (
    ADDED_LIMIT_BYTES,
    AddBody,
    AddedOut,
    CheckBody,
    CheckOut,
    ExportOut,
    SummaryOut,
)
from server.library.problems import DUPLICATE, REFUSED


def endpoints(pg: Pool) -> Endpoints:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _WorkshopCalls(pg)
    return [
        endpoint(
            "POST",
            "/api/admin/snippets/check",
            calls.check,
            "What the library would say about a text; nothing is kept",
            access=Access.MODERATOR,
            tag="admin",
        ),
        endpoint(
            "POST",
            "/api/admin/snippets",
            calls.add,
            "Add many snippets, all or none",
            access=Access.ADMIN,
            body_limit_bytes=ADDED_LIMIT_BYTES,
            status=201,
            problems=(REFUSED, DUPLICATE),
            tag="admin",
        ),
        endpoint(
            "GET",
            "/api/admin/snippets/summary",
            calls.summary,
            "How many snippets there are of each kind and category",
            access=Access.MODERATOR,
            tag="admin",
        ),
        endpoint(
            "GET",
            "/api/admin/snippets/export",
            calls.export,
            "The latest versions that the filters let through, as one document",
            access=Access.MODERATOR,
            tag="admin",
        ),
    ]


class _WorkshopCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def check(self, call: Call[CheckBody]) -> CheckOut:
        return await trial.trial(self._pg, call.body.language, call.body.snippet_text, call.body.id)

    async def add(self, call: Call[AddBody]) -> AddedOut:
        return AddedOut(await adding.add_many(self._pg, call.body.snippets, actor_of(call)))

    async def summary(self, call: Call) -> SummaryOut:
        return SummaryOut(await reading.buckets(self._pg), await reading.categories(self._pg))

    async def export(self, call: Call[None, ExportQuery]) -> Answer[ExportOut]:
        found = await reading.every_sorted(self._pg, call.query)
        headers = {"Content-Disposition": 'attachment; filename="prodev-snippets.json"'}
        return Answer(ExportOut(found, len(found)), headers=headers)
