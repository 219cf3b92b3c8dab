"""What play writes and readers see, from Redis and from PostgreSQL."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import asyncpg
import pytest
from redis.asyncio import Redis

from game.terms import Metric, Period
from server.leaderboards import Boards
from server.leaderboards.answers import LeaderboardOut
from server.leaderboards.board import Board, Entry, span_of
from server.leaderboards.standings import Move, Window
from server.leaderboards.store import Store, member
from server.leaderboards.truth import slice_query
from server.settings import Settings
from tests.leaderboards.boards import DIFFICULTIES, LANGUAGES, NOW, dump, model, open_boards, play, play_many
from tests.results.games import add_player, delete_player, register

EVERY_BOARD = list(product(Metric, Period, (None, *LANGUAGES), (None, *DIFFICULTIES)))
TOP = Window(limit=20)


async def top(boards: Boards, window: Window = TOP, period: Period = Period.ALL) -> LeaderboardOut:
    return await boards.page(Metric.SCORE, period, None, None, window)


def users(page: LeaderboardOut) -> list[str]:
    return [entry.user_id for entry in page.entries]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_redis_and_postgres_give_the_same_pages_as_the_model(
    pg: asyncpg.Pool, boards: Boards, without_redis: Boards, seed: int
) -> None:
    games = await play_many(pg, seed)
    for game in random.Random(seed).sample(games, len(games)):
        await boards.add(game)
    outsider = await add_player(pg)
    viewers = [games[0].user_id, games[7].user_id, outsider, None]
    for board in EVERY_BOARD:
        places = model(games, *board)
        for viewer in viewers:
            rank = next((number for number, place in enumerate(places) if place[0] == viewer), None)
            for window in (
                Window(5, 0, viewer),
                Window(3, 4, viewer),
                Window(100, 200, viewer),
                Window(4, 9, viewer, True),
            ):
                page = await boards.page(*board, window)
                same = await without_redis.page(*board, window)
                assert page.source == "redis" and same.source == "postgres"
                assert replace(page, source="postgres", version=None) == same
                first = window.offset
                if window.around_viewer:
                    first = 0 if rank is None else max(0, min(rank - 2, len(places) - 4))
                shown = [(entry.user_id, entry.value) for entry in page.entries]
                assert shown == places[first : first + window.limit]
                assert [entry.rank for entry in page.entries] == list(range(first + 1, first + 1 + len(shown)))
                assert page.total == len(places)
                assert (page.me and page.me.rank - 1) == rank


async def test_the_same_player_stands_once_with_the_best_game(pg: asyncpg.Pool, boards: Boards) -> None:
    user_id = await add_player(pg)
    good, bad = await play(pg, user_id, words=90), await play(pg, user_id, words=30)
    for game in (good, bad, good):
        await boards.add(game)
    (entry,) = (await top(boards)).entries
    assert (entry.result_id, entry.session_id) == (good.id, good.session_id)
    assert (entry.value, entry.ended_at, entry.rank) == (good.final_score, good.ended_at, 1)
    assert (entry.language, entry.difficulty, entry.waves_completed) == (good.language, good.difficulty, 2)
    assert (entry.net_wpm, entry.key_accuracy_percentage) == (good.net_wpm, good.key_accuracy_percentage)


async def test_an_unranked_game_is_on_no_board(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    await boards.add(await play(pg, await add_player(pg), end_reason="abandoned"))
    assert await dump(redis, settings.redis_prefix) == {}


async def test_equal_values_go_to_the_earlier_second_then_to_the_greater_user_id(
    pg: asyncpg.Pool, boards: Boards
) -> None:
    second = NOW.replace(microsecond=0) - timedelta(seconds=9)
    first, late, early = sorted([await add_player(pg) for _ in range(3)])
    await boards.add(await play(pg, late, second + timedelta(milliseconds=990)))
    await boards.add(await play(pg, early, second + timedelta(milliseconds=995)))
    await boards.add(await play(pg, first, second - timedelta(milliseconds=1)))
    assert users(await top(boards)) == [first, early, late]


async def test_day_and_week_boards_expire_and_those_of_all_time_do_not(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    await boards.add(await play(pg, await add_player(pg)))
    kept = await dump(redis, settings.redis_prefix)
    assert len(kept) == 12 * len(Metric) + 1  # the boards, and their sizes
    for period in Period:
        span = span_of(period, NOW)
        expected = int(span.end.timestamp()) + 3600 if span.end else -1
        assert {expires for key, (_, expires) in kept.items() if f":{span.label}:" in key} == {expected}


async def test_a_late_write_to_a_day_that_is_over_is_skipped(
    pg: asyncpg.Pool, redis: Redis, settings: Settings
) -> None:
    tuesday = datetime(2026, 11, 17, 0, 0, 5, tzinfo=UTC)
    boards = open_boards(pg, redis, settings, now=tuesday)
    await boards.add(await play(pg, await add_player(pg), tuesday - timedelta(seconds=10)))
    written = await dump(redis, settings.redis_prefix)
    assert not [key for key in written if ":day:" in key]
    assert [key for key in written if ":all:" in key]


async def test_a_deleted_player_is_off_every_board_at_once_and_stays_off(
    pg: asyncpg.Pool, boards: Boards, without_redis: Boards, redis: Redis, settings: Settings
) -> None:
    leaving, staying = await add_player(pg), await add_player(pg)
    game = await play(pg, leaving, words=90)
    await boards.add(game)
    await boards.add(await play(pg, staying))
    await delete_player(pg, leaving)
    assert users(await top(without_redis)) == [staying]
    await boards.remove_user(leaving)
    await boards.add(game)  # a process that had the game in its hands
    for period in Period:
        assert users(await top(boards, period=period)) == [staying]
    await boards.rebuild()
    assert str(member(leaving)) not in str(await dump(redis, settings.redis_prefix))


async def test_a_reader_between_a_deletion_and_its_removal_sees_no_deleted_player(
    pg: asyncpg.Pool, boards: Boards
) -> None:
    leaving, staying = await add_player(pg), await add_player(pg)
    for user_id in (leaving, staying):
        await boards.add(await play(pg, user_id))
    await delete_player(pg, leaving)
    page = await top(boards)
    assert (users(page), page.source) == ([staying], "postgres")
    await boards.upkeep.look()
    page = await top(boards)
    assert (users(page), page.source) == ([staying], "redis")


async def test_a_guest_enters_the_boards_by_registering(pg: asyncpg.Pool, boards: Boards) -> None:
    guest = await add_player(pg, is_guest=True)
    best, short = await play(pg, guest), await play(pg, guest, game_ms=9_000, words=200)
    for game in (best, short):
        await boards.add(game)
    assert users(await top(boards)) == []
    await register(pg, guest)
    await boards.add_user(guest)
    (entry,) = (await top(boards)).entries
    assert entry.result_id == best.id


async def test_a_changed_name_is_shown(pg: asyncpg.Pool, boards: Boards, without_redis: Boards) -> None:
    user_id = await add_player(pg, display_name="Before")
    await boards.add(await play(pg, user_id))
    await pg.execute("UPDATE users SET display_name = 'After' WHERE id = $1", user_id)
    assert (await top(boards)).entries[0].display_name == "After"
    assert (await top(without_redis)).entries[0].display_name == "After"


async def test_around_me_far_down_is_centred(pg: asyncpg.Pool, boards: Boards) -> None:
    players = [await add_player(pg) for _ in range(9)]
    for number, user_id in enumerate(players):
        await boards.add(await play(pg, user_id, words=100 - number))
    window = Window(limit=3, viewer_id=players[5], around_viewer=True)
    page = await top(boards, window)
    assert page.me is not None
    assert users(page) == players[4:7] and page.me.rank == 6
    assert users(await top(boards, replace(window, viewer_id=players[8]))) == players[6:9]
    assert users(await top(boards, replace(window, viewer_id=players[0]))) == players[0:3]


async def test_a_write_that_its_caller_gave_up_is_taken_in_later(
    pg: asyncpg.Pool, redis: Redis, settings: Settings
) -> None:
    started = asyncio.Event()

    class SlowOnce(Store):
        async def write(self, entries: Iterable[Entry], now: datetime) -> list[Move]:
            if not started.is_set():
                started.set()
                await asyncio.Event().wait()
            return await super().write(entries, now)

    boards = open_boards(pg, redis, settings, make_store=SlowOnce)
    await boards.upkeep.look()
    game = await play(pg, await add_player(pg))
    adding = asyncio.create_task(boards.add(game))
    await started.wait()
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    await boards.upkeep.look()
    page = await top(boards)
    assert (page.source, page.total) == ("redis", 1)
    await boards.close()


async def test_a_page_from_postgres_reads_no_user_who_stands(pg: asyncpg.Pool) -> None:
    """However many there are: the few others have an index of their own."""
    board = Board(Metric.SCORE, span_of(Period.ALL, NOW), None, None)
    query, args = slice_query(board, TOP)
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL enable_seqscan = off")  # of a small table PostgreSQL reads all
        rows = await connection.fetch(f"EXPLAIN {query}", *args)
    plan = "\n".join(row[0] for row in rows)
    assert "users_off_boards_idx" in plan
    assert "users_pkey" not in plan
