"""What PostgreSQL tells of itself: sizes, hits, slow statements."""

from __future__ import annotations

from server.infra import database_figures as figures
from server.infra.metrics import REGISTRY
from server.infra.postgres import Pool

# The embedded PostgreSQL is without the extension: a table with the columns that are read of it.
STAND_IN = """
CREATE TABLE pg_stat_statements (
    dbid oid, query text, calls bigint, mean_exec_time float, max_exec_time float, total_exec_time float, rows bigint
)
"""
STATEMENT = """
INSERT INTO pg_stat_statements SELECT oid, $2, 10, mean, mean * 2, mean * 10, 7
FROM pg_database, (SELECT $1::float8 AS mean) m WHERE datname = """


async def figures_of(pg: Pool) -> figures.DatabaseFigures:
    async with pg.acquire() as connection:
        return await figures.figures_of(connection)


async def test_every_table_and_index_has_its_size(pg: Pool) -> None:
    found = await figures_of(pg)
    tables = {table.name: table for table in found.tables}
    assert tables["code_snippets"].index_bytes > 0
    assert sum(index.bytes for index in found.indexes if index.table == "users") == tables["users"].index_bytes
    assert found.hit_ratio is not None
    assert 0 < found.hit_ratio <= 1


async def test_without_the_extension_no_statement_is_known(pg: Pool) -> None:
    assert (await figures_of(pg)).slow_statements is None


async def test_statements_of_this_database_that_are_slow_are_named(pg: Pool) -> None:
    await pg.execute(STAND_IN)
    await pg.execute(STATEMENT + "current_database()", 99.0, "SELECT quick")
    await pg.execute(STATEMENT + "current_database()", 101.0, "SELECT slow")
    await pg.execute(STATEMENT + "'template1'", 5_000.0, "SELECT elsewhere")
    slow = (await figures_of(pg)).slow_statements
    assert slow == [figures.SlowStatement("SELECT slow", 10, 101.0, 202.0, 1010.0, 7)]


async def test_the_metrics_say_the_same(pg: Pool) -> None:
    await pg.execute(STAND_IN)
    await pg.execute(STATEMENT + "current_database()", 101.0, "SELECT slow")
    await figures.DatabaseWatch(pg).look()
    (users,) = (table for table in (await figures_of(pg)).tables if table.name == "users")
    assert REGISTRY.get_sample_value("prodev_table_bytes", {"table": "users"}) == users.bytes
    assert REGISTRY.get_sample_value("prodev_slow_statements") == 1


async def test_an_older_extension_is_as_if_it_were_not_there(pg: Pool) -> None:
    await pg.execute("CREATE TABLE pg_stat_statements (dbid oid, query text, calls bigint, mean_time float)")
    assert (await figures_of(pg)).slow_statements is None
