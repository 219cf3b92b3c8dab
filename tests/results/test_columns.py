"""The columns as Python says them and as PostgreSQL has them."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from enum import EnumType
from typing import Any, get_type_hints

import asyncpg
import pytest

from game.analytics import TypingMeasures
from game.plausibility import Reason
from server.results.columns import PERSONAL_COLUMNS, GameResult

OWNER = "user_id"  # the person whose data an export is: said once, above the rows
PYTHON_TYPES = {
    "integer": int,
    "double precision": float,
    "boolean": bool,
    "timestamp with time zone": datetime,
    "jsonb": list[Reason],
}

_COLUMNS = """
SELECT column_name, data_type, is_nullable = 'YES' AS is_nullable FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1
"""


async def python_types(pg: asyncpg.Pool[asyncpg.Record], table: str) -> dict[str, Any]:
    """By column, what asyncpg makes of it; ids and enums are text."""
    rows = await pg.fetch(_COLUMNS, table)
    found = {row["column_name"]: (PYTHON_TYPES.get(row["data_type"], str), row["is_nullable"]) for row in rows}
    return {name: kind | None if is_nullable else kind for name, (kind, is_nullable) in found.items()}


@pytest.mark.parametrize("table", ["game_results", "typing_results"])
async def test_every_column_of_a_table_is_among_ours(pg: asyncpg.Pool[asyncpg.Record], table: str) -> None:
    assert {*PERSONAL_COLUMNS[table], OWNER} == set(await python_types(pg, table))


@pytest.mark.parametrize(("table", "row"), [("game_results", GameResult), ("typing_results", TypingMeasures)])
async def test_a_rows_fields_have_their_columns_types(
    pg: asyncpg.Pool[asyncpg.Record], table: str, row: type[Any]
) -> None:
    stored, hints = await python_types(pg, table), get_type_hints(row)
    own = [field.name for field in fields(row) if field.name in stored]
    kinds = {name: str if isinstance(hints[name], EnumType) else hints[name] for name in own}
    assert kinds == {name: stored[name] for name in own}
    assert set(own) >= set(stored) - {"id", "session_id", OWNER, "ended_at", "created_at"}
