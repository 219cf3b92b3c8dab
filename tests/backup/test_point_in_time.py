"""The write-ahead log is archived while it is written, and takes a lost server back to any moment.

These are the commands of docs/deployment.md, with the wheel's own programs, on an embedded server of the test's own.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from server.embedded import EmbeddedServers
from server.embedded.unprivileged import RunAs, binaries, run_as
from server.infra.migrate import migrate
from server.infra.postgres import connect

SLOT = "prodev_archive"
_RECEIVED = (
    "SELECT bool_or(flush_lsn >= $1::text::pg_lsn) FROM pg_stat_replication WHERE application_name = 'pg_receivewal'"
)


class Host:
    """A machine with a data folder, and an archive that is not on its disk."""

    def __init__(self, folder: Path) -> None:
        self.data, self.archive, self.base = folder / "data", folder / "archive", folder / "base"
        self.who: RunAs = run_as()
        folder.mkdir(exist_ok=True)
        self.who.own(self.archive)

    def servers(self, *options: str) -> EmbeddedServers:
        return EmbeddedServers(self.data, "tests", only="postgres", postgres_options=options)

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        return [str(binaries(self.data, self.who).postgres / program), *map(str, arguments)]

    def run(self, program: str, *arguments: str | Path) -> None:
        command = self.command(program, *arguments)
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=60, **self.who.subprocess_arguments())

    @contextmanager
    def receiving(self, url: str) -> Iterator[None]:
        self.run("pg_receivewal", "--dbname", url, "--slot", SLOT, "--create-slot", "--if-not-exists")
        command = self.command("pg_receivewal", "--dbname", url, "--slot", SLOT, "--synchronous", "-D", self.archive)
        receiver = subprocess.Popen(command, cwd="/", **self.who.subprocess_arguments())
        try:
            yield
        finally:
            receiver.terminate()
            receiver.wait(30)

    def copy_base(self, url: str) -> None:
        self.who.own(self.base)
        self.run("pg_basebackup", "--dbname", url, "--checkpoint", "fast", "-D", self.base)
        # pg_verifybackup of the wheel crashes on its first file; the recovery below is the better check

    def lose_the_disk(self) -> None:
        shutil.rmtree(self.data)

    def prepare_recovery(self, until: datetime) -> None:
        self.data.mkdir(mode=0o711)
        shutil.move(self.base, self.data / "postgres")
        get = f"cp {self.archive}/%f %p || cp {self.archive}/%f.partial %p"  # the last segment is not full
        settings = f"restore_command = '{get}'\nrecovery_target_time = '{until.isoformat()}'\n"
        with (self.data / "postgres" / "postgresql.auto.conf").open("a") as file:
            file.write(settings + "recovery_target_action = 'promote'\n")
        signal = self.data / "postgres" / "recovery.signal"
        signal.touch()
        if self.who.uid is not None and self.who.gid is not None:
            shutil.chown(signal, self.who.uid, self.who.gid)


async def sql(url: str, statement: str, *arguments: Any) -> Any:
    connection = await connect(url)
    try:
        return await connection.fetchval(statement, *arguments)
    finally:
        await connection.close()


async def until(url: str, statement: str, *arguments: Any) -> None:
    async with asyncio.timeout(30):
        while not await sql(url, statement, *arguments):
            pass


async def test_a_lost_server_comes_back_as_it_was_a_moment_before_an_accident(server_folder: Path) -> None:
    host = Host(server_folder / "host")
    with host.servers() as servers:
        url = servers.database_url
        await migrate(url)
        with host.receiving(url):
            host.copy_base(url)
            await sql(url, _ADD, "after_the_base_backup")
            moment = await sql(url, "SELECT clock_timestamp()")
            await sql(url, "DELETE FROM users")  # the accident
            end = await sql(url, "SELECT pg_current_wal_flush_lsn()::text")
            await until(url, _RECEIVED, end)
    host.lose_the_disk()
    host.prepare_recovery(moment)
    with host.servers() as servers:
        await until(servers.database_url, "SELECT NOT pg_is_in_recovery()")
        assert await sql(servers.database_url, "SELECT array_agg(username::text) FROM users") == [
            "after_the_base_backup"
        ]
        await sql(servers.database_url, _ADD, "and_life_goes_on")
    with host.servers() as servers:  # an ordinary start
        assert await sql(servers.database_url, "SELECT count(*) FROM users") == 2


_ADD = "INSERT INTO users (username, display_name, is_guest) VALUES ($1, $1, true)"
