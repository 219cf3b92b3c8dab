"""The pool: codecs, and URLs that Prisma and asyncpg can share."""

from __future__ import annotations

import traceback

import asyncpg
import pytest

from server.infra.postgres import BadDatabaseUrl, open_pool, plain_url


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("postgresql://u:p@h:5432/d", "postgresql://u:p@h:5432/d"),
        ("postgres://h/d", "postgresql://h/d"),
        ("postgresql://h/d?schema=public&connection_limit=5", "postgresql://h/d"),
        ("postgresql://h/d?schema=public&sslmode=require", "postgresql://h/d?sslmode=require"),
        ("postgresql://u@/d?host=/var/run/x", "postgresql://u@/d?host=/var/run/x"),
    ],
)
def test_prismas_own_parameters_are_left_out(given: str, plain: str) -> None:
    assert plain_url(given) == plain


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://h/d", "postgresql://h:port/d", "postgresql://[::1/d"])
def test_url_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match="DATABASE_URL"):
        plain_url(url)


async def test_parameter_that_nobody_knows_is_refused(database_url: str) -> None:
    with pytest.raises((BadDatabaseUrl, asyncpg.PostgresError)):
        await open_pool(f"{database_url}&nonsense=1", 2)


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
