"""What is done to many snippets at once, or with a snippet's history.

Law: all of it goes by the rules of server/library/versions.py, inside one transaction of `writing`: a request is done
as a whole or not at all, and nothing that was played changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg

from server.library.parse import parse
from server.library.versions import (
    Content,
    NoSuchSnippet,
    Superseded,
    edited_from,
    latest,
    lowest_count,
    read,
    supersede,
    tip,
)


async def set_active(connection: Any, ids: Sequence[str], is_active: bool) -> int:
    """Bring the snippets into the rotation or take them out of it, all or none; answers how many changed.

    `ids` are of latest versions. Raises NoSuchSnippet, Superseded.
    """
    rows = await connection.fetch(
        "SELECT id, language, difficulty, is_active, is_latest, usage_count FROM code_snippets"
        " WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE",
        ids,
    )
    if missing := set(ids) - {row["id"] for row in rows}:
        raise NoSuchSnippet(min(missing))
    buckets: dict[tuple[str, str], list[asyncpg.Record]] = {}
    for row in rows:
        if not row["is_latest"]:
            raise Superseded(await tip(connection, row["id"]))
        if row["is_active"] != is_active:
            buckets.setdefault((row["language"], row["difficulty"]), []).append(row)
    for bucket, entering in buckets.items():
        lowest = await lowest_count(connection, *bucket) if is_active else None
        if lowest is None and is_active:
            lowest = min(row["usage_count"] for row in entering)  # an empty bucket: they start side by side
        await connection.execute(
            "UPDATE code_snippets SET is_active = $2, usage_count = coalesce($3, usage_count) WHERE id = ANY($1)",
            [row["id"] for row in entering],
            is_active,
            lowest,
        )
    return sum(map(len, buckets.values()))


async def roll_back(connection: Any, snippet_id: str) -> asyncpg.Record:
    """Make the text of an earlier version the latest again, as a version of its own, and answer that.

    What an author says about a text (difficulty, category, speed, licence) comes back with it; whether it is drawn
    stays as it is. The latest version's own text makes no new one, so that a repeated request changes nothing. Raises
    NoSuchSnippet, SnippetRefused (today's grammar no longer takes the text), Duplicate.
    """
    old = await read(connection, snippet_id)
    current = await latest(connection, await tip(connection, snippet_id))
    if current["content_hash"] == old["content_hash"]:
        return current
    content = Content(
        language=old["language"],
        difficulty=old["difficulty"],
        category=old["category"],
        parsed=parse(old["language"], old["snippet_text"]),
        expected_wpm=old["expected_wpm"],
        source=edited_from(old["source"]),
        license=old["license"],
        is_active=current["is_active"],
    )
    return await supersede(connection, current, content)
