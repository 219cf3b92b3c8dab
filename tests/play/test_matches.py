"""Matches on a running server: opened, joined, counted down, played and decided."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.infra.postgres import Pool
from server.key_logs import log_of, stored
from server.play.core.match import finish_of, places
from server.settings import Settings
from tests.live import Live, playing, typed
from tests.play.matches import at_pace, call, guests, look, match_in, opened, refused, row, seated


@pytest.fixture(params=["picows"])
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture(autouse=True)
def _quick(live: Live) -> None:
    at_pace(live)


async def recomputed(pg: Pool, code: str) -> list[int]:
    """The places of the seats, in their order, from their key logs."""
    rows = await pg.fetch(
        f"SELECT {stored('t')} AS log FROM match_seats x JOIN typing_sessions t ON t.game_session_id = x.session_id"
        " WHERE x.match_code = $1 ORDER BY x.seat",
        code,
    )
    return places([finish_of(log_of(row["log"])) for row in rows])


# ---------------------------------------------------------------- a race


async def test_three_race_over_the_same_text_from_one_instant_and_get_their_places(live: Live, pg: Pool) -> None:
    players = await guests(live, 3)
    used = await pg.fetchval("SELECT sum(usage_count) FROM code_snippets")
    code = await opened(players[0][0])
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets") == used + 2, "counted once"
    async with seated(code, *players) as seats:
        host, *others = seats
        assert [seat.player.welcome["wave"] for seat in seats] == [None] * 3
        assert (await host.match("OPEN"))["host"] == host.account.id
        counting = await call(host.account, "POST", f"/{code}/start")
        assert (counting["state"], 0 < counting["starts_in_ms"] <= 300) == ("COUNTDOWN", True)
        waves = [await seat.begins() for seat in seats]
        assert len({wave["text"] for wave in waves}) == 1 and {wave["at"] for wave in waves} == {0}
        clocks = {seat.number: live.play.table.by_token(seat.token) for seat in seats}
        assert len({game.session.clock_ms(10**9) for game in clocks.values() if game}) == 1
        await others[1].type(2)
        assert (await others[1].player.until("over"))["reason"] == "cleared"
        await others[0].type(1)
        await others[0].player.send("quit")
        await host.player.press("~")
        await host.player.send("quit")
        over = await match_in(host.account, code, "OVER")
    assert [seat["place"] for seat in over["seats"]] == [3, 2, 1] == await recomputed(pg, code)
    assert all(seat["result_id"] for seat in over["seats"])
    assert over["ended_at"] is not None
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets") == used + 2


async def test_a_seat_is_told_of_every_change_and_of_the_end(live: Live) -> None:
    players = await guests(live, 2)
    code = await opened(players[0][0])
    async with seated(code, *players) as (host, other):
        await other.player.send("ready")
        while not (frame := await host.match("OPEN"))["seats"][-1]["ready"]:
            pass
        assert [seat["connected"] for seat in frame["seats"]] == [True, True]
        await call(host.account, "POST", f"/{code}/start")
        assert (await host.match("COUNTDOWN"))["starts_at"] is not None
        await host.match("RUNNING")
        await other.begins()
        await other.player.send("quit")
        while not (frame := await host.match("RUNNING"))["seats"][1]["ended"]:
            pass
        assert frame["seats"][1]["place"] is None


async def test_everybody_sees_how_far_everybody_is(live: Live) -> None:
    players = await guests(live, 2)
    code = await opened(players[0][0])
    async with seated(code, *players) as (host, other):
        await call(host.account, "POST", f"/{code}/start")
        await host.begins()
        await other.begins()
        await other.player.press("~")
        first = typed(other.player.wave["text"])
        await other.type(1)
        while row(standing := await host.player.until("standing"), 2)[1] < len(first):
            pass
        seat, keys_done, net_wpm, accuracy, hp, wave, place = row(standing, 2)
        assert (seat, keys_done, hp, wave, place) == (2, len(first), 100, 2, None)
        assert net_wpm >= 0 and abs(accuracy - 100 * keys_done / (keys_done + 1)) < 0.06
        await other.type(1)
        while row(standing := await host.player.until("standing"), 2)[6] is None:
            pass
        assert row(standing, 2)[6] == 1
        assert row(standing, 1) == [1, 0, 0.0, 0.0, 100, 1, None]


async def test_a_public_match_counts_down_once_two_are_ready(live: Live) -> None:
    players = await guests(live, 3)
    code = await opened(players[0][0], visibility="PUBLIC")
    async with seated(code, *players) as seats:
        await seats[0].player.send("ready")
        await seats[2].player.send("ready")
        for seat in seats:
            await seat.begins()
    listed = await call(players[0][0], "GET", "?state=RUNNING")
    assert [match["code"] for match in listed["matches"]] == [code]


async def test_a_public_match_counts_down_a_while_after_the_second_joined(live: Live) -> None:
    at_pace(live, second_waits=200)
    players = await guests(live, 2)
    code = await opened(players[0][0], visibility="PUBLIC")
    async with seated(code, *players) as seats:
        for seat in seats:
            await seat.begins()


async def test_the_clock_runs_on_while_a_seat_is_away(live: Live, pg: Pool) -> None:
    players = await guests(live, 2)
    code = await opened(players[0][0])
    async with seated(code, *players) as (host, other):
        await call(host.account, "POST", f"/{code}/start")
        await other.begins()
        await other.player.press(typed(other.player.wave["text"])[:3])
        other.player.drop()
        while (await host.match("RUNNING"))["seats"][1]["connected"]:
            pass
        async with playing(live) as back:
            welcome = await back.hello(other.token)
            assert (welcome["running"], welcome["s"], welcome["pauses"]) == (True, 3, 0)
            await back.press(typed(welcome["wave"]["text"])[3:])
            await back.send("quit")
            result = (await back.until("over"))["result"]
    assert (result["mode"], result["pauses"], result["ranked"], result["unranked_reason"]) == ("RACE", 0, False, "race")


async def test_the_match_closes_when_most_have_ended(live: Live, pg: Pool) -> None:
    at_pace(live, overtime=300)
    players = await guests(live, 3)
    code = await opened(players[0][0])
    async with seated(code, *players) as (host, *others):
        await call(host.account, "POST", f"/{code}/start")
        await host.begins()
        await host.player.press(typed(host.player.wave["text"])[:5])
        for other in others:
            await other.begins()
            await other.player.send("quit")
        over = await host.player.until("over")
        assert over["reason"] == "closed"
    match = await match_in(players[0][0], code, "OVER")
    assert [seat["place"] for seat in match["seats"]] == [1, 2, 2]
    assert [seat["result_id"] is None for seat in match["seats"]] == [False, True, True], "two pressed no key"
    assert await pg.fetchval("SELECT count(*) FROM game_sessions WHERE ended_at IS NULL") == 0


# ---------------------------------------------------------------- joining and leaving


async def test_who_joins_again_gets_the_seat_that_they_have(live: Live) -> None:
    (ada, _), (bob, _) = await guests(live, 2)
    code = await opened(ada)
    first, *more = await asyncio.gather(*(call(ada, "POST", f"/{code}/join") for _ in range(3)))
    for again in more:
        assert (again["seat"], again["session_token"]) == (first["seat"], first["session_token"])
    assert (await call(bob, "POST", f"/{code.lower()}/join"))["seat"] == 2
    (current,) = (await ada.request("GET", "/api/game/current")).json()["sessions"]
    assert (current["mode"], current["match"], current["seat"]) == ("RACE", code, 1)


async def test_two_tabs_on_one_seat_are_one_player(live: Live) -> None:
    players = await guests(live, 2)
    code = await opened(players[0][0])
    async with seated(code, *players) as (host, _), playing(live) as second:
        await second.hello(host.token)
        assert await host.player.closed() == 4504
        assert (await second.until("match"))["seats"][0]["connected"]


async def test_seats_are_taken_by_as_many_as_there_are(live: Live) -> None:
    players = await guests(live, 6)
    code = await opened(players[0][0], capacity=4)
    answers = await asyncio.gather(*(one.request("POST", f"/api/matches/{code}/join") for one, _ in players))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [409] * 2
    assert {answer.json().get("code") for answer in answers if answer.status_code == 409} == {"play/match-full"}
    assert sorted(answer.json()["seat"] for answer in answers if answer.is_success) == [1, 2, 3, 4]


async def test_a_seat_that_is_left_before_the_start_is_free_again(live: Live, pg: Pool) -> None:
    players = await guests(live, 3)
    code = await opened(players[0][0], capacity=2)
    async with seated(code, *players[:2]) as (_, other):
        await call(other.account, "POST", f"/{code}/leave")
        assert (await other.player.until("over"))["result"] is None
        assert (await call(players[2][0], "POST", f"/{code}/join"))["seat"] == 2
        assert await refused(other.account, "POST", f"/{code}/leave") == (403, "play/no-seat")
    assert await pg.fetchval("SELECT count(*) FROM match_seats") == 2


async def test_quitting_on_the_socket_before_the_start_leaves_too(live: Live) -> None:
    players = await guests(live, 2)
    code = await opened(players[0][0])
    async with seated(code, *players) as (host, other):
        await other.player.send("quit")
        await other.player.until("over")
        while len((await host.match("OPEN"))["seats"]) > 1:
            pass


async def test_when_the_host_leaves_the_next_seat_is_the_host(live: Live) -> None:
    players = await guests(live, 3)
    code = await opened(players[0][0])
    async with seated(code, *players) as (host, second, third):
        assert await refused(second.account, "POST", f"/{code}/start") == (403, "play/not-host")
        await call(host.account, "POST", f"/{code}/leave")
        while (await third.match("OPEN"))["host"] != second.account.id:
            pass
        await call(second.account, "POST", f"/{code}/start")
        await third.begins()


async def test_a_countdown_stops_when_one_is_left_and_begins_again(live: Live) -> None:
    at_pace(live, countdown=10_000)
    players = await guests(live, 3)
    code = await opened(players[0][0])
    async with seated(code, *players[:2]) as (host, other):
        await call(host.account, "POST", f"/{code}/start")
        await host.match("COUNTDOWN")
        await call(other.account, "POST", f"/{code}/leave")
        assert (await host.match("OPEN"))["starts_at"] is None
        at_pace(live)
        await call(players[2][0], "POST", f"/{code}/join")
        await call(host.account, "POST", f"/{code}/start")
        await host.begins()


async def test_one_may_still_join_during_the_countdown_and_not_after_the_start(live: Live) -> None:
    at_pace(live, countdown=1_500)
    players = await guests(live, 4)
    code = await opened(players[0][0])
    async with seated(code, *players[:2]) as (host, _):
        await call(host.account, "POST", f"/{code}/start")
        async with seated(code, players[2]) as (late,):
            await late.begins()
            assert await refused(players[3][0], "POST", f"/{code}/join") == (409, "play/match-started")
            assert await refused(host.account, "POST", f"/{code}/start") == (409, "play/match-started")


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("POST", "/join"), ("POST", "/leave"), ("POST", "/start"), ("POST", "/rematch"), ("GET", "/live")],
)
@pytest.mark.parametrize("code", ["ABC234", "abc", "0OI1LL", "%00%00", "a" * 20])
async def test_a_code_that_is_none_is_unknown(live: Live, method: str, path: str, code: str) -> None:
    answer = await (await live.guest()).request(method, f"/api/matches/{code}{path}")
    assert (answer.status_code, answer.json()["code"]) in ((404, "play/no-match"), (422, "request/invalid"))


async def test_starting_without_a_seat_or_alone_is_refused(live: Live) -> None:
    (ada, _), (bob, _) = await guests(live, 2)
    code = await opened(ada)
    assert await refused(ada, "POST", f"/{code}/start") == (403, "play/no-seat")
    await call(ada, "POST", f"/{code}/join")
    assert await refused(bob, "POST", f"/{code}/start") == (403, "play/no-seat")
    assert await refused(ada, "POST", f"/{code}/start") == (409, "play/match-alone")
    assert await refused(ada, "POST", f"/{code}/rematch") == (409, "play/match-not-over")
    assert await refused(bob, "POST", f"/{code}/rematch") == (403, "play/no-seat")


@pytest.mark.parametrize(
    "wanted", [{"waves": 0}, {"waves": 11}, {"capacity": 1}, {"capacity": 17}, {"visibility": "SECRET"}, {"seats": 2}]
)
async def test_a_match_that_cannot_be_is_not_opened(live: Live, pg: Pool, wanted: dict[str, Any]) -> None:
    ada = await live.guest()
    assert await refused(ada, "POST", "", language="PYTHON", **wanted) == (422, "request/invalid")
    assert await refused(ada, "POST", "", language="RUST") == (409, "play/no-snippets")
    assert await pg.fetchval("SELECT count(*) FROM matches") == 0


async def test_who_has_too_many_games_is_told(live: Live) -> None:
    (ada, _), (bob, _) = await guests(live, 2)
    for _ in range(3):
        game = await ada.start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.press("~")
    code = await opened(bob)
    assert await refused(ada, "POST", f"/{code}/join") == (409, "play/too-many-games")
    assert (await look(bob, code))["seats"] == [], "the seat was not taken either"
