"""Which pg_dump and pg_restore are used, and that no password is ever in their command line."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from server.backup.programs import (
    BackupFailed,
    Programs,
    chosen,
    connection_of,
    installed,
    refuse_unfit_for_restore,
    run_program,
    running,
)
from server.settings import Settings

FIFTEEN, SEVENTEEN, EIGHTEEN = (Programs(Path(str(major)), major) for major in (15, 17, 18))


def test_those_of_the_servers_version_are_taken_otherwise_the_next_newer() -> None:
    assert chosen([EIGHTEEN, FIFTEEN, SEVENTEEN], 17) is SEVENTEEN
    assert chosen([EIGHTEEN, FIFTEEN, SEVENTEEN], 16) is SEVENTEEN


def test_without_any_the_complaint_says_what_there_is_and_what_to_install() -> None:
    with pytest.raises(BackupFailed, match=r"PostgreSQL 18 needs .* there is 15, 17: install .*postgresql-client-18"):
        chosen([SEVENTEEN, FIFTEEN], 18)
    with pytest.raises(BackupFailed, match="there is none"):
        chosen([], 18)


def test_programs_that_a_server_does_not_understand_restore_nothing() -> None:
    with pytest.raises(BackupFailed, match="postgresql-client-16"):
        refuse_unfit_for_restore(EIGHTEEN, 16)
    refuse_unfit_for_restore(EIGHTEEN, 17)
    refuse_unfit_for_restore(FIFTEEN, 15)


def test_the_wheel_has_those_of_the_embedded_server() -> None:
    assert 18 in {programs.major for programs in installed()}


@pytest.mark.parametrize(
    ("url", "bare", "password"),
    [
        ("postgresql://u:p%40ss@h:5433/d", "postgresql://u@h:5433/d", "p@ss"),
        ("postgresql://u@h/d?password=s&sslmode=require&schema=public", "postgresql://u@h:5432/d?sslmode=require", "s"),
        ("postgresql://postgres@/prodev?host=/run/it", "postgresql://postgres@/prodev?host=/run/it", None),
        ("postgres://h/d", "postgresql://h:5432/d", None),
    ],
)
def test_the_password_is_in_the_environment_alone(url: str, bare: str, password: str | None) -> None:
    shown, environment = connection_of(url)
    assert (shown, environment.get("PGPASSWORD")) == (bare, password)


async def test_a_programs_complaint_is_one_line(settings: Settings) -> None:
    assert settings.database_url
    (programs,) = [one for one in installed() if one.major == 18][:1]
    with pytest.raises(BackupFailed, match=r"^pg_dump: no matching tables were found$"):
        await run_program((programs.folder / "pg_dump", "--table=nothing"), settings.database_url)
    with pytest.raises(BackupFailed, match="cannot be run"):
        await run_program((programs.folder / "pg_nothing",), settings.database_url)


async def test_no_program_outlives_a_caller_whose_time_ran_out() -> None:
    with pytest.raises(TimeoutError):
        async with running(("sleep", "60")) as process, asyncio.timeout(0.1):
            await process.communicate()
    assert process.returncode == -signal.SIGKILL
