"""The results' endpoints: own history, one result, one replay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from server.infra.inputs import Id, IdPath, Query
from server.infra.paging import LongPage
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, Problem, Reads, endpoint
from server.results.columns import GameResult
from server.results.reading import HistoryQuery, KeysAway, Replay, history, one_replay, one_result

_Found = TypeVar("_Found")

NOT_FOUND = (404, "game/not-found")
KEYS_AWAY = (410, "game/keys-archived")
UNREADABLE = (409, "game/unreadable")  # a later version wrote it; another process may already run that


class SessionPath(Query):
    session_id: Id


def endpoints(pg: Pool) -> Endpoints:
    calls = _Calls(pg)
    return [
        endpoint(
            "GET",
            "/api/game/history",
            calls.history,
            "Your own ended games, newest first",
            access=Access.USER,
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="game",
        ),
        endpoint(
            "GET",
            "/api/game/result/{id}",
            calls.result,
            "One result: your own, or a ranked one whose player shows replays",
            access=Access.OPTIONAL,
            problems=(NOT_FOUND,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="game",
        ),
        endpoint(
            "GET",
            "/api/game/replay/{session_id}",
            calls.replay,
            "One game's waves, keys, totals and result, for everyone who may see the result",
            access=Access.OPTIONAL,
            problems=(NOT_FOUND, KEYS_AWAY, UNREADABLE),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="game",
        ),
    ]


class _Calls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def history(self, call: Call[None, HistoryQuery]) -> LongPage[GameResult]:
        return await history(self._pg, call.caller.user_id, call.query)

    async def result(self, call: Call[None, None, IdPath]) -> GameResult:
        return found(await one_result(self._pg, call.path.id, call.maybe_caller_id))

    async def replay(self, call: Call[None, None, SessionPath]) -> Replay:
        with readable():
            return found(await one_replay(self._pg, call.path.session_id, call.maybe_caller_id))


@contextmanager
def readable() -> Iterator[None]:
    """Raises Problem 410 for KeysAway, and 409 for a log that raises ValueError."""
    try:
        yield
    except KeysAway:
        detail = "The keys of this game are in an archive: its result is here, its replay and analysis are not."
        raise Problem(*KEYS_AWAY, detail) from None
    except ValueError as error:
        raise Problem(*UNREADABLE, "This server cannot read the keys of this game.") from error


def found(answer: _Found | None) -> _Found:
    """`answer`, if there is one. Raises Problem 404 otherwise."""
    if answer is None:
        raise Problem(*NOT_FOUND, "Not found, or private.")
    return answer
