"""A contest of robots on two servers, from its window's opening to its ratings.

`benchmarks/contests.py` is the large one: five hundred of them.
"""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.ratings import NEW, moved, shown
from server.robots.bot import Bot
from server.robots.squad import socket_url
from server.robots.typist import Typist
from server.settings import Settings
from tests.contests.contests import call, fixed, running, started
from tests.live import Account, Live, serving
from tests.small_library import fill

PLAYERS = 24


async def robot(account: Account, live: Live, slug: str, number: int) -> None:
    game = await started(account, slug)
    typist = Typist(900 + 60 * number, 0.97)
    await Bot(socket_url(live.url, game["socket"]), game["session_token"], typist, Random(number)).play()


@pytest.mark.long
async def test_everybody_has_the_rank_and_the_rating_that_follow_from_the_results(settings: Settings, pg: Pool) -> None:
    await fill(pg)
    async with serving(settings) as live, serving(settings) as other:
        slug = await running(await live.register("root", role=Role.ADMIN), pg, waves=2)
        players = [await live.register(f"player_{number}") for number in range(PLAYERS)]
        servers = [live, other] * (PLAYERS // 2)
        await asyncio.gather(
            *(robot(player, at, slug, number) for number, (player, at) in enumerate(zip(players, servers, strict=True)))
        )
        await fixed(pg, slug)
        rows = (await call(players[0], "GET", f"/{slug}/standings?per_page=100"))["items"]
        results = {row["id"]: row for row in await pg.fetch("SELECT id, final_score, ended_at FROM game_results")}
    assert len(rows) == len(results) == PLAYERS
    order = sorted(results.values(), key=lambda row: (-row["final_score"], row["ended_at"], row["id"]))
    assert [row["result_id"] for row in rows] == [row["id"] for row in order]
    after = moved([NEW] * PLAYERS, [*range(1, PLAYERS + 1)])
    assert [(row["old_rating"], row["new_rating"]) for row in rows] == [(1500, shown(one)) for one in after]
