"""A running server with one published snippet, and people who have been here long enough to be trusted with links."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.discussions.talk import Talk
from tests.live import Account, Live, serving
from tests.snippets import add_to, code


@pytest.fixture
async def live(settings: Settings) -> AsyncIterator[Live]:
    async with serving(settings) as server:
        yield server


@pytest.fixture
async def talk(live: Live, pg: Pool) -> Talk:
    return Talk(live, pg, f"snippet:{await add_to(pg, code(1))}")


@pytest.fixture
async def ada(talk: Talk) -> Account:
    return await talk.player("ada")


@pytest.fixture
async def bob(talk: Talk) -> Account:
    return await talk.player("bob")


@pytest.fixture
async def mod(live: Live) -> Account:
    return await live.register("mod", role=Role.MODERATOR)
