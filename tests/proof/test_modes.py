"""Games of every mode, played on a running server, are proved from their rows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from game.terms import Mode, Role
from server.infra.postgres import Pool
from server.play.modes import ALL
from server.settings import Settings
from tests.contests import contests
from tests.courses import courses
from tests.live import Account, Live, SkippingClock, playing, serving
from tests.own_code.collections import made
from tests.play import test_daily, test_ghost, test_own_code, test_sprint
from tests.play.matches import at_pace, call, opened, seated
from tests.proof.test_verify import differences
from tests.small_library import fill


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    async with serving(settings) as running:
        yield running


async def solo(account: Account, lasting_s: int = 0) -> dict[str, object]:
    clock = account.live.play.table.clock = SkippingClock()
    game = await account.start()
    async with playing(account.live) as player:
        await player.hello(game["session_token"])
        await test_sprint.type_waves(player, 2)
        await player.send("pause")
        await player.send("go")
        clock.skip(lasting_s)
        await player.send("k", s=player.sent + 1, e=[[lasting_s * 1000, "~"]])
        await player.send("quit")
        result: dict[str, object] = (await player.until("over"))["result"]
        return result


async def race(*accounts: Account) -> None:
    live = accounts[0].live
    at_pace(live)
    code = await opened(accounts[0], waves=1)
    async with seated(code, *((account, live) for account in accounts)) as seats:
        await call(accounts[0], "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
            await seat.type()
            await seat.player.until("over")


async def test_games_of_every_mode_are_proved(live: Live, pg: Pool, tmp_path: Path) -> None:
    ada = await live.register("ada")
    result = await solo(ada)
    ghost = await test_ghost.against(ada, result)
    async with playing(live) as player:
        await player.hello(ghost["session_token"])
        await test_sprint.type_waves(player, 1)
        await player.press("~")
        await player.send("quit")
        await player.until("over")
    clock = live.play.table.clock = SkippingClock()
    sprint = await test_sprint.sprint(ada)
    async with playing(live) as player:
        await player.hello(sprint["session_token"])
        await test_sprint.type_waves(player, 1)
        clock.skip(31)
        await player.send("k", s=player.sent + 1, e=[[30_001, "x"]])
        await player.until("over")
    for _ in range(2):  # the second try is not ranked
        await test_daily.play(ada, await test_daily.daily(ada))
    await race(ada, await live.guest())
    contest = await contests.running(await live.register("root", role=Role.ADMIN), pg)
    await contests.play(ada, live, contest)
    await courses.attempt(ada, live, (await courses.seed(pg, tmp_path / "courses"))["double"], slips=2)
    practice = await ada.start_as(mode="PRACTICE", language="PYTHON", keys=["("])
    async with playing(live) as player:
        await player.hello(practice["session_token"])
        await test_sprint.type_waves(player, 1)
        await player.send("quit")
        await player.until("over")
    await test_own_code.practised(live, ada, await made(ada, *test_own_code.TEXTS), 2)
    await ada.end(await ada.start())  # nothing was pressed: there is no result
    assert {Mode(mode) for (mode,) in await pg.fetch("SELECT DISTINCT mode FROM game_results")} == set(ALL)
    assert await differences(pg) == []


async def test_a_guests_game_stays_proved_when_the_guest_registers_and_leaves(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    assert (await solo(guest, lasting_s=20))["unranked_reason"] == "guest"
    assert await differences(pg) == []
    body: dict[str, Any] = {"username": "ada", "email": "ada@example.test", "password": "correct horse battery"}
    assert (await guest.request("POST", "/api/auth/register", **body)).status_code == 201
    assert await pg.fetchval("SELECT ranked FROM game_results")
    assert await differences(pg) == []
    await pg.execute("UPDATE users SET deleted_at = now(), is_active = false")
    assert await differences(pg) == []
    await pg.execute("UPDATE users SET deleted_at = NULL, is_guest = true, email = NULL, password_hash = NULL")
    assert {one.column for one in await differences(pg)} == {"game_results.ranked", "game_results.unranked_reason"}
