"""What months are called, and the order of ids."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from server.infra.postgres import Pool
from server.months.month import Month


def test_a_month_is_read_as_it_is_written() -> None:
    assert str(Month.read("2026-11")) == "2026-11"
    assert Month.read("2026-12") == Month.of(date(2026, 12, 31))
    assert Month(2026, 11).next == Month(2026, 12) and Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 9).table == "typing_sessions_2026_09"


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "nov.zip"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert Month.read(text) is None


async def test_ids_are_in_the_order_of_their_times_and_after_those_of_before(pg: Pool) -> None:
    times = [datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)]
    times += [datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)]
    ids = [await pg.fetchval("SELECT time_ordered_id($1)", at) for at in times]
    assert ids == sorted(ids) and min(ids) > "ffffffff-0000"
    assert {UUID(one).version for one in ids} == {8} and {UUID(one).variant for one in ids} == {UUID(ids[0]).variant}
    first = await pg.fetchval("SELECT first_id_of('2026-12-01')")
    assert ids[0] < first < ids[1]
    assert await pg.fetchval("SELECT time_ordered_id($1)", times[0]) != ids[0], "chance is in it"
