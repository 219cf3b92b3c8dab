"""Which drafts go when they are old."""

from __future__ import annotations

from datetime import timedelta

from server.infra.clock import utc_now
from server.infra.postgres import Pool
from server.library import purging
from tests.snippets import add_to, code


async def test_drafts_go_when_they_are_old_and_what_was_published_stays(pg: Pool) -> None:
    published, retired, draft, fresh = [await add_to(pg, code(number)) for number in range(4)]
    await pg.execute("UPDATE code_snippets SET is_active = false WHERE id = $1", retired)
    await pg.execute("ALTER TABLE code_snippets DISABLE TRIGGER USER")
    await pg.execute(
        "UPDATE code_snippets SET is_active = false, published_at = NULL WHERE id = ANY($1::uuid[])", [draft, fresh]
    )
    await pg.execute("UPDATE code_snippets SET created_at = created_at - interval '366 days' WHERE id <> $1", fresh)
    await pg.execute("ALTER TABLE code_snippets ENABLE TRIGGER USER")
    assert await purging(timedelta(days=365)).work(pg, utc_now()) == 1
    left = {row["id"] for row in await pg.fetch("SELECT id FROM code_snippets")}
    assert left == {published, retired, fresh}
