from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.live import Account, Live, serving


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    async with serving(settings) as server:
        yield server


@pytest.fixture
async def mod(live: Live) -> Account:
    return await live.register("mod", role=Role.MODERATOR)


@pytest.fixture
async def ada(live: Live) -> Account:
    """A registered player."""
    return await live.register("ada")
