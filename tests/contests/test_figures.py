"""How many take part in contests that are listed, and when that is counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.contests import views
from server.contests.figures import COUNTED_ANEW, KEPT_S, KeptFigures
from server.contests.requests import ContestsQuery
from server.contests.rows import ContestView
from server.infra.postgres import Connection, Pool
from server.results import record
from tests.results.games import add_player, finished, start_game, totals

_MAKE = """
INSERT INTO contests (
    slug, title, language, difficulty, waves, keys, starts_at, duration_s, created_at, updated_at, fixed_at
)
SELECT $1, $1, 'PYTHON', 'NORMAL', '{}', '{200}', now() - interval '1 hour', CASE WHEN $2 THEN 60 ELSE 7200 END,
    now() - interval '1 day', now() - interval '1 day', CASE WHEN $2 THEN now() - interval '1 minute' END
"""
_CROWD = """
WITH crowd AS (
    INSERT INTO users (username, email, password_hash, display_name)
    SELECT $1 || n, $1 || n || '@example.com', '!', 'Somebody' FROM generate_series(1, $2) n RETURNING id
)
INSERT INTO contest_participations (contest_slug, user_id, joined_at)
SELECT $1, id, now() - interval '1 hour' FROM crowd
"""
_JOIN = """
INSERT INTO contest_participations (contest_slug, user_id, joined_at) VALUES ($1, $2, now() - $3::text::interval)
"""
_END = "UPDATE contests SET duration_s = 60, fixed_at = now()"
_COUNTS = "FROM contest_participations p JOIN users"  # what a statement says that counts


class Lists:
    """Reads the list by one connection and hears how often it counts."""

    def __init__(self, connection: Connection) -> None:
        self.now_s, self.counted = 100.0, 0
        self.connection = connection
        self.kept = KeptFigures(lambda: self.now_s)
        connection.add_query_logger(self._heard)

    def _heard(self, said: Any) -> None:
        self.counted += _COUNTS in said.query

    async def looked_at(self, user_id: str | None = None) -> dict[str, ContestView]:
        page = await views.page(self.connection, self.kept, user_id, ContestsQuery(page=1, per_page=20))
        return {one.contest.slug: one for one in page.items}

    async def participants(self, slug: str, user_id: str | None = None) -> int:
        return (await self.looked_at(user_id))[slug].contest.participants


@pytest.fixture
async def lists(pg: Pool) -> AsyncIterator[Lists]:
    async with pg.acquire() as connection:
        yield Lists(connection)


async def contest(pg: Pool, slug: str, players: int, *, is_over: bool = False) -> None:
    """Running, or over a minute ago, and joined by so many an hour ago."""
    await pg.execute(_MAKE, slug, is_over)
    await pg.execute(_CROWD, slug, players)


async def result_of(pg: Pool, slug: str, words: int) -> tuple[str, str]:
    """A new player and their result in a contest, which were there an hour ago."""
    player = await add_player(pg)
    session = await start_game(pg, player)
    result = await record(pg, finished(session, player, totals=totals(words)))
    assert result is not None
    await pg.execute(_JOIN, slug, player, "2 hours")
    await pg.execute("UPDATE contest_participations SET session_id = $1 WHERE user_id = $2", session, player)
    await pg.execute(
        "UPDATE game_sessions SET started_at = now() - interval '2 hours', ended_at = now() - interval '1 hour'"
        " WHERE id = $1",
        session,
    )
    await pg.execute("UPDATE game_results SET created_at = now() - interval '1 hour' WHERE id = $1", result.id)
    return player, result.id


async def test_a_large_contest_is_counted_once_a_minute_for_all_readers(pg: Pool, lists: Lists) -> None:
    await contest(pg, "large", COUNTED_ANEW)
    reader = await add_player(pg)
    for one in (None, None, reader, None):
        assert await lists.participants("large", one) == COUNTED_ANEW
    assert lists.counted == 1
    await pg.execute(_JOIN, "large", await add_player(pg), "0 s")
    assert (await lists.participants("large", reader), lists.counted) == (COUNTED_ANEW, 1)
    lists.now_s += KEPT_S
    assert (await lists.participants("large", reader), lists.counted) == (COUNTED_ANEW + 1, 2)


async def test_a_small_contest_is_exact(pg: Pool, lists: Lists) -> None:
    await contest(pg, "small", COUNTED_ANEW - 2)
    await contest(pg, "large", COUNTED_ANEW)
    for joined in range(2):  # though it stands beside one that is not counted again
        assert await lists.participants("small") == COUNTED_ANEW - 2 + joined
        await pg.execute(_JOIN, "small", await add_player(pg), "0 s")


async def test_one_that_is_over_is_counted_once_a_minute_however_small(pg: Pool, lists: Lists) -> None:
    await contest(pg, "over", 3, is_over=True)
    assert [await lists.participants("over") for _ in range(2)] == [3, 3]
    assert lists.counted == 1


async def test_its_end_is_seen_at_once(pg: Pool, lists: Lists) -> None:
    await contest(pg, "large", COUNTED_ANEW)
    await lists.looked_at()
    await pg.execute(_END)
    await lists.looked_at()
    assert lists.counted == 2


async def test_who_has_just_joined_is_counted_when_they_look(pg: Pool, lists: Lists) -> None:
    await contest(pg, "large", COUNTED_ANEW)
    assert await lists.participants("large") == COUNTED_ANEW
    ada = await add_player(pg)
    await pg.execute(_JOIN, "large", ada, "0 s")
    assert await lists.participants("large") == COUNTED_ANEW, "to others it is a minute old"
    assert await lists.participants("large", ada) == COUNTED_ANEW + 1
    assert await lists.participants("large") == COUNTED_ANEW + 1


async def test_who_has_just_finished_sees_their_rank_among_all(pg: Pool, lists: Lists) -> None:
    await contest(pg, "large", COUNTED_ANEW)
    bob, _ = await result_of(pg, "large", 30)
    eve, _ = await result_of(pg, "large", 50)
    assert await rank_of(lists, bob) == (2, 2)
    ada, result_id = await result_of(pg, "large", 40)
    assert await rank_of(lists, bob) == (2, 2)
    await pg.execute("UPDATE game_results SET created_at = now() WHERE id = $1", result_id)
    assert await rank_of(lists, ada) == (2, 3)
    assert [await rank_of(lists, one) for one in (bob, eve)] == [(3, 3), (1, 3)]


async def rank_of(lists: Lists, user_id: str) -> tuple[int | None, int]:
    seen = (await lists.looked_at(user_id))["large"]
    assert seen.yours is not None
    return seen.yours.rank, seen.contest.finished


async def test_ranks_of_a_list_are_those_of_the_contests_own_page(pg: Pool, lists: Lists) -> None:
    await contest(pg, "large", COUNTED_ANEW)
    played = [await result_of(pg, "large", words) for words in (30, 50, 40, 40)]
    await pg.execute(
        "UPDATE game_results SET verdict = 'rejected', ranked = false, unranked_reason = 'verdict' WHERE id = $1",
        played[1][1],
    )
    await pg.execute("UPDATE users SET is_bot = true WHERE id = $1", played[0][0])
    await lists.looked_at()
    for player, _ in played:
        listed = (await lists.looked_at(player))["large"]
        alone = await views.view(lists.connection, "large", player)
        assert listed.yours == alone.yours
        assert listed.contest.finished == alone.contest.finished == 2
    assert lists.counted == 1 + len(played), "each page of its own counts, and the list does no more"
