"""The library's endpoints about many snippets, about a snippet's history, and about how it is played.

Moderators read, admins write.
"""

from __future__ import annotations

from typing import Any

import asyncpg

from server.infra.inputs import IdPath
from server.infra.web import Access, Call, Endpoint
from server.library import curating, reading
from server.library.answers import Answer, BulkAnswer, BulkEdit, SnippetOut, StatsOut
from server.library.problems import DUPLICATE, REFUSED, SUPERSEDED, UNKNOWN, refusals
from server.library.versions import writing
from server.practice import plays


def endpoints(pg: Any) -> list[Endpoint]:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _CuratingCalls(pg)
    return [
        Endpoint(
            method="PATCH",
            path="/api/snippets",
            handler=calls.change_many,
            summary="Activate or deactivate many snippets",
            access=Access.ADMIN,
            body=BulkEdit,
            returns=BulkAnswer,
            problems=(UNKNOWN, SUPERSEDED),
            tag="admin",
        ),
        Endpoint(
            method="POST",
            path="/api/snippets/{id}/rollback",
            handler=calls.roll_back,
            summary="Make this version's text the latest again, as a version of its own",
            access=Access.ADMIN,
            path_model=IdPath,
            returns=SnippetOut,
            problems=(UNKNOWN, REFUSED, DUPLICATE),
            tag="admin",
        ),
        Endpoint(
            method="GET",
            path="/api/snippets/{id}/stats",
            handler=calls.stats,
            summary="How players do on one version of a snippet",
            access=Access.MODERATOR,
            path_model=IdPath,
            returns=StatsOut,
            problems=(UNKNOWN,),
            tag="admin",
        ),
    ]


class _CuratingCalls:
    def __init__(self, pg: Any) -> None:
        self._pg = pg

    async def change_many(self, call: Call) -> Answer:
        edit: BulkEdit = call.body
        with refusals():
            async with writing(self._pg) as connection:
                chosen = set(edit.ids or ()) if edit.filter is None else await reading.every_id(connection, edit.filter)
                changed = await curating.set_active(connection, list(chosen), edit.is_active)
        return {"matched": len(chosen), "changed": changed}

    async def roll_back(self, call: Call) -> asyncpg.Record:
        with refusals():
            async with writing(self._pg) as connection:
                return await curating.roll_back(connection, call.path.id)

    async def stats(self, call: Call) -> Answer:
        with refusals():
            return await plays.stats(self._pg, call.path.id)
