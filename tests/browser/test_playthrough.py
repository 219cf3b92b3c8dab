"""The typists of `make playthrough`: what they press is what the server counts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from random import Random

from tests.browser.conftest import OpenPage
from tests.browser.player import quit_game, start
from tests.browser.playthrough import Curves, Game, beside, keys_of, person_of, play
from tests.live import Live


async def test_a_typist_types_through_the_page_and_its_curves_are_kept(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    game = Game(page, Curves(200))
    curves, person = game.curves, person_of(200, 1)
    await start(page, live, difficulty="Easy")
    game.begin()
    async with beside(game.sample()):
        typing = asyncio.create_task(play(game, person, Random(1)))
        while len(curves.waves) < 2 and not typing.done():  # it waits no longer for a wave than it may
            await asyncio.wait({typing}, timeout=0.01)
        typing.cancel()
        with suppress(asyncio.CancelledError):
            await typing
    await quit_game(page)
    first, second = curves.waves
    assert first.keys == len(keys_of(game.served[0]))
    assert (first.number, first.hp_after, second.hp_before, curves.end_reason) == (1, 100, 100, "quit")
    counted = sum(one.keys + one.wrong for one in curves.waves) - curves.result["total_keys_pressed"]
    assert counted in (0, 1), "a key that was on its way when the typist was stopped"
    assert 60 < first.typed < 300
    assert curves.seconds[0][:2] == (1, 100)
    assert "| 1 | 0–" in curves.table()
