"""Bots on a real server: they play to the end, come back after a drop, and know when not to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

import pytest

from game.replay import replay
from game.terms import Mode
from server.infra.postgres import Pool
from server.robots.bot import Bot, GameFailed
from server.robots.squad import (
    NoServer,
    Orders,
    SquadPlayer,
    failures,
    live_table,
    play_all,
    score_of,
    socket_url,
    summary_table,
)
from server.robots.typist import Typist
from server.settings import Settings
from tests.commands import run_command
from tests.gate import gate_before
from tests.live import Live, SkippingClock, playing, serving, until
from tests.small_library import fill
from tests.stored_logs import stored_log

FAST = Typist(1_200, 0.97)


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    async with serving(settings) as running:
        yield running


async def bot_of(live: Live, url: str | None = None, *, waves: int | None = 2, typist: Typist = FAST) -> Bot:
    game = await (await live.guest()).start()
    return Bot(socket_url(url or live.url, game["socket"]), game["session_token"], typist, Random(3), waves_limit=waves)


def orders(live: Live, **changes: Any) -> Orders:
    fields: dict[str, Any] = {
        "url": live.url,
        "typist": FAST,
        "games": 2,
        "language": "PYTHON",
        "difficulty": "NORMAL",
        "seed": 1,
        "waves": 1,
    }
    return Orders(**{**fields, **changes})


async def test_a_bot_plays_its_waves_and_quits(live: Live) -> None:
    bot = await bot_of(live)
    outcome = await bot.play()
    assert outcome.reason == "quit"
    assert outcome.result is not None
    assert outcome.result["waves_completed"] >= 2
    assert score_of(outcome.result) == outcome.result["final_score"]
    assert bot.drops == 0


async def test_a_bot_comes_back_after_every_cut_and_types_on(live: Live, pg: Pool) -> None:
    async with gate_before(live.url) as gate:
        bot = await bot_of(live, gate.url, waves=3)
        game = asyncio.create_task(bot.play())

        def has_pressed(keys: int) -> bool:
            return bot.game.pressed >= keys or game.done()

        for keys in (10, 40, 70):
            await until(partial(has_pressed, keys))
            await gate.shut()
            await gate.open()
        outcome = await game
    assert outcome.result is not None
    assert bot.drops >= 3
    log = await stored_log(pg)
    totals = replay(log).totals
    assert (totals.keys_pressed, outcome.result["pauses"]) == (len(log.keys), 3)


async def test_a_bad_token_is_not_come_back_with(live: Live) -> None:
    bot = Bot(socket_url(live.url, "/ws/play"), "00000000-0000-4000-8000-000000000000", FAST, Random(1))
    with pytest.raises(GameFailed, match="closed with 4500"):
        await bot.play()


async def test_a_bot_whose_game_is_opened_elsewhere_gives_it_up(live: Live) -> None:
    game = await (await live.guest()).start()
    bot = Bot(socket_url(live.url, game["socket"]), game["session_token"], Typist(60, 1), Random(1))
    played = asyncio.create_task(bot.play())
    await until(lambda: bot.game.keys_left)
    async with playing(live) as other:
        await other.hello(game["session_token"])
        with pytest.raises(GameFailed, match="closed with 4504"):
            await played


async def test_a_path_that_is_no_socket_is_not_tried_again(live: Live) -> None:
    with pytest.raises(GameFailed, match="refused with 404"):
        await Bot(socket_url(live.url, "/ws/other"), "t", FAST, Random(1)).play()


async def test_a_server_that_stays_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.robots.bot.BACK_OFF_LIMIT_S", 0.0)
    with pytest.raises(GameFailed, match="gave up after 12 tries"):
        await Bot("ws://127.0.0.1:9/ws/play", "t", FAST, Random(1)).play()


# ---------------------------------------------------------------- squads


async def test_a_squad_plays_all_games_of_all_players(live: Live, pg: Pool) -> None:
    squad = [SquadPlayer(number) for number in range(3)]
    await play_all(orders(live), squad)
    assert failures(squad) == []
    assert [len(player.results) for player in squad] == [2, 2, 2]
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 6
    assert len({player.name for player in squad}) == 3


async def test_a_squad_plays_a_daily_to_its_end(live: Live, pg: Pool) -> None:
    squad = [SquadPlayer(0)]
    live.play.table.clock = clock = SkippingClock()
    playing_on = asyncio.create_task(play_all(orders(live, games=1, register=True, mode=Mode.DAILY), squad))
    await until(lambda: squad[0].bot is not None and squad[0].bot.game.pressed > 0)
    clock.skip(20)  # ranked games last 15 seconds at least
    await playing_on
    assert failures(squad) == []
    row = await pg.fetchrow("SELECT mode::text, end_reason::text, ranked FROM game_results")
    assert row is not None and tuple(row) == ("DAILY", "cleared", True)


async def test_a_squad_plays_a_sprint_for_its_whole_time(live: Live, pg: Pool) -> None:
    squad = [SquadPlayer(0)]
    live.play.table.clock = clock = SkippingClock()
    sprint = orders(live, games=1, register=True, mode=Mode.SPRINT, seconds=30)
    playing_on = asyncio.create_task(play_all(sprint, squad))
    await until(lambda: squad[0].bot is not None and squad[0].bot.game.pressed > 200)
    clock.skip(31)  # the next key comes after the end
    await playing_on
    assert failures(squad) == []
    row = await pg.fetchrow(
        "SELECT s.seconds, r.playtime_seconds, r.end_reason::text, r.ranked FROM game_results r "
        "JOIN game_sessions s ON s.id = r.session_id"
    )
    assert row is not None and tuple(row) == (30, 30, "time", True)


@pytest.mark.parametrize("register", [True, False])
async def test_a_squad_registers_or_plays_as_guests(live: Live, pg: Pool, register: bool) -> None:
    squad = [SquadPlayer(0)]
    await play_all(orders(live, games=1, register=register), squad)
    assert failures(squad) == []
    assert await pg.fetchval("SELECT is_guest FROM users") != register


async def test_a_player_that_fails_stops_nobody_and_is_named(live: Live) -> None:
    squad = [SquadPlayer(0)]
    await play_all(orders(live, language="REACT"), squad)  # no snippets of it here
    assert squad[0].state == "failed"
    (failure,) = failures(squad)
    assert "play/no-snippets" in failure


async def test_a_score_that_does_not_follow_from_its_row_is_a_failure(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.robots.squad.score_of", lambda row: row["final_score"] + 1)
    squad = [SquadPlayer(0)]
    await play_all(orders(live, games=1), squad)
    assert "does not follow from its row" in failures(squad)[0]


async def test_where_no_server_is_nobody_waits_for_one(live: Live) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        squad = [SquadPlayer(0)]
        with pytest.raises(NoServer, match=f"no server answers at {url}"):
            await play_all(replace(orders(live), url=url), squad)
        refused = await asyncio.to_thread(run_command, "bot", "--url", url)
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert "make run" in refused.stderr and squad[0].failures == []


async def test_what_answers_but_is_no_server_is_told(live: Live) -> None:
    with pytest.raises(NoServer, match="is not Pro Dev"):
        await play_all(replace(orders(live), url=f"{live.url}/elsewhere"), [])


async def test_each_game_is_told_as_it_ends(live: Live) -> None:
    told: list[str] = []
    squad = [SquadPlayer(0)]
    await play_all(orders(live), squad, told.append)
    name = squad[0].name
    assert [line.partition(":")[0] for line in told] == [f"{name}, game 1 of 2", f"{name}, game 2 of 2"]
    assert all(" points, " in line and line.endswith(" WPM") for line in told)


def test_tables_have_a_line_for_each_player() -> None:
    row = {"final_score": 10, "waves_completed": 1, "net_wpm": 2.0, "key_accuracy_percentage": 50.0}
    squad = [SquadPlayer(0, "one", results=[row]), SquadPlayer(1, "two", failures=["no"])]
    assert live_table(squad).row_count == summary_table(squad).row_count == 2
    assert "1 game finished, 1 player failed" in str(summary_table(squad).caption)


def test_a_large_squad_is_summed_up_on_the_screen() -> None:
    squad = [SquadPlayer(number) for number in range(50)]
    assert live_table(squad).row_count == 40
    assert "10 more players" in str(live_table(squad).caption)


@pytest.mark.parametrize(
    ("url", "socket"),
    [
        ("http://127.0.0.1:8000", "ws://127.0.0.1:8000/ws/play"),
        ("https://prodev.example/", "wss://prodev.example/ws/play"),
    ],
)
def test_the_socket_lies_beside_the_pages(url: str, socket: str) -> None:
    assert socket_url(url, "/ws/play") == socket
