"""`/api/admin/feed`: moderators read, admins try again, nobody else learns anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest

from game.terms import Role
from server.feed import endpoints
from tests.feed.conftest import Starts, is_so, until, until_done
from tests.feed.test_feed import Effects
from tests.http import add_someone, app_of, bearer, client_of, pointers, problem, token_is_role

Pool = asyncpg.Pool
FEED = "/api/admin/feed"
MODERATOR, ADMIN = bearer(Role.MODERATOR), bearer(Role.ADMIN)


@pytest.fixture
async def client(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    await add_someone(pg)
    async with client_of(app_of(endpoints(pg), token_is_role)) as client:
        yield client


async def add(pg: Pool, queue: str, *, is_dead: bool = False) -> int:
    job_id: int = await pg.fetchval(
        "INSERT INTO feed_jobs (queue, subject, tries, error, failed_at, due_at) VALUES ($1, gen_random_uuid(),"
        " CASE WHEN $2 THEN 10 ELSE 0 END, CASE WHEN $2 THEN 'ValueError: no good' END,"
        " CASE WHEN $2 THEN now() END, CASE WHEN NOT $2 THEN now() END) RETURNING id",
        queue,
        is_dead,
    )
    return job_id


async def listed(client: httpx.AsyncClient, query: str = "") -> list[dict[str, Any]]:
    response = await client.get(f"{FEED}?{query}", headers=MODERATOR)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def test_moderators_and_admins_see_jobs_newest_first_and_by_queue_and_fate(
    client: httpx.AsyncClient, pg: Pool
) -> None:
    first, second, third = await add(pg, "boards"), await add(pg, "boards", is_dead=True), await add(pg, "other")
    assert [job["id"] for job in await listed(client)] == [third, second, first]
    assert [job["id"] for job in await listed(client, "queue=boards&dead=")] == [second, first]
    assert [job["id"] for job in await listed(client, "dead=false")] == [third, first]
    (dead,) = await listed(client, "dead=true&queue=")
    assert dead.keys() == {"id", "queue", "subject", "tries", "error", "failed_at", "due_at", "created_at"}
    assert (dead["tries"], dead["error"], dead["due_at"]) == (10, "ValueError: no good", None)
    assert dead["failed_at"].endswith("Z")
    page = (await client.get(f"{FEED}?page=2&per_page=2", headers=ADMIN)).json()
    assert [job["id"] for job in page["items"]] == [first]
    assert (page["page"], page["per_page"], page["total"]) == (2, 2, 3)


async def test_others_may_neither_look_nor_try_again(client: httpx.AsyncClient, pg: Pool) -> None:
    job_id = await add(pg, "boards", is_dead=True)
    player = bearer(Role.PLAYER)
    assert problem(await client.get(FEED)) == (401, "auth/required")
    assert problem(await client.get(FEED, headers=player)) == (403, "auth/forbidden")
    for who in (player, MODERATOR):
        assert problem(await client.post(f"{FEED}/{job_id}/retry", headers=who)) == (403, "auth/forbidden")
    assert await pg.fetchval("SELECT due_at IS NULL FROM feed_jobs")


async def test_an_admin_has_a_dead_letter_tried_again(effects: Pool, client: httpx.AsyncClient, starts: Starts) -> None:
    mended = Effects("mended")
    job_id = await add(effects, "mended", is_dead=True)
    await starts([mended.consumer()])
    response = await client.post(f"{FEED}/{job_id}/retry", headers=ADMIN)
    assert response.status_code == 200, response.text
    job = response.json()
    assert (job["id"], job["tries"], job["error"], job["failed_at"]) == (job_id, 0, None, None) and job["due_at"]
    await until_done(effects)
    assert mended.done == [job["subject"]]
    assert problem(await client.post(f"{FEED}/{job_id}/retry", headers=ADMIN)) == (404, "feed/no-such-job")


async def test_it_has_ten_tries_again(effects: Pool, client: httpx.AsyncClient, starts: Starts) -> None:
    poor = Effects("poor")
    poor.raises = ValueError("still no good")
    job_id = await add(effects, "poor", is_dead=True)
    await starts([poor.consumer()])
    await client.post(f"{FEED}/{job_id}/retry", headers=ADMIN)
    await until(lambda: effects.fetchval("SELECT due_at IS NULL FROM feed_jobs"))
    assert len(poor.begun) == 10
    assert [job["error"] for job in await listed(client, "dead=true")] == ["ValueError: still no good"]


async def test_a_job_that_is_being_tried_is_left_alone(
    effects: Pool, client: httpx.AsyncClient, starts: Starts
) -> None:
    slow = Effects("slow")
    slow.may_go_on.clear()
    job_id = await add(effects, "slow")
    await starts([slow.consumer()])
    await until(lambda: is_so(slow.begun))
    response = await client.post(f"{FEED}/{job_id}/retry", headers=ADMIN)
    assert response.status_code == 200 and response.json()["id"] == job_id
    slow.may_go_on.set()
    await until_done(effects)
    assert len(slow.begun) == 1


async def test_what_is_no_job_is_refused(client: httpx.AsyncClient) -> None:
    for wrong in ("0", "x", str(2**63)):
        response = await client.post(f"{FEED}/{wrong}/retry", headers=ADMIN)
        assert problem(response)[0] == 422 and pointers(response) == ["/id"]
    response = await client.get(f"{FEED}?queue={'x' * 51}", headers=ADMIN)
    assert problem(response)[0] == 422 and pointers(response) == ["/queue"]
