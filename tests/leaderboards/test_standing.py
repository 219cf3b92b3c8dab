"""Who stands on the boards: neither robots nor disabled players, and everybody again with all games when that ends."""

from __future__ import annotations

import asyncpg
import pytest

from game.terms import Metric, Period
from server.leaderboards import Boards
from server.leaderboards.standings import Window
from server.leaderboards.truth import ranked_entries
from tests.leaderboards.boards import play
from tests.results.games import add_player

CHANGES = {"is_bot = true": "is_bot = false", "is_active = false": "is_active = true"}
both = pytest.mark.parametrize("change", CHANGES)


async def scores(boards: Boards) -> tuple[str, list[tuple[str, float]]]:
    page = await boards.page(Metric.SCORE, Period.ALL, None, None, Window(limit=20))
    return page.source, [(entry.user_id, entry.value) for entry in page.entries]


async def change_to(pg: asyncpg.Pool, user_id: str, change: str) -> None:
    await pg.execute(f"UPDATE users SET {change} WHERE id = $1", user_id)


@both
async def test_who_may_not_stand_is_off_the_boards_and_back_with_everything(
    pg: asyncpg.Pool, boards: Boards, without_redis: Boards, change: str
) -> None:
    one, other = await add_player(pg), await add_player(pg)
    before, others = await play(pg, one, words=50), await play(pg, other)
    for game in (before, others):
        await boards.add(game)
    await change_to(pg, one, change)
    assert await scores(without_redis) == ("postgres", [(other, others.final_score)])
    await boards.judge_user(one)
    while_away = await play(pg, one, words=90)
    # That a player may not stand is not kept with a game; only one that a disabled player still had running is lost.
    counts = change != "is_active = false"
    assert while_away.ranked is counts
    for game in (before, while_away):
        assert await boards.add(game) == []
    assert await scores(boards) == ("redis", [(other, others.final_score)])
    await boards.rebuild()
    assert await scores(boards) == ("redis", [(other, others.final_score)])
    async with pg.acquire() as connection:
        assert await ranked_entries(connection, [while_away.id]) == []
    await change_to(pg, one, CHANGES[change])
    await boards.judge_user(one)
    expected = [(one, (while_away if counts else before).final_score), (other, others.final_score)]
    assert await scores(boards) == ("redis", expected)
    assert await scores(without_redis) == ("postgres", expected)
    await boards.add(after := await play(pg, one, words=99))
    assert (await scores(boards))[1][0] == (one, after.final_score)


@both
async def test_a_change_that_nobody_told_of_is_noticed(pg: asyncpg.Pool, boards: Boards, change: str) -> None:
    one = await add_player(pg)
    await boards.add(game := await play(pg, one))
    await change_to(pg, one, change)
    assert await scores(boards) == ("postgres", [])
    await boards.upkeep.look()
    assert await scores(boards) == ("redis", [])
    await change_to(pg, one, CHANGES[change])
    boards.upkeep.miss(None)
    await boards.upkeep.look()
    assert await scores(boards) == ("redis", [(one, game.final_score)])


async def test_a_rebuild_takes_in_who_was_off_and_may_stand_again(pg: asyncpg.Pool, boards: Boards) -> None:
    one = await add_player(pg, is_bot=True)
    game = await play(pg, one)
    await boards.judge_user(one)
    await change_to(pg, one, "is_bot = false")
    await boards.rebuild()
    assert await scores(boards) == ("redis", [(one, game.final_score)])
