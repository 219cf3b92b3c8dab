"""Rows of SQL as dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from game.terms import Language
from server.infra.postgres import Pool
from server.infra.rows import columns, names, read, read_json


@dataclass(frozen=True, slots=True)
class Game:
    language: Language
    started_at: datetime
    best: float | None


def test_the_fields_are_the_columns() -> None:
    assert names(Game) == ("language", "started_at", "best")
    assert columns(Game) == "language, started_at, best"
    assert columns(Game, "g") == "g.language, g.started_at, g.best"


async def test_a_record_becomes_what_the_type_says(pg: Pool) -> None:
    row = await pg.fetchrow(
        """SELECT 7 AS x, 'REACT'::"Language" AS language, timestamptz '2026-01-31 12:00Z' AS started_at, 3 AS best"""
    )
    assert row is not None
    game = read(Game, row)
    assert game == Game(Language.REACT, datetime(2026, 1, 31, 12, tzinfo=UTC), 3.0)
    assert type(game.language) is Language and type(game.best) is float


@pytest.mark.parametrize("selected", ["'REACT' AS language", "'COBOL' AS language, now() AS started_at, 1 AS best"])
async def test_a_record_that_does_not_fit_is_a_bug(pg: Pool, selected: str) -> None:
    row = await pg.fetchrow(f"SELECT {selected}")
    assert row is not None
    with pytest.raises(ValidationError):
        read(Game, row)


def test_json_of_other_columns_is_refused() -> None:
    text = b'{"language":"PYTHON","started_at":"2026-01-31T12:00:00.000Z","best":null}'
    assert read_json(Game, text) == Game(Language.PYTHON, datetime(2026, 1, 31, 12, tzinfo=UTC), None)
    with pytest.raises(ValidationError):
        read_json(Game, text.replace(b"best", b"worst"))
