"""A running server with twelve snippets of one language and difficulty, half of which may be kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.live import Account, Live, serving
from tests.small_library import fill
from tests.snippets import add_to, code


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    for number in range(6):
        await add_to(pg, code(number))
    async with serving(settings) as running:
        yield running


@pytest.fixture
async def admin(live: Live) -> Account:
    return await live.register("root", role=Role.ADMIN)


@pytest.fixture
async def teacher(live: Live) -> Account:
    """Of the group `class-9b`."""
    made = await live.register("teacher")
    answer = await made.request("POST", "/api/groups", name="Class 9b", join="OPEN")
    assert answer.status_code == 201, answer.text
    return made
