"""The endpoints of practice, and those of the library whose snippets they are about."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from server import library, practice
from server.infra.postgres import Pool
from tests.http import add_someone, app_of, bearer, client_of, token_is_role


@pytest.fixture
async def http(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """A client that signs in as an admin; `headers=bearer("PLAYER")` makes it somebody else."""
    await add_someone(pg)
    app = app_of([*library.endpoints(pg), *practice.endpoints(pg, practice.WeakKeys(pg))], token_is_role)
    async with client_of(app, headers=bearer("ADMIN")) as client:
        yield client
