"""Lines that are cut in every way between players and living servers: nothing that a server told is undone."""

from __future__ import annotations

import asyncio
from functools import partial
from itertools import cycle
from random import Random

from server.infra.postgres import Pool
from tests.faults.conftest import Figures
from tests.faults.lines import Cut, Line, lines
from tests.faults.processes import Server
from tests.faults.sizes import size
from tests.faults.typists import Typist, check, crowd
from tests.faults.witness import tally

TYPISTS = 20
CHANGES = 4  # of the server, by each player
UNTIL_CUT_S = (0.05, 0.8)  # of play


async def cut_often(typist: Typist, line: Line, cuts: list[Cut], random: Random) -> None:
    for how in cuts:
        await typist.connected.wait()
        await asyncio.sleep(random.uniform(*UNTIL_CUT_S))
        before = typist.connections
        line.cut(how)
        while typist.connections == before:
            await asyncio.sleep(0.01)


class Route:
    """Where a line leads: half of those who come back come to the other server."""

    def __init__(self, servers: list[Server], random: Random) -> None:
        self._servers, self._random, self._last = servers, random, random.choice(servers)

    def __call__(self) -> str:
        if self._random.random() < 0.5:
            self._last = self._random.choice(self._servers)
        return self._last.url


async def test_players_whose_lines_are_cut_type_on(
    two_servers: list[Server], pg: Pool, random: Random, figures: Figures
) -> None:
    cuts = size(60, 1_000)
    kinds = [[*Cut][number % len(Cut)] for number in range(cuts)]
    random.shuffle(kinds)
    async with (
        lines([Route(two_servers, random) for _ in range(TYPISTS)], random) as through,
        crowd([partial(getattr, line, "url") for line in through], random) as players,
    ):
        await players.typing()
        await players.meanwhile(
            *(
                cut_often(typist, line, kinds[number::TYPISTS], random)
                for number, (typist, line) in enumerate(zip(players.typists, through, strict=True))
            )
        )
        await players.typing()
        games = await players.finish()
    await check(pg, games)
    assert [server.complaints() for server in two_servers] == [[], []]
    figures(cuts=cuts, **tally(games))


async def test_nobody_needs_a_server_twice_in_a_row(two_servers: list[Server], pg: Pool, random: Random) -> None:
    """Each request and each connection of a player goes to the server that did not have the last one, as behind a proxy
    without a sticky cookie, at its worst."""
    urls = [server.url for server in two_servers]
    async with crowd([cycle(urls).__next__ for _ in range(TYPISTS)], random) as players:
        await players.typing()
        for _ in range(CHANGES):
            for typist in players.typists:
                if typist.socket is not None:
                    typist.socket.transport.abort()
            await players.typing()
        games = await players.finish()
    await check(pg, games)
    assert [server.complaints() for server in two_servers] == [[], []]
    assert min(typist.connections for typist in players.typists) > CHANGES
