"""A running server with a small course."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.courses.courses import seed
from tests.live import Account, Live, serving


@pytest.fixture
async def ids(pg: Pool, tmp_path: Path) -> dict[str, str]:
    """The challenges of the course, by their slugs."""
    return await seed(pg, tmp_path / "courses")


@pytest.fixture
async def live(settings: Settings, ids: dict[str, str]) -> AsyncIterator[Live]:
    async with serving(settings) as running:
        yield running


@pytest.fixture
async def admin(live: Live) -> Account:
    return await live.register("root", role=Role.ADMIN)
