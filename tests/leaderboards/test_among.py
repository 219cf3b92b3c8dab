"""A board of some players: the places that they have among themselves, from either store."""

from __future__ import annotations

import random

import asyncpg
import pytest

from game.terms import Language, Metric, Period
from server.leaderboards import Boards
from server.leaderboards.standings import Window
from tests.leaderboards.boards import model, play_many


@pytest.mark.parametrize("seed", [1, 2])
async def test_some_players_stand_in_the_order_of_the_whole_board(
    pg: asyncpg.Pool, boards: Boards, without_redis: Boards, seed: int
) -> None:
    games = await play_many(pg, seed)
    for game in games:
        await boards.add(game)
    users = sorted({game.user_id for game in games})
    among = random.Random(seed).sample(users, len(users) // 2)
    for metric, period, language in (
        (Metric.SCORE, Period.ALL, None),
        (Metric.WPM, Period.DAY, None),
        (Metric.NET_WPM, Period.WEEK, Language.PYTHON),
    ):
        expected = [one for one in model(games, metric, period, language, None) if one[0] in among]
        viewer = expected[-1][0] if expected else among[0]
        for stored in (boards, without_redis):
            window = Window(limit=3, offset=1, viewer_id=viewer)
            page = await stored.page(metric, period, language, None, window, among=among)
            assert page.total == len(expected)
            assert [(one.user_id, one.value) for one in page.entries] == expected[1:4]
            assert [one.rank for one in page.entries] == list(range(2, 2 + len(page.entries)))
            assert page.me is not None
            assert page.me.rank == len(expected)
            centred = Window(limit=3, viewer_id=viewer, around_viewer=True)
            page = await stored.page(metric, period, language, None, centred, among=among)
            assert [one.user_id for one in page.entries] == [user_id for user_id, _ in expected][-3:]


async def test_nobody_stands_among_nobody(pg: asyncpg.Pool, boards: Boards) -> None:
    for game in await play_many(pg, 3, players=2, games=4):
        await boards.add(game)
    page = await boards.page(Metric.SCORE, Period.ALL, None, None, Window(10), among=[])
    assert (page.total, page.entries, page.me) == (0, [], None)
