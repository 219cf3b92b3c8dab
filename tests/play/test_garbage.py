"""What is over is freed by its reference count, and leaves nothing to the garbage collector.

A collection over thousands of games holds the event loop for a fifth of a second, so the server hardly ever makes one.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from game.terms import EndReason
from server.settings import Settings
from tests.live import Live, Player, playing, until

TIMES = 5
# Of modules that a server process runs. A test's own client is of others, and leaves cycles.
OURS = ("server.", "game.", "picows.", "uvicorn.", "uvloop.", "httptools.")


@pytest.fixture(params=["picows"])  # uvicorn's own WebSocket class, under the plain route, leaves cycles
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture
async def _no_collections(live: Live) -> AsyncIterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.set_debug(0)
    gc.enable()
    gc.garbage.clear()


def garbage() -> Counter[str]:
    """What only the collector frees, by type."""
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    gc.set_debug(0)
    found = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.garbage)
    gc.garbage.clear()
    # Starlette's router is a cycle, so the routes of an earlier test's server go at any time.
    del found["server.infra.dispatch._Resource"]
    return Counter({name: count for name, count in found.items() if name.startswith(OURS)})


async def drop(player: Player) -> None:
    """The socket just goes."""


async def quit(player: Player) -> None:
    await player.send("quit")
    await player.until("over")


async def break_a_rule(player: Player) -> None:
    await player.send("hello")


@pytest.mark.usefixtures("_no_collections")
@pytest.mark.parametrize("end", [drop, quit, break_a_rule])
async def test_a_connection_leaves_no_cycles(live: Live, end: Callable[[Player], Awaitable[None]]) -> None:
    await play(live, end)  # what is made once
    garbage()
    left = await left_by(live, end)
    if left:  # once it may be an earlier test's server, of which the last has gone just now
        left &= await left_by(live, end)
    assert not left


async def left_by(live: Live, end: Callable[[Player], Awaitable[None]]) -> set[str]:
    for _ in range(TIMES):
        await play(live, end)
    return {name for name, count in garbage().items() if count >= TIMES}


async def play(live: Live, end: Callable[[Player], Awaitable[None]]) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(player.wave["text"][0])
        await player.until("a")
        await end(player)
    await until(lambda: not live.sockets)
    for left in live.play.table.games():
        await live.play.endings.end(left.row, EndReason.QUIT)
