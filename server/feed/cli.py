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

app = typer.Typer(help="Manage the jobs that ended games set off.", no_args_is_help=True)

Queue = Annotated[str | None, typer.Option(help="Only jobs of this consumer or periodic work.")]


@app.command("list")
def list_jobs(
    queue: Queue = None,
    dead: Annotated[bool, typer.Option("--dead", help="Only dead letters.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many to list, newest first.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON list.")] = False,
) -> None:
    """List waiting jobs and dead letters."""
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
    ids: Annotated[list[int] | None, typer.Argument(help="Ids of dead letters.")] = None,
    queue: Queue = None,
    every: Annotated[bool, typer.Option("--all", help="All dead letters, or all of --queue.")] = False,
) -> None:
    """Retry dead letters, up to ten times each."""
    if bool(ids) == every:
        raise typer.BadParameter("give the ids of dead letters, or --all")
    by = at_command_line("prodev feed retry")
    count = run(lambda stores: listing.retry_dead(stores.pg, ids or None, queue, by))
    print(f"{count} will be retried." if count else "No dead letters match.")
    if not count and ids:
        raise typer.Exit(1)
