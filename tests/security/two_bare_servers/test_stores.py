"""A fault of PostgreSQL or Valkey closes neither server, spoils no board, and brings no player's row to a log."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from game.terms import Metric, Period
from server.leaderboards.board import Board, span_of
from server.leaderboards.keys import BoardKeys
from tests.leaderboards.boards import NOW, play
from tests.live import PATIENCE_S
from tests.security.two_bare_servers.bare import Bare

pytestmark = pytest.mark.long  # all of them one after another

SECRET = "Countess of nowhere"


async def _until_ready(client: httpx.AsyncClient) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_S):
        while (answer := await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.01)
    ready: dict[str, Any] = answer.json()
    return ready


async def test_both_say_that_their_valkey_may_throw_keys_away(bare: Bare) -> None:
    for server, client in zip(bare.servers, bare.clients, strict=True):
        assert (await _until_ready(client))["redis_may_evict"] is True
        said = [line for line in server.log() if line["event"] == "redis_may_evict"]  # once a start
        assert {(one["policy"], one["wanted"]) for one in said} == {("allkeys-lru", "maxmemory-policy noeviction")}


async def test_the_site_of_both_stays_open_while_postgresql_is_away(bare: Bare) -> None:
    paths = ("/healthz", "/", "/readyz", "/api/matches")
    await bare.gate.shut()
    away = [[(await client.get(path)).status_code for path in paths] for client in bare.clients]
    await bare.gate.open()
    assert away == [[200, 200, 503, 503]] * 2
    for client in bare.clients:
        await _until_ready(client)
        assert [(await client.get(path)).status_code for path in paths] == [200] * 4
    bare.excused.extend(line for line in bare.complaints() if line["event"] == "feed_work_failed")


async def test_a_board_that_valkey_threw_away_is_noticed_by_both(bare: Bare) -> None:
    for words in 40, 50, 60:
        await play(bare.pg, (await bare.register("player"))["user"]["id"], NOW, words=words)

    async def board(client: httpx.AsyncClient) -> dict[str, Any]:
        answer: dict[str, Any] = (await client.get("/api/leaderboard?metric=score&period=all")).json()
        return answer

    async def whole(client: httpx.AsyncClient) -> list[dict[str, Any]]:
        """Its entries, once Valkey has them."""
        async with asyncio.timeout(PATIENCE_S):
            while (found := await board(client))["source"] != "redis" or found["total"] < 3:
                await asyncio.sleep(0.01)
        entries: list[dict[str, Any]] = found["entries"]
        return entries

    keys, of_all = BoardKeys(bare.redis_prefix), Board(Metric.SCORE, span_of(Period.ALL, NOW), None, None)
    for client, part in zip(bare.clients, (keys.board(of_all), keys.sizes()), strict=True):
        before = await whole(client)
        await bare.redis.delete(part)
        found = await board(client)
        assert found["entries"] == before, "it is not told from what is left in Valkey"
        assert await whole(client) == before


async def test_a_row_that_postgresql_refuses_is_in_no_log(bare: Bare) -> None:
    """By a rule of which this release knows nothing: our own fault, so there is a traceback."""
    ada = await bare.register("ada")
    rule = "no_countess"
    await bare.pg.execute(f"ALTER TABLE users ADD CONSTRAINT {rule} CHECK (display_name <> '{SECRET}')")
    for client in bare.clients:
        answer = await client.put("/api/user/profile", json={"display_name": SECRET}, headers=ada["headers"])
        assert answer.status_code == 500
        assert rule not in answer.text and SECRET not in answer.text
    await bare.pg.execute(f"ALTER TABLE users DROP CONSTRAINT {rule}")

    def told(event: str) -> int:
        return [line["event"].strip() for line in complaints()].count(event)

    def complaints() -> list[Any]:
        return [line for line in bare.complaints() if rule in str(line)]

    async with asyncio.timeout(PATIENCE_S):
        while told("Exception in ASGI application") < 2:  # uvicorn says it after the answer
            await asyncio.sleep(0.01)
    assert told("unhandled_error") == 2
    bare.excused.extend(complaints())
    everything = str([server.log() for server in bare.servers])
    for secret in "DETAIL", "Failing row", SECRET, ada["user"]["username"], "@example.com":
        assert secret not in everything, secret
