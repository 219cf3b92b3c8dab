"""The endpoints about how snippets are played, for moderators, and about what a player should practise."""

from __future__ import annotations

import asyncio

from server import library
from server.infra.inputs import IdPath
from server.infra.postgres import Pool
from server.infra.web import POSTGRES_LONG_S, Access, Call, Endpoints, Reads, endpoint
from server.library import SnippetsQuery
from server.practice import estimates, plays
from server.practice.answers import EstimateOut, FocusOut, ResultsOut, StatsOut, WeakKeysOut
from server.practice.focus import WeakKeys, recent_games
from server.practice.weak_figures import weak_figures


def endpoints(pg: Pool, weak_keys: WeakKeys) -> Endpoints:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _PracticeCalls(pg, weak_keys)
    return [
        endpoint(
            "GET",
            "/api/user/focus",
            calls.focus,
            "The keys that a game with a focus would prefer now",
            access=Access.USER,
            rate="60/minute",  # it may read some 20,000 keys
            postgres_s=POSTGRES_LONG_S,
            tag="user",
        ),
        endpoint(
            "GET",
            "/api/user/weak-keys",
            calls.figures,
            "Why your weak keys are weak, and how they went over your last games",
            access=Access.USER,
            rate="12/minute",  # it reads as many each time; a page asks once, and what it tells is too large to keep
            postgres_s=POSTGRES_LONG_S,
            tag="user",
        ),
        endpoint(
            "GET",
            "/api/snippets/{id}/stats",
            calls.stats,
            "How players do on one version of a snippet",
            access=Access.MODERATOR,
            problems=(library.UNKNOWN,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="admin",
        ),
        endpoint(
            "GET",
            "/api/snippets/{id}/estimate",
            calls.estimate,
            "What players say about the expected speed of one version",
            access=Access.MODERATOR,
            problems=(library.UNKNOWN,),
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="admin",
        ),
        endpoint(
            "GET",
            "/api/admin/snippets/results",
            calls.results,
            "How players do on the same page of GET /api/snippets",
            access=Access.MODERATOR,
            reads=Reads.REPLICA_AFTER_OWN_WRITES,
            tag="admin",
        ),
    ]


class _PracticeCalls:
    def __init__(self, pg: Pool, weak_keys: WeakKeys) -> None:
        self._pg, self._weak_keys = pg, weak_keys

    async def focus(self, call: Call) -> FocusOut:
        return FocusOut(list(await self._weak_keys.of(call.caller.user_id)))

    async def figures(self, call: Call) -> WeakKeysOut:
        user_id = call.caller.user_id
        games = await recent_games(self._pg, user_id)
        weights = await self._weak_keys.of(user_id, games)
        return WeakKeysOut(len(games), await asyncio.to_thread(weak_figures, weights, games))

    async def stats(self, call: Call[None, None, IdPath]) -> StatsOut:
        with library.refusals():
            return await plays.stats(self._pg, call.path.id)

    async def estimate(self, call: Call[None, None, IdPath]) -> EstimateOut:
        with library.refusals():
            return await estimates.players_say(self._pg, call.path.id)

    async def results(self, call: Call[None, SnippetsQuery]) -> ResultsOut:
        page = await library.page(self._pg, call.query)
        return await plays.results_of(self._pg, page.items)
