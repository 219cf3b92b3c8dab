"""A whole server for each test, and lines to it that know nothing of it but its port."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.faults.conftest import external
from tests.live import Live, serving
from tests.small_library import fill

__all__ = ["external"]


@pytest.fixture
async def live(settings: Settings) -> AsyncIterator[Live]:
    async with serving(settings) as live:
        yield live


@pytest.fixture
async def other(settings: Settings) -> AsyncIterator[Live]:
    """A second server on the same database and Redis."""
    async with serving(settings) as other:
        yield other


@pytest.fixture
async def limited(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    """With limits, behind a proxy on this machine."""
    await fill(pg)
    async with serving(settings.model_copy(update={"rate_limits": True})) as live:
        yield live
