"""`prodev leaderboard`: the boards from the command line, for the operator."""

from __future__ import annotations

from typing import Annotated

import typer

from server.infra.cli import CommandFailed, Stores, first_line, run
from server.infra.redis import REDIS_AWAY
from server.infra.tables import progress_bar
from server.leaderboards.boards import Boards
from server.leaderboards.filling import PutRight, fill_again
from server.leaderboards.store import RebuildLost

app = typer.Typer(help="Manage the leaderboards.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A group even with one command, so that its name is part of the command line."""


@app.command()
def rebuild(
    from_games: Annotated[
        bool, typer.Option(help="First work out the boards' table again from all games, and say what was not so.")
    ] = False,
) -> None:
    """Rebuild every board in Redis from its table in PostgreSQL, even while people play. The old boards stay until the
    new ones are ready; those that earlier releases left in Redis are deleted."""
    if from_games:
        wrong = run(_from_games)
        print(
            f"The table of the boards was worked out again: {wrong.rows} rows were not as the games say, "
            f"{wrong.counts} counts not as the rows."
        )
    done = run(_rebuild)
    print(f"Leaderboards rebuilt: {done} places.")


async def _from_games(stores: Stores) -> PutRight:
    with progress_bar("Working out") as bar:
        task = bar.add_task("", total=None)
        put_right = await fill_again(stores.pg, lambda done: bar.update(task, completed=done))
    if put_right is None:
        raise CommandFailed("another process works the table of the boards out: wait for it")
    return put_right


async def _rebuild(stores: Stores) -> int:
    boards = Boards(stores.pg, stores.redis, stores.settings)
    with progress_bar("Rebuilding") as bar:
        task = bar.add_task("", total=None)
        try:
            done = await boards.rebuild(lambda done, total: bar.update(task, completed=done, total=total))
            await boards.forget_other_releases()
        except RebuildLost:
            raise CommandFailed("another rebuild of the leaderboards is running: wait for it") from None
        except REDIS_AWAY as error:
            raise CommandFailed(f"Redis does not answer ({first_line(error)})") from error
    return done
