"""Contests while a server is away, and a server that is killed at the moment of a contest's end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import asyncpg
import httpx
import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.ratings import NEW, Strength, moved, shown
from server.robots.bot import Bot
from server.robots.squad import socket_url
from server.robots.typist import Typist
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.contests.contests import begin, call, fixed, made, play, refused, started
from tests.faults.conftest import Figures
from tests.faults.processes import Server
from tests.gate import Gate
from tests.http import bearer
from tests.live import Live, serving
from tests.small_library import fill

PLAYERS = 6
WINDOW_S = 6  # what is left of it when the players begin
PATIENCE_S = 60


@pytest.fixture
async def live(settings: Settings, postgres_gate: Gate, redis_gate: Gate, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    urls = {"database_url": postgres_gate.url, "redis_url": redis_gate.url, "pool_size": 4}
    async with serving(settings.model_copy(update=urls)) as running:
        yield running


async def test_nobody_begins_while_postgres_is_away_and_nothing_is_stuck_after(
    live: Live, postgres_gate: Gate, pg: Pool
) -> None:
    admin, ada = await live.register("root", role=Role.ADMIN), await live.register("ada")
    slug = await made(admin)
    await begin(pg, slug)
    away = (503, "server/unavailable")
    await postgres_gate.shut()
    assert await refused(ada, "POST", f"/{slug}/start") == away
    assert await refused(ada, "POST", f"/{slug}/join") == away
    assert await refused(ada, "GET", f"/{slug}/standings") == away
    assert await refused(admin, "POST", title="Late", language="PYTHON", duration_s=60) == away
    await postgres_gate.open()
    result = await play(ada, live, slug)
    await fixed(pg, slug)
    assert (await call(ada, "GET", f"/{slug}"))["yours"]["result_id"] == result["id"]


async def test_without_redis_a_contest_is_played_and_fixed(live: Live, redis_gate: Gate, pg: Pool) -> None:
    admin, ada = await live.register("root", role=Role.ADMIN), await live.register("ada")
    slug = await made(admin)
    await begin(pg, slug)
    await redis_gate.shut()
    await started(ada, slug)
    await play(ada, live, slug)
    await fixed(pg, slug)
    assert (await call(ada, "GET", f"/{slug}"))["yours"]["rank"] == 1
    await redis_gate.open()


# ---------------------------------------------------------------- a server is killed


async def _sign_up(http: httpx.AsyncClient, url: str, name: str) -> tuple[str, dict[str, str]]:
    body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
    answer = (await http.post(f"{url}/api/auth/register", json=body)).json()
    return answer["user"]["id"], bearer(answer["access_token"])


async def _announced(http: httpx.AsyncClient, url: str, pg: Pool) -> str:
    staff, headers = await _sign_up(http, url, "root")
    await pg.execute("UPDATE users SET role = 'ADMIN' WHERE id = $1", staff)
    about: dict[str, Any] = {"title": "To the second", "language": "PYTHON", "duration_s": 60, "waves": 1}
    answer = await http.post(
        f"{url}/api/contests",
        json={**about, "starts_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()},
        headers=headers,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["contest"]["slug"])


async def _play(http: httpx.AsyncClient, url: str, slug: str, number: int, headers: dict[str, str]) -> None:
    answer = await http.post(f"{url}/api/contests/{slug}/start", headers=headers)
    assert answer.status_code == 201, answer.text
    game = answer.json()
    typist = Typist(300 + 40 * number, 0.95)
    await Bot(socket_url(url, game["socket"]), game["session_token"], typist, Random(number)).play()


async def _kill_at(pg: Pool, server: Server, slug: str, random: Random) -> float:
    """In the moment of its end, give or take some of the time that fixing takes."""
    left_s: float = await pg.fetchval(
        "SELECT extract(epoch FROM starts_at + duration_s * interval '1 second' - clock_timestamp())::float8"
        " FROM contests WHERE slug = $1",
        slug,
    )
    late_s = random.uniform(-0.05, 2.1)  # the feed looks every two seconds
    await asyncio.sleep(max(0.0, left_s + late_s))
    await server.kill()
    return late_s


@pytest.mark.long
async def test_a_server_that_is_killed_when_a_contest_ends_changes_nothing(
    external: dict[str, str], tmp_path: Any, pg: Pool, random: Random, figures: Figures
) -> None:
    server = Server(tmp_path / "one.log", **external, PRODEV_PLAUSIBILITY="false")
    async with AsyncExitStack() as stack, httpx.AsyncClient(timeout=10) as http:
        await server.start()
        stack.push_async_callback(server.stop)
        slug = await _announced(http, server.url, pg)
        players = [await _sign_up(http, server.url, f"player_{number}") for number in range(PLAYERS)]
        await pg.execute(
            "UPDATE contests SET starts_at = clock_timestamp() - make_interval(secs => duration_s - $2)"
            " WHERE slug = $1",
            slug,
            WINDOW_S,
        )
        await asyncio.gather(
            *(_play(http, server.url, slug, number, headers) for number, (_, headers) in enumerate(players))
        )
        late_s = await _kill_at(pg, server, slug, random)
        was_fixed = await pg.fetchval("SELECT fixed_at IS NOT NULL FROM contests WHERE slug = $1", slug)
        await server.start()
        async with asyncio.timeout(PATIENCE_S):
            while (await http.get(f"{server.url}/api/contests/{slug}")).json()["contest"]["state"] != "OVER":
                await asyncio.sleep(0.1)
    await _holds(pg, slug)
    assert server.complaints() == []
    figures(killed_after_ms=round(late_s * 1000), fixed_before=was_fixed)


async def _holds(pg: Pool, slug: str) -> None:
    """Ranks and ratings are those that follow from the stored results, and were moved once."""
    rows: list[asyncpg.Record] = await pg.fetch(
        "SELECT p.user_id, p.rank, p.old_rating, p.new_rating FROM contest_participations p"
        " JOIN game_results r ON r.session_id = p.session_id WHERE p.contest_slug = $1"
        " ORDER BY r.final_score DESC, r.ended_at, r.id",
        slug,
    )
    assert [row["rank"] for row in rows] == [*range(1, PLAYERS + 1)]
    for row, after in zip(rows, moved([NEW] * PLAYERS, [row["rank"] for row in rows]), strict=True):
        assert (row["old_rating"], row["new_rating"]) == (1500, shown(after))
        rating = await pg.fetchrow("SELECT mu, sigma, games FROM ratings WHERE user_id = $1", row["user_id"])
        assert rating is not None
        assert (Strength(rating["mu"], rating["sigma"]), rating["games"]) == (after, 1)
    assert await pg.fetchval("SELECT count(*) FROM rating_changes") == PLAYERS
    assert await pg.fetchval("SELECT count(*) FROM code_snippets WHERE kept_for IS NOT NULL") == 0
