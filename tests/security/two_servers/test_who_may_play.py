"""Who may play is said once, and a request has the rights of the moment when it is complete: at both servers."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from game.terms import Role
from tests.accounts import PASSWORD
from tests.faults.processes import Server
from tests.http import bearer
from tests.live import PATIENCE_S, Player, playing
from tests.security.lines import half_sent, head, line_to
from tests.security.test_half_sent import meanwhile
from tests.security.two_servers.town import Town, at

pytestmark = pytest.mark.long  # all of them one after another

CLOSED_WITHIN_S = 2
DELETION = b'{"password":null}'


async def _refused(server: Server, token: str) -> bool:
    async with playing(at(server)) as late:
        await late.send("hello", token=token)
        return await late.closed() == 4500


async def _end(town: Town, how: str, ada: dict[str, Any], root: dict[str, Any]) -> httpx.Response:
    ask = town.one.request
    match how:
        case "disabled":
            path = f"/api/admin/users/{ada['user']['id']}"
            return await ask("PUT", path, json={"is_active": False}, headers=root["headers"])
        case "deleted":
            return await ask("DELETE", "/api/user/account", json={"password": PASSWORD}, headers=ada["headers"])
        case "logged out":
            return await ask("POST", "/api/auth/logout-all", headers=ada["headers"])
        case _:
            body = {"current_password": PASSWORD, "new_password": "another horse battery"}
            return await ask("PUT", "/api/user/password", json=body, headers=ada["headers"])


@pytest.mark.parametrize("how", ["disabled", "deleted", "logged out", "new password"])
async def test_who_may_not_play_is_out_everywhere_and_stays_out(town: Town, how: str) -> None:
    ada, root = await town.register("ada"), await town.register("root", Role.ADMIN)
    games = [
        (await client.post("/api/game/start", json={"language": "PYTHON"}, headers=ada["headers"])).json()
        for client in (town.one, town.other)
    ]
    async with AsyncExitStack() as stack:
        players: list[Player] = []
        for server, game in zip(town.servers, games, strict=True):
            players.append(await stack.enter_async_context(playing(at(server))))
            await players[-1].hello(game["session_token"])
        streams = [await stack.enter_async_context(line_to(at(server))) for server in town.servers]
        for stream in streams:
            await stream.send(
                head("GET", "/api/notifications/live", f"Authorization: {ada['headers']['Authorization']}")
            )
            assert b" 200 " in await stream.head()
        began_s = time.monotonic()
        assert (await _end(town, how, ada, root)).is_success
        assert [await player.closed() for player in players] == [4500, 4500]
        assert time.monotonic() - began_s < CLOSED_WITHIN_S
        for stream in streams:
            await stream.end_of_stream()  # what a player is told goes to nobody any more
    tokens = [game["session_token"] for game in games]
    assert [await _refused(server, token) for server in town.servers for token in tokens] == [True] * 4
    for client in town.one, town.other:
        assert (await client.get("/api/user/profile", headers=ada["headers"])).status_code == 401
        headers = {"Cookie": f"prodev_refresh={ada['refresh']}"}
        assert (await client.post("/api/auth/refresh", headers=headers)).status_code == 401
    await town.servers[1].kill()
    await town.servers[1].start()
    assert [await _refused(town.servers[1], token) for token in tokens] == [True, True]


@pytest.mark.parametrize("how", ["disabled", "deleted"])
async def test_a_game_that_ran_at_the_other_ends_unranked(town: Town, how: str) -> None:
    ada, root = await town.register("ada"), await town.register("root", Role.ADMIN)
    game = (await town.other.post("/api/game/start", json={"language": "PYTHON"}, headers=ada["headers"])).json()
    async with playing(at(town.servers[1])) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        assert (await _end(town, how, ada, root)).is_success
        assert await player.closed() == 4500
    ended = "SELECT ranked, unranked_reason FROM game_results WHERE session_id = $1"
    async with asyncio.timeout(PATIENCE_S):
        while (row := await town.pg.fetchrow(ended, game["session_id"])) is None:
            await asyncio.sleep(0.01)
    assert tuple(row) == (False, "abandoned")


async def test_a_half_sent_order_outlives_its_senders_role_at_neither(town: Town) -> None:
    root, mallory = await town.register("root", Role.ADMIN), await town.register("mallory", Role.ADMIN)
    path, order = f"/api/admin/users/{mallory['user']['id']}", b'{"role":"ADMIN","is_active":true}'
    async with AsyncExitStack() as stack:
        lines = [
            await stack.enter_async_context(half_sent(at(server), mallory["headers"], "PUT", path, order))
            for server in town.servers
        ]
        fallen = await town.one.put(path, json={"role": "PLAYER", "is_active": False}, headers=root["headers"])
        assert fallen.status_code == 200, fallen.text
        for line in lines:
            await line.send(order[3:])
            assert (await line.answer())[0] == 401
    row = await town.pg.fetchrow("SELECT role, is_active FROM users WHERE id = $1", mallory["user"]["id"])
    assert row is not None and tuple(row) == ("PLAYER", False)


async def test_a_half_sent_deletion_of_a_guest_spares_the_account_it_became_at_the_other(town: Town) -> None:
    for server, client in zip(town.servers, reversed(town.clients), strict=True):
        guest = (await client.post("/api/auth/guest")).json()
        client.cookies.clear()
        headers = bearer(guest["access_token"])
        async with half_sent(at(server), headers, "DELETE", "/api/user/account", DELETION) as line:
            name = town.name("ada")
            body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
            became = await client.post("/api/auth/register", json=body, headers=headers)
            client.cookies.clear()
            assert became.json()["user"]["id"] == guest["user"]["id"]
            await line.send(DELETION[3:])
            assert (await line.answer())[0] == 401
        kept = "SELECT username FROM users WHERE id = $1 AND deleted_at IS NULL"
        assert await town.pg.fetchval(kept, guest["user"]["id"]) == name


async def test_a_role_that_is_lost_under_way_stops_the_write_at_both(town: Town) -> None:
    """Between the look at the caller and the write; whoever takes the role away has its row."""
    for client in town.clients:
        mallory, victim = await town.register("mallory", Role.ADMIN), await town.register("victim")
        path = f"/api/admin/users/{victim['user']['id']}"
        async with meanwhile(town.pg, mallory["user"]["id"], "role = 'PLAYER'") as commit:
            order = client.put(path, json={"is_active": False}, headers=mallory["headers"])
            answer, _ = await asyncio.gather(order, commit())
        assert answer.status_code == 403
        assert await town.pg.fetchval("SELECT is_active FROM users WHERE id = $1", victim["user"]["id"])
