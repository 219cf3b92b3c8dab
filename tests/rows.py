"""Rows that a test knows to be there."""

from __future__ import annotations

from typing import Any

import asyncpg

from server.infra.postgres import Pool


async def one_row(pg: Pool, query: str, *arguments: Any) -> asyncpg.Record:
    """The only row that the query finds."""
    (row,) = await pg.fetch(query, *arguments)
    return row


# Functions that work with their owner's rights, and that everybody may call.
FOR_EVERYBODY = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prosecdef AND has_function_privilege('public', oid, 'EXECUTE')
"""
