"""What ends an account or all its sign-ins closes its sockets, in whatever process they are, and lets none back in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.play import admission, store
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.gate import Gate
from tests.live import PATIENCE_S, Account, Live, Player, playing, serving, until
from tests.rows import one_row

NEW_PASSWORD = "another horse battery"
CLOSED_WITHIN_S = 2

End = Callable[[Live, Account], Awaitable[None]]


async def disabled(live: Live, ada: Account) -> None:
    root = await live.register("root", role=Role.ADMIN)
    answer = await root.request("PUT", f"/api/admin/users/{ada.id}", is_active=False)
    assert answer.status_code == 200, answer.text


async def deleted(live: Live, ada: Account) -> None:
    assert (await ada.request("DELETE", "/api/user/account", password=PASSWORD)).status_code == 204


async def logged_out_everywhere(live: Live, ada: Account) -> None:
    assert (await ada.request("POST", "/api/auth/logout-all")).status_code == 204


async def all_devices_ended(live: Live, ada: Account) -> None:
    assert (await ada.request("DELETE", "/api/user/sessions")).status_code == 204


async def new_password(live: Live, ada: Account) -> None:
    answer = await ada.request("PUT", "/api/user/password", current_password=PASSWORD, new_password=NEW_PASSWORD)
    assert answer.status_code == 200, answer.text


async def password_reset(live: Live, ada: Account) -> None:
    root = await live.register("root", role=Role.ADMIN)
    answer = await root.request("PUT", f"/api/admin/users/{ada.id}", password=NEW_PASSWORD)
    assert answer.status_code == 200, answer.text


ENDS_OF_ACCOUNTS: list[End] = [disabled, deleted]
ENDS_OF_SIGN_INS: list[End] = [logged_out_everywhere, all_devices_ended, new_password, password_reset]


async def closed_in_time(player: Player, since_s: float) -> int:
    code = await player.closed()
    assert time.monotonic() - since_s < CLOSED_WITHIN_S
    return code


async def refused(live: Live, token: str) -> bool:
    async with playing(live) as late:
        await late.send("hello", token=token)
        return await late.closed() == 4500


@pytest.mark.parametrize("end", [*ENDS_OF_ACCOUNTS, *ENDS_OF_SIGN_INS], ids=lambda end: end.__name__)
async def test_sockets_are_closed_in_every_process_and_stay_out(
    live: Live, other: Live, settings: Settings, end: End
) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    here, there = await ada.start_as(language="PYTHON"), await ada.start_as(at=other, language="PYTHON")
    bobs = await bob.start_as(at=other, language="PYTHON")
    async with playing(live) as one, playing(other) as two, playing(other) as neighbour:
        await one.hello(here["session_token"])
        await two.hello(there["session_token"])
        await neighbour.hello(bobs["session_token"])
        began_s = time.monotonic()
        await end(live, ada)
        assert [await closed_in_time(player, began_s) for player in (one, two)] == [4500, 4500]
        await neighbour.send("ping", n=1)
        assert await neighbour.until("pong")
    tokens = [here["session_token"], there["session_token"]]
    for process in live, other:
        assert [await refused(process, token) for token in tokens] == [True, True]
    async with serving(settings) as restarted:
        assert [await refused(restarted, token) for token in tokens] == [True, True]


@pytest.mark.parametrize("end", ENDS_OF_SIGN_INS, ids=lambda end: end.__name__)
async def test_who_signs_in_again_goes_on_with_the_game(live: Live, other: Live, end: End) -> None:
    ada = await live.register("ada")
    game = await ada.start_as(at=other, language="PYTHON")
    async with playing(other) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await end(live, ada)
        assert await player.closed() == 4500
    await until(lambda: not other.play.table.playing)
    again = await signed_in_again(live)
    (found,) = (await again.request("GET", "/api/game/current")).json()["sessions"]
    assert found["session_id"] == game["session_id"] and found["session_token"] != game["session_token"]
    async with playing(other) as player:
        assert (await player.hello(found["session_token"]))["s"] == 1


async def signed_in_again(live: Live) -> Account:
    for password in PASSWORD, NEW_PASSWORD:
        answer = await live.http.post("/api/auth/login", json={"login": "ada", "password": password})
        if answer.status_code == 200:
            live.http.cookies.clear()
            return Account(live, answer.json())
    raise AssertionError("neither password is right")


@pytest.mark.parametrize("end", ENDS_OF_ACCOUNTS, ids=lambda end: end.__name__)
async def test_a_running_game_of_an_ended_account_is_not_ranked(live: Live, other: Live, pg: Pool, end: End) -> None:
    ada = await live.register("ada")
    game = await ada.start_as(at=other, language="PYTHON")
    async with playing(other) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await end(live, ada)
        assert await player.closed() == 4500
    await until(lambda: not other.play.table.games())
    row = await one_row(pg, "SELECT ranked, unranked_reason FROM game_results")
    assert (row["ranked"], row["unranked_reason"]) == (False, "abandoned")


@pytest.fixture
async def deaf(settings: Settings, redis_gate: Gate, live: Live) -> AsyncIterator[Live]:
    """A process that reaches Redis through a gate."""
    async with serving(settings.model_copy(update={"redis_url": redis_gate.url})) as running:
        yield running


@pytest.mark.parametrize("end", [disabled, new_password], ids=lambda end: end.__name__)
async def test_what_was_published_while_redis_was_away_is_found(
    live: Live, deaf: Live, redis_gate: Gate, end: End
) -> None:
    ada = await live.register("ada")
    game = await ada.start_as(at=deaf, language="PYTHON")
    async with playing(deaf) as player:
        await player.hello(game["session_token"])
        await redis_gate.shut()
        await end(live, ada)
        assert await player.closed() == 4500
        assert await refused(deaf, game["session_token"])


async def test_a_message_that_got_lost_is_made_up_for(live: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "LOOK_EVERY_S", 0.0)
    ada = await live.register("ada")
    game = await ada.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
        assert await player.closed() == 4500


async def test_a_hello_is_refused_before_its_process_has_heard(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    game = await ada.start()
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
    assert await refused(live, game["session_token"])


async def test_two_that_touch_and_renew_the_same_games_do_not_wait_for_each_other(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    games = [await ada.start() for _ in range(3)]
    ids = [game["session_id"] for game in games]
    async with pg.acquire() as connection, connection.transaction():
        await store.renew_tokens(connection, ada.id)
        async with asyncio.timeout(PATIENCE_S):
            await store.touch(pg, ids)
