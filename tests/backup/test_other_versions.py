"""A PostgreSQL of another version than the wheel's, if this machine has one, and its own programs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.backup.dumping import back_up
from server.backup.programs import BackupFailed, Programs, installed, programs_for
from server.backup.restoring import restore
from server.embedded.unprivileged import run_as
from server.infra.migrate import migrate
from server.infra.postgres import connect
from tests.backup.conftest import contents

WHEEL = 18
OTHERS = [one for one in installed() if one.major != WHEEL and (one.folder / "initdb").exists()]
pytestmark = pytest.mark.skipif(not OTHERS, reason="no PostgreSQL of another version is installed")


@pytest.fixture
def programs() -> Programs:
    return max(OTHERS, key=lambda one: one.major)


@pytest.fixture
def url(programs: Programs, server_folder: Path) -> Iterator[str]:
    """The URL of a server of that version, with two databases: `lost`, and `found` by another name."""
    who, data = run_as(), server_folder / "cluster"
    who.own(data)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs.folder / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=60,
            cwd=data,
            **who.subprocess_arguments(),
        )

    run("initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--locale=C.UTF-8", "--encoding=UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={data} -c fsync=off"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, "start")
    try:
        for name in ("lost", "found"):
            run("createdb", "-h", str(data), "-U", "postgres", name)
        yield f"postgresql://postgres@/lost?host={data}"
    finally:
        run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")


async def test_it_is_backed_up_and_restored_by_its_own_programs(url: str, programs: Programs, tmp_path: Path) -> None:
    assert programs_for(programs.major).major == programs.major
    await migrate(url)
    connection = await connect(url)
    await connection.execute("INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'Ada', true)")
    await connection.close()
    file = await back_up(url, tmp_path, datetime.now(UTC))
    there = url.replace("/lost?", "/found?")
    assert await restore(there, file) == []
    assert await contents(there) == await contents(url)


async def test_a_file_of_a_newer_program_is_refused_in_one_line_and_changes_nothing(
    url: str, database_url: str, tmp_path: Path
) -> None:
    file = await back_up(database_url, tmp_path, datetime.now(UTC))
    await migrate(url)
    before = await contents(url)
    with pytest.raises(BackupFailed, match="was written by a newer pg_dump than the pg_restore of"):
        await restore(url, file)
    assert await contents(url) == before
