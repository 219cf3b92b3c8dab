"""A small library for tests that need something to type and nothing in particular."""

from __future__ import annotations

from server.infra.postgres import Pool
from tests.snippets import add_to

TEXTS = (
    "total = 0\nfor n in range(3):\n    total += n",
    "name = input()\nif name:\n    print(name)",
    "pairs = {}\npairs['a'] = 1\nprint(pairs)",
    "def double(x):\n    return x * 2",
    "items = [1, 2]\nitems.append(3)",
    "with open(path) as file:\n    text = file.read()",
)


async def fill(pg: Pool, language: str = "PYTHON", difficulty: str = "NORMAL") -> None:
    """Six active snippets of one language and difficulty."""
    for text in TEXTS:
        await add_to(pg, text, language=language, difficulty=difficulty, category="tests")
