"""`prodev topics`: what players have typed of each topic, counted anew."""

from __future__ import annotations

from typing import Annotated

import typer

from server.infra.cli import CommandFailed, Stores, run
from server.infra.tables import counted, progress_bar
from server.practice.topics_kept import count_anew

app = typer.Typer(help="Manage what players have typed of each topic.", no_args_is_help=True)

_PLAYERS = """
SELECT id FROM users u
WHERE deleted_at IS NULL AND ($1::text IS NULL OR lower(username) = lower($1))
    AND EXISTS (SELECT FROM game_results r WHERE r.user_id = u.id)
ORDER BY id
"""


@app.callback()
def _group() -> None:
    """A group even with one command, so that its name is part of the command line."""


@app.command()
def rebuild(user: Annotated[str | None, typer.Option(help="Only this player, by name.")] = None) -> None:
    """Count every game again, player by player, even while people play. For games from before topics were kept, and
    after categories were renamed."""
    done, left = run(lambda stores: _rebuild(stores, user))
    print(f"{counted(done, 'player')} counted.")
    if left:
        print(f"{counted(left, 'player')} left as they were: keys of theirs are archived (prodev partitions list).")


async def _rebuild(stores: Stores, user: str | None) -> tuple[int, int]:
    """How many players were counted, and how many left as they were."""
    players = await stores.pg.fetch(_PLAYERS, user)
    if user is not None and not players:
        raise CommandFailed(f"no player called {user} has ended a game")
    with progress_bar("Counting") as bar:
        found = [await count_anew(stores.pg, player["id"]) for player in bar.track(players)]
    return len(found) - found.count(None), found.count(None)
