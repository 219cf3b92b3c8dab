"""The transaction that ends a game."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from game.scoring import Totals
from server.key_logs import document_of
from server.results import FinishedGame, SessionGone, record
from tests.live import PATIENCE_S
from tests.results.games import START, add_player, delete_player, finished, register, start_game
from tests.rows import one_row

Pool = asyncpg.Pool


async def new_game(pg: Pool, **changes: object) -> FinishedGame:
    user_id = await add_player(pg)
    return finished(await start_game(pg, user_id), user_id, **changes)


async def test_a_saved_game_is_closed_counted_and_kept_with_its_keys(pg: Pool) -> None:
    game = await new_game(pg)
    result = await record(pg, game)
    assert result is not None
    assert (result.total_words_typed, result.playtime_seconds, result.words_per_minute) == (40, 60, 40.0)
    assert result.accuracy_percentage == 36 / 40 * 100
    assert result.score_parts.total == result.final_score
    assert (result.ranked, result.unranked_reason, result.verdict) == (True, None, "clean")
    assert (result.language, result.difficulty, result.end_reason) == ("PYTHON", "NORMAL", "defeated")

    session = await one_row(pg, "SELECT * FROM game_sessions WHERE id = $1", game.session_id)
    typing = await one_row(pg, "SELECT * FROM typing_sessions WHERE game_session_id = $1", game.session_id)
    assert session["ended_at"] == typing["ended_at"] == result.ended_at == game.ended_at
    assert session["is_completed"] and typing["is_completed"]
    assert document_of(typing["key_log"]) == game.key_log
    measured = await one_row(pg, "SELECT * FROM typing_results WHERE session_id = $1", typing["id"])
    assert {name: measured[name] for name in game.measures.__slots__} == {
        name: getattr(game.measures, name) for name in game.measures.__slots__
    }
    statistics = await one_row(pg, "SELECT * FROM user_statistics WHERE user_id = $1", game.user_id)
    assert (statistics["total_games"], statistics["best_score"]) == (1, result.final_score)
    assert (statistics["avg_wpm"], statistics["avg_accuracy"]) == (40.0, 90.0)
    assert statistics["favorite_language"] == "PYTHON"


async def test_saving_again_returns_the_same_row_and_counts_once(pg: Pool) -> None:
    game = await new_game(pg)
    first = await record(pg, game)
    assert await record(pg, replace(game, totals=Totals(correct_words=9, keys_pressed=50))) == first
    assert await pg.fetchval("SELECT total_games FROM user_statistics WHERE user_id = $1", game.user_id) == 1


async def test_saving_twice_at_once_makes_one_row_and_one_count(pg: Pool) -> None:
    game = await new_game(pg)
    rows = await asyncio.gather(*(record(pg, game) for _ in range(8)))
    assert all(row == rows[0] for row in rows) and rows[0] is not None
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 1
    assert await pg.fetchval("SELECT total_games FROM user_statistics WHERE user_id = $1", game.user_id) == 1


@pytest.mark.parametrize("end_reason", ["defeated", "quit", "limit", "cleared"])
async def test_an_ended_game_is_completed(pg: Pool, end_reason: str) -> None:
    game = await new_game(pg, end_reason=end_reason)
    await record(pg, game)
    assert await pg.fetchval("SELECT is_completed FROM game_sessions WHERE id = $1", game.session_id)


async def test_an_abandoned_game_is_counted_and_neither_completed_nor_ranked(pg: Pool) -> None:
    game = await new_game(pg, end_reason="abandoned")
    result = await record(pg, game)
    assert result is not None
    assert (result.ranked, result.unranked_reason) == (False, "abandoned")
    assert not await pg.fetchval("SELECT is_completed FROM game_sessions WHERE id = $1", game.session_id)
    assert await pg.fetchval("SELECT total_games FROM user_statistics WHERE user_id = $1", game.user_id) == 1


async def test_a_game_without_a_key_closes_and_leaves_nothing(pg: Pool) -> None:
    game = await new_game(pg, totals=Totals(), end_reason="quit")
    assert await record(pg, game) is None
    assert await record(pg, game) is None
    session = await one_row(pg, "SELECT * FROM game_sessions WHERE id = $1", game.session_id)
    typing = await one_row(pg, "SELECT * FROM typing_sessions WHERE game_session_id = $1", game.session_id)
    assert session["ended_at"] == typing["ended_at"] == game.ended_at
    assert session["is_completed"]
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0
    assert await pg.fetchval("SELECT count(*) FROM typing_results") == 0
    assert await pg.fetchval("SELECT total_games FROM user_statistics WHERE user_id = $1", game.user_id) == 0


async def test_a_game_of_one_wrong_key_has_a_result(pg: Pool) -> None:
    game = await new_game(pg, totals=Totals(keys_pressed=1), game_ms=400)
    result = await record(pg, game)
    assert result is not None
    assert (result.accuracy_percentage, result.words_per_minute, result.final_score) == (0, 0, 0)
    assert (result.playtime_seconds, result.unranked_reason) == (1, "too_short")


async def test_an_unknown_session_is_gone(pg: Pool) -> None:
    with pytest.raises(SessionGone):
        await record(pg, finished(str(uuid.uuid4()), await add_player(pg)))


async def test_another_users_session_is_gone(pg: Pool) -> None:
    game = await new_game(pg)
    with pytest.raises(SessionGone):
        await record(pg, replace(game, user_id=await add_player(pg)))
    assert await pg.fetchval("SELECT ended_at FROM game_sessions WHERE id = $1", game.session_id) is None


async def test_a_game_ends_no_earlier_than_it_began(pg: Pool) -> None:
    result = await record(pg, await new_game(pg, ended_at=START - timedelta(seconds=2)))
    assert result is not None
    assert result.ended_at == START


async def test_a_missing_typing_session_is_made(pg: Pool) -> None:
    game = await new_game(pg)
    await pg.execute("DELETE FROM typing_sessions")
    await record(pg, game)
    row = await one_row(pg, "SELECT * FROM typing_sessions WHERE game_session_id = $1", game.session_id)
    assert document_of(row["key_log"]) == game.key_log


async def test_a_guest_and_a_deleted_player_are_not_ranked(pg: Pool) -> None:
    guest, deleted = await add_player(pg, is_guest=True), await add_player(pg)
    await delete_player(pg, deleted)
    for user_id in (guest, deleted):
        result = await record(pg, finished(await start_game(pg, user_id), user_id))
        assert result is not None
        assert (result.ranked, result.unranked_reason) == (False, "guest")


async def test_a_good_game_of_a_player_disabled_meanwhile_is_not_ranked(pg: Pool) -> None:
    user_id = await add_player(pg)
    session_id = await start_game(pg, user_id)
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", user_id)
    result = await record(pg, finished(session_id, user_id))
    assert result is not None and (result.ranked, result.unranked_reason) == (False, "disabled")


async def test_a_game_that_cannot_be_saved_changes_nothing(pg: Pool) -> None:
    game = await new_game(pg)
    bad = replace(game, measures=replace(game.measures, consistency=101.0))
    with pytest.raises(asyncpg.CheckViolationError):
        await record(pg, bad)
    assert await pg.fetchval("SELECT ended_at FROM game_sessions WHERE id = $1", game.session_id) is None
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0
    assert await record(pg, game) is not None


def one_connection(connection: object) -> Any:
    """A pool that always gives this one, with the transaction it is in."""

    class Pool:
        @asynccontextmanager
        async def acquire(self) -> AsyncIterator[object]:
            yield connection

    return Pool()


async def somebody_waits(pg: Pool) -> None:
    """Until somebody waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(PATIENCE_S):
        while not await pg.fetchval(waiting):
            pass  # looked at from a third connection: a transaction sees the activity of its first look


async def test_a_guest_who_registers_just_then_is_ranked(pg: Pool) -> None:
    guest = await add_player(pg, is_guest=True)
    game = finished(await start_game(pg, guest), guest)
    async with pg.acquire() as other, other.transaction():
        await register(other, guest)
        saving = asyncio.create_task(record(pg, game))
        await somebody_waits(pg)
    result = await saving
    assert result is not None
    assert (result.ranked, result.unranked_reason, result.on_boards) == (True, None, True)


async def test_a_game_that_waited_for_another_of_its_player_counts_with_it(pg: Pool) -> None:
    """Each language's first game: what the waiting statement sees has no row of the other language."""
    user_id = await add_player(pg)
    first = finished(await start_game(pg, user_id, "REACT"), user_id, ended_at=START + timedelta(minutes=9))
    second = finished(await start_game(pg, user_id, "PYTHON"), user_id, ended_at=START + timedelta(minutes=5))
    async with pg.acquire() as other, other.transaction():
        await record(one_connection(other), first)
        saving = asyncio.create_task(record(pg, second))
        await somebody_waits(pg)
    assert await saving is not None
    row = await one_row(pg, "SELECT total_games, favorite_language FROM user_statistics WHERE user_id = $1", user_id)
    assert tuple(row) == (2, "REACT")


async def test_a_deadlock_is_tried_again(pg: Pool) -> None:
    """Someone who holds the statistics and wants the session makes a deadlock with the process that ends the game."""
    game = await new_game(pg)
    async with pg.acquire() as other:
        transaction = other.transaction()
        await transaction.start()
        await other.execute("SELECT 1 FROM user_statistics WHERE user_id = $1 FOR UPDATE", game.user_id)
        saving = asyncio.create_task(record(pg, game))
        await somebody_waits(pg)
        with contextlib.suppress(asyncpg.DeadlockDetectedError):  # PostgreSQL chooses whom it sends away
            await other.execute("SELECT 1 FROM game_sessions WHERE id = $1 FOR UPDATE", game.session_id)
        await transaction.rollback()
    assert await saving is not None
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 1
