"""The statistics row: cached, dropped on change, and there without Redis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import asyncpg
import pytest
from redis.asyncio import Redis

from server.infra.redis import open_redis
from server.people import Accounts
from server.people.public import PublicProfile
from server.people.statistics import Statistics, StatisticsCache
from server.settings import Settings
from tests.accounts import PASSWORD, Browser
from tests.http import fits, problem
from tests.people.games import add_game

NewBrowser = Callable[..., Browser]
STATS = "/api/user/stats"


async def play(pg: asyncpg.Pool, user_id: str, games: int) -> None:
    await pg.execute("UPDATE user_statistics SET total_games = $2 WHERE user_id = $1", user_id, games)


async def test_a_new_player_has_statistics_of_zeros(ada: Browser, guest: Browser) -> None:
    for browser in ada, guest:
        answer = (await browser.call("GET", STATS)).json()
        assert fits(Statistics, answer)
        assert (answer["user_id"], answer["total_games"], answer["favorite_language"]) == (browser.id, 0, None)


async def test_statistics_are_cached_for_10_minutes(
    ada: Browser, accounts: Accounts, pg: asyncpg.Pool, redis: Redis
) -> None:
    first = (await ada.call("GET", STATS)).json()
    await play(pg, ada.id, 1)
    assert (await ada.call("GET", STATS)).json() == first
    assert 590 <= await redis.ttl(accounts.statistics.key(ada.id)) <= 600


async def test_statistics_that_changed_are_read_anew(ada: Browser, accounts: Accounts, pg: asyncpg.Pool) -> None:
    await ada.call("GET", STATS)
    await play(pg, ada.id, 1)
    await accounts.statistics.forget(ada.id)
    assert (await ada.call("GET", STATS)).json()["total_games"] == 1


async def test_a_row_read_before_the_change_cannot_be_stored_after_it(
    ada: Browser, accounts: Accounts, pg: asyncpg.Pool, redis: Redis, settings: Settings
) -> None:
    class Slow(Redis):
        """Has the old row in hand while it is changed and dropped."""

        async def set(self, *args: Any, **options: Any) -> Any:
            await play(pg, ada.id, 1)
            await accounts.statistics.forget(ada.id)
            return await super().set(*args, **options)

    reader = StatisticsCache(pg, Slow(connection_pool=redis.connection_pool), settings.redis_prefix)
    old = await reader.read(ada.id)
    assert old is not None and old.total_games == 0
    assert (await ada.call("GET", STATS)).json()["total_games"] == 1
    # The marker is gone soon, and caching goes on.
    assert 0 < await redis.ttl(accounts.statistics.key(ada.id)) <= 5
    await redis.delete(accounts.statistics.key(ada.id))
    await ada.call("GET", STATS)
    assert await redis.ttl(accounts.statistics.key(ada.id)) > 5


async def test_a_row_that_another_version_cached_is_read_from_postgres(
    ada: Browser, accounts: Accounts, pg: asyncpg.Pool, redis: Redis
) -> None:
    await play(pg, ada.id, 1)
    await redis.set(accounts.statistics.key(ada.id), '{"total_games":0}')
    assert (await ada.call("GET", STATS)).json()["total_games"] == 1


async def test_without_redis_the_answers_are_the_same(
    ada: Browser, accounts: Accounts, pg: asyncpg.Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = open_redis("redis://127.0.0.1:1/0")
    monkeypatch.setattr(accounts, "statistics", StatisticsCache(pg, away, settings.redis_prefix))
    assert (await ada.call("GET", STATS)).json()["total_games"] == 0
    await play(pg, ada.id, 1)
    await accounts.statistics.forget(ada.id)
    assert (await ada.call("GET", STATS)).json()["total_games"] == 1
    assert (await ada.call("DELETE", "/api/user/account", {"password": PASSWORD})).status_code == 204
    await away.aclose()


# ---------------------------------------------------------------- what everybody may see


async def test_a_public_profile_shows_the_best_ranked_games(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool
) -> None:
    added = {words: await add_game(pg, ada.id, words) for words in (30, 50, 20, 60, 40, 25)}
    await add_game(pg, ada.id, 90, ranked=False)
    response = await browsers().call("GET", "/api/users/ADA")
    assert response.status_code == 200
    answer = response.json()
    assert fits(PublicProfile, answer)
    assert (answer["id"], answer["username"], answer["is_guest"]) == (ada.id, "ada", False)
    assert [result["id"] for result in answer["best_results"]] == [added[words] for words in (60, 50, 40, 30, 25)]
    assert answer["statistics"]["user_id"] == ada.id
    assert "ada@example.com" not in response.text and "last_login_at" not in answer


async def test_a_guest_is_shown_as_one(browsers: NewBrowser, guest: Browser) -> None:
    answer = (await browsers().call("GET", f"/api/users/{guest.user['username']}")).json()
    assert fits(PublicProfile, answer)
    assert answer["is_guest"] and answer["best_results"] == []


@pytest.mark.parametrize("change", ["is_active = false", "is_active = false, deleted_at = now()"])
async def test_unknown_disabled_and_deleted_players_are_one_404(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool, change: str
) -> None:
    await pg.execute(f"UPDATE users SET {change} WHERE id = $1", ada.id)
    gone, unknown = [await browsers().call("GET", f"/api/users/{name}") for name in ("ada", "nobody")]
    assert problem(gone) == problem(unknown) == (404, "account/no-such-player")
    assert gone.content == unknown.content


async def test_what_can_be_no_name_is_refused(browsers: NewBrowser) -> None:
    for name in ["ab", "a" * 51, "a%20b", "a%00b", "%F0%9F%A6%8A%F0%9F%A6%8A%F0%9F%A6%8A", "a.b.c"]:
        assert problem(await browsers().call("GET", f"/api/users/{name}")) == (422, "request/invalid"), name


def test_the_cache_keeps_to_its_prefix(accounts: Accounts, settings: Settings) -> None:
    assert accounts.statistics.key("x").startswith(settings.redis_prefix)
