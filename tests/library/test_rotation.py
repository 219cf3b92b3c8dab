"""The rotation: fair, counted as it draws, never held up by a lock that it could go round."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from server.infra.postgres import Pool
from server.library import draw, snippet
from server.library.versions import Attributes, change, latest, writing
from tests.live import PATIENCE_S
from tests.snippets import AddSnippet, code

BUCKET = ("PYTHON", "NORMAL")


async def counts(pg: Pool) -> list[int]:
    rows = await pg.fetch("SELECT usage_count FROM code_snippets WHERE is_active ORDER BY usage_count")
    return [row["usage_count"] for row in rows]


async def drawn(pg: Pool, exclude: list[str] | None = None) -> str:
    found = await draw(pg, *BUCKET, exclude or [])
    assert found is not None
    return found.id


async def test_a_draw_gives_what_a_game_needs_and_counts_it(pg: Pool, add_snippet: AddSnippet) -> None:
    snippet_id = await add_snippet("total = price * 2")
    found = await draw(pg, *BUCKET)
    assert found is not None
    assert (found.id, found.language, found.difficulty, found.version) == (snippet_id, *BUCKET, 1)
    assert (found.text, found.expected_wpm, found.category) == ("total = price * 2", 40.0, "variables")
    assert found.words[:2] == [[0, 5, "name"], [6, 7, "operator"]]
    assert await counts(pg) == [1]


async def test_reading_one_by_id_counts_nothing(pg: Pool, add_snippet: AddSnippet) -> None:
    snippet_id = await add_snippet()
    found = await snippet(pg, snippet_id)
    assert found is not None
    assert found.text == code(0)
    assert await snippet(pg, "00000000-0000-4000-8000-000000000000") is None
    assert await counts(pg) == [0]


async def test_an_empty_bucket_draws_nothing(pg: Pool, add_snippet: AddSnippet) -> None:
    await add_snippet(code(1), is_active=False)
    await add_snippet(code(2), difficulty="HARD")
    await add_snippet("let a = b + c;", language="JAVASCRIPT")
    assert await draw(pg, *BUCKET) is None


async def test_the_least_used_comes_first(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = [await add_snippet(code(number), usage_count=10 + number) for number in range(3)]
    assert await drawn(pg) == ids[0]
    assert {await drawn(pg), await drawn(pg)} == set(ids[:2])
    assert await counts(pg) == [12, 12, 12]


async def test_equals_come_in_any_order(pg: Pool, add_snippet: AddSnippet) -> None:
    for number in range(6):
        await add_snippet(code(number))
    rounds = [tuple([await drawn(pg) for _ in range(6)]) for _ in range(5)]
    assert all(len(set(one)) == 6 for one in rounds), "each round has every snippet once"
    assert len(set(rounds)) > 1, "with 720 orders, five equal ones would be no chance"


async def test_what_a_game_had_does_not_come_again_while_another_is_left(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = [await add_snippet(code(number), usage_count=number * 100) for number in range(4)]
    had: list[str] = []
    for _ in ids:
        had.append(await drawn(pg, had))
    assert had == ids


async def test_when_a_game_had_everything_the_latest_alone_is_spared(pg: Pool, add_snippet: AddSnippet) -> None:
    first, second = [await add_snippet(code(number), usage_count=number * 100) for number in range(2)]
    assert [await drawn(pg, [second, first]) for _ in range(3)] == [second] * 3
    assert await drawn(pg, [first, second]) == first


async def test_a_game_whose_bucket_holds_one_snippet_gets_it_again(pg: Pool, add_snippet: AddSnippet) -> None:
    only = await add_snippet()
    assert [await drawn(pg, [only]) for _ in range(3)] == [only] * 3


async def test_a_locked_snippet_is_gone_round(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = [await add_snippet(code(number)) for number in range(2)]
    async with pg.acquire() as other, other.transaction():
        await other.execute("SELECT FROM code_snippets WHERE id = $1 FOR UPDATE", ids[0])
        assert await asyncio.wait_for(drawn(pg), 5) == ids[1]


async def test_when_all_are_locked_a_draw_waits_for_one(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = {await add_snippet(code(number)) for number in range(2)}
    async with pg.acquire() as other:
        async with other.transaction():
            await other.execute("SELECT FROM code_snippets FOR UPDATE")
            waiting = asyncio.create_task(drawn(pg))
            await until_somebody_waits(pg)
            assert not waiting.done()
        assert await asyncio.wait_for(waiting, PATIENCE_S) in ids


async def test_a_draw_held_open_does_not_let_the_others_run_ahead(pg: Pool, add_snippet: AddSnippet) -> None:
    """With SKIP LOCKED alone, the free snippet would be drawn on and on while the other stays at 0."""
    for number in range(2):
        await add_snippet(code(number))
    async with pg.acquire() as other:
        async with other.transaction():
            held = await draw(other, *BUCKET)
            assert held is not None
            free = [await drawn(pg), await drawn(pg)]
            assert held.id not in free
            waiting = asyncio.create_task(drawn(pg))
            await until_somebody_waits(pg)
            assert await counts(pg) == [0, 2]
        assert await asyncio.wait_for(waiting, PATIENCE_S) == held.id
    assert await counts(pg) == [2, 2]


async def until_somebody_waits(pg: Pool) -> None:
    """Returns once a statement in the test's database waits for a lock."""
    waits = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with asyncio.timeout(PATIENCE_S):
        while not await pg.fetchval(f"SELECT EXISTS ({waits})"):
            pass


async def test_concurrent_draws_never_differ_by_more_than_two(pg: Pool, add_snippet: AddSnippet) -> None:
    """Draws, held transactions, roll-backs and newcomers at once, watched all the while."""
    for number in range(5):
        await add_snippet(code(number))
    dice = random.Random(20261121)
    spreads: list[int] = []
    tally: Counter[str] = Counter()

    async def play(draws: int) -> None:
        for _ in range(draws):
            tally[await drawn(pg)] += 1

    async def hold_open(draws: int) -> None:
        for _ in range(draws):
            async with pg.acquire() as connection:
                transaction = connection.transaction()
                await transaction.start()
                found = await draw(connection, *BUCKET)
                assert found is not None
                await asyncio.sleep(0)
                if dice.random() < 0.3:
                    await transaction.rollback()
                else:
                    await transaction.commit()
                    tally[found.id] += 1

    async def edit() -> None:
        for number in range(5, 10):
            added = await add_snippet(code(number))
            async with writing(pg) as connection:
                await change(connection, await latest(connection, added), Attributes(is_active=number % 2 == 0))
            async with writing(pg) as connection:
                await change(connection, await latest(connection, added), Attributes(is_active=True))

    async def watch() -> None:
        while True:
            seen = await counts(pg)
            spreads.append(seen[-1] - seen[0])

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(play(60) for _ in range(5)), hold_open(40), hold_open(40), edit())
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert len(spreads) > 20
    assert max(spreads) <= 2
    first_five = await pg.fetch(
        "SELECT id, usage_count FROM code_snippets WHERE category = 'variables' AND version = 1"
    )
    assert len(first_five) == 10
    assert all(row["usage_count"] >= tally[row["id"]] for row in first_five), "every draw was counted"
