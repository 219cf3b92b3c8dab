"""`prodev backup` and `prodev restore`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from server.backup.dumping import KEPT_DAYS, back_up
from server.backup.programs import BackupFailed
from server.backup.restoring import restore
from server.infra.cli import (
    CommandFailed,
    first_line,
    one_line_faults,
    open_stores,
    postgres_faults,
    read_settings,
    servers,
    tell_applied,
)
from server.infra.redis import REDIS_AWAY, drop_all
from server.leaderboards import Boards
from server.settings import Settings

app = typer.Typer()

Answer = TypeVar("Answer")


@app.command("backup")
def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the backup; created if missing.")],
    keep: Annotated[int, typer.Option(min=0, help="Days to keep backups; 0 keeps all.")] = KEPT_DAYS,
) -> None:
    """Back up the whole database to a new file in DIR, even while servers run, and delete old backups."""

    async def work(settings: Settings) -> Path:
        assert settings.database_url
        return await back_up(settings.database_url, folder.absolute(), datetime.now(UTC), keep)

    made = _run(work)
    print(f"{made} ({made.stat().st_size / 2**20:,.1f} MiB)")


@app.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup made by prodev backup.")],
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the existing data.")] = False,
) -> None:
    """Restore a backup into an empty installation and rebuild the leaderboards. Stop all servers first."""

    async def work(settings: Settings) -> int:
        assert settings.database_url
        tell_applied(await restore(settings.database_url, file.absolute(), replace=replace))
        print(f"Restored {file}.")
        return await _rebuild(settings)

    done = _run(work)
    print(f"Leaderboards rebuilt: {done} places. prodev verify proves every stored result.")


def _run(work: Callable[[Settings], Coroutine[Any, Any, Answer]]) -> Answer:
    """Neither migrates nor seeds: a backup is made of what is there, and restored where nothing is."""
    with one_line_faults(), servers(read_settings(), "command") as ready:
        assert ready.database_url
        try:
            with postgres_faults(ready.database_url):
                return asyncio.run(work(ready))
        except BackupFailed as failed:
            raise CommandFailed(str(failed)) from failed


async def _rebuild(settings: Settings) -> int:
    """Redis as it follows from PostgreSQL: journals of games that are not in the backup are gone with the rest."""
    async with open_stores(settings) as stores:
        try:
            await drop_all(stores.redis, settings.redis_prefix)
            return await Boards(stores.pg, stores.redis, settings).rebuild()
        except REDIS_AWAY as error:
            why = f"Redis does not answer ({first_line(error)})"
            raise CommandFailed(f"{why}; run prodev leaderboard rebuild when it does") from error
