"""The library's endpoints over the test's own database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from server.infra.postgres import Pool
from server.library import endpoints
from tests.http import add_someone, app_of, bearer, client_of, token_is_role


@pytest.fixture
async def http(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """A client that signs in as an admin; `headers=bearer("PLAYER")` makes it somebody else."""
    await add_someone(pg)
    async with client_of(app_of(endpoints(pg), token_is_role), headers=bearer("ADMIN")) as client:
        yield client
