"""`prodev partitions`: months of key logs listed, taken out, put into files and put back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import asyncpg
import typer

from server.infra.cli import AsJson, CommandFailed, Stores, run
from server.infra.postgres import Connection, connect
from server.infra.tables import counted, print_table
from server.infra.web import dumps, rfc3339
from server.months import archiving, detaching
from server.months.file import BadFile
from server.months.indexing import complete
from server.months.listing import list_months
from server.months.month import Month
from server.months.patience import InUse, alone

app = typer.Typer(help="Manage the months of key logs.", no_args_is_help=True)

Answer = TypeVar("Answer")


def _month(text: str) -> Month:
    if (month := Month.read(text)) is None:
        raise typer.BadParameter("give a month as 2026-11")
    return month


MonthArgument = Annotated[Month, typer.Argument(metavar="MONTH", parser=_month, help="As 2026-11.")]


@app.command("list")
def list_command(as_json: AsJson = False) -> None:
    """List the months: where their key logs are (attached, detached in a table of their own, or archived), how large
    they are, and whether they can be detached; and how large the month's results are, which stay."""
    months = run(lambda stores: list_months(stores.pg))
    if as_json:
        print(dumps(months).decode())
        return
    rows = [
        (
            one.month,
            one.state or "none",
            f"{one.rows:,}",
            f"{one.bytes / 2**20:,.1f}",
            "yes" if one.can_be_detached else "",
            "" if one.archived_at is None else rfc3339(one.archived_at),
            f"{one.results:,}",
            f"{one.results_bytes / 2**20:,.1f}",
        )
        for one in months
    ]
    print_table(("month", "key logs", "rows", "MiB", "can be detached", "archived", "results", "MiB of results"), rows)


@app.command()
def detach(month: MonthArgument) -> None:
    """Take a month that is over out of the table, while servers serve. Its games' results stay."""
    _run(lambda connection: detaching.detach(connection, month))
    print(f"Detached {month}: its key logs stand alone in {month.table}.")


@app.command()
def archive(
    month: MonthArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; it must not exist.")],
) -> None:
    """Put a month's key logs into a file and out of the database, while servers serve. No backup has them then."""
    made = _run(lambda connection: archiving.archive(connection, month, file.absolute()))
    size = file.stat().st_size / 2**20
    print(f"{file} ({size:,.1f} MiB) has the {counted(made.rows, 'key log')} of {month}.")


@app.command()
def attach(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="The file of an archived month, or a detached month as 2026-11.")
    ],
) -> None:
    """Put a month's key logs back, while servers serve."""
    month = Month.read(source)
    if month is not None:
        dropped = _run(lambda connection: detaching.attach(connection, month))
    else:
        manifest, dropped = _run(lambda connection: archiving.restore(connection, Path(source).absolute()))
    gone = f" {counted(dropped, 'log')} of players deleted since left out." if dropped else ""
    print(f"Attached {month or manifest.month}.{gone}")


@app.command("index")
def index_command() -> None:
    """Make the indexes that a release has named for each month. Servers do it at night, unless their role owns no
    table."""
    made = _run(complete)
    print(f"Indexes made: {made}.")


def _run(work: Callable[[Connection], Awaitable[Answer]]) -> Answer:
    """On a connection of its own, whose statements may take as long as a month does; one command at a time."""

    async def on_connection(stores: Stores) -> Answer:
        assert stores.settings.database_url, "the command's servers are known"
        connection = await connect(stores.settings.database_url)
        try:
            async with alone(stores.pg):
                return await work(connection)
        except (detaching.NotNow, InUse, BadFile) as failed:
            raise CommandFailed(str(failed)) from failed
        except asyncpg.InsufficientPrivilegeError as failed:
            raise CommandFailed(f"{failed}: run this as the role that owns the tables") from failed
        finally:
            await connection.close()

    return run(on_connection)
