"""`GET /api/leaderboard/live` and `GET /api/players/now`, on the real server with real Redis."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import asyncpg
import orjson
import pytest
from redis.asyncio import Redis

from game.terms import Metric
from server.infra import event_stream, tasks
from server.infra.event_stream import REFETCH, WAITING, Stream
from server.leaderboards import Boards, Game, Playing
from server.leaderboards import live as live_module
from server.leaderboards import playing as playing_module
from server.leaderboards.changes import parse
from server.leaderboards.keys import BoardKeys
from server.settings import Settings
from tests.gate import Gate
from tests.infra.test_serve import served
from tests.leaderboards.boards import open_boards, play
from tests.live import PATIENCE_S, Live, playing, serving, until
from tests.results.games import add_player, delete_player
from tests.small_library import fill

VIEWERS = 200


class Viewer:
    """An open stream, on a plain socket."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self.fields: dict[str, str] = {}

    async def _chunk(self) -> bytes:
        """One chunk of the answer, which is one event; empty at its end."""
        size = int(await self._reader.readline(), 16)
        chunk = await self._reader.readexactly(size + 2)
        return chunk[:-2]

    async def event(self) -> tuple[str, Any]:
        """The next event's name and data; ("end", None) at the end of the stream."""
        async with asyncio.timeout(PATIENCE_S):
            while chunk := await self._chunk():
                assert chunk.endswith(b"\n\n")
                fields = dict(line.split(": ", 1) for line in chunk.decode().rstrip().split("\n"))
                self.fields |= fields
                if "event" in fields:
                    return fields["event"], orjson.loads(fields["data"])
            assert await self._reader.read() == b""  # and the connection with it
        return "end", None

    async def until(self, name: str, holds: Callable[[Any], object] = lambda data: True) -> Any:
        """The data of the next such event; the others are passed over."""
        async with asyncio.timeout(PATIENCE_S):  # beats go on and on
            while True:
                got, data = await self.event()
                if got == name and holds(data):
                    return data
                assert got != "end"

    async def board(self, holds: Callable[[Any], object] = lambda page: True) -> Any:
        return await self.until("board", lambda page: page["source"] == "redis" and holds(page))

    async def ended(self) -> None:
        while (await self.event())[0] != "end":
            pass


@asynccontextmanager
async def crowd(url: str, count: int, **query: str) -> AsyncIterator[list[Viewer]]:
    host, port = url.removeprefix("http://").split(":")
    async with AsyncExitStack() as stack:

        async def open_one() -> Viewer:
            reader, writer = await asyncio.open_connection(host, int(port))
            stack.callback(writer.close)
            writer.write(f"GET /api/leaderboard/live?{urlencode(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)).decode().lower()
            assert head.startswith("http/1.1 200")
            for header in "content-type: text/event-stream", "cache-control: no-store, no-transform":
                assert header in head
            return Viewer(reader)

        yield [await open_one() for _ in range(count)]


@asynccontextmanager
async def following(live: Live, **query: str) -> AsyncIterator[Viewer]:
    async with crowd(live.url, 1, **query) as viewers:
        yield viewers[0]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "EVERY_S", 0.05)


@pytest.fixture
async def live(settings: Settings, pg: asyncpg.Pool) -> AsyncIterator[Live]:
    async with serving(settings) as server:
        yield server


@pytest.fixture
async def elsewhere(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> AsyncIterator[Boards]:
    """Another process that ends games."""
    boards = open_boards(pg, redis, settings)
    yield boards
    await boards.close()


async def streams(live: Live) -> int:
    found = re.search(r"^prodev_live_streams (\d+)", (await live.http.get("/metrics")).text, re.MULTILINE)
    assert found
    return int(found[1])


async def no_streams(live: Live) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while await streams(live):
            await asyncio.sleep(0.01)


def users(page: Any) -> list[str]:
    return [entry["user_id"] for entry in page["entries"]]


# ---------------------------------------------------------------- changes


async def test_a_new_best_of_another_process_reaches_an_open_stream(
    live: Live, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    first, second = await add_player(pg), await add_player(pg)
    async with following(live) as viewer:
        assert users(await viewer.board()) == []
        await elsewhere.add(await play(pg, first, words=40))
        assert users(await viewer.board(users)) == [first]
        result = await play(pg, second, words=50)
        await elsewhere.add(result)
        page = await viewer.board(lambda page: page["total"] == 2)
        assert users(page) == [second, first]
        assert page["moves"] == [{"version": page["version"], "user_id": second, "from": None, "to": 1}]
        assert (page["entries"][0]["result_id"], page["me"]) == (result.id, None)
        assert viewer.fields["id"] == str(page["version"])
        await elsewhere.add(await play(pg, first, words=60))
        page = await viewer.board(lambda page: users(page) == [first, second])
        assert [(move["from"], move["to"]) for move in page["moves"]] == [(2, 1)]


async def test_who_puts_a_game_on_the_boards_learns_its_places(pg: asyncpg.Pool, boards: Boards) -> None:
    first, second = await add_player(pg), await add_player(pg)
    moves = await boards.add(await play(pg, first, words=40))
    assert len(moves) == 12 * len(Metric) and {(move.before, move.now) for move in moves} == {(None, 1)}
    await boards.add(await play(pg, second, words=50))
    assert {(move.before, move.now) for move in await boards.add(await play(pg, first, words=60))} == {(2, 1)}
    assert await boards.add(await play(pg, first, words=30)) == []


async def test_a_stream_begins_with_the_board_as_it_is(live: Live, pg: asyncpg.Pool, elsewhere: Boards) -> None:
    user_id = await add_player(pg)
    async with following(live) as early:
        await early.board()
        await elsewhere.add(await play(pg, user_id))
        await early.board(users)
        async with following(live) as late:  # and so does one that comes back after a gap
            name, page = await late.event()
            assert (name, users(page), page["moves"]) == ("board", [user_id], None)
            assert 1_000 <= int(late.fields["retry"]) <= 4_000


async def test_only_the_board_that_is_followed_is_sent(live: Live, pg: asyncpg.Pool, elsewhere: Boards) -> None:
    user_id = await add_player(pg)
    async with following(live, language="react", metric="wpm", period="day") as viewer:
        await viewer.board()
        await elsewhere.add(await play(pg, user_id, language="PYTHON"))
        await elsewhere.add(await play(pg, user_id, language="REACT"))
        page = await viewer.board()
        assert (page["metric"], page["period"], page["language"], page["difficulty"]) == ("wpm", "day", "REACT", None)
        assert users(page) == [user_id]


async def test_deletion_rename_and_rebuild_reach_viewers(live: Live, pg: asyncpg.Pool, elsewhere: Boards) -> None:
    gone = await add_player(pg)
    async with following(live) as viewer:
        body = {"username": "stays", "email": "stays@example.com", "password": "correct horse"}
        account = (await live.http.post("/api/auth/register", json=body)).json()
        headers = {"Authorization": f"Bearer {account['access_token']}"}
        await elsewhere.add(await play(pg, account["user"]["id"]))
        await elsewhere.add(await play(pg, gone))
        await viewer.board(lambda page: page["total"] == 2)
        await delete_player(pg, gone)
        await elsewhere.remove_user(gone)
        page = await viewer.board(lambda page: page["total"] == 1)
        assert page["moves"] is None
        await live.http.put("/api/user/profile", json={"display_name": "Renamed"}, headers=headers)
        await viewer.board(lambda page: page["entries"][0]["display_name"] == "Renamed")
        late = await play(pg, await add_player(pg))
        await elsewhere.rebuild()
        await viewer.board(lambda page: late.user_id in users(page))


async def test_200_viewers_cost_one_reading_a_change(
    live: Live, pg: asyncpg.Pool, redis: Redis, redis_prefix: str, elsewhere: Boards
) -> None:
    user_id = await add_player(pg)
    server, changes = live.boards_live, 3
    async with crowd(live.url, VIEWERS) as viewers:
        for viewer in viewers:
            await viewer.board()
        assert await streams(live) == VIEWERS
        await until(lambda: server.is_settled)
        async with redis.monitor() as monitor:
            for number in range(changes):
                await elsewhere.add(await play(pg, user_id, words=40 + number))
                pages = [await viewer.board(users) for viewer in viewers]
                assert len({page["version"] for page in pages}) == 1
            await redis.set(f"{redis_prefix}done", 1)
            said = []
            while f"{redis_prefix}done" not in (command := await monitor.next_command())["command"]:
                said.append(command["command"])
    reading = f"{BoardKeys(redis_prefix).through()} {redis_prefix}lb:changes {redis_prefix}lb:2:score:all:any:any "
    assert sum(command.startswith("EVALSHA") and reading in command for command in said) == changes
    assert sum(command.startswith(f"PUBLISH {redis_prefix}lb:changes") for command in said) == changes
    assert [count for _, count in await redis.pubsub_numsub(f"{redis_prefix}lb:changes")] == [1]


def test_told_changes_are_read_as_they_were_written() -> None:
    assert parse(b"7 ").moves is None and not parse(b"7 ").renamed
    assert parse(b"7 names").moves is None and parse(b"7 names").renamed
    told = parse(b'8 [["board","u",false,3],["board","v",9,2]]')
    assert (told.version, told.moves) == (8, {"board": [("u", None, 3), ("v", 9, 2)]})


# ---------------------------------------------------------------- ends


async def test_a_viewer_who_goes_leaves_nothing(live: Live) -> None:
    async with following(live) as viewer:
        await viewer.board()
        before = len(asyncio.all_tasks())
        async with crowd(live.url, 5) as more:
            for one in more:
                await one.board()
            assert await streams(live) == 6
        async with asyncio.timeout(PATIENCE_S):
            while await streams(live) > 1 or len(asyncio.all_tasks()) > before:
                await asyncio.sleep(0.01)
    await no_streams(live)


async def test_a_stopping_server_ends_200_streams_and_exits(settings: Settings, pg: asyncpg.Pool) -> None:
    async with serving(settings, grace_s=60) as live, crowd(live.url, VIEWERS) as viewers:
        for viewer in viewers:
            await viewer.board()
        live.stop()
        for viewer in viewers:
            await viewer.ended()
    # `serving` has waited for the server's end


async def test_a_viewer_who_does_not_read_holds_up_no_stop(
    settings: Settings, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    players = [await add_player(pg, display_name="x" * 30) for _ in range(25)]
    async with serving(settings, grace_s=60) as live:
        host, port = live.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
        writer.write(b"GET /api/leaderboard/live HTTP/1.1\r\nHost: x\r\n\r\n")
        await reader.readline()
        assert isinstance(writer.transport, asyncio.Transport)
        writer.transport.pause_reading()
        (stream,) = live.boards_live.open_streams()
        for user_id in players:
            await elsewhere.add(await play(pg, user_id))
        async with asyncio.timeout(PATIENCE_S):
            while stream.is_taking:
                for one in range(WAITING // 2):
                    stream.put(event_stream.event("board", b" " * 100_000, str(one)))
                await asyncio.sleep(0)
        live.stop()
    writer.close()


async def test_workers_of_a_stopped_server_end_their_streams(
    settings: Settings, pg: asyncpg.Pool, elsewhere: Boards, server_folder: Path
) -> None:
    given = settings.model_copy(update={"data": server_folder, "workers": 2, "port": 0}).as_environment()
    async with served(**given) as server, crowd(server.url, 12) as viewers:
        for viewer in viewers:
            await viewer.board()
        await elsewhere.add(await play(pg, await add_player(pg)))
        for viewer in viewers:
            await viewer.board(users)
        code, *_ = await asyncio.gather(server.end(signal.SIGTERM), *(viewer.ended() for viewer in viewers))
        assert code == 0


async def test_a_slow_reader_is_told_to_ask_again() -> None:
    stream = Stream()
    for number in range(3 * WAITING):
        stream.put(b"%d" % number)
    assert await stream.next() == REFETCH
    stream.put(b"after")
    stream.end()
    assert await stream.next() is None


async def test_a_reader_who_takes_nothing_for_two_beats_is_cut_off() -> None:
    cuts: list[bool] = []
    stream = Stream(lambda: cuts.append(True))
    stream.beat()
    assert cuts == []
    stream.beat()
    assert cuts == [True]


async def test_viewers_beyond_the_bound_are_put_off(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "MOST_STREAMS", 1)
    async with following(live):
        answer = await live.http.get("/api/leaderboard/live")
        assert (answer.status_code, answer.json()["code"]) == (503, "leaderboard/too-many-viewers")
        assert int(answer.headers["Retry-After"]) > 0
    await no_streams(live)
    async with following(live) as viewer:
        await viewer.board()


async def test_a_board_that_does_not_exist_is_not_followed(live: Live) -> None:
    for query in "metric=fame", "period=year", "language=COBOL", "limit=5":
        answer = await live.http.get(f"/api/leaderboard/live?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "request/invalid")
    assert (await live.http.head("/api/leaderboard/live")).headers["content-type"].startswith("text/event-stream")
    assert await streams(live) == 0


# ---------------------------------------------------------------- Redis away


async def test_streams_outlive_redis_and_miss_nothing(
    settings: Settings, pg: asyncpg.Pool, redis_gate: Gate, elsewhere: Boards
) -> None:
    user_id, other = await add_player(pg), await add_player(pg)
    async with serving(settings.model_copy(update={"redis_url": redis_gate.url})) as live, following(live) as viewer:
        await viewer.board()
        await redis_gate.shut()
        await viewer.until("away")
        await elsewhere.add(await play(pg, user_id))
        async with following(live) as late:
            assert await late.until("away") == {}
        await redis_gate.open()
        page = await viewer.board(users)
        assert (users(page), page["moves"]) == ([user_id], None)
        await elsewhere.add(await play(pg, other))
        await viewer.board(lambda page: page["total"] == 2)


# ---------------------------------------------------------------- who is playing now


async def test_running_games_are_shown_while_they_run(live: Live, pg: asyncpg.Pool) -> None:
    await fill(pg)
    body = {"username": "typist", "email": "typist@example.com", "password": "correct horse"}
    account = (await live.http.post("/api/auth/register", json=body)).json()
    headers = {"Authorization": f"Bearer {account['access_token']}"}
    game = (await live.http.post("/api/game/start", json={"language": "PYTHON"}, headers=headers)).json()
    guests_game = await (await live.guest()).start()
    nobody = {"total": 0, "guests": 0, "players": []}
    async with following(live) as viewer, playing(live) as player, playing(live) as guest:
        assert await viewer.until("players") == nobody
        await player.hello(game["session_token"])
        await guest.hello(guests_game["session_token"])
        await player.send("go")
        named = {
            "username": "typist",
            "display_name": "typist",
            "language": "PYTHON",
            "difficulty": "NORMAL",
            "wave": 1,
        }
        assert await viewer.until("players") == {"total": 1, "guests": 0, "players": [named]}
        await guest.send("go")
        both = {"total": 2, "guests": 1, "players": [named]}
        assert await viewer.until("players") == both
        assert (await live.http.get("/api/players/now")).json() == both
        await player.send("quit")
        assert await viewer.until("players") == {"total": 1, "guests": 1, "players": []}
        guest.drop()
        assert await viewer.until("players") == nobody


async def test_who_hides_replays_is_counted_and_not_named(pg: asyncpg.Pool, redis: Redis, redis_prefix: str) -> None:
    shy, open_, guest = [await add_player(pg, **more) for more in ({"replays_public": False}, {}, {"is_guest": True})]
    here = [Game(shy, "PYTHON", "HARD", 3), Game(open_, "REACT", "EASY", 2), Game(guest, "REACT", "EASY", 1)]
    one = Playing(pg, redis, redis_prefix, lambda: here)
    other = Playing(pg, redis, redis_prefix, lambda: [Game(open_, "REACT", "EASY", 5)])
    for process in one, other:
        await process.tell()
    now = await other.read()
    assert (now.total, now.guests) == (3, 1)
    assert [(player.language, player.wave) for player in now.players] == [("REACT", 5)]
    await other.leave()
    assert [player.wave for player in (await one.read()).players] == [2]


async def test_players_are_all_told_however_many_are_looked_up_at_once(
    pg: asyncpg.Pool, redis: Redis, redis_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SLICE", 2)
    players = [await add_player(pg) for _ in range(5)]
    games = [Game(player, "PYTHON", "EASY", number) for number, player in enumerate(players, 1)]
    playing = Playing(pg, redis, redis_prefix, lambda: [games[4], *games])
    await playing.tell()
    told = await playing.read()
    assert told.total == 5
    assert [player.wave for player in told.players] == [5, 4, 3, 2, 1]


async def test_players_of_a_killed_process_vanish(
    pg: asyncpg.Pool, redis: Redis, redis_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_id = await add_player(pg)
    monkeypatch.setattr(playing_module, "KEPT_MS", 100)
    killed = Playing(pg, redis, redis_prefix, lambda: [Game(user_id, "PYTHON", "EASY", 1)])
    monkeypatch.setattr(playing_module, "KEPT_MS", 100)
    await killed.tell()
    async with asyncio.timeout(PATIENCE_S):
        while (await killed.read()).total:
            await asyncio.sleep(0.01)
    assert not await redis.exists(f"{redis_prefix}playing")
