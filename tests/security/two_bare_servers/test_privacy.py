"""What a player sets at one server holds at the other, on every route that tells of players."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from game.terms import Role
from tests.live import PATIENCE_S
from tests.security.test_privacy import BOARDS, TELL_RANKED_GAMES, played, telling
from tests.security.test_privacy import Town as Walk
from tests.security.two_bare_servers.bare import Bare
from tests.security.two_servers.town import live_at

pytestmark = pytest.mark.long  # all of them one after another


@pytest.fixture
async def walk(bare: Bare) -> Walk:
    """Over all routes of the other server, as bob, about ada, who is at the one."""
    here, there = (live_at(server, client) for server, client in zip(bare.servers, bare.clients, strict=True))
    ada, bob = await here.register("ada"), await there.register("bob")
    code = str(await bare.pg.fetchval("SELECT id FROM code_snippets LIMIT 1"))
    ranked, unranked = await played(bare.pg, ada.id, 1, 40, code), await played(bare.pg, ada.id, 2, 10, code)
    group = (await ada.request("POST", "/api/groups", name="Countesses")).json()["slug"]
    async with asyncio.timeout(PATIENCE_S):
        while ranked.result_id not in (await bare.other.get("/api/leaderboard")).text:
            await asyncio.sleep(0.01)
    return Walk(there, ada, bob, ranked, unranked, group)


async def test_no_route_of_the_other_tells_more_than_the_player_allows(walk: Walk, bare: Bare) -> None:
    ada, root = walk.ada, await bare.register("root", Role.ADMIN)
    marks = *walk.ranked.marks, *walk.unranked.marks
    told = await walk.walk()
    assert telling(told, *walk.ranked.marks) == TELL_RANKED_GAMES, "otherwise what follows proves nothing"
    assert telling(told, *walk.unranked.marks) == set()

    assert (await ada.request("PUT", "/api/user/settings", replays_public=False)).status_code == 200
    told = await walk.walk()
    assert telling(told, *marks) == BOARDS
    assert telling(told, '"key":"~"', "@example.com") == set()
    own = await replace(walk, bob=ada).told("GET /api/users/{username}/progress")
    assert walk.unranked.ended_at in own, "one's own are one's own"

    path = f"/api/admin/users/{ada.id}"
    assert (await bare.one.put(path, json={"is_active": False}, headers=root["headers"])).status_code == 200
    assert telling(await walk.walk(), *marks, ada.id, '"ada"') == set()
