"""Work on whole games holds nobody else up."""

from __future__ import annotations

import asyncio
import threading

import pytest

from server.infra.tasks import SLICE
from server.play import endings, long_work
from server.play.core.session import PlaySession
from server.play.long_work import SHORT_KEYS, worked_through
from server.settings import Settings
from tests.live import Live, playing, serving, turns_during, typed
from tests.play.test_costs import connected_game


async def test_the_loop_goes_on_while_a_long_game_is_worked_through() -> None:
    told = threading.Event()
    waiting = asyncio.create_task(worked_through(SHORT_KEYS + 1, told.wait, 10))
    await asyncio.sleep(0)
    told.set()
    assert await waiting


async def test_a_short_game_is_worked_through_at_once() -> None:
    assert await worked_through(SHORT_KEYS, threading.get_ident) == threading.get_ident()


async def test_what_long_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        await worked_through(SHORT_KEYS + 1, divmod, 1, 0)


async def test_long_games_are_restored_and_finished_beside_the_loop(
    live: Live, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_work, "SHORT_KEYS", 0)
    seen: dict[str, int] = {}
    for owner, name in (PlaySession, "restore"), (endings, "finished_here"):
        monkeypatch.setattr(owner, name, _watched(getattr(owner, name), name, seen))
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        keys = typed(player.wave["text"])
        await player.press(keys[:5])
        await player.durable()
    async with serving(settings) as other, playing(other) as moved:
        assert (await moved.hello(game["session_token"]))["s"] == 5
        await moved.send("quit")
        result = (await moved.until("over"))["result"]
    assert result["total_words_typed"] > 0
    assert set(seen) == {"restore", "finished_here"}
    assert threading.get_ident() not in seen.values()


async def test_a_round_over_all_games_leaves_turns_to_others(live: Live) -> None:
    table = live.play.table
    for number in range(4 * SLICE):
        game = connected_game(number)
        game.left_at_s = table.now_s()
        table.add(game)
    assert await turns_during(live.play.rounds.look_after()) >= 3


def _watched(call, name: str, seen: dict[str, int]):  # type: ignore[no-untyped-def]
    def watched(*args, **kwargs):  # type: ignore[no-untyped-def]
        seen[name] = threading.get_ident()
        return call(*args, **kwargs)

    return watched
