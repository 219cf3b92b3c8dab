"""A server whose streams look often, and somebody who is told things."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from server.infra.postgres import Pool
from server.notifications import live as live_module
from server.settings import Settings
from tests.live import Account, Live, serving


@pytest.fixture
async def live(settings: Settings, pg: Pool, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Live]:
    monkeypatch.setattr(live_module, "LOOK_EVERY_S", 0.02)
    async with serving(settings) as server:
        yield server


@pytest.fixture
async def ada(live: Live) -> Account:
    return await live.register("ada")


@pytest.fixture
async def bob(live: Live) -> Account:
    return await live.register("bob")
