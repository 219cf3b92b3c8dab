"""The endpoints behind the admin's page: a text on trial, many new snippets at once, a summary, an export.

Moderators read, admins write.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoint, json_response
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


def endpoints(pg: Pool) -> list[Endpoint]:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _WorkshopCalls(pg)

    def endpoint(method: str, path: str, handler: Any, summary: str, **more: Any) -> Endpoint:
        values = {"access": Access.MODERATOR, "tag": "admin", **more}
        return Endpoint(method=method, path=path, handler=handler, summary=summary, **values)

    return [
        endpoint(
            "POST",
            "/api/admin/snippets/check",
            calls.check,
            "What the library would say about a text; nothing is kept",
            body=CheckBody,
            returns=CheckOut,
        ),
        endpoint(
            "POST",
            "/api/admin/snippets",
            calls.add,
            "Add many snippets, all or none",
            access=Access.ADMIN,
            body=AddBody,
            body_limit_bytes=ADDED_LIMIT_BYTES,
            returns=AddedOut,
            status=201,
            problems=(REFUSED, DUPLICATE),
        ),
        endpoint(
            "GET",
            "/api/admin/snippets/summary",
            calls.summary,
            "How many snippets there are of each kind and category",
            returns=SummaryOut,
        ),
        endpoint(
            "GET",
            "/api/admin/snippets/export",
            calls.export,
            "The latest versions that the filters let through, as one document",
            query=ExportQuery,
            returns=ExportOut,
        ),
    ]


class _WorkshopCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def check(self, call: Call) -> CheckOut:
        body: CheckBody = call.body
        return await trial.trial(self._pg, body.language, body.snippet_text, body.id)

    async def add(self, call: Call) -> AddedOut:
        body: AddBody = call.body
        return AddedOut(await adding.add_many(self._pg, body.snippets))

    async def summary(self, call: Call) -> SummaryOut:
        return SummaryOut(await reading.buckets(self._pg), await reading.categories(self._pg))

    async def export(self, call: Call) -> Response:
        rows = await reading.every_sorted(self._pg, call.query)
        headers = {"Content-Disposition": 'attachment; filename="prodev-snippets.json"'}
        return json_response(ExportOut(rows, len(rows)), headers=headers)
