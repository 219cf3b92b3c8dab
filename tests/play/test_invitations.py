"""Friends are invited to a match; and no block is between those who meet in one."""

from __future__ import annotations

import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.live import Account, Live
from tests.play.matches import at_pace, call, look, opened, refused, seated

NO_FRIEND = 404, "friends/no-such-friend"
NO_MATCH = 404, "play/no-match"


@pytest.fixture(params=["picows"])
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture(autouse=True)
def _quick(live: Live) -> None:
    at_pace(live)


async def act(one: Account, name: str, action: str) -> None:
    assert (await one.request("PUT", f"/api/friends/{name}", action=action)).is_success


async def test_a_friend_is_invited_once_by_somebody_with_a_seat_and_before_the_start(live: Live, pg: Pool) -> None:
    ada, bob, cleo = [await live.register(name) for name in ("ada", "bob", "cleo")]
    await act(ada, "bob", "REQUEST")
    await act(bob, "ada", "ACCEPT")
    code = await opened(ada)
    invite = "POST", f"/{code}/invite"
    assert await refused(ada, *invite, username="bob") == (403, "play/no-seat")
    async with seated(code, (ada, live), (cleo, live)) as seats:
        assert await refused(ada, *invite, username="cleo") == NO_FRIEND
        for _ in range(2):
            await call(ada, *invite, username="BOB")
        rows = await pg.fetch("SELECT subject, by_id FROM notifications WHERE kind = 'INVITED'")
        assert [(row["subject"], row["by_id"]) for row in rows] == [(code, ada.id)]
        await call(ada, "POST", f"/{code}/start")
        for seat in seats:
            await seat.match("RUNNING")
        assert await refused(ada, *invite, username="bob") == (409, "play/match-started")


async def test_the_match_of_a_group_is_no_place_for_a_friend_outside(live: Live) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    await act(ada, "bob", "REQUEST")
    await act(bob, "ada", "ACCEPT")
    group = (await ada.request("POST", "/api/groups", name="9b")).json()
    code = await opened(ada, group=group["slug"])
    async with seated(code, (ada, live)):
        assert await refused(ada, "POST", f"/{code}/invite", username="bob") == NO_FRIEND
        await bob.request("POST", "/api/groups/join", code=group["invite_code"])
        await call(ada, "POST", f"/{code}/invite", username="bob")


@pytest.mark.parametrize("blocker", ["ada", "bob"])
async def test_no_two_with_a_block_between_them_come_to_sit_together(live: Live, blocker: str) -> None:
    ada, bob, cleo = [await live.register(name) for name in ("ada", "bob", "cleo")]
    code = await opened(ada, visibility="PUBLIC")
    async with seated(code, (cleo, live)):
        await act(*((ada, "bob") if blocker == "ada" else (bob, "ada")), "BLOCK")
        assert await refused(bob, "POST", f"/{code}/join") == NO_MATCH, "its host has no seat yet, and is its host"
        await call(ada, "POST", f"/{code}/join")
        assert await refused(bob, "POST", f"/{code}/join") == NO_MATCH
        quick = await call(bob, "POST", "/quick", language="PYTHON")
        assert quick["match"]["code"] != code


async def test_who_has_a_seat_keeps_it(live: Live) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, live)):
        await act(ada, "bob", "BLOCK")
        assert len((await look(bob, code))["seats"]) == 2
        assert (await call(bob, "POST", f"/{code}/join"))["seat"] == 2


async def test_a_class_races_together(live: Live) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    group = (await ada.request("POST", "/api/groups", name="9b")).json()
    await bob.request("POST", "/api/groups/join", code=group["invite_code"])
    code = await opened(ada, group=group["slug"])
    async with seated(code, (ada, live)):
        await act(bob, "ada", "BLOCK")
        assert (await call(bob, "POST", f"/{code}/join"))["seat"] == 2
