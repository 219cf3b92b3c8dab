from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from server.settings import Settings
from tests.live import Live, serving


@pytest.fixture
async def live(settings: Settings) -> AsyncIterator[Live]:
    async with serving(settings) as server:
        yield server
