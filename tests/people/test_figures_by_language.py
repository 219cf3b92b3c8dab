"""The figures of each language and the bests of each kind are kept, and are what the games say: after each end, verdict
and registration."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta

import asyncpg
import pytest

from game.terms import Verdict
from server.people.progress import LanguageProgress, progress
from server.play import rank_rule
from server.proof.statistics import statistics_pages
from server.results import rank_registered, rejudge
from server.results.bests import bests_of
from server.results.languages import sum_up
from tests.leaderboards.boards import NOW, play, play_many
from tests.results.games import add_player, register

READ_GAMES = "UPDATE games_by_language SET is_summed = false, sum_wpm = 0"  # as before there were figures


async def shown(pg: asyncpg.Pool, user_id: str, *, ranked_only: bool) -> list[LanguageProgress]:
    return (await progress(pg, user_id, None, ranked_only=ranked_only)).languages


async def both(pg: asyncpg.Pool, user_id: str) -> list[LanguageProgress]:
    """To their player, and to others."""
    return [*await shown(pg, user_id, ranked_only=False), *await shown(pg, user_id, ranked_only=True)]


async def assert_true(pg: asyncpg.Pool, user_id: str) -> None:
    """A profile that reads what is kept is one that reads the games."""
    assert [one async for _, page in statistics_pages(pg) for one in page] == []
    ids = [row["id"] for row in await pg.fetch("SELECT id FROM game_results WHERE user_id = $1", user_id)]
    kept, bests = await both(pg, user_id), [await bests_of(pg, one) for one in ids]
    await pg.execute(READ_GAMES)
    counted = await both(pg, user_id)
    assert bests == [await bests_of(pg, one) for one in ids]
    assert [one.language for one in kept] == [one.language for one in counted]
    for one, other in zip(kept, counted, strict=True):
        assert astuple(one)[2:-1] == pytest.approx(astuple(other)[2:-1])
        assert one.last_ended_at == other.last_ended_at
    assert await sum_up(pg) == await pg.fetchval("SELECT count(DISTINCT user_id) FROM games_by_language")
    assert await sum_up(pg) == 0
    assert await pg.fetchval("SELECT bool_and(is_summed) FROM games_by_language")


async def test_a_game_is_added_whether_it_is_ranked_or_not(pg: asyncpg.Pool) -> None:
    games = await play_many(pg, 1, players=2, games=40)
    assert {game.ranked for game in games} == {True, False}
    await assert_true(pg, games[0].user_id)


async def test_a_verdict_and_an_approval_are_followed(pg: asyncpg.Pool) -> None:
    games = await play_many(pg, 2, players=1, games=10)
    ranked = [game for game in games if game.ranked]
    for verdict in (Verdict.REJECTED, Verdict.FLAGGED, Verdict.APPROVED):
        async with pg.acquire() as connection, connection.transaction():
            assert await rejudge(connection, ranked[0].id, verdict, rank_rule) is not None
        await assert_true(pg, games[0].user_id)


async def test_the_only_game_of_a_language_that_is_rejected_leaves_no_row(pg: asyncpg.Pool) -> None:
    game = await play(pg, await add_player(pg), language="RUST")
    async with pg.acquire() as connection, connection.transaction():
        await rejudge(connection, game.id, Verdict.REJECTED, rank_rule)
    assert await pg.fetchval("SELECT count(*) FROM games_by_language") == 0


async def test_a_guest_who_registers_has_ranked_figures(pg: asyncpg.Pool) -> None:
    guest = await add_player(pg, is_guest=True)
    await play(pg, guest)
    await play(pg, guest, words=50)
    assert [one.total_games for one in await shown(pg, guest, ranked_only=True)] == []
    await register(pg, guest)
    await rank_registered(pg, [guest])
    assert [one.total_games for one in await shown(pg, guest, ranked_only=True)] == [2]
    await assert_true(pg, guest)


async def test_the_newest_game_is_compared_with_what_is_kept(pg: asyncpg.Pool) -> None:
    """And not with the games before it, which are hidden here."""
    player = await add_player(pg)
    for words, language in (50, "GO"), (40, "RUST"), (45, "GO"):
        await play(pg, player, NOW - timedelta(days=3, seconds=words), language=language, words=words)
    newest = await play(pg, player, language="RUST", words=60)
    before = await bests_of(pg, newest.id)
    assert (before.earlier.all, before.earlier.kind) == (3, 1)
    assert {(one.measure, one.scope) for one in before.new} >= {("final_score", "all"), ("final_score", "kind")}
    hide = "UPDATE game_results SET ranked = false, unranked_reason = 'verdict' WHERE id <> $1"
    await pg.execute("ALTER TABLE game_results DISABLE TRIGGER USER")
    await pg.execute(hide, newest.id)
    assert await bests_of(pg, newest.id) == before


async def test_a_game_that_is_saved_late_is_among_those_before(pg: asyncpg.Pool) -> None:
    player = await add_player(pg)
    await play(pg, player, NOW - timedelta(hours=2), words=30)
    newest = await play(pg, player, NOW, words=50)
    await play(pg, player, NOW - timedelta(hours=1), words=45)
    assert (await bests_of(pg, newest.id)).earlier.all == 2
    (best,) = [one for one in (await bests_of(pg, newest.id)).new if (one.measure, one.scope) == ("net_wpm", "all")]
    assert best.previous == pytest.approx(45 / 50 * best.value, rel=0.1)
    await assert_true(pg, player)
