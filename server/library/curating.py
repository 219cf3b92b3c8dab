"""Changes to many snippets at once, or by way of a snippet's history.

Law: all of it follows the rules of server/library/versions.py, inside one transaction of `writing`: a request is done
completely or not at all, and no game that was played changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import asyncpg

from server.infra.audit import Actor, record
from server.infra.postgres import Connection, Pool
from server.library import audited
from server.library.parse import parse
from server.library.snippets import SnippetOut
from server.library.versions import (
    Attributes,
    Content,
    NoSuchSnippet,
    Superseded,
    change,
    edited_from,
    latest,
    lowest_count,
    read,
    supersede,
    tip,
    writing,
)

_CORRECTED_AT_ONCE = 50  # in one transaction, so that other writers of the library wait only a moment


class Correction(NamedTuple):
    """A better `expected_wpm` for one version; `before` is the one it was worked out against."""

    snippet_id: str
    before: float
    after: float


async def set_active(connection: Connection, ids: Sequence[str], is_active: bool, by: Actor) -> int:
    """Bring the snippets into the rotation or take them out of it, all or none; returns how many changed.

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
    changed = [row["id"] for entering in buckets.values() for row in entering]
    await record(connection, by, *audited.switched(changed, is_active))
    return len(changed)


async def roll_back(connection: Connection, snippet_id: str, by: Actor) -> SnippetOut:
    """Make the text of an earlier version the latest again, as a new version, and return that.

    Difficulty, category, speed and licence come back with the text; whether the snippet is drawn stays as it is. If the
    latest version has this very text, nothing changes, so the request may be repeated. Raises NoSuchSnippet,
    SnippetRefused (today's grammar no longer accepts the text), Duplicate.
    """
    old = await read(connection, snippet_id)
    current = await latest(connection, await tip(connection, snippet_id))
    if current.content_hash == old.content_hash:
        return current
    content = Content(
        language=old.language,
        difficulty=old.difficulty,
        category=old.category,
        parsed=parse(old.language, old.snippet_text),
        expected_wpm=old.expected_wpm,
        source=edited_from(old.source),
        license=old.license,
        is_active=current.is_active,
    )
    new = await supersede(connection, current, content)
    await record(connection, by, *audited.edited(current, new, "rollback"))
    return new


async def correct_speeds(pg: Pool, corrections: Sequence[Correction]) -> int:
    """Write better speeds; returns how many were written.

    A version that was superseded since, or whose speed somebody else changed, is left alone.
    """
    written = 0
    for at in range(0, len(corrections), _CORRECTED_AT_ONCE):
        async with writing(pg) as connection:
            for one in corrections[at : at + _CORRECTED_AT_ONCE]:
                written += await _correct(connection, one)
    return written


async def _correct(connection: Connection, one: Correction) -> bool:
    try:
        old = await latest(connection, one.snippet_id)
    except (NoSuchSnippet, Superseded):
        return False
    if old.expected_wpm != one.before:
        return False
    await change(connection, old, Attributes(expected_wpm=one.after))
    return True
