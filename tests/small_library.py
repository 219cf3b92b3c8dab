"""A small library for tests that need something to type and nothing in particular."""

from __future__ import annotations

from typing import Any

from server.library.parse import parse
from server.library.versions import Content, add, writing

TEXTS = (
    "total = 0\nfor n in range(3):\n    total += n",
    "name = input()\nif name:\n    print(name)",
    "pairs = {}\npairs['a'] = 1\nprint(pairs)",
    "def double(x):\n    return x * 2",
    "items = [1, 2]\nitems.append(3)",
    "with open(path) as file:\n    text = file.read()",
)


async def fill(pg: Any, language: str = "PYTHON", difficulty: str = "NORMAL") -> None:
    """Six active snippets of one language and difficulty."""
    async with writing(pg) as connection:
        for text in TEXTS:
            content = Content(
                language=language,
                difficulty=difficulty,
                category="tests",
                parsed=parse(language, text),
                expected_wpm=40,
                source="",
                license="MIT",
                is_active=True,
            )
            await add(connection, content)
