"""Results are found by their ids and by their sessions without a look into each month."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.infra.postgres import Pool
from server.months.making import make
from server.results import FROM_THESE_RESULTS, of_session, record, session_result
from tests.results.games import add_player, finished, start_game

AT = datetime(2030, 5, 31, tzinfo=UTC)
STATEMENTS = {
    "by a parameter": f"SELECT r.id FROM game_results r WHERE {of_session('$1')}",
    "by a join": f"SELECT r.id FROM game_sessions s JOIN game_results r ON {of_session('s.id')} WHERE s.id = $1",
    "by ids": f"SELECT r.id {FROM_THESE_RESULTS}",
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
async def test_a_result_is_looked_for_in_its_month_and_at_most_among_those_with_ids_of_their_own(
    pg: Pool, statement: str
) -> None:
    await make(pg, AT, 1)
    player = await add_player(pg)
    games = [await start_game(pg, player) for _ in range(3)]
    results = [await record(pg, finished(game, player, ended_at=AT + timedelta(minutes=1))) for game in games]
    kind, wanted = ("uuid[]", f"{{{games[0]}}}") if "uuid[]" in statement else ("uuid", games[0])
    async with pg.acquire() as connection, connection.transaction():
        # As where there are many rows.
        await connection.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off")
        await connection.execute("SET LOCAL enable_mergejoin = off; SET LOCAL plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE wanted ({kind}) AS {statement}")
        plan = await connection.fetch(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE wanted ('{wanted}')")
        found = await connection.fetch(f"EXECUTE wanted ('{wanted}')")
        await connection.execute("DEALLOCATE wanted")
    assert results[0] is not None and [str(row["id"]) for row in found] == [results[0].id]
    scans = [row[0] for row in plan if " on game_results" in row[0] and "Bitmap Index" not in row[0]]
    looked = [scan for scan in scans if "never executed" not in scan]
    assert 1 <= len(looked) <= 2, "\n".join(row[0] for row in plan)


def test_no_statement_looks_for_ids_in_every_month(root: Path) -> None:
    by_array = re.compile(r"\br\.id = ANY|game_results WHERE id = ANY")
    assert [file for file in (root / "server").rglob("*.py") if by_array.search(file.read_text())] == []


async def test_a_result_with_an_id_of_its_own_is_found_by_its_session(pg: Pool) -> None:
    player = await add_player(pg)
    game = await start_game(pg, player)
    saved = await record(pg, finished(game, player))
    assert saved is not None
    await pg.execute("UPDATE game_results SET id = gen_random_uuid()")  # as the release before called it
    kept = await session_result(pg, game)
    assert kept is not None and kept.id != saved.id and kept.session_id == game
