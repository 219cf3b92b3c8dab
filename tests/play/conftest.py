"""A running server over each of the two sockets, with a small library to type."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.live import Live, serving
from tests.small_library import fill


@pytest.fixture(params=["picows", "starlette"])
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    return settings.model_copy(update={"socket": request.param, "pool_size": 4})


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    async with serving(settings) as running:
        yield running


@pytest.fixture
async def other(settings: Settings, live: Live) -> AsyncIterator[Live]:
    """A second process on the same PostgreSQL and Redis."""
    async with serving(settings) as running:
        yield running
