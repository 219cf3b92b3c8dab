"""Guests who do not come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import asyncpg

from server.people import purging
from tests.accounts import Browser, Clock
from tests.people.games import add_game

NewBrowser = Callable[..., Browser]


async def test_idle_guests_go_after_30_days_with_their_games(
    browsers: NewBrowser, ada: Browser, guest: Browser, pg: asyncpg.Pool, clock: Clock
) -> None:
    others = [browsers() for _ in range(4)]
    for other in others:
        await other.guest()
    await add_game(pg, guest.id, 20, ranked=False)
    assert await purging(timedelta(days=30)).work(pg, clock() + timedelta(days=29)) == 0
    assert await purging(timedelta(days=30)).work(pg, clock() + timedelta(days=31)) == 5
    assert await pg.fetchval("SELECT array_agg(username) FROM users") == ["ada"]
    for table in "game_sessions", "game_results", "typing_sessions", "typing_results", "user_statistics":
        assert await pg.fetchval(f"SELECT count(*) FROM {table} WHERE user_id <> $1", ada.id) == 0


async def test_a_guest_who_shows_a_sign_of_life_stays(
    browsers: NewBrowser, guest: Browser, pg: asyncpg.Pool, clock: Clock
) -> None:
    player, idle = browsers(), browsers()
    await player.guest()
    await idle.guest()
    clock.advance(days=20)
    await guest.refresh()
    await pg.execute(
        "INSERT INTO game_sessions (user_id, language, started_at) VALUES ($1, 'PYTHON', $2)", player.id, clock()
    )
    assert await purging(timedelta(days=30)).work(pg, clock() + timedelta(days=15)) == 1
    left = await pg.fetch("SELECT id FROM users")
    assert {row["id"] for row in left} == {guest.id, player.id}


async def test_a_guest_who_registered_is_no_guest(guest: Browser, pg: asyncpg.Pool, clock: Clock) -> None:
    await guest.register("grace")
    assert await purging(timedelta(days=30)).work(pg, clock() + timedelta(days=365)) == 0


async def test_a_guest_who_is_held_by_another_process_is_left_for_later(
    guest: Browser, pg: asyncpg.Pool, clock: Clock
) -> None:
    later = clock() + timedelta(days=31)
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM users WHERE id = $1 FOR UPDATE", guest.id)
        assert await purging(timedelta(days=30)).work(pg, later) == 0
    assert await purging(timedelta(days=30)).work(pg, later) == 1
