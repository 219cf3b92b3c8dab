"""The results' endpoints: own history, one result, one replay."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from server.infra.inputs import BoolFilter, DifficultyFilter, Id, IdPath, LanguageFilter, PageQuery, Query
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoint, Problem
from server.results.columns import GameResult
from server.results.reading import Replay, history, one_replay, one_result

_Found = TypeVar("_Found")

NOT_FOUND = (404, "game/not-found")


class HistoryQuery(PageQuery):
    language: LanguageFilter = None
    difficulty: DifficultyFilter = None
    ranked: BoolFilter = None


class SessionPath(Query):
    session_id: Id


class HistoryOut(BaseModel):
    items: list[GameResult]
    page: int
    per_page: int
    total: int


class Results:
    """Results over HTTP. `pg` is the pool."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def history(self, call: Call) -> dict[str, Any]:
        query: HistoryQuery = call.query
        items, total = await history(
            self._pg,
            call.caller.user_id,
            language=query.language,
            difficulty=query.difficulty,
            ranked=query.ranked,
            limit=query.per_page,
            offset=query.offset,
        )
        return query.answer(items, total)

    async def result(self, call: Call) -> GameResult:
        return _found(await one_result(self._pg, call.path.id, _viewer(call)))

    async def replay(self, call: Call) -> Replay:
        return _found(await one_replay(self._pg, call.path.session_id, _viewer(call)))


def _viewer(call: Call) -> str | None:
    return call.maybe_caller.user_id if call.maybe_caller else None


def _found(answer: _Found | None) -> _Found:
    if answer is None:
        raise Problem(*NOT_FOUND, "There is no such game, or it is not shown to others.")
    return answer


def endpoints(results: Results) -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/game/history",
            handler=results.history,
            summary="Your own ended games, newest first",
            access=Access.USER,
            query=HistoryQuery,
            returns=HistoryOut,
            tag="game",
        ),
        Endpoint(
            method="GET",
            path="/api/game/result/{id}",
            handler=results.result,
            summary="One result: your own, or a ranked one whose player shows replays",
            access=Access.OPTIONAL,
            path_model=IdPath,
            returns=GameResult,
            problems=(NOT_FOUND,),
            tag="game",
        ),
        Endpoint(
            method="GET",
            path="/api/game/replay/{session_id}",
            handler=results.replay,
            summary="One game's waves, keys, totals and result; seen by whoever sees the result",
            access=Access.OPTIONAL,
            path_model=SessionPath,
            returns=Replay,
            problems=(NOT_FOUND,),
            tag="game",
        ),
    ]
