"""Behind PgBouncer in transaction mode, where each transaction may have another connection to PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from server.backup.programs import BackupFailed, connection_of
from server.embedded.unprivileged import run_as
from server.feed import Feed, Periodic
from server.infra.migrate import PRISMA_LOCK, migrate, status
from server.infra.migrations import read_folder
from server.infra.postgres import Pool, connect, open_pool
from server.infra.replica import Replica
from server.settings import Settings
from tests.infra.test_serve import PATIENCE_S, ends
from tests.live import Live, playing, serving, until
from tests.small_library import fill

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PORT = 6432
CONNECTIONS = 3  # fewer than the servers have: they share
CONFIGURATION = """
[databases]
* = host={sockets} port={port} user=postgres
[pgbouncer]
unix_socket_dir = {folder}
listen_port = {own_port}
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
"""


@pytest.fixture
def bouncer(server_folder: Path, migrated_url: str) -> Iterator[str]:
    """The parameters of its address. It leads to every database of the tests' PostgreSQL."""
    if PROGRAM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PgBouncer is not installed")
    who, behind = run_as(), parse_qs(urlsplit(migrated_url).query)
    folder = server_folder / "bouncer"
    who.own(folder)
    configuration = server_folder / "pgbouncer.ini"
    configuration.write_text(
        CONFIGURATION.format(
            sockets=behind["host"][0],
            port=behind.get("port", ["5432"])[0],
            folder=folder,
            own_port=PORT,
            connections=CONNECTIONS,
        )
    )
    with subprocess.Popen(
        [PROGRAM, "-q", str(configuration)], stderr=subprocess.DEVNULL, **who.subprocess_arguments()
    ) as process:
        try:
            yield f"host={folder}&port={PORT}"
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


async def through(bouncer: str, url: str, *more: str) -> str:
    """The address of a database through PgBouncer, once it takes connections."""
    parts = urlsplit(url)
    address = parts._replace(query="&".join((bouncer, *more))).geturl()
    socket = Path(parse_qs(bouncer)["host"][0], f".s.PGSQL.{PORT}")
    async with asyncio.timeout(PATIENCE_S):
        while not socket.exists():
            await asyncio.sleep(0.01)
    return address


async def locks(url: str) -> int:
    """How many connections hold the migrators' lock."""
    connection = await connect(url)
    here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    count = await connection.fetchval(f"SELECT count(*) FROM pg_locks WHERE {here} AND objid = $1", PRISMA_LOCK)
    await connection.close()
    return int(count)


@pytest.fixture
async def two_lives(bouncer: str, settings: Settings) -> AsyncIterator[list[Live]]:
    """Two servers that share its few connections."""
    assert settings.database_url
    pool = await open_pool(settings.database_url, 2)
    await fill(pool)
    await pool.close()
    behind = settings.model_copy(
        update={"database_url": await through(bouncer, settings.database_url, "pgbouncer=true")}
    )
    async with serving(behind) as one, serving(behind) as other:
        yield [one, other]


@pytest.mark.long
async def test_games_are_played_and_saved_by_servers_that_share_connections(two_lives: list[Live]) -> None:
    async def play(live: Live) -> str:
        guest = await live.guest()
        game = await guest.start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.press("x")
            ended = await guest.end(game)
        assert ended.status_code == 200, ended.text
        history = await guest.request("GET", "/api/game/history")
        assert [one["session_id"] for one in history.json()["items"]] == [game["session_id"]]
        return str(ended.json()["end_reason"])

    assert {*await asyncio.gather(*(play(live) for live in two_lives for _ in range(8)))} == {"quit"}
    for live in two_lives:
        assert (await live.http.get("/readyz")).status_code == 200


async def test_works_that_are_due_at_once_leave_each_other_the_connections(
    bouncer: str, database_url: str, pg: Pool
) -> None:
    """All are begun before the first of them asks for a connection of its own."""
    url = await through(bouncer, database_url, "pgbouncer=true")
    pool = await open_pool(url, CONNECTIONS)
    begun, done = asyncio.Barrier(CONNECTIONS), 0

    async def work(_: datetime) -> None:
        nonlocal done
        await begun.wait()
        await pool.execute("SELECT")
        done += 1

    feed = Feed([], [Periodic(f"work {nth}", work, timedelta(days=36_500)) for nth in range(CONNECTIONS)])
    await feed.start(url)
    await pg.execute("UPDATE feed_jobs SET due_at = now()")
    await until(lambda: done == CONNECTIONS)
    await feed.stop()
    await pool.close()


@pytest.mark.parametrize("parameter", ["pgbouncer=true", "statement_cache_size=0"])
async def test_migrations_that_start_at_once_take_turns_and_leave_no_lock(
    bouncer: str, empty_database_url: str, parameter: str
) -> None:
    url = await through(bouncer, empty_database_url, parameter)
    names = [migration.name for migration in read_folder()]
    done = await asyncio.gather(migrate(url), migrate(url))
    assert sorted(done) == [[], names]
    known, plan = await status(url)
    assert [one.name for one in known] == names and not plan.todo
    assert await locks(empty_database_url) == 0


async def test_what_is_not_said_is_found_out_and_told(bouncer: str, database_url: str) -> None:
    """Without the parameter some connection soon meets a statement that another program has prepared."""
    url = await through(bouncer, database_url)
    complaints = [(await ends("migrate", "status", DATABASE_URL=url))[2] for _ in range(CONNECTIONS + 1)]
    assert any("add pgbouncer=true to DATABASE_URL" in complaint for complaint in complaints), complaints
    assert not any("Traceback" in complaint for complaint in complaints)


async def test_a_replica_behind_it_is_told_apart(bouncer: str, database_url: str, pg: Pool) -> None:
    """Here it is the primary itself; each look may have another connection."""
    replica = Replica(await through(bouncer, database_url, "pgbouncer=true"), 2, pg)
    for _ in range(CONNECTIONS + 1):
        await replica.look()
        assert replica.state == "promoted"
        with replica.reading():
            assert await pg.fetchval("SELECT count(*) FROM users WHERE id = $1", uuid.uuid4()) == 0
    await replica.close()


def test_a_backup_through_a_pooler_is_refused() -> None:
    with pytest.raises(BackupFailed, match="address of PostgreSQL itself"):
        connection_of("postgresql://u:p@h/d?pgbouncer=true")
