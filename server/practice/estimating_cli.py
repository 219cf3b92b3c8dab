"""`prodev snippets estimate`: put the players' own speed in the place of the model's guess."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from server.infra.cli import Stores, run
from server.infra.tables import print_table
from server.infra.web import dumps
from server.practice.estimates import GAMES_READ, Estimate, apply, estimate_all


def estimate(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the estimates and write nothing.")] = False,
    games: Annotated[int, typer.Option(min=1, max=1_000_000, help="The newest so many games are read.")] = GAMES_READ,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Estimate expected_wpm anew for the snippets that were played enough. Games that were played stay as they are."""

    async def work(stores: Stores) -> tuple[list[Estimate], int]:
        with Progress(transient=True, console=Console(stderr=True)) as bar:
            task = bar.add_task("games", total=None)
            found = await estimate_all(stores.pg, games, lambda done, of: bar.update(task, completed=done, total=of))
        return found, 0 if dry_run else await apply(stores.pg, found)

    found, written = run(work)
    if as_json:
        print(dumps([{**one._asdict(), "is_news": one.is_news} for one in found]).decode())
        return
    print_table(
        ("id", "snippet", "games", "players", "model", "before", "after"),
        [(one.snippet_id, *one[1:]) for one in found],
    )
    done = "would change" if dry_run else "changed"
    count = sum(one.is_news for one in found) if dry_run else written
    print(f"{len(found)} snippets were played enough; {count} {done}.")
