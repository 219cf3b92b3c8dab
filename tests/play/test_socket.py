"""The play socket over both adapters: one whole game, who is let in, and what closes the door."""

from __future__ import annotations

import pytest
import websockets

from game.replay import replay
from game.scoring import final_score, playtime_seconds
from server.infra.postgres import Pool
from server.play.table import Table
from server.settings import Settings
from tests.live import Live, SkippingClock, playing, typed, until
from tests.rows import one_row
from tests.stored_logs import stored_log


async def test_a_game_from_start_to_result(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        welcome = await player.hello(game["session_token"])
        assert (welcome["session"], welcome["running"], welcome["wave"]["n"]) == (game["session_id"], False, 1)
        await player.send("go")
        assert (await player.receive())["t"] == "running"
        (lived,) = live.play.table.games()
        await until(lambda: not lived.session.wants_waves)  # the next wave is drawn before it is due
        frames = await player.press(typed(player.wave["text"]))
        assert [frame["t"] for frame in frames[-3:]] == ["clear", "wave", "a"]
        assert (frames[-3]["n"], frames[-2]["n"]) == (1, 2)
        await player.press(player.wave["text"][0] + "x")
        await player.send("quit")
        over = await player.until("over")
        assert over["reason"] == "quit"
        assert await player.closed() == 1000
    result = over["result"]
    assert (result["session_id"], result["user_id"], result["waves_completed"]) == (game["session_id"], guest.id, 1)
    log = await stored_log(pg)
    engine = replay(log)
    assert final_score(engine.totals, playtime_seconds(log.end_ms)) == result["final_score"]
    row = await one_row(pg, "SELECT * FROM game_sessions")
    assert row["is_completed"]
    assert row["ended_at"] is not None


async def test_a_game_without_a_key_leaves_no_result(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("quit")
        assert (await player.until("over"))["result"] is None
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0
    assert await pg.fetchval("SELECT sum(total_games) FROM user_statistics") == 0
    assert (await guest.request("GET", "/api/game/current")).json() == {"sessions": []}


async def test_hello_for_an_ended_game_gets_over_with_its_result(live: Live) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await player.send("quit")
        result = (await player.until("over"))["result"]
    async with playing(live) as late:
        await late.send("hello", token=game["session_token"])
        over = await late.receive()
        assert (over["t"], over["reason"], over["result"]) == ("over", "quit", result)
        assert await late.closed() == 1000


async def test_keys_become_durable_and_the_client_is_told(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        frames = await player.press("x")
        assert frames[-1]["d"] == 0
        await player.durable()


async def test_frames_sent_together_are_messages_of_their_own_whatever_their_length(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        (lived,) = live.play.table.games()
        sizes = (20, 125, 126, 127, 65_535, 65_536, 100_000)
        lived.send([b'{"t":"test"}'.ljust(size) for size in sizes])
        lived.send([b'{"t":"last"}'])
        assert [(await player.receive())["t"] for _ in sizes] == ["test"] * len(sizes)
        assert (await player.receive())["t"] == "last"


async def test_nothing_is_sent_after_a_close(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        (lived,) = live.play.table.games()
        connection = lived.connection
        assert connection is not None
        connection.close(4001)
        connection.send([b'{"t":"late"}', b'{"t":"late"}'])
        assert await player.closed() == 4001


async def test_ping_is_answered_with_the_game_time(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("ping", n=7)
        assert await player.receive() == {"t": "pong", "n": 7, "at": 0}


@pytest.mark.parametrize("pauses", [0, 1])
async def test_whoever_presses_no_key_is_hit_all_the_same(
    live: Live, pauses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind_ms = 600_000
    monkeypatch.setattr(Table, "now_ms", lambda table: int(table.now_s() * 1000) - behind_ms)
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        for _ in range(pauses):
            await player.send("go")
            await player.send("pause")
            await player.until("paused")
            await until(lambda: live.play.table.games()[0].timer is None)
        await player.send("go")
        await player.until("running")
        behind_ms = 0  # ten minutes pass
        assert (await player.until("hit"))["hp"] < 100
        assert (await player.until("over"))["reason"] == "defeated"


async def test_a_machine_that_sleeps_finds_its_game_where_it_left_it(live: Live) -> None:
    game = await (await live.guest()).start()
    clock = live.play.table.clock = SkippingClock()
    async with playing(live) as player:
        await player.send("hello", token=game["session_token"], beat=4_000)
        await player.until("welcome")
        await player.send("go")
        await player.until("running")
        clock.skip(20)
        for _ in range(2):  # of the first look the server may have been what was late
            await live.play.rounds.look_after()
        paused = await player.until("paused")
        assert (paused["reason"], paused["pauses"]) == ("server", 1)
        assert paused["at"] < 10_000


# ---------------------------------------------------------------- the handshake


@pytest.mark.parametrize("origin", [None, "null", "http://elsewhere.example", "http://127.0.0.1:1", "nonsense"])
async def test_a_foreign_origin_is_refused(live: Live, origin: str | None) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with playing(live, origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_an_unknown_version_is_echoed_and_closed(live: Live) -> None:
    async with playing(live, subprotocols=("prodev.v99", "chat")) as player:
        assert player.socket.subprotocol == "prodev.v99"
        assert await player.closed() == 4506


async def test_without_a_version_the_socket_is_closed(live: Live) -> None:
    async with playing(live, subprotocols=()) as player:
        assert await player.closed() == 4506


async def test_our_version_among_others_is_chosen(live: Live) -> None:
    async with playing(live, subprotocols=("prodev.v99", "prodev.v1")) as player:
        assert player.socket.subprotocol == "prodev.v1"
        await player.send("hello", token="x")
        assert await player.closed() == 4500


async def test_other_paths_are_no_sockets(live: Live) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with playing(live, path="/ws/other"):
            pass
    assert refused.value.response.status_code in (403, 404)  # ASGI servers answer 403 for a route that is not there


# ---------------------------------------------------------------- hello


@pytest.mark.parametrize("token", ["", "x", "00000000-0000-4000-8000-000000000000"])
async def test_a_bad_token_opens_nothing(live: Live, token: str) -> None:
    async with playing(live) as player:
        await player.send("hello", token=token)
        assert await player.closed() == 4500


async def test_a_deleted_players_token_opens_nothing(live: Live) -> None:
    guest = await live.guest()
    game = await guest.start()
    assert (await guest.request("DELETE", "/api/user/account")).status_code == 204
    async with playing(live) as player:
        await player.send("hello", token=game["session_token"])
        assert await player.closed() in (1000, 4500)


async def test_frames_before_hello_are_malformed(live: Live) -> None:
    async with playing(live) as player:
        await player.send("go")
        assert await player.closed() == 4501


async def test_a_second_hello_is_malformed(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("hello", token=game["session_token"])
        assert await player.closed() == 4501


BAD_FRAMES = [
    "not json",
    "[]",
    '{"t":"nonsense"}',
    '{"t":"k","s":1,"e":[[-1,"a"]]}',
    '{"t":"k","s":1,"e":[[1e99,"a"]]}',
    '{"t":"k","s":1,"e":[[1,"ab"]]}',
    '{"t":"go","x":"' + "x" * 5000 + '"}',
    '{"t":"go","x":"' + "x" * 200_000 + '"}',
    b'{"t":"go"}',
]


@pytest.mark.parametrize("raw", BAD_FRAMES, ids=lambda raw: str(raw)[:24])
async def test_a_bad_frame_closes_its_socket_alone_and_the_game_can_be_resumed(live: Live, raw: str | bytes) -> None:
    game = await (await live.guest()).start()
    other_game = await (await live.guest()).start()
    async with playing(live) as other, playing(live) as player:
        await other.hello(other_game["session_token"])
        await player.hello(game["session_token"])
        await player.press("x")
        await player.socket.send(raw)
        assert await player.closed() == 4501
        await other.press("xx")
    async with playing(live) as again:
        assert (await again.hello(game["session_token"]))["s"] == 1


async def test_a_message_in_several_frames_is_one_message(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.socket.send(['{"t":"pi', 'ng","n', '":4}'])
        assert (await player.receive())["n"] == 4


async def test_a_second_connection_replaces_the_first(live: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as first, playing(live) as second:
        await first.hello(game["session_token"])
        await second.hello(game["session_token"])
        assert await first.closed() == 4504
        await second.press("x")


# ---------------------------------------------------------------- limits


class TestImpatientServer:
    """Limits turned down, so that they are met at once."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(
            update={"hello_timeout_ms": 50, "silent_timeout_ms": 200, "keys_per_second": 1, "keys_burst": 20}
        )

    async def test_no_hello_in_time(self, live: Live) -> None:
        async with playing(live) as player:
            assert await player.closed() == 4502

    async def test_silence_closes_the_socket(self, live: Live) -> None:
        game = await (await live.guest()).start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            assert await player.closed() == 4012

    async def test_a_flood_of_keys_closes_the_socket_and_a_burst_does_not(self, live: Live) -> None:
        game = await (await live.guest()).start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.press("x" * 20)
            await player.send("k", s=21, e=[[0, "x"]] * 20)
            assert await player.closed() == 4013

    async def test_a_flood_of_other_frames_closes_the_socket_too(self, live: Live) -> None:
        game = await (await live.guest()).start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            for number in range(40):
                await player.send("ping", n=number)
            assert await player.closed() == 4013
