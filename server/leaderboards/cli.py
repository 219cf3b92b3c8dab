"""`prodev leaderboard`: the boards from the command line, for the operator."""

from __future__ import annotations

import typer

from server.infra.cli import CommandFailed, Stores, first_line, run
from server.infra.redis import REDIS_AWAY
from server.infra.tables import progress_bar
from server.leaderboards.boards import Boards
from server.leaderboards.store import RebuildLost

app = typer.Typer(help="Manage the leaderboards.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A group even with one command, so that its name is part of the command line."""


@app.command()
def rebuild() -> None:
    """Rebuild every board from PostgreSQL, even while people play. The old boards stay until the new ones are ready."""
    done = run(_rebuild)
    print(f"Leaderboards rebuilt from {done} best games.")


async def _rebuild(stores: Stores) -> int:
    boards = Boards(stores.pg, stores.redis, stores.settings)
    with progress_bar("Rebuilding") as bar:
        task = bar.add_task("", total=None)
        try:
            return await boards.rebuild(lambda done, total: bar.update(task, completed=done, total=total))
        except RebuildLost:
            raise CommandFailed("another rebuild of the leaderboards is running: wait for it") from None
        except REDIS_AWAY as error:
            raise CommandFailed(f"Redis does not answer ({first_line(error)})") from error
