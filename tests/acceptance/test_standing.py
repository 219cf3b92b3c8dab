"""Marking a robot and disabling a player move the boards of a running server at once, from a command and over HTTP."""

from __future__ import annotations

import asyncio

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.commands import in_thread
from tests.leaderboards.boards import play
from tests.live import PATIENCE_S, Live, serving
from tests.results.games import add_player


async def shown(live: Live) -> list[str]:
    page = (await live.http.get("/api/leaderboard")).json()
    return [entry["username"] for entry in page["entries"]]


async def until_shown(live: Live, *names: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while await shown(live) != [*names]:
            await asyncio.sleep(0)


async def test_the_boards_of_a_running_server_follow_at_once(
    settings: Settings, pg: Pool, environment: pytest.MonkeyPatch
) -> None:
    fast = await add_player(pg, username="fast")
    result = await play(pg, fast, words=90)
    await play(pg, await add_player(pg, username="slow"))
    async with serving(settings) as live:
        await until_shown(live, "fast", "slow")
        assert "marked" in await in_thread("users", "mark-bot", "fast")
        await until_shown(live, "slow")
        assert (await live.http.get(f"/api/game/result/{result.id}")).status_code == 200, "robots may be watched"
        assert "not marked" in await in_thread("users", "unmark-bot", "fast")
        await until_shown(live, "fast", "slow")
        admin = await live.register("root_admin", role=Role.ADMIN)
        for is_active, names in ((False, ["slow"]), (True, ["fast", "slow"])):
            assert (await admin.request("PUT", f"/api/admin/users/{fast}", is_active=is_active)).status_code == 200
            assert await shown(live) == names
            for path in (f"/api/game/result/{result.id}", f"/api/game/replay/{result.session_id}", "/api/users/fast"):
                assert (await live.http.get(path)).status_code == (200 if is_active else 404), path
        await in_thread("users", "mark-bot", "fast")
        assert await in_thread("users", "remove-bots", "--yes") == "1 account deleted.\n"
        await until_shown(live, "slow")
