"""The pool: codecs, and what it is given of an address."""

from __future__ import annotations

import traceback

import asyncpg
import pytest

from server.infra.postgres import BadDatabaseUrl, open_pool


async def test_parameter_that_nobody_knows_is_refused(database_url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match="the parameter nonsense"):
        await open_pool(f"{database_url}&nonsense=1", 2)


async def test_parameters_reach_postgresql(database_url: str) -> None:
    asked = "options=-c%20geqo_threshold%3D17&connect_timeout=3&connection_limit=5&schema=public&pgbouncer=true"
    pool = await open_pool(f"{database_url}&{asked}", 2)
    assert await pool.fetchval("SHOW geqo_threshold") == "17"
    assert await pool.fetchval("SELECT count(*) FROM pg_prepared_statements") == 0
    await pool.close()


async def test_times_are_aware_and_doubles_exact(pg: asyncpg.Pool) -> None:
    at = await pg.fetchval("SELECT now()")
    assert at.utcoffset().total_seconds() == 0
    assert await pg.fetchval("SELECT 29::float8 / 36 * 100") == 29 / 36 * 100


async def test_an_error_as_text_quotes_no_row(pg: asyncpg.Pool) -> None:
    insert = (
        "INSERT INTO users (username, display_name, email, password_hash, is_guest) VALUES ($1, 'Ada', $2, '!', $3)"
    )
    await pg.execute(insert, "ada", "ada@example.org", False)
    # A unique index, and a CHECK that shows the whole row: guests have no password.
    for bad in ("grace", "ada@example.org", False), ("x" * 40, None, True):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as caught:
            await pg.execute(insert, *bad)
        try:
            raise ValueError("ours") from caught.value
        except ValueError:
            logged = traceback.format_exc()
        assert caught.value.detail and caught.value.constraint_name
        assert "DETAIL" not in logged and "example.org" not in logged and "x" * 40 not in logged
        assert "violates" in logged
