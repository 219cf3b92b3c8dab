"""`prodev serve` as its user meets it: a process, a line, an exit code."""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from server.infra import joining
from server.infra.cli import tell_applied
from server.infra.migrations import read_folder
from tests import forks
from tests.data_folders import DataFolders
from tests.embedded.test_embedded import postmaster, runs

PATIENCE_S = 60
PROGRAM = [sys.executable, "-c", "from server.main import main; main()"]
# What somebody who also works with another PostgreSQL may have set.
OF_ANOTHER_POSTGRES = {
    **{"PGPORT": "1", "PGSSLMODE": "verify-full", "PGTARGETSESSIONATTRS": "standby", "PGOPTIONS": "-c no.such=1 -x"},
    **{"PGSERVICE": "elsewhere", "PGUSER": "nobody", "PGREQUIREAUTH": "scram-sha-256", "PGDATABASE": "other"},
}


@pytest.fixture
def folder(server_folder: Path) -> Path:
    return server_folder


async def spawn(*arguments: str, **variables: str) -> Process:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PRODEV_")}
    return await asyncio.create_subprocess_exec(
        *PROGRAM, *arguments, env=environment | variables, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


async def run(*arguments: str, **variables: str) -> tuple[int, str, str]:
    process = await spawn(*arguments, **variables)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def ends(*arguments: str, **variables: str) -> tuple[int, str, str]:
    """As `run`, where all that matters is what it says and how it ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PRODEV_")}
    return await asyncio.wait_for(forks.run("server.main:main", arguments, environment | variables), PATIENCE_S)


class Served:
    """A `prodev serve` that has said it is ready."""

    def __init__(self, process: Process, url: str) -> None:
        self.process, self.url = process, url

    async def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        await asyncio.wait_for(self.process.communicate(), PATIENCE_S)
        assert self.process.returncode is not None
        return self.process.returncode

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz").status_code == 200
        except httpx.TransportError:
            return False


@asynccontextmanager
async def served(*arguments: str, **variables: str) -> AsyncIterator[Served]:
    process = await spawn("serve", "--port", "0", *arguments, **variables)
    assert process.stdout is not None
    try:
        said = b""
        while not (ready := re.search(rb"Pro Dev is ready: (\S+)\n", said)):
            line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
            if not line:
                assert process.stderr is not None
                pytest.fail(f"it ended: {(await process.stderr.read()).decode()}")
            said += line
        yield Served(process, ready[1].decode())
    finally:
        if process.returncode is None:
            process.terminate()
            await asyncio.wait_for(process.communicate(), PATIENCE_S)


@pytest.fixture
def external(database_url: str, redis_url: str, redis_prefix: str, folder: Path) -> dict[str, str]:
    """Variables that name the tests' servers."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PRODEV_REDIS_PREFIX": redis_prefix,
        "PRODEV_DATA": str(folder),
    }


def children(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return [int(child) for child in listed.split()]


def descendants(process_id: int) -> list[int]:
    return [one for child in children(process_id) for one in (child, *descendants(child))]


def forking(server: Served) -> int:
    """The process that a server's workers are forks of."""
    (found,) = (
        one for one in children(server.process.pid) if b"fork_parent" in Path(f"/proc/{one}/cmdline").read_bytes()
    )
    return found


async def ended(process_id: int) -> None:
    """Waits for a process that is not our child."""
    try:
        handle = os.pidfd_open(process_id)
    except ProcessLookupError:
        return
    ready, _, _ = await asyncio.to_thread(select.select, [handle], [], [], PATIENCE_S)
    os.close(handle)
    assert ready, f"process {process_id} still runs"


# ---------------------------------------------------------------- embedded


@pytest.mark.long
async def test_embedded_server_is_ready_keeps_its_data_and_leaves_no_process(folder: Path) -> None:
    data = str(folder / "data")
    async with served("--data", data, **OF_ANOTHER_POSTGRES) as server:
        assert server.answers()
        database = postmaster(folder / "data")
        # other commands join it
        code, out, err = await run("migrate", "status", PRODEV_DATA=data, **OF_ANOTHER_POSTGRES)
        assert code == 0 and "pending" not in out, err
        code, _, err = await run("backup", str(folder), PRODEV_DATA=data, **OF_ANOTHER_POSTGRES)
        assert code == 0, err
        options = ("--username", "keeper", "--email", "keeper@example.org", "--generate")
        code, _, err = await run("users", "create", *options, PRODEV_DATA=data)
        assert code == 0, err
        # a second server on the same data does not
        code, out, err = await run("serve", "--port", "0", "--data", data)
        assert (code, out) == (1, "")
        said = r"prodev: the data folder \S+ is in use by: prodev serve \(process \d+\): stop it.*--data FOLDER.*\n"
        assert re.fullmatch(said, err)
        assert await server.end(signal.SIGINT) == 0
        assert not server.answers() and not runs(database)
    # without a server a command starts what it needs, and stops it
    code, out, err = await run("users", "list", PRODEV_DATA=data)
    assert code == 0 and "keeper" in out, err
    assert not (folder / "data" / "postgres" / "postmaster.pid").exists()


@pytest.mark.long
async def test_killed_servers_data_is_taken_over(folder: Path, data_folders: DataFolders) -> None:
    data = str(data_folders.with_library(folder / "data"))
    async with served("--data", data) as server:
        assert await server.end(signal.SIGKILL) == -signal.SIGKILL
    orphan = postmaster(folder / "data")
    assert runs(orphan)
    async with served("--data", data) as server:
        assert postmaster(folder / "data") == orphan and server.answers()
        assert await server.end(signal.SIGTERM) == 0
    assert not runs(orphan)


# ---------------------------------------------------------------- workers


async def test_workers_share_the_port_and_end_together(external: dict[str, str]) -> None:
    async with served("--workers", "2", **external) as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            for path in ("/healthz", "/readyz", "/metrics"):
                assert (await client.get(path)).status_code == 200
        processes = descendants(server.process.pid)
        assert len(children(forking(server))) == 2
        assert await server.end(signal.SIGTERM) == 0
        assert not server.answers() and not any(runs(process) for process in processes)


async def test_workers_that_are_all_told_to_end_end_in_order(external: dict[str, str]) -> None:
    """A service manager tells every process of a service, in any order."""
    async with served("--workers", "2", **external) as server:
        processes = descendants(server.process.pid)
        for process in processes:
            os.kill(process, signal.SIGTERM)
        assert await server.end(signal.SIGTERM) == 0
        for process in processes:
            await ended(process)


async def test_workers_of_a_killed_parent_give_the_port_back(external: dict[str, str]) -> None:
    async with served("--workers", "2", **external) as server:
        processes = descendants(server.process.pid)
        assert await server.end(signal.SIGKILL) == -signal.SIGKILL
        for process in processes:
            await ended(process)
        assert not server.answers()


async def test_workers_that_lost_what_they_were_forked_from_are_replaced(external: dict[str, str]) -> None:
    async with served("--workers", "2", **external) as server:
        workers = children(forking(server))
        os.kill(forking(server), signal.SIGKILL)
        for worker in workers:
            await ended(worker)
        async with asyncio.timeout(PATIENCE_S):
            while not server.answers():  # the port stays open meanwhile, and who asks waits
                await asyncio.sleep(0.1)
        assert not set(children(forking(server))) & set(workers)
        assert await server.end(signal.SIGTERM) == 0


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not a PostgreSQL address"),
        ({"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL is not a PostgreSQL address"),
        ({"DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:1/d"}, "PostgreSQL at 127.0.0.1:1/d does not answer"),
        ({"REDIS_URL": "nonsense"}, "REDIS_URL is not a Redis address"),
        ({"PRODEV_HOST": "no such host"}, "the address no such host cannot be used"),
        ({"PRODEV_WORKERS": "none"}, "PRODEV_WORKERS is not valid"),
    ],
)
async def test_fault_of_operation_is_one_line_and_exit_code_1(
    external: dict[str, str], variables: dict[str, str], complaint: str
) -> None:
    code, out, err = await ends("serve", "--port", "0", **(external | variables))
    assert (code, out) == (1, "")
    assert err.startswith(f"prodev: {complaint}") and err.count("\n") == 1 and "hunter2" not in err


async def test_database_that_is_not_there_is_one_line(external: dict[str, str]) -> None:
    elsewhere = re.sub(r"/prodev_test_\w+", "/prodev_test_nowhere", external["DATABASE_URL"])
    code, _, err = await ends("serve", "--port", "0", **(external | {"DATABASE_URL": elsewhere}))
    assert code == 1 and 'database "prodev_test_nowhere" does not exist' in err and err.count("\n") == 1


async def test_taken_port_is_one_line(external: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = await ends("serve", "--port", str(port), **external)
    assert code == 1 and err.startswith(f"prodev: port {port} of 127.0.0.1 cannot be used") and err.count("\n") == 1
    assert '--port 8080 (make run ARGS="--port 8080")' in err


@pytest.mark.parametrize(
    ("host", "told"),
    [
        (
            "127.0.0.1",
            'Only this machine can reach it. To let others in: --host 0.0.0.0 (make run ARGS="--host 0.0.0.0")',
        ),
        ("::1", "Only this machine can reach it."),
        ("192.0.2.7", ""),
        ("0.0.0.0", "For others in your network: http://10.1.2.3:8000"),
        ("::", "For others in your network: http://10.1.2.3:8000"),
    ],
)
def test_how_others_join_is_told(monkeypatch: pytest.MonkeyPatch, host: str, told: str) -> None:
    monkeypatch.setattr(joining, "address_in_the_network", lambda: "10.1.2.3")
    said = joining.for_others(host, 8000)
    assert said.startswith(told) and bool(said) is bool(told)


async def test_the_address_for_others_leads_to_this_server(external: dict[str, str]) -> None:
    if joining.address_in_the_network() is None:
        pytest.skip("this machine is in no network")
    async with served("--host", "0.0.0.0", **external) as server, httpx.AsyncClient() as client:
        assert server.process.stdout is not None
        line = (await asyncio.wait_for(server.process.stdout.readline(), PATIENCE_S)).decode()
        address = line.removeprefix("For others in your network: ").rstrip()
        assert (await client.get(f"{address}/healthz")).status_code == 200


def test_a_new_database_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    names = [migration.name for migration in read_folder()]
    for applied in (names, names[-2:], []):
        tell_applied(applied)
    assert capsys.readouterr().out.splitlines() == [
        f"Applied {len(names)} migrations, up to {names[-1]}.",
        *(f"Applied the migration {name}." for name in names[-2:]),
    ]


async def test_command_refuses_a_database_that_is_not_migrated(
    external: dict[str, str], empty_database_url: str
) -> None:
    environment = external | {"DATABASE_URL": empty_database_url}
    code, _, err = await ends("users", "list", **environment)
    assert code == 1 and "run prodev migrate" in err and err.count("\n") == 1
    code, out, _ = await ends("migrate", "status", **environment)
    assert code == 1 and "pending" in out
    assert (await ends("migrate", **environment))[0] == 0
    assert (await ends("users", "list", **environment))[0] == 0


async def test_server_starts_without_redis_and_says_so(external: dict[str, str]) -> None:
    async with served(**(external | {"REDIS_URL": "redis://127.0.0.1:1"})) as server:
        assert server.answers()
        async with httpx.AsyncClient(base_url=server.url) as client:
            ready = await client.get("/readyz")
        assert ready.status_code == 200 and ready.json()["redis"] == "away"
        server.process.terminate()
        _, err = await asyncio.wait_for(server.process.communicate(), PATIENCE_S)
        assert "Warning: Redis at 127.0.0.1:1 does not answer" in err.decode()
        assert "Traceback" not in err.decode()
