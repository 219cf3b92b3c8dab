"""Locks for long pieces of work, on a real PostgreSQL."""

from __future__ import annotations

from server.infra.held_locks import try_hold
from server.infra.postgres import Pool

LOCK = "hashtext('a long piece of work')"


async def test_one_holds_it_at_a_time(pg: Pool) -> None:
    async with pg.acquire() as first, pg.acquire() as second:
        async with first.transaction(isolation="read_committed"):
            assert await try_hold(first, LOCK)
            async with second.transaction(isolation="read_committed"):
                assert not await try_hold(second, LOCK)
        async with second.transaction(isolation="read_committed"):
            assert await try_hold(second, LOCK)


async def test_it_holds_no_snapshot_for_which_an_index_would_wait(pg: Pool) -> None:
    async with pg.acquire() as holder, holder.transaction(isolation="read_committed"):
        assert await try_hold(holder, LOCK)
        async with pg.acquire() as maker:
            await maker.execute("CREATE INDEX CONCURRENTLY made_meanwhile ON users (created_at)", timeout=10)
