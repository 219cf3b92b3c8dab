"""`prodev logs`: in which form key logs are stored, for the operator."""

from __future__ import annotations

import asyncio
import time

import typer

from server.infra.cli import Stores, run
from server.infra.tables import counted, progress_bar
from server.key_logs import form
from server.key_logs.converting import Converted, convert, count

app = typer.Typer(help="Say in which form key logs are stored.", no_args_is_help=True)


@app.command()
def compact() -> None:
    """Store key logs in a third of the space: those of games to come, and those that are there. Servers of a release
    before compact logs cannot read them, so stop the last of them first. People may play meanwhile."""
    _report(run(lambda stores: _change(stores, compact=True)))


@app.command()
def json() -> None:
    """Store key logs as JSON again, so that a release before compact logs can be started. People may play meanwhile."""
    _report(run(lambda stores: _change(stores, compact=False)))


async def _change(stores: Stores, *, compact: bool) -> Converted:
    """Once more when all servers have heard of it, for what they wrote until then: also if it was an earlier command
    that told them, which was stopped."""
    await form.set_form(stores.pg, compact=compact)
    heard_in_s = await form.heard_in_s(stores.pg)
    heard_at_s = time.monotonic() + heard_in_s
    first = await _convert(stores, compact=compact)
    if heard_in_s <= 0:
        return first
    with progress_bar("Waiting until all servers have heard of it") as bar:
        bar.add_task("", total=None)
        await asyncio.sleep(heard_at_s - time.monotonic())
    return first + await _convert(stores, compact=compact)


async def _convert(stores: Stores, *, compact: bool) -> Converted:
    with progress_bar("Rewriting") as bar:
        task = bar.add_task("", total=await count(stores.pg, compact=compact))
        return await convert(stores.pg, compact=compact, progress=lambda rows: bar.update(task, completed=rows))


def _report(done: Converted) -> None:
    print(f"{counted(done.rows, 'key log')} rewritten: {done.bytes_before:,} bytes are {done.bytes_after:,} now.")
    if done.left:
        print(f"{counted(done.left, 'key log')} not rewritten: prodev verify says why.")
