"""`prodev snippets figures`: how snippets are typed, worked out again."""

from __future__ import annotations

import typer

from server.infra.cli import CommandFailed, Stores, run
from server.infra.tables import counted, progress_bar
from server.interactions.rebuilding import rebuilding

app = typer.Typer(help="Manage what snippets' pages say of the games.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A group even with one command, so that its name is part of the command line."""


@app.command()
def rebuild() -> None:
    """Work the figures and best runs of all snippets out again from the games, even while people play. For games from
    before there were such pages; what was kept already comes out the same, to the last byte."""
    games, new, wrong, left = run(_rebuild)
    print(f"{counted(games, 'game')} looked at, {new:,} of them for the first time.")
    print(f"Figures of {counted(wrong, 'snippet')} put right.")
    if left:
        print(f"{counted(left, 'snippet')} left as they were: keys of games are archived (prodev partitions list).")


async def _rebuild(stores: Stores) -> tuple[int, int, int, int]:
    """So many games were looked at, and so many for the first time; so many snippets were wrong, and so many left."""
    async with rebuilding(stores.pg) as begun:
        if begun is None:
            raise CommandFailed("another prodev snippets figures rebuild is running")
        with progress_bar("Working out") as bar:
            task = bar.add_task("", total=begun.total)
            while games := await begun.page():
                bar.advance(task, games)
        return begun.total, begun.new, await begun.end(), len(begun.unknown)
