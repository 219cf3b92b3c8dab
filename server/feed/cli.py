"""`prodev feed`: lists the jobs that wait, and tries dead letters again."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from server.feed import listing
from server.infra.audit import at_command_line
from server.infra.cli import run
from server.infra.web import dumps, rfc3339

app = typer.Typer(help="Look after what follows from ended games.", no_args_is_help=True)

Queue = Annotated[str | None, typer.Option(help="Only this consumer's or periodic work's.")]


@app.command("list")
def list_jobs(
    queue: Queue = None,
    dead: Annotated[bool, typer.Option("--dead", help="Only dead letters.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most, the newest first.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON list.")] = False,
) -> None:
    """List the jobs that wait, and the dead letters."""
    jobs, total = run(
        lambda stores: listing.list_jobs(stores.pg, queue=queue, dead=dead or None, limit=limit, offset=0)
    )
    if as_json:
        print(dumps(jobs).decode())
        return
    table = Table("id", "queue", "subject", "tries", "due", "error", box=None, pad_edge=False)
    for job in jobs:
        due = "dead" if job.due_at is None else rfc3339(job.due_at)
        table.add_row(str(job.id), job.queue, job.subject, str(job.tries), due, job.error or "")
    Console().print(table)
    if total > len(jobs):
        print(f"{len(jobs)} of {total}.")


@app.command()
def retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Dead letters, by their id.")] = None,
    queue: Queue = None,
    every: Annotated[bool, typer.Option("--all", help="All dead letters, or all of --queue.")] = False,
) -> None:
    """Try dead letters again, with ten tries before each."""
    if bool(ids) == every:
        raise typer.BadParameter("give the ids of dead letters, or --all")
    by = at_command_line("prodev feed retry")
    count = run(lambda stores: listing.retry_dead(stores.pg, ids or None, queue, by))
    print(f"{count} tried again." if count else "No dead letter is like that.")
    if not count and ids:
        raise typer.Exit(1)
