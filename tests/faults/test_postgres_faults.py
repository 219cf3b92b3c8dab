"""Each fault of PostgreSQL, made on a real one: it is said at once and never a traceback, and it passes.

What is waited for is a condition; the bounds are those that a player is promised.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from server.embedded.postgres import DATABASE, EmbeddedPostgres
from server.embedded.servers import EmbeddedServers
from server.embedded.unprivileged import binaries, run_as
from server.infra.migrate import migrate
from server.infra.postgres import Connection, connect, open_pool
from server.settings import Settings
from tests.data_folders import DataFolders
from tests.live import PATIENCE_S, Account, Live, playing, serving
from tests.small_library import fill

ANSWERED_WITHIN_S, READY_WITHIN_S = 4, 4  # 1.5 s and 1 s are promised, and a slow machine may take longer
CROWD_WITHIN_S = 10  # which would take half a minute if one were answered after another
RESERVED = 16  # half of the connections: a superuser that has its half leaves none to anybody else
OPTIONS = (
    *("fsync=off", "shared_buffers=16MB", "max_wal_senders=0", "autovacuum=off"),
    *(f"max_connections={2 * RESERVED}", f"superuser_reserved_connections={RESERVED}"),
)
DISK_MB = 160
ROWS_THAT_NEED_ROOM = 1_000  # one in about forty needs a page of its own
OUR_FAULTS = {"unhandled_error", "round_failed", "play_task_failed", "result_not_saved", "wave_not_drawn"}


@pytest.fixture
def folder(server_folder: Path) -> Path:
    return server_folder / "data"


@pytest.fixture
def purpose() -> str:
    return "tests"


@pytest.fixture
def disk_mb() -> int:
    """0: the machine's own."""
    return 0


@pytest.fixture
def disk(folder: Path, disk_mb: int) -> Iterator[None]:
    """A disk of a size of its own in the folder's place."""
    if not disk_mb:
        yield
        return
    folder.mkdir(mode=0o711)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={disk_mb}m,mode=711", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small disk needs root, and a machine that lets it mount one")
    yield
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def servers(folder: Path, disk: None, purpose: str, data_folders: DataFolders) -> Iterator[EmbeddedServers]:
    """A PostgreSQL of the test's own; with the purpose "serve" it is revived."""
    data_folders.with_cluster(folder)
    with EmbeddedServers(folder, purpose, only="postgres", postgres_options=OPTIONS) as started:
        yield started


@pytest.fixture
def cluster(folder: Path) -> EmbeddedPostgres:
    """That same PostgreSQL, to be stopped and started under the server."""
    who = run_as()
    return EmbeddedPostgres(folder / "postgres", who, binaries(folder, who), OPTIONS)


@pytest.fixture
async def live(servers: EmbeddedServers, redis_url: str, redis_prefix: str, tmp_path: Path) -> AsyncIterator[Live]:
    await migrate(servers.database_url)
    pool = await open_pool(servers.database_url, 2)
    await fill(pool)
    await pool.execute("CREATE ROLE game LOGIN IN ROLE pg_read_all_data, pg_write_all_data")
    await pool.close()
    settings = Settings(
        database_url=servers.database_url.replace("//postgres@", "//game@"),  # no superuser, as where people play
        redis_url=redis_url,
        redis_prefix=redis_prefix,
        data=tmp_path,
        secret_key="a secret of the tests, long enough for HS256",
        bcrypt_cost=4,
        rate_limits=False,
        pool_size=4,
    )
    with structlog.testing.capture_logs() as events:
        async with serving(settings) as running:
            yield running
    assert not OUR_FAULTS & {event["event"] for event in events}


# ---------------------------------------------------------------- what a player is told


async def start(guest: Account) -> httpx.Response:
    return await guest.request("POST", "/api/game/start", language="PYTHON")


async def sign_up(live: Live) -> httpx.Response:
    name = f"p{uuid.uuid4().hex[:12]}"
    body = {"username": name, "email": f"{name}@example.org", "password": "correct horse battery"}
    return await live.http.post("/api/auth/register", json=body)


def is_put_off(answer: httpx.Response) -> bool:
    is_end = answer.request.url.path == "/api/game/end"
    return (
        answer.status_code == 503
        and answer.json()["code"] == ("play/saving" if is_end else "server/unavailable")
        and int(answer.headers["Retry-After"]) > 0
    )


async def all_is_put_off(live: Live, *calls: Any, within_s: float = ANSWERED_WITHIN_S) -> None:
    async with asyncio.timeout(within_s):
        answers = await asyncio.gather(*calls, sign_up(live))
    assert all(is_put_off(answer) for answer in answers), [answer.text for answer in answers]
    assert (await readiness(live)).status_code == 503


async def readiness(live: Live) -> httpx.Response:
    async with asyncio.timeout(READY_WITHIN_S):
        return await live.http.get("/readyz")


async def all_works_again(live: Live, guest: Account) -> None:
    """A game is started, and ended; on the way to it nothing but 503 is answered."""
    async with asyncio.timeout(PATIENCE_S):
        while (answer := await start(guest)).status_code != 201:
            assert is_put_off(answer), answer.text
        while (ended := await end(guest, answer.json())).status_code != 200:
            assert ended.status_code == 503, ended.text
        while (await sign_up(live)).status_code != 201:
            pass
        while (await readiness(live)).status_code != 200:
            pass


async def end(guest: Account, game: dict[str, Any]) -> httpx.Response:
    return await guest.request("POST", "/api/game/end", session_id=game["session_id"])


# ---------------------------------------------------------------- silence


def family(folder: Path) -> list[int]:
    """The postmaster and its children."""
    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *map(int, children)]


def tell(processes: list[int], what: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, what)


@pytest.fixture
def frozen(folder: Path) -> Iterator[list[int]]:
    """Thawed at the end, also if the test fails: the server could not be stopped otherwise."""
    stopped: list[int] = []
    yield stopped
    tell(stopped, signal.SIGCONT)


async def test_nobody_waits_for_a_postgres_that_hangs(live: Live, folder: Path, frozen: list[int]) -> None:
    guest, game = await live.guest(), await (other := await live.guest()).start()
    frozen += family(folder)
    tell(frozen, signal.SIGSTOP)
    for _ in range(2):  # with the connections that there were, and with none
        await all_is_put_off(live, start(guest), end(other, game), live.http.post("/api/auth/guest"))
    tell(frozen, signal.SIGCONT)
    await all_works_again(live, guest)
    assert (await end(other, game)).status_code == 200


async def test_a_crowd_is_answered_at_once_and_not_one_after_another(
    live: Live, folder: Path, frozen: list[int]
) -> None:
    guests = [await live.guest() for _ in range(20)]
    frozen += family(folder)
    tell(frozen, signal.SIGSTOP)
    await all_is_put_off(live, *(start(guest) for guest in guests), within_s=CROWD_WITHIN_S)
    tell(frozen, signal.SIGCONT)
    await all_works_again(live, guests[0])


async def test_readyz_says_in_time_that_every_connection_is_taken(live: Live) -> None:
    pool = live.play.pg
    taken = [await pool.acquire() for _ in range(pool.get_max_size())]
    assert (await readiness(live)).json()["postgres"] == "away"
    for connection in taken:
        await pool.release(connection)
    assert (await readiness(live)).json()["postgres"] == "ok"


# ---------------------------------------------------------------- death


@pytest.mark.parametrize("purpose", ["serve"])
async def test_embedded_postgres_that_is_killed_comes_back_under_its_server(live: Live, folder: Path) -> None:
    guest, game = await live.guest(), await (other := await live.guest()).start()
    tell(family(folder)[:1], signal.SIGKILL)
    await all_works_again(live, guest)
    assert (await end(other, game)).status_code == 200


async def test_postgres_that_shuts_down_is_away_until_it_is_started(
    live: Live, cluster: EmbeddedPostgres, folder: Path
) -> None:
    guest = await live.guest()
    await asyncio.to_thread(cluster.stop)
    await all_is_put_off(live, start(guest))
    starting = asyncio.create_task(asyncio.to_thread(cluster.start))
    await all_works_again(live, guest)
    child = await starting
    await asyncio.to_thread(cluster.stop)
    assert child is not None
    assert child.wait(PATIENCE_S) == 0


# ---------------------------------------------------------------- refusals


async def test_postgres_that_is_read_only_is_away(live: Live, servers: EmbeddedServers) -> None:
    guest, game = await live.guest(), await (other := await live.guest()).start()
    await make_read_only(servers.database_url, "on")
    await all_is_put_off(live, start(guest), end(other, game), live.http.post("/api/auth/guest"))
    await make_read_only(servers.database_url, "off")
    await all_works_again(live, guest)
    assert (await end(other, game)).status_code == 200


async def test_after_a_failover_the_new_primary_is_found(live: Live, servers: EmbeddedServers) -> None:
    """Old connections stay read-only; only new ones can write, as when an address leads to another server."""
    guest = await live.guest()
    await make_read_only(servers.database_url, "on")
    await all_is_put_off(live, start(guest))
    await every_connection_used(live)
    await on_new_connections(servers.database_url, "default_transaction_read_only = off")
    await all_works_again(live, guest)


async def test_a_server_without_visitors_finds_the_new_primary_too(live: Live, servers: EmbeddedServers) -> None:
    """A proxy sends nobody to a server that says it is not ready: asking whether it is has to be enough."""
    await make_read_only(servers.database_url, "on")
    await every_connection_used(live)
    await on_new_connections(servers.database_url, "default_transaction_read_only = off")
    async with asyncio.timeout(PATIENCE_S):
        while (await readiness(live)).status_code != 200:
            pass


async def on_new_connections(url: str, setting: str) -> None:
    admin = await connect(url)
    await admin.execute("SET default_transaction_read_only = off")
    await admin.execute(f"ALTER DATABASE {DATABASE} SET {setting}")
    await admin.close()


async def every_connection_used(live: Live) -> None:
    pool = live.play.pg
    taken = [await pool.acquire() for _ in range(pool.get_max_size())]
    assert {await one.fetchval("SHOW transaction_read_only") for one in taken} == {"on"}
    for connection in taken:
        await pool.release(connection)


@pytest.mark.parametrize("table", ["game_results", "game_sessions"])
async def test_an_end_is_put_off_in_time_while_reads_work_and_writes_hang(
    live: Live, servers: EmbeddedServers, table: str
) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        admin = await connect(servers.database_url)
        async with admin.transaction():
            await admin.execute(f"LOCK TABLE {table} IN SHARE MODE")  # reads pass it
            for _ in range(2):  # while it ends, and when it has ended
                async with asyncio.timeout(ANSWERED_WITHIN_S):
                    answer = await end(guest, game)
                assert is_put_off(answer), answer.text
        await admin.close()
        async with asyncio.timeout(PATIENCE_S):
            while (answer := await end(guest, game)).status_code != 200:
                assert is_put_off(answer), answer.text
    assert answer.json()["end_reason"] == "quit"


async def make_read_only(url: str, value: str) -> None:
    """Until the next session is so."""
    admin = await connect(url)
    await admin.execute("SET default_transaction_read_only = off")
    await admin.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
    await admin.execute("SELECT pg_reload_conf()")
    await admin.close()
    async with asyncio.timeout(PATIENCE_S):
        while True:
            session = await connect(url)
            found = await session.fetchval("SHOW default_transaction_read_only")
            await session.close()
            if found == value:
                return


async def test_postgres_without_a_free_connection_is_away(live: Live, servers: EmbeddedServers) -> None:
    guest = await live.guest()
    live.http.cookies.clear()
    taken: list[Connection] = [await connect(servers.database_url) for _ in range(RESERVED)]
    await end_all_but(taken)
    await all_is_put_off(live, start(guest), live.http.post("/api/auth/guest"))
    for connection in taken:
        await connection.close()
    await all_works_again(live, guest)


async def end_all_but(kept: list[Connection]) -> None:
    """End every other client's connection, also those that are being opened."""
    ours = [connection.get_server_pid() for connection in kept]
    others = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> ALL($1)"
    async with asyncio.timeout(PATIENCE_S):
        while await kept[0].fetchval(f"SELECT count(pg_terminate_backend(pid, 5000)) {others}", ours):
            pass


# ---------------------------------------------------------------- a database that is being restored


async def test_database_that_takes_no_connections_is_away(live: Live, servers: EmbeddedServers) -> None:
    guest = await live.guest()
    admin = await connect(servers.database_url.replace(f"/{DATABASE}?", "/postgres?"))
    await admin.execute(f"ALTER DATABASE {DATABASE} ALLOW_CONNECTIONS false")
    await end_all_but([admin])
    await all_is_put_off(live, start(guest))
    await admin.execute(f"ALTER DATABASE {DATABASE} ALLOW_CONNECTIONS true")
    await all_works_again(live, guest)
    await admin.close()


async def test_database_whose_tables_are_put_back_is_away(live: Live, servers: EmbeddedServers) -> None:
    """As `pg_restore --clean` does it: nothing that a connection knows of tables and types holds afterwards."""
    await all_works_again(live, await live.guest())
    admin = await connect(servers.database_url)
    await admin.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC")
    await all_is_put_off(live, live.http.post("/api/auth/guest"))
    await migrate(servers.database_url)
    pool = await open_pool(servers.database_url, 2)
    await fill(pool)
    await pool.close()
    await admin.close()
    async with asyncio.timeout(PATIENCE_S):
        while (answer := await live.http.post("/api/auth/guest")).status_code != 201:
            assert is_put_off(answer), answer.text
    await all_works_again(live, await live.guest())


# ---------------------------------------------------------------- a full disk


def fill_up(disk: Path) -> Path:
    """A file that takes all the room there is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(2**16))
    return ballast


@pytest.mark.parametrize("disk_mb", [DISK_MB])
async def test_postgres_on_a_full_disk_is_away(live: Live, folder: Path) -> None:
    guest, game = await live.guest(), await (other := await live.guest()).start()
    ballast = fill_up(folder)
    for _ in range(ROWS_THAT_NEED_ROOM):  # pages that are begun already take some more
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            answer = await live.http.post("/api/auth/guest")
        live.http.cookies.clear()
        if answer.status_code != 201:
            break
    assert is_put_off(answer), answer.text
    async with asyncio.timeout(ANSWERED_WITHIN_S):
        answer = await end(other, game)
    assert answer.status_code == 200 or is_put_off(answer), answer.text  # a page begun already may have room
    ballast.unlink()
    await all_works_again(live, guest)
    assert (await end(other, game)).status_code == 200
