"""The servers that come in wheels: kept data, one owner, adopted orphans, nothing opened."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from server.embedded import revival as embedded_revival
from server.embedded import unprivileged
from server.embedded.postgres import SOCKET_PATH_BYTES, socket_folder
from server.embedded.servers import DataFolderBusy, EmbeddedError, EmbeddedServers
from server.embedded.unprivileged import Binaries, RunAs, run_as
from server.embedded.valkey import EmbeddedValkey
from server.infra.postgres import connect
from server.infra.redis import REDIS_AWAY, open_redis
from tests.data_folders import DataFolders

FAST = ("fsync=off", "shared_buffers=16MB")
ONLY_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="what happens as root")


@pytest.fixture
def folder(server_folder: Path) -> Path:
    return server_folder / "data"


@pytest.fixture
def used(folder: Path, data_folders: DataFolders) -> Path:
    """The folder, after a first start."""
    return data_folders.with_cluster(folder)


def owned(folder: Path, purpose: str = "tests", *, wait_s: float = 0, only: str = "") -> EmbeddedServers:
    return EmbeddedServers(folder, purpose, wait_s=wait_s, postgres_options=FAST, only=only)


def postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def runs(process_id: int) -> bool:
    """Whether the process is there and no zombie that merely waits for its parent."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def remember(servers: EmbeddedServers) -> None:
    connection = await connect(servers.database_url)
    await connection.execute("CREATE TABLE kept AS SELECT 'row' AS what")
    await connection.close()
    redis = open_redis(servers.redis_url)
    await redis.set("kept", "key")
    await redis.aclose()


async def recall(servers: EmbeddedServers) -> tuple[object, object]:
    connection = await connect(servers.database_url)
    row = await connection.fetchval("SELECT what FROM kept")
    await connection.close()
    redis = open_redis(servers.redis_url)
    key = await redis.get("kept")
    await redis.aclose()
    return row, key


async def test_second_start_finds_its_data_and_stopping_leaves_no_process(used: Path) -> None:
    with owned(used) as servers:
        await remember(servers)
        first = postmaster(used)
    assert not runs(first) and not (used / "postgres" / "postmaster.pid").exists()
    with owned(used) as servers:
        assert await recall(servers) == ("row", b"key")
        url = servers.redis_url
    with socket.socket(socket.AF_UNIX) as probe, pytest.raises(OSError, match=r"refused|No such file"):
        probe.connect(url.removeprefix("unix://"))


def start_and_be_killed(folder: Path) -> None:
    script = (
        "import os, signal, pathlib\n"
        "from server.embedded.servers import EmbeddedServers\n"
        f"with EmbeddedServers(pathlib.Path({str(folder)!r}), 'serve', postgres_options={FAST!r}):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL


async def test_orphans_of_a_killed_owner_are_adopted_and_then_stopped(used: Path) -> None:
    start_and_be_killed(used)
    orphan = postmaster(used)
    assert runs(orphan)
    with owned(used) as servers:
        assert postmaster(used) == orphan
        await remember(servers)
    assert not runs(orphan)
    with owned(used) as servers:
        assert await recall(servers) == ("row", b"key")


def test_second_owner_is_refused_at_once_and_told_who_the_first_is(folder: Path) -> None:
    with owned(folder, "serve", only="valkey"):
        with pytest.raises(DataFolderBusy, match=rf"in use by: prodev serve \(process {os.getpid()}\)"):
            owned(folder, "serve", only="valkey", wait_s=60).__enter__()
        with pytest.raises(DataFolderBusy):
            owned(folder, "command", only="valkey").__enter__()
    with owned(folder, "serve", only="valkey"):
        pass


async def test_command_joins_a_running_serve(used: Path) -> None:
    assert EmbeddedServers.running(used) is None
    with owned(used, "serve") as servers:
        assert EmbeddedServers.running(used) == (servers.database_url, servers.redis_url)
    assert EmbeddedServers.running(used) is None
    with owned(used, "command", only="valkey"):
        assert EmbeddedServers.running(used) is None  # a command's servers end with it


def valkey_process(servers: EmbeddedServers) -> int:
    """The process that listens on Valkey's socket, once one does."""
    path = servers.redis_url.removeprefix("unix://")
    deadline = time.monotonic() + 20
    while True:
        with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
            probe.connect(path)
            return int(struct.unpack("3i", probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])
        assert time.monotonic() < deadline, "nobody listens"
        threading.Event().wait(0.05)


async def _once_it_answers(redis: Redis, key: str) -> object:
    """Valkey listens a moment before it has its data back."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await redis.get(key)
            except REDIS_AWAY:
                await asyncio.sleep(0.01)


async def test_valkey_that_was_killed_under_a_server_comes_back_with_its_keys(folder: Path) -> None:
    with owned(folder, "serve", only="valkey") as servers:
        redis = open_redis(servers.redis_url)
        await redis.config_set("appendfsync", "always")
        await redis.set("kept", "key")
        first = valkey_process(servers)
        os.kill(first, signal.SIGKILL)
        async with asyncio.timeout(20):
            while (second := valkey_process(servers)) == first:  # a dying process listens to its last moment
                await asyncio.sleep(0.01)
        await redis.aclose()
        redis = open_redis(servers.redis_url)
        assert await _once_it_answers(redis, "kept") == b"key"
        await redis.aclose()
    assert not runs(second)


def test_valkey_that_its_own_server_stops_is_not_started_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_revival, "LOOK_EVERY_S", 0.001)
    with owned(folder, "serve", only="valkey") as servers:
        process = valkey_process(servers)
    assert not runs(process)
    with socket.socket(socket.AF_UNIX) as probe, pytest.raises(OSError, match=r"refused|No such file"):
        probe.connect(servers.redis_url.removeprefix("unix://"))
    assert not any(thread.name == "valkey-revival" for thread in threading.enumerate())


@pytest.mark.parametrize("look_every_s", [0.001, 60])
def test_ending_while_valkey_comes_back_leaves_no_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch, look_every_s: float
) -> None:
    monkeypatch.setattr(embedded_revival, "LOOK_EVERY_S", look_every_s)
    spawned: list[subprocess.Popen[bytes]] = []
    spawn = EmbeddedValkey.spawn

    def spawn_and_tell(valkey: EmbeddedValkey) -> subprocess.Popen[bytes]:
        spawned.append(spawn(valkey))
        again.set()
        return spawned[-1]

    again = threading.Event()
    with owned(folder, "serve", only="valkey") as servers:
        monkeypatch.setattr(EmbeddedValkey, "spawn", spawn_and_tell)
        os.kill(valkey_process(servers), signal.SIGKILL)
        assert again.wait(20) if look_every_s < 1 else not again.is_set()
    assert not any(runs(child.pid) for child in spawned)


async def test_nothing_listens_on_the_network_and_folders_are_private(folder: Path) -> None:
    with owned(folder) as servers:
        connection = await connect(servers.database_url)
        assert await connection.fetchval("SHOW listen_addresses") == ""
        assert await connection.fetchval("SHOW unix_socket_permissions") == "0700"
        await connection.close()
        redis = open_redis(servers.redis_url)
        config = await redis.config_get("port", "appendonly", "appendfsync", "unixsocketperm")
        await redis.aclose()
        assert set(map(str, config.values())) & {"0"} and "everysec" in map(str, config.values())
        for part in ("postgres", "valkey"):
            assert (folder / part).stat().st_mode & 0o777 == 0o700
        who = run_as()
        if who.uid is not None:
            assert (folder / "postgres").stat().st_uid == (folder / "valkey").stat().st_uid == who.uid != 0


async def test_database_compares_text_by_code_points_everywhere(folder: Path) -> None:
    with owned(folder, only="postgres") as servers:
        connection = await connect(servers.database_url)
        assert await connection.fetchval("SELECT 'Z' < 'a' AND lower('ÄÉ') = 'äé'")
        await connection.close()


def test_cluster_of_another_version_is_refused(used: Path) -> None:
    with owned(used, only="postgres"):
        pass
    (used / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match="created by PostgreSQL 12"):
        owned(used, only="postgres").__enter__()


def test_half_made_cluster_is_made_again(folder: Path) -> None:
    (folder / "postgres.new").mkdir(parents=True)
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    folder.chmod(0o711)
    with owned(folder, only="postgres"):
        assert not (folder / "postgres.new").exists()


def test_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match="cannot be created"):
        owned(tmp_path / "file" / "data").__enter__()


@ONLY_ROOT
def test_as_root_a_closed_parent_is_refused_and_stays_closed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    modes = [parent.stat().st_mode for parent in (home, *home.parents)]
    with pytest.raises(EmbeddedError, match="closed to the user"):
        owned(home / "data").__enter__()
    assert modes == [parent.stat().st_mode for parent in (home, *home.parents)]


@ONLY_ROOT
def test_as_root_no_mode_outside_the_data_changes(folder: Path) -> None:
    outside = [*folder.parents, *Path(sys.prefix).parents, Path(sys.prefix)]
    modes = [path.stat().st_mode for path in outside]
    with owned(folder):
        pass
    assert modes == [path.stat().st_mode for path in outside]


@ONLY_ROOT
def test_as_root_programs_in_a_closed_place_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = unprivileged.can_run

    def can_run_outside_the_wheel(programs: Binaries, who: RunAs) -> bool:
        return "site-packages" not in str(programs) and real(programs, who)

    monkeypatch.setattr(unprivileged, "can_run", can_run_outside_the_wheel)
    with owned(folder):
        assert (folder / "postgres" / "postmaster.pid").exists()
        program = os.readlink(f"/proc/{postmaster(folder)}/exe")
    assert program.startswith(str(folder))
    with owned(folder):  # and the copy is used again
        assert len(list(folder.glob("programs-*"))) == 1


@ONLY_ROOT
def test_as_root_a_folder_of_somebody_else_is_not_taken_over(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "target").mkdir()
    (folder / "link").symlink_to(folder / "target")
    (folder / "strangers").mkdir()
    os.chown(folder / "strangers", 65534, 65534)
    for path in (folder / "link", folder / "strangers"):
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            run_as().own(path)
    assert (folder / "target").stat().st_uid == 0


def test_socket_of_a_long_path_is_put_elsewhere(folder: Path) -> None:
    assert socket_folder(folder) == folder
    deep = folder / ("x" * SOCKET_PATH_BYTES)
    short = socket_folder(deep)
    assert short != deep and len(str(short)) < SOCKET_PATH_BYTES and socket_folder(deep) == short


async def test_long_path_works(folder: Path) -> None:
    deep = folder / ("x" * 60) / ("y" * 60)
    with owned(deep) as servers:
        await remember(servers)
        assert await recall(servers) == ("row", b"key")
        sockets = [socket_folder(deep / part) for part in ("postgres", "valkey")]
        assert all(path.stat().st_mode & 0o777 == 0o700 for path in sockets)
    for path in sockets:
        shutil.rmtree(path)


async def test_the_log_of_postgresql_quotes_no_row(folder: Path) -> None:
    with owned(folder, only="postgres") as servers:
        connection = await connect(servers.database_url)
        await connection.execute("CREATE TABLE people (email text UNIQUE)")
        for _ in range(2):
            with contextlib.suppress(asyncpg.UniqueViolationError):
                await connection.execute("INSERT INTO people VALUES ($1)", "ada@example.org")
        await connection.close()
        log = (folder / "postgres" / "postgres.log").read_text()
    assert "violates unique constraint" in log
    assert "DETAIL" not in log and "ada@example.org" not in log
