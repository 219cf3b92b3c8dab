"""No repeats: what a player was served lately does not come again, over all their games."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import pytest

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.library import draw
from server.library.rotation import LEFT_TO_CHOOSE, RECENT_LIMIT
from server.library.versions import Attributes, change, latest, supersede, writing
from tests.results.games import add_player, delete_player, start_game
from tests.snippets import AddSnippet, code, content_of

BUCKET = ("PYTHON", "NORMAL")


async def bucket_of(add_snippet: AddSnippet, size: int) -> list[str]:
    return [await add_snippet(code(number)) for number in range(size)]


async def drawn(
    pg: Pool,
    game: str | None,
    had: Sequence[str] = (),
    begun: Sequence[str] | None = None,
    bucket: tuple[str, str] = BUCKET,
) -> str:
    found = await draw(pg, *bucket, had, game=game, begun=had if begun is None else begun)
    assert found is not None
    return found.id


async def play(pg: Pool, player: str, waves: int, bucket: tuple[str, str] = BUCKET) -> list[str]:
    """A game as play draws it, two waves ahead; returns what its player saw."""
    game = await start_game(pg, player, *bucket)
    had: list[str] = [await drawn(pg, game, bucket=bucket)]
    for begun in range(1, waves + 1):
        while len(had) < begun + 2:
            had.append(await drawn(pg, game, had, had[:begun], bucket))
    return had[:waves]


def repeats(seen: Sequence[str], within: int) -> list[int]:
    return [place for place, one in enumerate(seen) if one in seen[max(0, place - within) : place]]


@pytest.mark.parametrize("size", [6, 12, 30, 70])
async def test_an_evening_meets_no_repeat_within_the_bound(pg: Pool, add_snippet: AddSnippet, size: int) -> None:
    await bucket_of(add_snippet, size)
    player, dice = await add_player(pg), random.Random(size)
    bound = min(RECENT_LIMIT, size - LEFT_TO_CHOOSE)
    seen = [one for _ in range(10) for one in await play(pg, player, dice.randint(5, 9))]
    assert len(seen) > bound
    assert repeats(seen, bound) == []


@pytest.mark.long
@pytest.mark.shipped_library
async def test_an_evening_in_the_shipped_library_meets_no_repeat(pg: Pool) -> None:
    """Ten games in every language and difficulty, side by side with another player's."""
    sizes = await pg.fetch("SELECT language, difficulty, count(*) FROM code_snippets GROUP BY language, difficulty")
    assert len(sizes) == len(Language) * len(Difficulty)
    ada, bob = await add_player(pg), await add_player(pg)
    for language, difficulty, size in sizes:
        bucket = (language, difficulty)
        seen: list[str] = []
        for _ in range(10):
            seen += (await asyncio.gather(play(pg, ada, 7, bucket), play(pg, bob, 3, bucket)))[0]
        assert repeats(seen, min(RECENT_LIMIT, size - LEFT_TO_CHOOSE)) == []


async def test_without_a_player_nothing_is_avoided_or_kept(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = await bucket_of(add_snippet, 6)
    await pg.execute("UPDATE code_snippets SET usage_count = 100 WHERE id <> $1", ids[0])
    assert [await drawn(pg, None) for _ in range(3)] == [ids[0]] * 3
    assert await pg.fetchval("SELECT count(*) FROM recent_snippets") == 0


async def test_another_player_s_games_avoid_nothing(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = await bucket_of(add_snippet, 6)
    await pg.execute("UPDATE code_snippets SET usage_count = 100 WHERE id <> $1", ids[0])
    ada, bob = await add_player(pg), await add_player(pg)
    assert (await play(pg, ada, 1))[0] == ids[0]
    assert await drawn(pg, await start_game(pg, bob)) == ids[0]
    assert await drawn(pg, await start_game(pg, ada)) != ids[0]


async def test_what_was_drawn_ahead_and_never_shown_may_come(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = await bucket_of(add_snippet, 8)
    await pg.execute("UPDATE code_snippets SET usage_count = 100 WHERE id <> ALL($1::uuid[])", ids[:2])
    player = await add_player(pg)
    game = await start_game(pg, player)
    shown = await drawn(pg, game)
    ahead = await drawn(pg, game, [shown])
    assert {shown, ahead} == set(ids[:2])
    assert await drawn(pg, await start_game(pg, player)) == ahead


async def test_the_unfinished_game_counts_too(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = await bucket_of(add_snippet, 10)
    player = await add_player(pg)
    first, second = await start_game(pg, player), await start_game(pg, player)
    seen = [await drawn(pg, first)]
    for _ in range(3):
        seen.append(await drawn(pg, first, seen))
    await drawn(pg, first, seen)
    assert await drawn(pg, second) in set(ids) - set(seen)


async def test_a_language_and_difficulty_of_its_own(pg: Pool, add_snippet: AddSnippet) -> None:
    await bucket_of(add_snippet, 6)
    for number in range(6):
        await add_snippet(f"let a = b + {number};", language="JAVASCRIPT")
    player = await add_player(pg)
    await play(pg, player, 3)
    game = await start_game(pg, player, "JAVASCRIPT")
    found = await draw(pg, "JAVASCRIPT", "NORMAL", game=game)
    assert found is not None
    await draw(pg, "JAVASCRIPT", "NORMAL", [found.id], game=game, begun=[found.id])
    rows = await pg.fetch("SELECT language, cardinality(snippet_ids) AS many FROM recent_snippets ORDER BY language")
    assert [tuple(row) for row in rows] == [("PYTHON", 3), ("JAVASCRIPT", 1)]


async def test_a_bucket_of_five_repeats_rather_than_ends(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = await bucket_of(add_snippet, LEFT_TO_CHOOSE)
    player = await add_player(pg)
    seen = [one for _ in range(4) for one in await play(pg, player, 7)]
    assert set(seen) == set(ids)


async def test_a_game_longer_than_its_bucket_still_has_no_repeat_within_the_bound(
    pg: Pool, add_snippet: AddSnippet
) -> None:
    await bucket_of(add_snippet, 9)
    seen = await play(pg, await add_player(pg), 25)
    assert repeats(seen, 9 - LEFT_TO_CHOOSE) == []


async def test_a_new_version_is_avoided_as_the_one_it_supersedes(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = await bucket_of(add_snippet, 8)
    player = await add_player(pg)
    (seen,) = await play(pg, player, 1)
    async with writing(pg) as connection:
        newer = await supersede(connection, await latest(connection, seen), content_of(code(99)))
    await pg.execute("UPDATE code_snippets SET usage_count = 100 WHERE id <> $1", newer.id)
    assert await drawn(pg, await start_game(pg, player)) in set(ids) - {seen}
    assert await drawn(pg, None) == newer.id


async def test_no_more_than_the_bound_is_kept_and_what_comes_again_moves_to_the_front(
    pg: Pool, add_snippet: AddSnippet
) -> None:
    await bucket_of(add_snippet, RECENT_LIMIT + 8)
    player = await add_player(pg)
    seen = [one for _ in range(9) for one in await play(pg, player, 7)]
    kept = await pg.fetchval("SELECT snippet_ids FROM recent_snippets")
    assert list(kept) == list(dict.fromkeys(reversed(seen)))[:RECENT_LIMIT]


async def test_deactivated_snippets_shrink_the_bound(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = await bucket_of(add_snippet, 12)
    player = await add_player(pg)
    await play(pg, player, 7)
    for one in ids[:6]:
        async with writing(pg) as connection:
            await change(connection, await latest(connection, one), Attributes(is_active=False))
    assert await drawn(pg, await start_game(pg, player)) in ids[6:]


async def test_games_of_one_player_at_once_forget_nothing(pg: Pool, add_snippet: AddSnippet) -> None:
    await bucket_of(add_snippet, 40)
    player = await add_player(pg)
    seen = await asyncio.gather(*(play(pg, player, 5) for _ in range(3)))
    kept = await pg.fetchval("SELECT snippet_ids FROM recent_snippets")
    assert set(kept) == {one for game in seen for one in game}


async def test_a_player_removed_for_good_takes_the_list_along(pg: Pool, add_snippet: AddSnippet) -> None:
    await bucket_of(add_snippet, 6)
    player = await add_player(pg)
    await play(pg, player, 2)
    await delete_player(pg, player)
    await pg.execute("DELETE FROM users WHERE id = $1", player)
    assert await pg.fetchval("SELECT count(*) FROM recent_snippets") == 0
