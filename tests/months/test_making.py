"""Partitions are there before they are needed, and what comes too early is not lost."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from server.app import create_app
from server.infra import clock
from server.infra.metrics import REGISTRY
from server.infra.migrations import FOLDER
from server.infra.postgres import Connection, Pool, open_pool
from server.months import MonthWatch
from server.months.indexing import complete
from server.months.making import AHEAD, keeping, make, make_at_start
from server.months.patience import InUse
from server.results import record, session_result
from server.settings import Settings
from tests.commands import in_thread
from tests.results.games import add_player, finished

NOW = datetime(2030, 5, 31, 23, 59, tzinfo=UTC)
MONTHS = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'typing_sessions'::regclass"
PART = "SELECT tableoid::regclass::text FROM typing_sessions WHERE game_session_id = $1"
RESULT_PART = "SELECT tableoid::regclass::text FROM game_results WHERE session_id = $1"
NEITHER = "coalesce(to_regclass('typing_sessions_2030_05'), to_regclass('game_results_2030_05')) IS NULL"


async def began(pg: Pool, at: datetime, player: str | None = None) -> str:
    """A game that began at that time, with its typing session."""
    user_id = player or await add_player(pg)
    statement = (
        "INSERT INTO game_sessions (id, user_id, language, started_at) VALUES (time_ordered_id($1), $2, 'GO', $1)"
    )
    game: str = await pg.fetchval(f"{statement} RETURNING id", at, user_id)
    await pg.execute("INSERT INTO typing_sessions (user_id, game_session_id) VALUES ($1, $2)", user_id, game)
    return game


async def test_this_month_and_those_ahead_are_made_once(pg: Pool) -> None:
    assert await make(pg, NOW, 1) == 2 * (1 + AHEAD), "of each table"
    assert await make(pg, NOW, 1) == 0
    assert await make(pg, NOW + timedelta(minutes=1), 1) == 2, "of the next month, one more"
    for day, month in (
        (NOW, "2030_05"),
        (NOW + timedelta(minutes=1), "2030_06"),
        (NOW + timedelta(days=62), "2030_08"),
    ):
        assert await pg.fetchval(PART, await began(pg, day)) == f"typing_sessions_{month}"


async def test_two_servers_that_start_together_make_each_month_once(pg: Pool) -> None:
    before = await pg.fetchval(MONTHS)
    assert sum(await asyncio.gather(*(make(pg, NOW, 60) for _ in range(4)))) == 2 * (1 + AHEAD)
    assert await pg.fetchval(MONTHS) == before + 1 + AHEAD


async def test_a_game_without_a_month_is_kept_is_told_and_moves_when_it_is_made(pg: Pool) -> None:
    watch = MonthWatch(pg)
    await watch.look()
    assert REGISTRY.get_sample_value("prodev_rows_without_month") == 0
    game, other = await began(pg, NOW), await began(pg, NOW + timedelta(days=400))
    assert await pg.fetchval(PART, game) == "typing_sessions_default"
    await watch.look()
    assert REGISTRY.get_sample_value("prodev_rows_without_month") == 2
    before = await pg.fetchrow("SELECT * FROM typing_sessions WHERE game_session_id = $1", game)
    await make(pg, NOW, 1)
    await watch.look()
    assert await pg.fetchval(PART, game) == "typing_sessions_2030_05"
    assert await pg.fetchrow("SELECT * FROM typing_sessions WHERE game_session_id = $1", game) == before
    assert await pg.fetchval(PART, other) == "typing_sessions_default"


async def test_how_far_ahead_there_are_months_ends_with_the_first_that_either_table_lacks(
    pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = MonthWatch(pg)
    monkeypatch.setattr("server.infra.clock.read", NOW.astimezone)
    for change, ahead in (
        ("SELECT 1", 0),
        ("SELECT make_months('2030-05-01', 1)", 0),
        ("SELECT make_months('2030-05-01', 5)", 4),
        ("ALTER TABLE typing_sessions DETACH PARTITION typing_sessions_2030_08", 2),
        ("ALTER TABLE game_results DETACH PARTITION game_results_2030_07", 1),
        ("ALTER TABLE game_results DETACH PARTITION game_results_2030_05", 0),
    ):
        await pg.execute(change)
        await watch.look()
        assert REGISTRY.get_sample_value("prodev_months_ahead") == ahead, change


async def test_a_server_that_was_off_for_long_makes_what_is_missing_before_it_serves(
    pg: Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.clock.read", NOW.astimezone)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        assert await pg.fetchval(PART, await began(pg, NOW)) == "typing_sessions_2030_05"


async def test_the_daily_work_makes_them_and_is_done_at_night(pg: Pool) -> None:
    periodic = keeping(pg)
    assert periodic.turn_after(NOW) == datetime(2030, 6, 1, 4, tzinfo=UTC)
    await periodic.work(NOW)
    assert await pg.fetchval("SELECT to_regclass('typing_sessions_2030_08') IS NOT NULL")


async def test_a_server_that_owns_no_table_makes_them_too(pg: Pool) -> None:
    async with pg.acquire() as connection, role_of(connection, "GRANT EXECUTE ON FUNCTION make_months TO {}") as role:
        assert await make_as(connection, role) == 2


async def test_who_only_reads_can_make_none(pg: Pool) -> None:
    async with pg.acquire() as connection, role_of(connection) as role:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await make_as(connection, role)


async def test_who_writes_key_logs_before_the_upgrade_makes_months_after_it_too(pg: Pool) -> None:
    script = (FOLDER / "20261127131100_months_made_by_servers_alone" / "migration.sql").read_text()
    may = "SELECT has_function_privilege($1, 'make_months(date, integer)', 'EXECUTE')"
    async with (
        pg.acquire() as connection,
        role_of(connection, "GRANT INSERT ON typing_sessions TO {}") as writer,
        role_of(connection) as reader,
    ):
        await connection.execute("GRANT EXECUTE ON FUNCTION make_months TO PUBLIC")
        await connection.execute(script)
        assert [await connection.fetchval(may, role) for role in (writer, reader)] == [True, False]


async def make_as(connection: Connection, role: str) -> int:
    async with connection.transaction():
        await connection.execute(f"SET LOCAL ROLE {role}")
        made: int = await connection.fetchval("SELECT make_months($1, 1)", NOW.date())
        await connection.execute("SELECT FROM typing_sessions")
        return made


@asynccontextmanager
async def role_of(connection: Connection, *grants: str) -> AsyncIterator[str]:
    """A role that reads all tables and owns none."""
    role = f"server_{uuid.uuid4().hex}"
    await connection.execute(f"CREATE ROLE {role}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
    try:
        for grant in grants:
            await connection.execute(grant.format(role))
        yield role
    finally:
        await connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


async def test_indexes_that_a_server_may_not_make_are_left_to_the_owner(
    pg: Pool, settings: Settings, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    role = f"server_{uuid.uuid4().hex}"
    await pg.execute(f"CREATE ROLE {role} LOGIN")
    await pg.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    await pg.execute("CREATE INDEX by_start ON ONLY typing_sessions (user_id, started_at DESC) WHERE is_completed")
    assert settings.database_url is not None
    url = settings.database_url.replace("//postgres@", f"//{role}@")
    servers = await open_pool(url, 2)
    try:
        await make_at_start(servers, NOW)
        assert "permission denied for function make_months" in capsys.readouterr().out, "and the server starts"
        await pg.execute(f"GRANT EXECUTE ON FUNCTION make_months TO {role}")
        await keeping(servers).work(NOW)
        assert "permission denied for function analyze_months" in capsys.readouterr().out
        await pg.execute(f"GRANT EXECUTE ON FUNCTION analyze_months TO {role}")
        await keeping(servers).work(NOW)
        assert await pg.fetchval(
            "SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'game_results'"
        )
        assert await pg.fetchval("SELECT to_regclass('typing_sessions_2030_08') IS NOT NULL")
        assert "prodev partitions index" in capsys.readouterr().out
        with environment.context() as during:
            during.setenv("DATABASE_URL", url)
            said = await in_thread("partitions", "index", code=1)
        assert "run this as the role that owns the tables" in said
    finally:
        await servers.close()
        await pg.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
    assert "Indexes made: " in await in_thread("partitions", "index")
    assert await pg.fetchval("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_start'::regclass")


async def test_who_holds_the_table_is_not_waited_for_at_a_start(pg: Pool, caplog: pytest.LogCaptureFixture) -> None:
    async with pg.acquire() as holder, holder.transaction():
        await holder.execute("LOCK TABLE typing_sessions_default IN ACCESS SHARE MODE")
        with pytest.raises(InUse):
            await make(pg, NOW, 1)
        await make_at_start(pg, NOW)
    assert not await pg.fetchval("SELECT EXISTS (SELECT FROM detached_months)")
    assert await pg.fetchval(f"SELECT {NEITHER}")


@pytest.mark.parametrize(
    ("table", "of"),
    [("typing_sessions", "(user_id, started_at DESC) WHERE is_completed"), ("game_results", "(user_id) WHERE ranked")],
)
async def test_an_index_that_a_migration_has_named_is_made_for_each_partition_while_others_write(
    pg: Pool, table: str, of: str
) -> None:
    await began(pg, clock.utc_now())
    await pg.execute(f"CREATE INDEX by_player ON ONLY {table} {of}")
    await make(pg, NOW, 1)  # these have it from the beginning
    parts = await pg.fetchval("SELECT count(*) FROM pg_inherits WHERE inhparent = $1::text::regclass", table)
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = $1::text::regclass"
    assert not await pg.fetchval(valid, "by_player")
    # One whose making was killed.
    killed = await pg.fetchval("SELECT $1::text || '_earlier_' || md5('by_player')", table)
    await pg.execute(f"CREATE INDEX {killed} ON {table}_earlier (user_id)")
    await pg.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = $1::text::regclass", killed)
    async with pg.acquire() as writer, writer.transaction():
        await writer.execute("SELECT FROM users FOR UPDATE")
        async with pg.acquire() as connection:
            assert await complete(connection) == parts - 1 - AHEAD
    assert await pg.fetchval(valid, "by_player")
    assert of[of.index("WHERE") :] in await pg.fetchval("SELECT pg_get_indexdef($1::text::regclass)", killed)
    async with pg.acquire() as connection:
        assert await complete(connection) == 0


async def test_a_month_of_keys_that_was_taken_out_is_not_made_again(pg: Pool) -> None:
    await pg.execute("INSERT INTO detached_months (month) VALUES ($1)", date(2030, 5, 1))
    assert await make(pg, NOW, 1) == 2 * (1 + AHEAD) - 1
    assert await pg.fetchval("SELECT to_regclass('typing_sessions_2030_05') IS NULL")
    assert await pg.fetchval("SELECT to_regclass('game_results_2030_05') IS NOT NULL"), "results always stay"


async def test_a_result_has_its_games_id_and_lies_in_its_month(pg: Pool) -> None:
    await make(pg, NOW, 1)
    player = await add_player(pg)
    game = str(await began(pg, NOW, player))
    result = await record(pg, finished(game, player, ended_at=NOW + timedelta(minutes=1)))
    assert result is not None and result.id == game
    assert await pg.fetchval(RESULT_PART, game) == "game_results_2030_05"


@pytest.mark.parametrize("detached", [False, True])
async def test_a_result_without_a_month_is_kept_under_an_id_of_its_own(pg: Pool, detached: bool) -> None:
    if detached:
        await make(pg, NOW, 1)
        await pg.execute("ALTER TABLE game_results DETACH PARTITION game_results_2030_05")
    player = await add_player(pg)
    game = str(await began(pg, NOW, player))
    result = await record(pg, finished(game, player, ended_at=NOW + timedelta(minutes=1)))
    assert result is not None and result.id != game and result.session_id == game
    assert await pg.fetchval(RESULT_PART, game) == "game_results_earlier"
    await make(pg, NOW, 1)
    kept = await session_result(pg, game)
    assert kept is not None and kept.id == result.id
