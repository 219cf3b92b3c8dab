"""What a game costs, counted and not timed: calls in Python, SQL statements, commands to Redis.

The numbers are upper bounds, and exact when they were written. Lower them when you make something
cheaper. If you have to raise one, say in the commit why it is worth that to every player.
"""

from __future__ import annotations

import asyncio
import gc
import math
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from types import FrameType
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from game.plausibility import evidence
from server.core_build import core_build
from server.infra.postgres import Pool, open_pool
from server.library import SnippetTexts, draw
from server.play.journal.writer import JournalWriter
from server.play.live import LiveGame
from server.play.sockets.connection import Connection
from server.results import record
from server.settings import Settings
from tests.game.test_plausibility import by_hand, waves
from tests.game.test_plausibility import typed as typed_by_hand
from tests.live import Live, playing, serving, typed
from tests.play.games import KEYS, keys, live_game, wave
from tests.play.matches import at_pace, call, opened, seated
from tests.results.games import add_player, finished, start_game
from tests.small_library import fill
from tests.snippets import AddSnippet

CALLS = {"key": 35, "wrong key": 42, "word": 41, "line": 66, "wave": 106}  # of a key, by what it finishes
SEATS = 4
TICK_CALLS, TICK_CALLS_A_SEAT = 60, 25  # of a round of standings in which everybody has typed
STATEMENTS = {"wave": 1, "result": 1, "judged result": 1}
# One of them for each reply, however many frames it has: picows looks at the buffer before it writes a frame by itself.
WRITES = ("_SelectorTransport.get_write_buffer_size", "_SelectorSocketTransport.write")
COMMANDS_A_FLUSH = 1  # of up to 100 games


@pytest.fixture(params=["picows"])  # the socket that is made to be fast
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture
async def live(settings: Settings, add_snippet: AddSnippet) -> AsyncIterator[Live]:
    """Every wave is the same text, so that each costs the same."""
    await add_snippet("total = 0\nfor n in range(3):\n    total += n", language="PYTHON", difficulty="NORMAL")
    async with serving(settings) as running:
        yield running


# ---------------------------------------------------------------- calls


def calls_of(work: Callable[[], object]) -> Counter[str]:
    """The functions that `work` calls, ours and Python's own, by name."""
    called: Counter[str] = Counter()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            called[frame.f_code.co_qualname] += 1
        elif event == "c_call":
            called[argument.__qualname__] += 1

    gc.disable()  # a collection in the midst of it would call what others have asked the collector to call
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    del called["setprofile"]
    return called


def kind_of(text: str, at: int) -> str:
    """What the key at `at` finishes."""
    after = text[at + 1 :]
    if not after:
        return "wave"
    if after[0] == "\n":
        return "line"
    is_inside = text[at].isalnum() and after[0].isalnum()
    return "key" if is_inside or text[at] in " \n" else "word"


@pytest.mark.skipif(core_build() == "compiled", reason="other calls can be seen of a compiled core, and they cost less")
async def test_a_key_calls_no_more_functions(live: Live) -> None:
    """From the arrival of its frame to the sending of the answers; the most that any key of its kind called."""
    game = await (await live.guest()).start()
    most: dict[str, Counter[str]] = {}
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("~")  # starts the clock
        await player.until("a")
        (lived,) = live.play.table.games()
        connection = lived.connection
        assert isinstance(connection, Connection)
        # One that rings before the next wave's must: otherwise the time of day decides whether another is armed.
        lived.timer = asyncio.get_running_loop().call_later(0, int)
        live.play.table.sure_until_s = math.inf  # as a running process is, which looks at itself twice a second
        text = typed(player.wave["text"])
        wrong = [("wrong key", "~")]
        for kind, key in wrong + [(kind_of(text, at), key) for at, key in enumerate(text)]:
            player.sent += 1
            frame = orjson.dumps({"t": "k", "s": player.sent, "e": [[0, key]]})
            called = calls_of(partial(connection.received, frame))
            most[kind] = max(most.get(kind, called), called, key=Counter.total)
    assert set(most) == set(CALLS)
    for kind, called in most.items():
        assert called.total() <= CALLS[kind], (kind, called.most_common())
        assert sum(called[write] for write in WRITES) == 1, (kind, called.most_common())


@pytest.mark.skipif(core_build() == "compiled", reason="other calls can be seen of a compiled core, and they cost less")
async def test_a_key_of_a_match_calls_no_more_functions_than_any_other(live: Live) -> None:
    """What a match adds is looked up four times a second, by nobody who types."""
    at_pace(live)
    accounts = [await live.guest() for _ in range(2)]
    code = await opened(accounts[0], waves=1)
    async with seated(code, *((account, live) for account in accounts)) as (host, _):
        await call(accounts[0], "POST", f"/{code}/start")
        text = typed((await host.begins())["text"])
        lived = live.play.table.by_token(host.token)
        assert lived is not None and isinstance(lived.connection, Connection)
        lived.timer = asyncio.get_running_loop().call_later(0, int)
        live.play.table.sure_until_s = math.inf
        for at, key in enumerate(text[:-1]):
            frame = orjson.dumps({"t": "k", "s": at + 1, "e": [[0, key]]})
            called = calls_of(partial(lived.connection.received, frame))
            assert called.total() <= CALLS[kind_of(text, at)], (text[: at + 1], called.most_common())


@pytest.mark.skipif(core_build() == "compiled", reason="as above")
async def test_standings_call_no_more_functions(live: Live) -> None:
    at_pace(live)
    accounts = [await live.guest() for _ in range(SEATS)]
    code = await opened(accounts[0], waves=1)
    async with seated(code, *((account, live) for account in accounts)) as seats:
        await call(accounts[0], "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
            await seat.player.press("~")
        called = calls_of(live.play.hall.telling.tick)
        assert called.total() <= TICK_CALLS + SEATS * TICK_CALLS_A_SEAT, called.most_common()
        assert called["orjson.dumps"] + called["dumps"] <= 1, "one frame for all"


# ---------------------------------------------------------------- SQL


@asynccontextmanager
async def statements(url: str) -> AsyncIterator[tuple[Pool, list[str]]]:
    """A pool of one connection, and what it has been asked: BEGIN, COMMIT and the reset of a connection too."""
    asked: list[str] = []
    pool = await open_pool(url, 1)
    async with pool.acquire() as connection:
        connection.add_query_logger(lambda query: asked.append(query.query))
    try:
        yield pool, asked
    finally:
        await pool.close()


async def test_waves_and_results_ask_postgresql_no_more(pg: Pool, database_url: str) -> None:
    await fill(pg)
    player = await add_player(pg)
    texts = SnippetTexts()
    for snippet in await pg.fetch("SELECT id, version FROM code_snippets"):  # as of a server that has run for a while
        await texts.of(pg, snippet["id"], snippet["version"])
    async with statements(database_url) as (pool, asked):

        async def drawn() -> None:
            assert await draw(pool, "PYTHON", "NORMAL", [], game=session_id, begun=[], texts=texts)

        async def ended() -> None:
            assert await record(pool, finished(session_id, player))

        async def judged() -> None:
            found = replace(evidence(typed_by_hand(waves(), by_hand(1))), rhythms=())  # of texts that there are not
            assert await record(pool, finished(session_id, player, evidence=found))

        for what, work in {"wave": drawn, "result": ended, "judged result": judged}.items():
            for _ in range(2):  # at first asyncpg asks about types too
                session_id = await start_game(pg, player)
                asked.clear()
                await work()
            assert len(asked) <= STATEMENTS[what], (what, asked)


# ---------------------------------------------------------------- Redis


def connected_game(number: int) -> LiveGame:
    game = live_game(number, "e")
    for wave_number in (1, 2, 3):
        game.session.offer(wave(wave_number), 0)
    game.session.connect(None, 0)
    return game


async def test_a_flush_of_a_hundred_games_is_one_command(redis: Redis, settings: Settings) -> None:
    now_s = 0.0
    writer = JournalWriter(redis, settings.redis_prefix, "process", lambda: now_s)
    games = [connected_game(number) for number in range(100)]
    for game in games:
        writer.add(game)
    await writer.flush()  # their waves, which weigh more
    assert all(map(writer.has_written, games))
    for game in games:
        game.session.keys(keys(1, KEYS[:5]), 1_000)
        writer.mark(game)
    now_s = 1.0
    async with redis.monitor() as watched:
        await writer.flush()
        await redis.echo("the end")
        seen: list[str] = []
        async for command in watched.listen():
            if command["command"] == "ECHO the end":
                break
            if command["client_type"] != "lua" and settings.redis_prefix in command["command"]:
                seen.append(command["command"])
    assert len(seen) <= COMMANDS_A_FLUSH, [command[:60] for command in seen]
    assert all(game.session.d == 5 for game in games)
