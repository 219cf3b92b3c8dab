"""A short bot evening over a real socket: no snippet comes again within the bound, and no game fails.

`benchmarks/evening.py` is the long one: ten games in every language and difficulty of the library that ships.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from server.infra.postgres import Pool
from server.key_logs import log_of, stored
from server.library.rotation import LEFT_TO_CHOOSE
from server.library.versions import add, writing
from server.robots.squad import Orders, SquadPlayer, play_all
from server.robots.typist import Typist
from server.settings import Settings
from tests.live import serving
from tests.snippets import code, content_of

SNIPPETS, GAMES, WAVES = 12, 6, 3


@pytest.mark.long
async def test_an_evening_of_games_meets_no_repeat_within_the_bound(settings: Settings, pg: Pool) -> None:
    async with writing(pg) as connection:
        for number in range(SNIPPETS):
            await add(connection, content_of(code(number)))
    players = [SquadPlayer(number) for number in range(3)]  # each draws from what the others have counted
    async with serving(settings) as live:
        orders = Orders(live.url, Typist(1_500, 0.97), GAMES, "PYTHON", "NORMAL", seed=1, waves=WAVES)
        await play_all(orders, players)
    assert [player.failures for player in players] == [[], [], []]
    for player in players:
        logs = await pg.fetch(
            f"SELECT {stored('t')} AS log FROM typing_sessions t JOIN users u ON u.id = t.user_id"
            " WHERE u.username = $1 ORDER BY t.started_at",
            player.name,
        )
        served = [wave.snippet_id for row in logs for wave in log_of(row["log"]).waves]
        assert len(logs) == GAMES
        assert len(served) >= GAMES * WAVES  # mostly one more a game: the one that the player quit in was shown too
        for snippet in set(served):
            places = [place for place, one in enumerate(served) if one == snippet]
            assert all(later - place > SNIPPETS - LEFT_TO_CHOOSE for place, later in pairwise(places))
