"""The library: every statement that writes a snippet, but for the rotation's count.

Laws:
- A text never changes: an edit of it inserts the next version and retires the one before.
- Writers take turns (one advisory lock), so a check made here holds until the transaction ends.
- Only active versions are drawn. A draft is a version that never was active; its first activation publishes it.
- A version that enters a bucket (new, activated, or moved to another difficulty) starts at the bucket's lowest count,
  read while the bucket is locked, so that the rotation's bound holds. Drafts are in none. A new version inherits its
  predecessor's count.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from server.infra.audit import Actor
from server.infra.postgres import Connection, Pool
from server.library.faults import LibraryRefused
from server.library.parse import Parsed
from server.library.rotation import IN_ROTATION, WRITERS_LOCK
from server.library.snippets import COLUMNS, SnippetOut, whole

_EDITED_FROM = "edited from "

_INSERT = (
    "INSERT INTO code_snippets (language, difficulty, category, snippet_text, words, token_count, expected_wpm,"
    " is_active, usage_count, content_hash, source, license, version, supersedes_id, kept_for)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
    " (SELECT kept_for FROM code_snippets WHERE id = $14))"  # what is nearly the same text is a secret too
)


class NoSuchSnippet(LibraryRefused):
    """There is no snippet with this id."""

    def __init__(self, snippet_id: str) -> None:
        super().__init__(f"there is no snippet {snippet_id}")


class Superseded(LibraryRefused):
    """The snippet has a newer version, `latest_id`; only the latest can be changed."""

    def __init__(self, latest_id: str) -> None:
        super().__init__(f"this version has been superseded; the latest is {latest_id}")
        self.latest_id = latest_id


class Duplicate(LibraryRefused):
    """The latest version of another snippet of this language, `snippet_id`, has the same text."""

    def __init__(self, snippet_id: str) -> None:
        super().__init__(f"snippet {snippet_id} has the same text")
        self.snippet_id = snippet_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that a snippet's author says about it. `expected_wpm` is in standard words a minute."""

    language: str
    difficulty: str
    category: str
    parsed: Parsed
    expected_wpm: float
    source: str = ""
    license: str = "MIT"
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """The attributes of a version that may change in place; None leaves one as it is."""

    difficulty: str | None = None
    category: str | None = None
    expected_wpm: float | None = None
    source: str | None = None
    license: str | None = None
    is_active: bool | None = None

    def given(self) -> dict[str, Any]:
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


def content_hash(text: str) -> str:
    """Of a normalised text: lowercase hex SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def edited_from(source: str) -> str:
    """The source of an edited text. It is never the bare path of a seed file, which holds another text."""
    return source if not source or source.startswith(_EDITED_FROM) else f"{_EDITED_FROM}{source}"[:500]


@asynccontextmanager
async def writing(pg: Pool, by: Actor | None = None) -> AsyncIterator[Connection]:
    """A connection in a transaction, while no other writer of the library runs. `by`: who must still be allowed to, and
    whose deeds are then to be recorded in it (audited.py); None for the seed and for estimates, which are nobody's."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await connection.execute(WRITERS_LOCK)
        if by is not None:
            await by.confirm(connection)
        yield connection


async def read(pg: Pool | Connection, snippet_id: str) -> SnippetOut:
    """One version, the latest or an older one. Raises NoSuchSnippet."""
    row = await pg.fetchrow(f"SELECT {COLUMNS} FROM code_snippets WHERE id = $1", snippet_id)
    if row is None:
        raise NoSuchSnippet(snippet_id)
    return whole(row)


# The functions below need the connection of `writing`.


async def latest(connection: Connection, snippet_id: str) -> SnippetOut:
    """The version, locked against draws, if it is its snippet's latest. Raises NoSuchSnippet, Superseded."""
    row = await connection.fetchrow(f"SELECT {COLUMNS} FROM code_snippets WHERE id = $1 FOR UPDATE", snippet_id)
    if row is None:
        raise NoSuchSnippet(snippet_id)
    if not row["is_latest"]:
        raise Superseded(await tip(connection, snippet_id))
    return whole(row)


async def add(connection: Connection, content: Content) -> SnippetOut:
    """Insert version 1 of a new snippet. Raises Duplicate."""
    await _refuse_duplicate(connection, content)
    lowest = await lowest_count(connection, content.language, content.difficulty) if content.is_active else 0
    return await _insert(connection, content, usage_count=lowest or 0, version=1, supersedes_id=None)


async def add_all(connection: Connection, contents: Sequence[Content]) -> None:
    """Insert version 1 of many new snippets; no other snippet of their language may have one of their texts.

    Raises asyncpg.UniqueViolationError if one has.
    """
    buckets = {(content.language, content.difficulty) for content in contents if content.is_active}
    lowest = {bucket: await lowest_count(connection, *bucket) or 0 for bucket in sorted(buckets)}
    await connection.executemany(
        _INSERT,
        [_values(content, lowest.get((content.language, content.difficulty), 0), 1, None) for content in contents],
    )


async def supersede(connection: Connection, old: SnippetOut, content: Content) -> SnippetOut:
    """Insert the next version of the snippet whose latest version is `old`, and retire `old`. Raises Duplicate."""
    await _refuse_duplicate(connection, content, besides=old.id)
    usage_count = await _count_after(connection, old, content.difficulty, content.is_active)
    await connection.execute("UPDATE code_snippets SET is_latest = false, is_active = false WHERE id = $1", old.id)
    return await _insert(connection, content, usage_count=usage_count, version=old.version + 1, supersedes_id=old.id)


async def change(connection: Connection, old: SnippetOut, attributes: Attributes) -> SnippetOut:
    """Change attributes of the latest version `old` in place."""
    new = {name: value for name, value in attributes.given().items() if value != getattr(old, name)}
    if not new:
        return old
    new["usage_count"] = await _count_after(
        connection, old, new.get("difficulty", old.difficulty), new.get("is_active", old.is_active)
    )
    assignments = ", ".join(f"{name} = ${number}" for number, name in enumerate(new, 2))
    row = await connection.fetchrow(
        f"UPDATE code_snippets SET {assignments} WHERE id = $1 RETURNING {COLUMNS}", old.id, *new.values()
    )
    assert row is not None, "it is locked"
    return whole(row)


async def _insert(
    connection: Connection, content: Content, *, usage_count: int, version: int, supersedes_id: str | None
) -> SnippetOut:
    values = _values(content, usage_count, version, supersedes_id)
    row = await connection.fetchrow(f"{_INSERT} RETURNING {COLUMNS}", *values)
    assert row is not None, "an INSERT that fails raises"
    return whole(row)


def _values(content: Content, usage_count: int, version: int, supersedes_id: str | None) -> tuple[object, ...]:
    """The values of _INSERT."""
    parsed = content.parsed
    return (
        content.language,
        content.difficulty,
        content.category,
        parsed.text,
        [list(word) for word in parsed.words],
        parsed.token_count,
        content.expected_wpm,
        content.is_active,
        usage_count,
        content_hash(parsed.text),
        content.source,
        content.license,
        version,
        supersedes_id,
    )


async def _refuse_duplicate(connection: Connection, content: Content, besides: str | None = None) -> None:
    other = await connection.fetchval(
        "SELECT id FROM code_snippets WHERE language = $1 AND content_hash = $2 AND is_latest"
        " AND id IS DISTINCT FROM $3::uuid",
        content.language,
        content_hash(content.parsed.text),
        besides,
    )
    if other is not None:
        raise Duplicate(other)


async def _count_after(connection: Connection, old: SnippetOut, difficulty: str, is_active: bool) -> int:
    """The count that `old` goes on with: its own, or the lowest of the bucket that it enters."""
    if not is_active or (old.is_active and difficulty == old.difficulty):
        return old.usage_count
    lowest = await lowest_count(connection, old.language, difficulty)
    return old.usage_count if lowest is None else lowest


async def lowest_count(connection: Connection, language: str, difficulty: str) -> int | None:
    """The lowest count of a bucket, whose rows stay locked until the transaction ends; None for an empty one."""
    rows = await connection.fetch(
        f"SELECT usage_count FROM code_snippets WHERE language = $1 AND difficulty = $2 AND {IN_ROTATION}"
        " ORDER BY id FOR UPDATE",
        language,
        difficulty,
    )
    return min((row["usage_count"] for row in rows), default=None)


async def tip(connection: Connection, snippet_id: str) -> str:
    """The id of the latest version of a snippet, from the id of any of its versions."""
    latest_id: str = await connection.fetchval(
        "WITH RECURSIVE later AS (SELECT id, is_latest FROM code_snippets WHERE id = $1"
        " UNION ALL SELECT s.id, s.is_latest FROM code_snippets s JOIN later ON s.supersedes_id = later.id)"
        " SELECT id FROM later WHERE is_latest",
        snippet_id,
    )
    return latest_id
