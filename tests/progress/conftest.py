"""Players who have played, and what is kept of them."""

from __future__ import annotations

import pytest

from server.infra.postgres import Pool
from server.progress import seed_achievements


@pytest.fixture
async def pg(pg: Pool) -> Pool:
    """With all there is to earn."""
    await seed_achievements(pg)
    await pg.execute("DELETE FROM feed_jobs")
    return pg
