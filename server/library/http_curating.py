"""The library's endpoints about many snippets at once, and about going back in a snippet's history; for admins."""

from __future__ import annotations

from server.infra.audit import actor_of
from server.infra.inputs import IdPath
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, endpoint
from server.library import curating, reading
from server.library.answers import BulkAnswer, BulkEdit
from server.library.problems import DUPLICATE, REFUSED, SUPERSEDED, UNKNOWN, refusals
from server.library.snippets import SnippetOut
from server.library.versions import writing


def endpoints(pg: Pool) -> Endpoints:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _CuratingCalls(pg)
    return [
        endpoint(
            "PATCH",
            "/api/snippets",
            calls.change_many,
            "Activate or deactivate many snippets",
            access=Access.ADMIN,
            problems=(UNKNOWN, SUPERSEDED),
            tag="admin",
        ),
        endpoint(
            "POST",
            "/api/snippets/{id}/rollback",
            calls.roll_back,
            "Restore this version's text as a new, latest version",
            access=Access.ADMIN,
            problems=(UNKNOWN, REFUSED, DUPLICATE),
            tag="admin",
        ),
    ]


class _CuratingCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def change_many(self, call: Call[BulkEdit]) -> BulkAnswer:
        edit = call.body
        with refusals():
            async with writing(self._pg, by := actor_of(call)) as connection:
                chosen = set(edit.ids or ()) if edit.filter is None else await reading.every_id(connection, edit.filter)
                changed = await curating.set_active(connection, list(chosen), edit.is_active, by)
        return BulkAnswer(len(chosen), changed)

    async def roll_back(self, call: Call[None, None, IdPath]) -> SnippetOut:
        with refusals():
            async with writing(self._pg, by := actor_of(call)) as connection:
                return await curating.roll_back(connection, call.path.id, by)
