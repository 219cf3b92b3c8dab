"""A text on trial: everything that the library would say about it, without keeping it.

An editor asks this while its author types, so nothing here waits for the writers' lock or writes anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import asyncpg
import orjson

from game.text import Word, typed_lines
from server.infra.postgres import Pool
from server.library.answers_workshop import CheckOut, Fault, MeasuresOut, NearDuplicate
from server.library.difficulty import Measures, measure
from server.library.faults import SnippetRefused
from server.library.mending import mended, tab_width
from server.library.parse import Parsed, normalise, parse, readable_words
from server.library.shingles import ALIKE, alikeness, shingles
from server.library.snippets import STATE

ALIKE_SHOWN = 3
COMPARED_LIMIT = 2000  # texts of one language; reading the words of more would take longer than a typist pauses
_LENGTHS = 3  # a text this many times longer cannot share half of its shingles

# The words come as text, so that a thread decodes them and not the event loop that judges games.
_OTHERS = f"""
    SELECT id, difficulty, category, {STATE} AS state, snippet_text, words::text AS words FROM code_snippets
    WHERE is_latest AND language = $1 AND token_count BETWEEN $2 AND $3 AND id IS DISTINCT FROM $4::uuid
    ORDER BY created_at DESC LIMIT {COMPARED_LIMIT}
"""


async def trial(pg: Pool, language: str, text: str, besides: str | None = None) -> CheckOut:
    """What the library would say about a text. If it is an edit, `besides` is the version that it would follow."""
    try:
        parsed = await asyncio.to_thread(parse, language, text)
    except SnippetRefused as refused:
        return await asyncio.to_thread(_refused, language, normalise(text), refused)
    count = parsed.token_count
    others = await pg.fetch(_OTHERS, language, count // _LENGTHS, count * _LENGTHS, besides)
    return CheckOut(
        parsed.text,
        faults=[],
        words=_sent(parsed.words),
        enemies=[(line.start, line.end) for line in typed_lines(parsed.text)],
        measures=_measures(measure(parsed), count),
        near_duplicates=await asyncio.to_thread(_near_duplicates, parsed, others),
        mended=None,
    )


def _refused(language: str, text: str, refused: SnippetRefused) -> CheckOut:
    mend = mended(text, tab_width(language))
    return CheckOut(
        text,
        faults=[Fault("/snippet_text", one.code, one.detail, one.line, one.column) for one in refused.refusals],
        words=_sent(readable_words(language, text)),
        enemies=[],
        measures=None,
        near_duplicates=[],
        mended=mend if mend != text else None,
    )


def _sent(words: Sequence[Word]) -> list[tuple[int, int, str]]:
    return [(word.start, word.end, word.kind) for word in words]


def _measures(measures: Measures, token_count: int) -> MeasuresOut:
    return MeasuresOut(
        keys=measures.keys,
        token_count=token_count,
        nesting_depth=measures.nesting,
        symbol_share=measures.symbols,
        figure=measures.figure,
        difficulty=measures.difficulty,
        expected_wpm=measures.expected_wpm,
    )


def _near_duplicates(parsed: Parsed, others: Sequence[asyncpg.Record]) -> list[NearDuplicate]:
    """The most alike first."""
    own = shingles(parsed.text, parsed.words)
    found = []
    for row in others:
        words = [Word(*word) for word in orjson.loads(row["words"])]
        alike = alikeness(own, shingles(row["snippet_text"], words))
        if alike >= ALIKE:
            found.append(NearDuplicate(row["id"], row["difficulty"], row["category"], row["state"], alike))
    found.sort(key=lambda one: (-one.alikeness, one.id))
    return found[:ALIKE_SHOWN]
