"""`prodev progress`: players' journeys, worked out again."""

from __future__ import annotations

from typing import Annotated

import typer

from server.infra.cli import CommandFailed, Stores, run
from server.infra.tables import counted, progress_bar
from server.progress.kept import Journeys, work_out

app = typer.Typer(help="Manage players' experience, streaks and achievements.", no_args_is_help=True)

_PLAYERS = """
SELECT id FROM users u
WHERE deleted_at IS NULL AND ($1::text IS NULL OR lower(username) = lower($1))
    AND (EXISTS (SELECT FROM game_results r WHERE r.user_id = u.id)
        OR EXISTS (SELECT FROM user_journeys j WHERE j.user_id = u.id))
ORDER BY id
"""


@app.callback()
def _group() -> None:
    """A group even with one command, so that its name is part of the command line."""


@app.command()
def rebuild(user: Annotated[str | None, typer.Option(help="Only this player, by name.")] = None) -> None:
    """Work out every journey again, player by player, even while people play. The rows are the same, to the last byte,
    unless the rules have changed."""
    players = run(lambda stores: _rebuild(stores, user))
    print(f"{counted(players, 'player')} worked out.")


async def _rebuild(stores: Stores, user: str | None) -> int:
    players = await stores.pg.fetch(_PLAYERS, user)
    if user is not None and not players:
        raise CommandFailed(f"no player called {user} has ended a game")
    journeys = Journeys()
    with progress_bar("Working out") as bar:
        for player in bar.track(players):
            await work_out(stores.pg, journeys, player["id"])
    return len(players)
