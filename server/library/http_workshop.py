"""The endpoints behind the admin's page: a text on trial, many at once, how a page of snippets does, an export.

Moderators read, admins write.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from server.infra.inputs import IdPath
from server.infra.web import Access, Call, Endpoint, json_response
from server.library import adding, reading, trial
from server.library import versions as library
from server.library.answers import Answer, ExportQuery, SnippetsQuery
from server.library.answers_workshop import (
    ADDED_LIMIT_BYTES,
    AddBody,
    AddedOut,
    CheckBody,
    CheckOut,
    EstimateOut,
    ExportOut,
    ResultsOut,
    SummaryOut,
)
from server.library.problems import DUPLICATE, REFUSED, UNKNOWN, refusals
from server.practice import estimates, plays


def endpoints(pg: Any) -> list[Endpoint]:
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
            "/api/admin/snippets/results",
            calls.results,
            "How players do on the same page of GET /api/snippets",
            query=SnippetsQuery,
            returns=ResultsOut,
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
        endpoint(
            "GET",
            "/api/snippets/{id}/estimate",
            calls.estimate,
            "What players say about the expected speed of one version",
            path_model=IdPath,
            returns=EstimateOut,
            problems=(UNKNOWN,),
        ),
    ]


class _WorkshopCalls:
    def __init__(self, pg: Any) -> None:
        self._pg = pg

    async def check(self, call: Call) -> Answer:
        body: CheckBody = call.body
        return await trial.trial(self._pg, body.language, body.snippet_text, body.id)

    async def add(self, call: Call) -> Answer:
        body: AddBody = call.body
        return {"ids": await adding.add_many(self._pg, body.snippets)}

    async def results(self, call: Call) -> Answer:
        page = await reading.page(self._pg, call.query)
        return await plays.results_of(self._pg, page["items"])

    async def summary(self, call: Call) -> Answer:
        return {"buckets": await reading.buckets(self._pg), "categories": await reading.categories(self._pg)}

    async def export(self, call: Call) -> Response:
        rows = await reading.every_sorted(self._pg, call.query)
        headers = {"Content-Disposition": 'attachment; filename="prodev-snippets.json"'}
        return json_response({"items": rows, "total": len(rows)}, headers=headers)

    async def estimate(self, call: Call) -> Answer:
        with refusals():
            row = await library.read(self._pg, call.path.id)
            said = await estimates.players_say(self._pg, call.path.id)
        return {
            "id": row["id"],
            "expected_wpm": row["expected_wpm"],
            "model_wpm": said.model,
            "suggested_wpm": said.suggested,
            "games": said.games,
            "games_needed": estimates.GAMES_MINIMUM,
            "players": said.players,
            "players_needed": estimates.PLAYERS_MINIMUM,
        }
