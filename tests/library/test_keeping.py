"""Snippets that are kept for a contest: nobody is given them, and they come back as newcomers do."""

from __future__ import annotations

from collections import Counter

import pytest

from server.infra.postgres import Pool
from server.library import NotToKeep, TooFewLeft, draw, draw_to_keep, keep, let_go
from server.library.versions import read, supersede, writing
from tests.snippets import NOWHERE, add_to, code, content_of


async def contest(pg: Pool, slug: str = "friday") -> str:
    await pg.execute(
        "INSERT INTO contests (slug, title, language, difficulty, waves, keys, starts_at, duration_s)"
        " VALUES ($1, $1, 'PYTHON', 'NORMAL', '{\"waves\": [{}]}', '{1}', now(), 60)",
        slug,
    )
    return slug


async def library_of(pg: Pool, count: int) -> list[str]:
    return [await add_to(pg, code(number)) for number in range(count)]


async def drawn(pg: Pool, times: int) -> Counter[str]:
    found = [await draw(pg, "PYTHON", "NORMAL") for _ in range(times)]
    return Counter(one.id for one in found if one is not None)


async def test_the_rotation_does_without_them_and_its_bound_holds_when_they_are_back(pg: Pool) -> None:
    ids = await library_of(pg, 6)
    slug = await contest(pg)
    async with pg.acquire() as connection, connection.transaction():
        kept = await keep(connection, slug, "PYTHON", ids[:2])
    assert [one.id for one in kept] == ids[:2]
    assert set(await drawn(pg, 40)) == set(ids[2:])
    async with pg.acquire() as connection, connection.transaction():
        await let_go(connection, slug, publish=False)
    counts = [row["usage_count"] for row in await pg.fetch("SELECT usage_count FROM code_snippets")]
    assert max(counts) - min(counts) <= 2
    after = await drawn(pg, 12)
    assert set(after) == set(ids)
    assert max(after.values()) - min(after.values()) <= 2


async def test_a_contest_that_is_deleted_gives_them_back_likewise(pg: Pool) -> None:
    ids = await library_of(pg, 4)
    slug = await contest(pg)
    async with pg.acquire() as connection, connection.transaction():
        await keep(connection, slug, "PYTHON", ids[:1])
    await drawn(pg, 30)
    await pg.execute("DELETE FROM contests")
    row = await pg.fetchrow("SELECT kept_for, usage_count FROM code_snippets WHERE id = $1", ids[0])
    assert row is not None
    assert (row["kept_for"], row["usage_count"]) == (None, 10)


async def test_what_is_drawn_to_be_kept_is_counted_and_differs(pg: Pool) -> None:
    ids = await library_of(pg, 6)
    slug = await contest(pg)
    async with pg.acquire() as connection, connection.transaction():
        kept = await draw_to_keep(connection, slug, "PYTHON", "NORMAL", 3)
    assert len({one.id for one in kept}) == 3
    assert {one.id for one in kept} <= set(ids)
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets WHERE kept_for = $1", slug) == 3


async def test_half_of_a_bucket_stays(pg: Pool) -> None:
    ids = await library_of(pg, 5)
    drafts = [await add_to(pg, code(50 + number), is_active=False) for number in range(5)]
    slug, other = await contest(pg), await contest(pg, "other")
    for few in (3, 6):
        async with pg.acquire() as connection:
            with pytest.raises(TooFewLeft):
                async with connection.transaction():
                    await draw_to_keep(connection, slug, "PYTHON", "NORMAL", few)
    async with pg.acquire() as connection, connection.transaction():
        await keep(connection, slug, "PYTHON", [*drafts, *ids[:2]])
    async with pg.acquire() as connection:
        with pytest.raises(TooFewLeft):
            async with connection.transaction():
                await keep(connection, other, "PYTHON", ids[2:3])


@pytest.mark.parametrize(("which", "why"), [("nowhere", "unknown"), ("java", "language"), ("old", "superseded")])
async def test_what_cannot_be_kept_is_named(pg: Pool, which: str, why: str) -> None:
    mine = (await library_of(pg, 4))[0]
    java = await add_to(pg, "int total = 1;", language="JAVA")
    old = await add_to(pg, code(60))
    async with writing(pg) as connection:
        await supersede(connection, await read(connection, old), content_of(code(61)))
    bad = {"nowhere": NOWHERE, "java": java, "old": old}[which]
    slug = await contest(pg)
    async with pg.acquire() as connection:
        with pytest.raises(NotToKeep) as refused:
            async with connection.transaction():
                await keep(connection, slug, "PYTHON", [mine, bad])
    assert (refused.value.place, refused.value.why) == (1, why)


async def test_one_is_kept_for_one_contest_and_once(pg: Pool) -> None:
    ids = await library_of(pg, 4)
    slug, other = await contest(pg), await contest(pg, "other")
    async with pg.acquire() as connection, connection.transaction():
        await keep(connection, slug, "PYTHON", ids[:1])
    for contest_slug, asked, why in ((other, ids[:1], "kept"), (slug, [ids[1], ids[1]], "twice")):
        async with pg.acquire() as connection:
            with pytest.raises(NotToKeep) as refused:
                async with connection.transaction():
                    await keep(connection, contest_slug, "PYTHON", asked)
        assert refused.value.why == why


async def test_an_edit_of_one_is_kept_too(pg: Pool) -> None:
    ids = await library_of(pg, 4)
    slug = await contest(pg)
    async with pg.acquire() as connection, connection.transaction():
        await keep(connection, slug, "PYTHON", ids[:1])
    async with writing(pg) as writer:
        new = await supersede(writer, await read(writer, ids[0]), content_of(code(70)))
    assert new.kept_for == slug
    assert set(await drawn(pg, 12)) == set(ids[1:])
    async with pg.acquire() as connection, connection.transaction():
        await let_go(connection, slug, publish=True)
    assert new.id in await drawn(pg, 12)


async def test_only_drafts_are_published_when_it_is_over(pg: Pool) -> None:
    await library_of(pg, 4)
    draft = await add_to(pg, code(80), is_active=False)
    retired = await add_to(pg, code(81))
    await pg.execute("UPDATE code_snippets SET is_active = false WHERE id = $1", retired)
    slug = await contest(pg)
    async with pg.acquire() as connection, connection.transaction():
        await keep(connection, slug, "PYTHON", [draft, retired])
    async with pg.acquire() as connection, connection.transaction():
        await let_go(connection, slug, publish=True)
    rows = await pg.fetch("SELECT id FROM code_snippets WHERE is_active AND id = ANY($1)", [draft, retired])
    assert [row["id"] for row in rows] == [draft]
