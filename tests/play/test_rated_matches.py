"""Ratings of matches that were really played: moved once, in order, and reckoned again from what is stored."""

from __future__ import annotations

import asyncio

import pytest

from game.terms import EndReason
from server.infra.postgres import Pool
from server.play.hall.deciding import decide
from server.ratings import NEW, Strength, moved, shown
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.live import Account, Live
from tests.play.matches import at_pace, call, match_in, opened, seated


@pytest.fixture(params=["picows"])
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture(autouse=True)
def _quick(live: Live) -> None:
    at_pace(live)


async def race(live: Live, *accounts: Account, visibility: str = "PUBLIC") -> str:
    """A match of one wave that ends in the order of the accounts; its code."""
    code = await opened(accounts[0], waves=1, visibility=visibility)
    async with seated(code, *((account, live) for account in accounts)) as seats:
        await call(accounts[0], "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
        for count, seat in enumerate(seats):
            if count == 0:
                await seat.type(1)
            else:
                await seat.player.press("~" * count)
                await seat.player.send("quit")
            await seat.player.until("over")
    await match_in(accounts[0], code, "OVER")
    return code


async def reckoned(pg: Pool) -> dict[str, Strength]:
    """Everybody's strength, from the stored matches alone."""
    strengths: dict[str, Strength] = {}
    matches = await pg.fetch("SELECT code FROM matches WHERE rated_no IS NOT NULL ORDER BY rated_no")
    for match in matches:
        seats = await pg.fetch(
            "SELECT user_id, place, rating_before, rating_after FROM match_seats"
            " WHERE match_code = $1 AND rating_after IS NOT NULL ORDER BY seat",
            match["code"],
        )
        before = [strengths.get(seat["user_id"], NEW) for seat in seats]
        after = moved(before, [seat["place"] for seat in seats])
        for seat, old, new in zip(seats, before, after, strict=True):
            assert (seat["rating_before"], seat["rating_after"]) == (shown(old), shown(new))
            strengths[seat["user_id"]] = new
    return strengths


async def stored(pg: Pool) -> dict[str, Strength]:
    rows = await pg.fetch("SELECT user_id, mu, sigma FROM ratings WHERE kind = 'RACE'")
    return {row["user_id"]: Strength(row["mu"], row["sigma"]) for row in rows}


async def test_all_ratings_follow_from_the_stored_matches(live: Live, pg: Pool) -> None:
    ada, bob, eve = [await live.register(name) for name in ("ada", "bob", "eve")]
    guest = await live.guest()
    await race(live, ada, bob, eve)
    await race(live, guest, eve, ada)
    await race(live, bob, ada)
    by_link = await race(live, ada, bob, visibility="LINK")
    alone = await race(live, eve, guest)
    assert await reckoned(pg) == await stored(pg) and len(await stored(pg)) == 3
    for code in (by_link, alone):
        match = await match_in(ada, code, "OVER")
        assert {seat["rating_after"] for seat in match["seats"]} == {None}
    board = (await live.http.get("/api/ratings?kind=RACE")).json()
    assert [row["rating"] for row in board["items"]] == sorted((row["rating"] for row in board["items"]), reverse=True)
    assert {row["username"] for row in board["items"]} == {"ada", "bob", "eve"}


async def test_a_match_is_decided_once_however_often_it_is_tried(live: Live, pg: Pool) -> None:
    ada, bob = [await live.register(name) for name in ("ada", "bob")]
    code = await opened(ada, waves=1, visibility="PUBLIC")
    async with seated(code, (ada, live), (bob, live)) as seats:
        await call(ada, "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
            await seat.player.press("~")
        games = live.play.table.games()
        await asyncio.gather(*(live.play.endings.end_here(game, EndReason.QUIT) for game in games))
        await asyncio.gather(*(decide(pg, code) for _ in range(6)))
    assert await pg.fetchval("SELECT sum(games) FROM ratings") == 2
    assert await pg.fetchval("SELECT count(*) FROM rating_changes") == 2
    assert await reckoned(pg) == await stored(pg)


async def test_a_deleted_account_leaves_its_place_and_no_rating(live: Live, pg: Pool) -> None:
    ada, bob = [await live.register(name) for name in ("ada", "bob")]
    code = await race(live, ada, bob)
    answer = await ada.request("DELETE", "/api/user/account", password=PASSWORD)
    assert answer.status_code == 204, answer.text
    match = await match_in(bob, code, "OVER")
    assert [seat["place"] for seat in match["seats"]] == [1, 2]
    assert match["seats"][0]["display_name"] != "ada"
    assert await pg.fetchval("SELECT count(*) FROM ratings") == 1


@pytest.mark.parametrize("verdict", ["flagged", "rejected"])
async def test_a_game_that_is_doubted_keeps_its_place_and_moves_no_rating(live: Live, pg: Pool, verdict: str) -> None:
    accounts = [await live.register(name) for name in ("ada", "bob", "eve")]
    code = await opened(accounts[0], waves=1, visibility="PUBLIC")
    async with seated(code, *((account, live) for account in accounts)) as seats:
        await call(accounts[0], "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
        await seats[0].type(1)
        await seats[0].player.until("over")
        await pg.execute(
            "UPDATE game_results SET verdict = $2 WHERE session_id = $1",
            seats[0].session_id,
            verdict,
        )
        for seat in seats[1:]:
            await seat.player.press("~" * seat.number)
            await seat.player.send("quit")
            await seat.player.until("over")
    match = await match_in(accounts[0], code, "OVER")
    assert [seat["place"] for seat in match["seats"]] == [1, 2, 2]
    assert [seat["rating_after"] is not None for seat in match["seats"]] == [False, True, True]
    assert await reckoned(pg) == await stored(pg)
    assert set(await stored(pg)) == {account.id for account in accounts[1:]}
