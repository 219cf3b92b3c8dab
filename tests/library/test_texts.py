"""What is kept of drawn snippets: never anything that may have changed."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from server.infra.postgres import Pool
from server.library import SnippetTexts, draw
from server.library.texts import SnippetText
from server.library.versions import Attributes, change, latest, supersede, writing
from server.settings import Settings
from tests.leaderboards.boards import redis_that_is_away
from tests.snippets import AddSnippet, code, content_of

BUCKET = ("PYTHON", "NORMAL")


async def drawn(pg: Pool, texts: SnippetTexts) -> tuple[str, float, str]:
    found = await draw(pg, *BUCKET, texts=texts)
    assert found is not None
    assert found.words[0][2] in ("name", "keyword")
    return found.text, found.expected_wpm, found.category


@pytest.fixture
async def snippet_id(add_snippet: AddSnippet) -> str:
    return await add_snippet(code(1))


async def change_behind_its_back(pg: Pool) -> None:
    """From now on who reads a text finds another one. PostgreSQL forbids what this does."""
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE code_snippets SET snippet_text = 'read = again'")


async def test_a_text_is_read_once_from_postgres_and_then_from_memory_or_redis(
    pg: Pool, redis: Redis, settings: Settings, snippet_id: str
) -> None:
    texts = SnippetTexts(redis, settings.redis_prefix)
    first = await drawn(pg, texts)
    assert first[0] == code(1)
    assert 0 < await redis.ttl(texts.key(snippet_id, 1)) <= 3600
    await change_behind_its_back(pg)
    assert await drawn(pg, texts) == first
    assert await drawn(pg, SnippetTexts(redis, settings.redis_prefix)) == first, "another process"
    await redis.delete(texts.key(snippet_id, 1))
    assert await drawn(pg, texts) == first, "this one has it in memory"
    assert (await drawn(pg, SnippetTexts()))[0] == "read = again"
    assert await pg.fetchval("SELECT usage_count FROM code_snippets") == 5


@pytest.mark.parametrize("kept", [b"", b"{", b"[1]", b"[1, 2, 3]", b"null"])
async def test_what_redis_holds_of_another_release_is_not_taken(
    pg: Pool, redis: Redis, settings: Settings, snippet_id: str, kept: bytes
) -> None:
    texts = SnippetTexts(redis, settings.redis_prefix)
    await redis.set(texts.key(snippet_id, 1), kept)
    assert (await drawn(pg, texts))[0] == code(1)


async def test_without_redis_postgres_says_it(pg: Pool, snippet_id: str) -> None:
    redis = redis_that_is_away()
    assert (await drawn(pg, SnippetTexts(redis, "x:")))[0] == code(1)
    await redis.aclose()


async def test_what_an_admin_changes_shows_at_the_next_draw(
    pg: Pool, redis: Redis, settings: Settings, snippet_id: str
) -> None:
    texts, other = (SnippetTexts(redis, settings.redis_prefix) for _ in range(2))
    assert await drawn(pg, texts) == await drawn(pg, other)
    async with writing(pg) as connection:
        await change(connection, await latest(connection, snippet_id), Attributes(expected_wpm=77, category="sets"))
    assert await drawn(pg, texts) == await drawn(pg, other) == (code(1), 77, "sets")
    async with writing(pg) as connection:
        content = content_of(code(2), category="sets", expected_wpm=50.0)
        await supersede(connection, await latest(connection, snippet_id), content)
    assert await drawn(pg, texts) == await drawn(pg, other) == (code(2), 50, "sets")
    async with writing(pg) as connection:
        newest = await pg.fetchval("SELECT id FROM code_snippets WHERE is_latest")
        await change(connection, await latest(connection, newest), Attributes(is_active=False))
    assert await draw(pg, *BUCKET, texts=texts) is None


async def test_memory_is_bounded_and_the_least_recently_used_go(pg: Pool, add_snippet: AddSnippet) -> None:
    ids = [await add_snippet(code(number)) for number in range(6)]
    one = await SnippetTexts().of(pg, ids[0], 1)
    assert one is not None
    texts = SnippetTexts(most_bytes=3 * one.bytes + one.bytes // 2)
    for snippet_id in ids[:3]:
        await texts.of(pg, snippet_id, 1)
    await texts.of(pg, ids[0], 1)  # used again
    await texts.of(pg, ids[3], 1)
    assert texts.kept_bytes <= 3 * one.bytes + one.bytes // 2
    await change_behind_its_back(pg)

    async def is_kept(snippet_id: str) -> bool:
        found = await texts.of(pg, snippet_id, 1)
        return found is not None and found.text != "read = again"

    assert [await is_kept(one) for one in (ids[0], ids[2], ids[3], ids[1])] == [True, True, True, False]


def test_the_size_counts_the_words_too() -> None:
    assert SnippetText("x", [[0, 1, "name"]] * 10).bytes > 1_000


async def test_a_snippet_that_is_gone_is_nothing(pg: Pool) -> None:
    assert await SnippetTexts().of(pg, "00000000-0000-4000-8000-000000000000", 1) is None
