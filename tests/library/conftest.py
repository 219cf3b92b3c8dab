"""A library of the test's own, and people who may or may not write it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest

from server.infra.web import Principal, Problem
from server.library import endpoints
from server.library.parse import parse
from server.library.versions import Content, add, writing
from server.settings import Settings
from tests.http import app_of, bearer, client_of

Pool = asyncpg.Pool
AddSnippet = Callable[..., Awaitable[str]]


def code(number: int) -> str:
    """A text of its own for each number."""
    return f"total_{number} = price * {number}"


def content_of(text: str = code(0), **values: Any) -> Content:
    """An active Python snippet of NORMAL, but for `values`."""
    said: dict[str, Any] = {
        "language": "PYTHON",
        "difficulty": "NORMAL",
        "category": "variables",
        "expected_wpm": 40.0,
        **values,
    }
    return Content(parsed=parse(said["language"], text), **said)


@pytest.fixture
def add_snippet(pg: Pool) -> AddSnippet:
    """Adds a snippet and answers its id; `usage_count` is set behind the library's back."""

    async def add_one(text: str = code(0), usage_count: int | None = None, **content: Any) -> str:
        async with writing(pg) as connection:
            row = await add(connection, content_of(text, **content))
            if usage_count is not None:
                await connection.execute(
                    "UPDATE code_snippets SET usage_count = $2 WHERE id = $1", row["id"], usage_count
                )
        return str(row["id"])

    return add_one


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of commands that run in this process: it names the test's own servers."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url or "")
    monkeypatch.setenv("REDIS_URL", settings.redis_url or "")
    monkeypatch.setenv("PRODEV_REDIS_PREFIX", settings.redis_prefix)
    monkeypatch.setenv("PRODEV_BCRYPT_COST", "4")
    monkeypatch.setenv("COLUMNS", "200")
    # The logs would be set up for the whole process, on a stderr that is closed when the command ends.
    monkeypatch.setattr("server.infra.cli.set_up_logs", lambda level, as_json: None)
    return monkeypatch


async def authenticate(token: str) -> Principal:
    """The token is the role."""
    if token not in ("PLAYER", "MODERATOR", "ADMIN"):
        raise Problem(401, "auth/invalid-token", "Sign in again.")
    return Principal("4e7f6bb0-5b4c-4f0e-9d3e-6f2b7f1f0a11", "someone", "Someone", token, False)


@pytest.fixture
async def http(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """A client that signs in as an admin; `headers=bearer("PLAYER")` makes it somebody else."""
    async with client_of(app_of(endpoints(pg), authenticate), headers=bearer("ADMIN")) as client:
        yield client
