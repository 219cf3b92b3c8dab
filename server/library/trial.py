"""A text on trial: everything the library would say about it, without letting it in.

For an editor that asks as one types, so nothing here waits for the writers' lock or leaves anything behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import orjson

from game.text import Word, typed_lines
from server.library.answers import Answer
from server.library.difficulty import measure
from server.library.faults import SnippetRefused
from server.library.parse import Parsed, normalise, parse
from server.library.shingles import ALIKE, alikeness, shingles
from server.library.versions import STATE

ALIKE_SHOWN = 3
COMPARED_LIMIT = 2000  # texts of one language; the words of more take longer to read than a typist pauses
_LENGTHS = 3  # texts whose lengths differ by more than so many times share no half of their shingles

# The words as text: they are read in a thread, and not where games are judged.
_OTHERS = f"""
    SELECT id, difficulty, category, {STATE} AS state, snippet_text, words::text AS words FROM code_snippets
    WHERE is_latest AND language = $1 AND token_count BETWEEN $2 AND $3 AND id IS DISTINCT FROM $4::uuid
    ORDER BY created_at DESC LIMIT {COMPARED_LIMIT}
"""


async def trial(pg: Any, language: str, text: str, besides: str | None = None) -> Answer:
    """The fields of CheckOut for a text. `besides` is the id of the version that the text shall follow."""
    try:
        parsed = await asyncio.to_thread(parse, language, text)
    except SnippetRefused as refused:
        faults = [refusal.as_error("/snippet_text") for refusal in refused.refusals]
        empty: Answer = {"words": [], "enemies": [], "measures": None, "near_duplicates": []}
        return {"snippet_text": normalise(text), "faults": faults, **empty}
    count = parsed.token_count
    others = await pg.fetch(_OTHERS, language, count // _LENGTHS, count * _LENGTHS, besides)
    measures = measure(parsed)
    return {
        "snippet_text": parsed.text,
        "faults": [],
        "words": [list(word) for word in parsed.words],
        "enemies": [list(line) for line in typed_lines(parsed.text)],
        "measures": {
            "keys": measures.keys,
            "token_count": count,
            "nesting_depth": measures.nesting,
            "symbol_share": measures.symbols,
            "figure": measures.figure,
            "difficulty": measures.difficulty,
            "expected_wpm": measures.expected_wpm,
        },
        "near_duplicates": await asyncio.to_thread(_near_duplicates, parsed, others),
    }


def _near_duplicates(parsed: Parsed, others: Sequence[asyncpg.Record]) -> list[Answer]:
    """The most alike first."""
    own = shingles(parsed.text, parsed.words)
    found = []
    for row in others:
        words = [Word(*word) for word in orjson.loads(row["words"])]
        alike = alikeness(own, shingles(row["snippet_text"], words))
        if alike >= ALIKE:
            said = {name: row[name] for name in ("id", "difficulty", "category", "state")}
            found.append({**said, "alikeness": alike})
    found.sort(key=lambda one: (-one["alikeness"], one["id"]))
    return found[:ALIKE_SHOWN]
