"""The endpoints about how snippets are played, for moderators."""

from __future__ import annotations

from typing import Any

from server import library
from server.infra.inputs import IdPath
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoint
from server.library import SnippetsQuery
from server.practice import estimates, plays
from server.practice.answers import EstimateOut, ResultsOut, StatsOut


def endpoints(pg: Pool) -> list[Endpoint]:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _PracticeCalls(pg)

    def endpoint(path: str, handler: Any, summary: str, **more: Any) -> Endpoint:
        values = {"method": "GET", "access": Access.MODERATOR, "tag": "admin", **more}
        return Endpoint(path=path, handler=handler, summary=summary, **values)

    one: dict[str, Any] = {"path_model": IdPath, "problems": (library.UNKNOWN,)}
    return [
        endpoint(
            "/api/snippets/{id}/stats",
            calls.stats,
            "How players do on one version of a snippet",
            returns=StatsOut,
            **one,
        ),
        endpoint(
            "/api/snippets/{id}/estimate",
            calls.estimate,
            "What players say about the expected speed of one version",
            returns=EstimateOut,
            **one,
        ),
        endpoint(
            "/api/admin/snippets/results",
            calls.results,
            "How players do on the same page of GET /api/snippets",
            query=SnippetsQuery,
            returns=ResultsOut,
        ),
    ]


class _PracticeCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def stats(self, call: Call) -> StatsOut:
        with library.refusals():
            return await plays.stats(self._pg, call.path.id)

    async def estimate(self, call: Call) -> EstimateOut:
        with library.refusals():
            return await estimates.players_say(self._pg, call.path.id)

    async def results(self, call: Call) -> ResultsOut:
        page = await library.page(self._pg, call.query)
        return await plays.results_of(self._pg, page.items)
