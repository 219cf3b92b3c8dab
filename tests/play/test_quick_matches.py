"""Quick matches, robots of the house, rematches and spectators."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
import pytest

from game.terms import EndReason
from server.infra.postgres import Pool
from server.robots.squad import Orders, SquadPlayer, failures, play_all
from server.robots.typist import Typist
from server.settings import Settings
from tests.live import PATIENCE_S, Account, Live, playing, typed, until
from tests.play.matches import Seat, at_pace, call, guests, match_in, opened, refused, row, seated


@pytest.fixture(params=["picows"])
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture(autouse=True)
def _quick(live: Live) -> None:
    at_pace(live)


# ---------------------------------------------------------------- quick


async def test_players_who_want_to_play_at_once_meet(live: Live, other: Live) -> None:
    players = [await live.guest() for _ in range(5)]
    lives = [live, other, live, other, live]
    taken = await asyncio.gather(*(call(one, "POST", "/quick", at=at) for one, at in zip(players, lives, strict=True)))
    assert len({seat["match"]["code"] for seat in taken}) == 1
    assert sorted(seat["seat"] for seat in taken) == [1, 2, 3, 4, 5]
    assert (taken[0]["match"]["visibility"], taken[0]["match"]["language"]) == ("PUBLIC", "PYTHON")


async def test_who_asks_again_gets_another_match_only_when_there_is_no_seat(live: Live) -> None:
    ada, bob = await live.guest(), await live.guest()
    first = await call(ada, "POST", "/quick", language="PYTHON", difficulty="NORMAL")
    assert await refused(bob, "POST", "/quick", language="PYTHON", difficulty="HARD") == (409, "play/no-snippets")
    assert (await call(bob, "POST", "/quick"))["match"]["code"] == first["match"]["code"]


async def test_a_match_by_link_is_not_found_by_strangers(live: Live) -> None:
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    await call(ada, "POST", f"/{code}/join")
    assert (await call(bob, "POST", "/quick"))["match"]["code"] != code
    assert code not in {match["code"] for match in (await call(bob, "GET", ""))["matches"]}


async def test_open_matches_are_listed_while_somebody_is_in_them(live: Live) -> None:
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada, visibility="PUBLIC")
    assert (await call(bob, "GET", "?state=OPEN"))["matches"] == []
    await call(ada, "POST", f"/{code}/join")
    (match,) = (await call(bob, "GET", "?state=open"))["matches"]
    assert (match["code"], len(match["seats"]), match["keys"]) == (code, 1, match["keys"])
    assert len(match["keys"]) == match["waves"] == 2
    begun = await opened(bob, visibility="PUBLIC")
    for player in (bob, await live.guest()):
        await call(player, "POST", f"/{begun}/join")
    await call(bob, "POST", f"/{begun}/start")
    assert [one["code"] for one in (await call(bob, "GET", ""))["matches"]] == [code]
    shown = (await call(bob, "GET", "?live=true"))["matches"]
    assert [(one["code"], one["state"]) for one in shown] == [(code, "OPEN"), (begun, "COUNTDOWN")]
    answer = await live.http.get("/api/matches?state=OVER")
    assert answer.status_code == 422


async def test_two_robots_join_who_waits_alone_and_play_unrated(live: Live, pg: Pool) -> None:
    at_pace(live, robots_after=100)
    ada = await live.register("ada")
    taken = await call(ada, "POST", "/quick")
    async with playing(live) as player:
        await player.hello(taken["session_token"])
        seat = Seat(ada, taken, player)
        while [one["is_bot"] for one in (await seat.match("COUNTDOWN"))["seats"]] != [False, True, True]:
            pass
        await seat.begins()
        while not (row(standing := await player.until("standing"), 2)[1] and row(standing, 3)[1]):
            pass  # both type
        await player.press("~")
        await player.send("quit")
        await player.until("over")
    code = taken["match"]["code"]
    for game in live.play.table.games():  # they would type for a minute
        live.play.endings.end_here(game, EndReason.QUIT)
    over = await match_in(ada, code, "OVER")
    assert over["seats"][0]["place"] == 3
    assert {one["rating_after"] for one in over["seats"]} == {None}
    assert await pg.fetchval("SELECT count(*) FROM ratings") == 0
    robots = await pg.fetch("SELECT username, is_bot, is_guest FROM users WHERE email LIKE '%@house.invalid'")
    assert len(robots) == 2 and all(row["is_bot"] and not row["is_guest"] for row in robots)
    answer = await live.http.post("/api/auth/login", json={"login": robots[0]["username"], "password": "!"})
    assert answer.status_code in (401, 422)


async def test_robots_that_play_nowhere_play_again(live: Live, pg: Pool) -> None:
    at_pace(live, robots_after=50)
    for _ in range(2):
        ada = await live.guest()
        taken = await call(ada, "POST", "/quick")
        async with playing(live) as player:
            await player.hello(taken["session_token"])
            seat = Seat(ada, taken, player)
            while len((await seat.match("COUNTDOWN"))["seats"]) != 3:
                pass
            await seat.begins()
        for game in live.play.table.games():
            await live.play.endings.end(game.row, EndReason.QUIT)
    assert await pg.fetchval("SELECT count(*) FROM users WHERE is_bot") == 2


async def test_nobody_is_joined_who_is_not_there(live: Live, pg: Pool) -> None:
    at_pace(live, robots_after=50)
    taken = await call(await live.guest(), "POST", "/quick")
    await live.play.hall.attend(taken["match"]["code"])
    await asyncio.sleep(0)
    assert await pg.fetchval("SELECT count(*) FROM match_seats") == 1


# ---------------------------------------------------------------- rematch


async def test_those_who_want_another_match_meet_in_it(live: Live) -> None:
    players = await guests(live, 3)
    code = await opened(players[0][0], waves=1)
    async with seated(code, *players) as seats:
        await call(players[0][0], "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
            await seat.player.send("quit")
        await match_in(players[0][0], code, "OVER")
    second, first = [await call(one, "POST", f"/{code}/rematch") for one, _ in (players[1], players[0])]
    again = second["match"]["code"]
    assert (first["match"]["code"], first["match"]["host"]) == (again, players[1][0].id)
    assert again != code and (first["match"]["waves"], first["match"]["visibility"]) == (1, "LINK")
    assert (await match_in(players[2][0], code, "OVER"))["rematch"] == again
    stranger = await live.guest()
    assert await refused(stranger, "POST", f"/{code}/rematch") == (403, "play/no-seat")


# ---------------------------------------------------------------- spectators


@asynccontextmanager
async def watching(live: Live, code: str) -> AsyncIterator[AsyncIterator[tuple[str, dict[str, Any]]]]:
    """The events of a match."""

    async def events(answer: httpx.Response) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        name = ""
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                yield name, orjson.loads(line[6:])

    async with live.http.stream("GET", f"/api/matches/{code}/live") as answer:
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer)


async def until_event(events: AsyncIterator[tuple[str, dict[str, Any]]], name: str, **fields: Any) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_S):
        async for event, data in events:
            if event == name and fields.items() <= data.items():
                return data
    raise AssertionError("the stream ended")


async def test_spectators_see_what_the_seats_are_told(live: Live, other: Live) -> None:
    at_pace(other)
    players = await guests(live, 2)
    code = await opened(players[0][0], waves=1)
    async with seated(code, *players) as seats, watching(other, code) as events:
        first = await until_event(events, "match", state="OPEN")
        assert (first["t"], first["code"], len(first["seats"])) == ("match", code, 2)
        await call(players[0][0], "POST", f"/{code}/start")
        await until_event(events, "match", state="RUNNING")
        wave = await seats[0].begins()
        await seats[0].type(1)
        while row(standing := await until_event(events, "standing"), 1)[6] is None:
            pass
        assert row(standing, 1)[1] == len(typed(wave["text"]))
        await seats[1].begins()
        await seats[1].player.send("quit")
        over = await until_event(events, "match", state="OVER")
        assert [seat["place"] for seat in over["seats"]] == [1, 2]


async def test_a_spectator_who_comes_late_sees_how_it_stands(live: Live, other: Live) -> None:
    players = await guests(live, 2)
    code = await opened(players[0][0])
    async with seated(code, *players) as seats:
        await call(players[0][0], "POST", f"/{code}/start")
        await seats[0].begins()
        await seats[0].type(1)
        while row(await seats[1].player.until("standing"), 1)[5] != 2:
            pass
        async with watching(other, code) as events:
            assert (await until_event(events, "match", state="RUNNING"))["seats"][0]["connected"]
            while row(await until_event(events, "standing"), 1)[5] != 2:
                pass  # the processes hear from each other a moment later


async def test_a_process_forgets_matches_that_nobody_watches_or_plays_here(live: Live, other: Live) -> None:
    ada: Account = await live.guest()
    code = await opened(ada)
    async with watching(other, code) as events:
        await until_event(events, "match", state="OPEN")
        assert other.play.hall.held() == [code]
    await until(lambda: not other.play.hall.held())


# ---------------------------------------------------------------- robots of others


async def test_bots_take_seats_by_the_code_and_play_the_match_to_its_end(live: Live, pg: Pool) -> None:
    host = await live.guest()
    code = await opened(host, visibility="PUBLIC")
    squad = [SquadPlayer(number) for number in range(2)]
    fast = Typist(1_200, 0.97)
    orders = Orders(
        url=live.url, typist=fast, games=1, language="PYTHON", difficulty="NORMAL", seed=1, match=code, register=True
    )
    await play_all(orders, squad)
    assert failures(squad) == []
    assert [result["end_reason"] for player in squad for result in player.results] == ["cleared", "cleared"]
    over = await match_in(host, code, "OVER")
    assert sorted(seat["place"] for seat in over["seats"]) == [1, 2]
    assert all(seat["is_bot"] for seat in over["seats"])
