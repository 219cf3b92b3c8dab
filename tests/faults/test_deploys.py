"""A rolling restart under players, as a deploy is: SIGTERM to one server after another."""

from __future__ import annotations

from random import Random

from server.infra.postgres import Pool
from server.play.core.protocol import Close
from server.robots.typist import Typist as Hands
from tests.faults.conftest import Figures
from tests.faults.processes import Server
from tests.faults.sizes import size
from tests.faults.typists import check, crowd
from tests.faults.witness import tally

HANDS = Hands(wpm=60, accuracy=0.95)
KEYS_BETWEEN = 10


async def test_a_rolling_restart_costs_nobody_a_key(
    two_servers: list[Server], pg: Pool, random: Random, figures: Figures
) -> None:
    count, restarts = size(20, 200), 2 * size(1, 5)

    def route() -> str:
        return random.choice([server for server in two_servers if server.is_up]).url

    async with crowd([route] * count, random, hands=HANDS) as players:
        await players.typing(KEYS_BETWEEN)
        for restart in range(restarts):
            server = two_servers[restart % 2]
            assert await server.stop() == 0
            await players.typing(KEYS_BETWEEN)
            await server.start()
            await players.typing(KEYS_BETWEEN)
        games = await players.finish()
    await check(pg, games)
    assert [server.complaints() for server in two_servers] == [[], []]
    closes = [code for typist in players.typists for code in typist.closes]
    assert set(closes) == {Close.DRAINING}
    figures(restarts=restarts, players=count, closes_4001=len(closes), **tally(games))
