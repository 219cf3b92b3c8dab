"""How rare achievements are: counted now and then, read without counting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from server.infra.postgres import Pool
from server.progress import JourneyReader, counting
from server.progress.journey import Tallies
from server.progress.rarity import RESTS
from tests.results.games import add_player

NOW = datetime(2026, 11, 27, tzinfo=UTC)


async def earn(pg: Pool, player: str, *slugs: str) -> None:
    await pg.execute(
        """
        INSERT INTO user_journeys
            (user_id, xp, streak_days, streak_longest, tallies, events, folded_at, folded_id, rules)
        VALUES ($1, 10, 0, 0, $2, 1, now(), '', '')
        """,
        player,
        Tallies().as_json(),
    )
    await pg.executemany(
        "INSERT INTO user_achievements (user_id, achievement, unlocked_at) VALUES ($1, $2, now())",
        [(player, slug) for slug in slugs],
    )


async def shares(pg: Pool, player: str | None = None) -> tuple[int, dict[str, float]]:
    """The players, and the shares that are not zero."""
    found = await JourneyReader(pg).achievements(player)
    return found.players, {one.slug: one.share for one in found.achievements if one.share}


async def test_people_are_counted_and_robots_are_not(pg: Pool) -> None:
    ada, bob, cleo, robot = [await add_player(pg) for _ in range(4)]
    await pg.execute("UPDATE users SET is_bot = true WHERE id = $1", robot)
    await earn(pg, ada, "first-game", "forty-wpm")
    await earn(pg, bob, "first-game")
    await earn(pg, cleo)
    await earn(pg, robot, "first-game", "forty-wpm", "week")
    assert await shares(pg) == (0, {})
    assert await shares(pg, ada) == (0, {"first-game": 1, "forty-wpm": 1}), "one's own is never nobody's"
    await counting(pg).work(NOW)
    assert await shares(pg) == (3, {"first-game": 2 / 3, "forty-wpm": 1 / 3})
    await pg.execute("UPDATE users SET is_bot = NOT is_bot WHERE id = ANY($1::uuid[])", [bob, robot])
    await pg.execute("DELETE FROM users WHERE id = $1", cleo)
    await counting(pg).work(NOW)
    assert await shares(pg) == (2, {"first-game": 1, "forty-wpm": 1, "week": 1 / 2})


async def test_a_process_rests_after_a_count_by_what_it_took(pg: Pool) -> None:
    clock = iter([0.0, 1.5, 100.0, 100.0])
    work = counting(pg, lambda: next(clock)).work
    await work(NOW)
    await earn(pg, await add_player(pg), "first-game")
    rest = RESTS * timedelta(seconds=1.5)
    await work(NOW + rest - timedelta(seconds=1))
    assert await shares(pg) == (0, {})
    await work(NOW + rest)
    assert await shares(pg) == (1, {"first-game": 1})


async def test_a_count_changes_no_row_for_nothing(pg: Pool) -> None:
    await earn(pg, await add_player(pg), "first-game")
    await counting(pg).work(NOW)
    versions = "SELECT xmin::text FROM achievements ORDER BY slug"
    before = await pg.fetch(versions)
    await counting(pg).work(NOW)
    assert await pg.fetch(versions) == before
