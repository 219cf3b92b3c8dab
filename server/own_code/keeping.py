"""Collections: who sees which, and every statement that writes one.

Laws:
- A collection that is not shown to somebody does not exist for them. Staff are nobody special: private code is its
  player's alone.
- A player keeps COLLECTIONS collections with SNIPPETS snippets and BYTES bytes of code in all of them, counted while
  the player's row is locked: many requests at once do not go past that.
- Guests keep private collections. Only registered players publish, and not what a moderator has withdrawn; for
  WITHDRAWN_DAYS they publish nothing else either, so that the same code does not come back under another name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import asyncpg

from game.terms import Language
from server.infra.paging import Page
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, read
from server.infra.totals import KeptTotals
from server.infra.web import Principal, Problem
from server.infra.written import leads_elsewhere
from server.library import OwnText, content_hash
from server.own_code.answers import CollectionListed, CollectionOut, OwnSnippetOut, Room
from server.own_code.requests import CollectionBody, CollectionEdit, CollectionsQuery
from server.play import collection_waves
from server.results import refuse_new
from server.social import SHOWN, visible

COLLECTIONS = 50
SNIPPETS = 200
WITHDRAWN_DAYS = 7
BYTES = 1_000_000  # of texts and their words, as they are kept

NO_COLLECTION = collection_waves.NO_COLLECTION
NO_SNIPPET = 404, "collection/no-such-snippet"
TOO_MANY = 409, "collection/too-many"
FULL = 409, "collection/full"
GUEST = 409, "account/guest"
WITHDRAWN = 409, "collection/withdrawn"
NOT_PUBLIC = 409, "collection/not-public"
SIGN_IN = 401, "auth/required"

# $1: the viewer, NULL for nobody.
_LISTED = f"""
SELECT c.id, c.name, c.description, c.language, c.is_public, c.usage_count, c.created_at, c.updated_at,
    (SELECT count(*)::int FROM collection_snippets s WHERE s.collection_id = c.id) AS snippets,
    u.username, u.display_name, coalesce(c.created_by = $1, false) AS is_own,
    CASE WHEN c.created_by = $1 THEN c.withdrawn_at END AS withdrawn_at
FROM collections c LEFT JOIN users u ON u.id = c.created_by AND {SHOWN}
"""
_MINE = "c.created_by = $1"
_FILLED = "EXISTS (SELECT FROM collection_snippets s WHERE s.collection_id = c.id)"
_LANGUAGE = '($2::"Language" IS NULL OR c.language = $2)'
_NEWEST = "ORDER BY c.created_at DESC, c.id"
_MOST_PLAYED = "ORDER BY c.usage_count DESC, c.id"
_ONE = f"{_LISTED} WHERE c.id = $2 AND {collection_waves.is_shown_to('$1')}"
_SNIPPETS = f"SELECT {columns(OwnSnippetOut)} FROM collection_snippets WHERE collection_id = $1 ORDER BY place"
_USED = """
SELECT count(*)::int AS snippets,
    coalesce(sum(octet_length(snippet_text) + octet_length(words::text)), 0)::int AS bytes
FROM collection_snippets WHERE created_by = $1
"""
_LATELY = f"withdrawn_at > now() - interval '{WITHDRAWN_DAYS} days'"
_LOCK = f"""
SELECT is_public, withdrawn_at, {_LATELY} AS was_lately FROM collections WHERE id = $1 AND created_by = $2 FOR UPDATE
"""
_WITHDRAWN_LATELY = f"SELECT EXISTS (SELECT FROM collections WHERE created_by = $1 AND {_LATELY})"
_INSERT = """
INSERT INTO collections (name, description, language, is_public, created_by) VALUES ($1, $2, $3, $4, $5) RETURNING id
"""
_UPDATE = """
UPDATE collections SET name = coalesce($2, name), description = coalesce($3, description),
    is_public = coalesce($4, is_public) WHERE id = $1
"""
_ADD = """
INSERT INTO collection_snippets (collection_id, created_by, place, snippet_text, words, token_count, difficulty,
    expected_wpm, content_hash, source, usage_count)
SELECT $1, $2, (SELECT coalesce(max(place), 0) + 1 FROM collection_snippets WHERE collection_id = $1), $3, $4, $5, $6,
    $7, $8, $9, (SELECT coalesce(min(usage_count), 0) FROM collection_snippets WHERE collection_id = $1)
ON CONFLICT (collection_id, content_hash) DO NOTHING RETURNING id
"""


# ---------------------------------------------------------------- reading


async def page(pg: Pool, totals: KeptTotals, viewer_id: str | None, query: CollectionsQuery) -> Page[CollectionListed]:
    """Raises Problem 401 for somebody unknown who asks for their own."""
    if query.mine and viewer_id is None:
        raise Problem(*SIGN_IN, "Sign in to see your own code.", headers={"WWW-Authenticate": "Bearer"})
    public = f"{collection_waves.is_listed('c')} AND {visible('c.created_by', '$1::uuid')} AND {_FILLED}"
    where = f"WHERE {_MINE if query.mine else public} AND {_LANGUAGE}"
    order = _NEWEST if query.mine else _MOST_PLAYED
    counted = f"SELECT count(*) FROM collections c {where} AND ($1::uuid IS NULL OR true)"

    async def count(reader_id: str | None) -> int:
        total: int = await pg.fetchval(counted, reader_id, query.language)
        return total

    total = await (count(viewer_id) if query.mine else totals.for_reader(query.language, viewer_id, count))
    listed = f"{_LISTED} {where} {order} LIMIT $3 OFFSET $4"
    rows = await pg.fetch(listed, viewer_id, query.language, query.per_page, query.offset)
    return query.page_of([read(CollectionListed, row) for row in rows], total)


async def one(pg: Pool | Connection, viewer_id: str | None, collection_id: str) -> CollectionOut:
    """Raises Problem 404."""
    row = await pg.fetchrow(_ONE, viewer_id, collection_id)
    if row is None:
        raise collection_waves.no_collection()
    listed = read(CollectionListed, row)
    snippets = [read(OwnSnippetOut, row) for row in await pg.fetch(_SNIPPETS, collection_id)]
    room = await _room(pg, viewer_id) if listed.is_own and viewer_id is not None else None
    return CollectionOut(listed, snippets, room)


async def _room(pg: Pool | Connection, user_id: str) -> Room:
    row = await _used(pg, user_id)
    return Room(max(0, SNIPPETS - row["snippets"]), max(0, BYTES - row["bytes"]))


async def _used(pg: Pool | Connection, user_id: str) -> asyncpg.Record:
    row = await pg.fetchrow(_USED, user_id)
    assert row is not None, "an aggregate has one row"
    return row


# ---------------------------------------------------------------- writing


async def create(pg: Pool, by: Principal, wanted: CollectionBody) -> CollectionOut:
    """Raises Problem 409."""
    _may_publish(by, wanted.is_public)
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        if wanted.is_public:
            await _is_trusted(connection, by)
            await _refuse_links_of_new(connection, by, wanted.name, wanted.description)
        count: int = await connection.fetchval("SELECT count(*) FROM collections WHERE created_by = $1", by.user_id)
        if count >= COLLECTIONS:
            raise Problem(*TOO_MANY, f"You have {count} collections, which is the limit. Delete one first.")
        values = wanted.name, wanted.description, wanted.language, wanted.is_public, by.user_id
        return await one(connection, by.user_id, await connection.fetchval(_INSERT, *values))


async def change(pg: Pool, by: Principal, collection_id: str, wanted: CollectionEdit) -> CollectionOut:
    """Raises Problem 404, 409."""
    _may_publish(by, wanted.is_public)
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        row = await _locked(connection, by, collection_id)
        if wanted.is_public and row["withdrawn_at"] is not None:
            raise Problem(*WITHDRAWN, "A moderator has withdrawn this collection, so it stays private.")
        if wanted.is_public and not row["is_public"]:
            await _is_trusted(connection, by)
        await connection.execute(_UPDATE, collection_id, wanted.name, wanted.description, wanted.is_public)
        changed = await one(connection, by.user_id, collection_id)
        if changed.collection.is_public:
            await _refuse_links_of_new(connection, by, changed.collection.name, changed.collection.description)
        return changed


async def delete(pg: Pool, by: Principal, collection_id: str) -> None:
    """Raises Problem 404, 409 for one that was withdrawn lately. Games that were played on it stay as they were."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        if (await _locked(connection, by, collection_id))["was_lately"]:
            detail = f"A moderator has withdrawn this collection. It can be deleted {WITHDRAWN_DAYS} days later."
            raise Problem(*WITHDRAWN, f"{detail} Its code can be deleted now.")
        await connection.execute("DELETE FROM collections WHERE id = $1", collection_id)


async def language_of(pg: Pool, by: Principal, collection_id: str) -> Language:
    """Of a collection of the caller's. Raises Problem 404."""
    found = await pg.fetchval(
        "SELECT language FROM collections WHERE id = $1 AND created_by = $2", collection_id, by.user_id
    )
    if found is None:
        raise collection_waves.no_collection()
    return Language(found)


async def add(pg: Pool, by: Principal, collection_id: str, texts: Sequence[tuple[OwnText, str]]) -> int:
    """Add texts of its language, each with its source; how many were new. Raises Problem 404, 409."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        if (await _locked(connection, by, collection_id))["is_public"]:
            await _is_trusted(connection, by)
        added = 0
        for text, source in texts:
            added += await connection.fetchval(_ADD, collection_id, by.user_id, *_values(text, source)) is not None
        row = await _used(connection, by.user_id)
        if row["snippets"] > SNIPPETS:
            detail = f"You may keep {SNIPPETS} snippets, and this would make {row['snippets']}. Nothing was added."
            raise Problem(*FULL, detail)
        if row["bytes"] > BYTES:
            raise Problem(*FULL, f"You may keep {BYTES / 1_000_000:g} MB of code. Nothing was added.")
        return added


async def delete_snippet(pg: Pool, by: Principal, collection_id: str, snippet_id: str) -> None:
    """Raises Problem 404."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        await _locked(connection, by, collection_id)
        deleted = await connection.fetchval(
            "DELETE FROM collection_snippets WHERE id = $1 AND collection_id = $2 RETURNING id",
            snippet_id,
            collection_id,
        )
        if deleted is None:
            raise Problem(*NO_SNIPPET, "There is no such snippet in this collection.")


def _values(text: OwnText, source: str) -> tuple[Any, ...]:
    parsed = text.parsed
    return (
        parsed.text,
        [list(word) for word in parsed.words],
        parsed.token_count,
        text.measures.difficulty,
        text.measures.expected_wpm,
        content_hash(parsed.text),
        source,
    )


async def _locked(connection: Connection, by: Principal, collection_id: str) -> asyncpg.Record:
    """A collection of the caller's. Raises Problem 404 for any other."""
    row = await connection.fetchrow(_LOCK, collection_id, by.user_id)
    if row is None:
        raise collection_waves.no_collection()
    return row


def _may_publish(by: Principal, is_public: bool | None) -> None:
    if is_public and by.is_guest:
        raise Problem(*GUEST, "Register to publish code.")


async def _refuse_links_of_new(connection: Connection, by: Principal, *texts: str) -> None:
    """What is public is read by everybody at once. Raises Problem 409."""
    if any(map(leads_elsewhere, texts)):
        await refuse_new(connection, by.user_id)


async def _is_trusted(connection: Connection, by: Principal) -> None:
    """Raises Problem 409 for who published lately what a moderator has withdrawn."""
    if await connection.fetchval(_WITHDRAWN_LATELY, by.user_id):
        detail = f"A moderator has withdrawn a collection of yours. You can publish again {WITHDRAWN_DAYS} days later."
        raise Problem(*WITHDRAWN, detail)
