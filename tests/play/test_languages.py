"""A game in each language, from the library that ships: started over HTTP, its first wave coloured and typed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.library.seed import seed_files
from server.settings import Settings
from tests.live import Live, playing, serving, typed
from tests.snippets import add_to

SHIPPED = seed_files()
ENOUGH = 3  # snippets, for a game to begin


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    async with serving(settings) as running:
        yield running


@pytest.mark.parametrize("language", Language)
async def test_a_game_in_each_language_begins_with_a_coloured_wave(live: Live, pg: Pool, language: Language) -> None:
    cell = [one for one in SHIPPED if (one.language, one.difficulty) == (language, Difficulty.NORMAL)]
    for one in cell[:ENOUGH]:
        await add_to(pg, one.text, language=language, difficulty=one.difficulty, category=one.category)
    guest = await live.guest()
    game = await guest.start(language.lower(), "normal")
    assert game["language"] == language
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        wave = player.wave
        text, words = wave["text"], wave["words"]
        assert wave["language"] == language
        assert "".join(text[start:end] for start, end, _ in words) == "".join(text.split())
        assert len({kind for *_, kind in words}) >= 4
        frames = await player.press(typed(text))
        assert [frame["n"] for frame in frames if frame["t"] == "clear"] == [1]
