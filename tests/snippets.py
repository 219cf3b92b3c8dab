"""Snippets of a test's own; the fixture `add_snippet` puts them into its library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from server.infra.postgres import Pool
from server.library.parse import parse
from server.library.versions import Content, add, writing

AddSnippet = Callable[..., Awaitable[str]]
NOWHERE = "00000000-0000-4000-8000-000000000000"  # the id of no snippet


def code(number: int) -> str:
    """A different text for each number."""
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


async def add_to(pg: Pool, text: str = code(0), usage_count: int | None = None, **content: Any) -> str:
    """Add a snippet and return its id; `usage_count` is set behind the library's back."""
    async with writing(pg) as connection:
        made = await add(connection, content_of(text, **content))
        if usage_count is not None:
            await connection.execute("UPDATE code_snippets SET usage_count = $2 WHERE id = $1", made.id, usage_count)
    return made.id
