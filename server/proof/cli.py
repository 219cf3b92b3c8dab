"""`prodev verify`: whether every stored result follows from its keys."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress

from server.infra.cli import CommandFailed, Stores, first_line, run
from server.infra.postgres import POSTGRES_AWAY
from server.infra.tables import counted, progress_bar
from server.proof.checking import Difference
from server.proof.reading import count_games
from server.proof.statistics import count_players, counts_differ, statistics_pages
from server.proof.verifying import prove

app = typer.Typer()


@dataclass(slots=True)
class _Tally:
    games: int = 0
    out: int = 0
    without_digest: int = 0
    players: int | None = None
    differences: list[Difference] = field(default_factory=list)
    took_s: float = 0.0


@app.command("verify")
def verify(
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Every game, each player's sums, and the boards' table (the default).")
    ] = False,
    session: Annotated[UUID | None, typer.Option(help="One game, by its session's id.", metavar="ID")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Games that ended on this day (UTC) or later.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Number of processes; by default one per core.")] = None,
) -> None:
    """Recompute every stored result from its key log; exit code 1 if anything differs."""
    if every + (session is not None) + (since is not None) > 1:
        raise typer.BadParameter("give only one of --all, --session and --since")
    from_day = since and since.replace(tzinfo=UTC)
    session_id = None if session is None else str(session)

    async def work(stores: Stores) -> _Tally:
        try:
            return await _verify(stores, from_day, session_id, workers)
        except POSTGRES_AWAY as error:
            raise CommandFailed(f"PostgreSQL does not answer ({first_line(error)})") from error

    _report(run(work))


async def _verify(stores: Stores, since: datetime | None, session_id: str | None, workers: int | None) -> _Tally:
    tally, begun_s = _Tally(), time.monotonic()
    url = stores.settings.database_url
    assert url, "the command's servers are known"
    total, out = await count_games(stores.pg, since, session_id)
    if session_id is not None and not total + out:
        raise CommandFailed(f"there is no ended game with the session {session_id}")
    with progress_bar("{task.description}") as bar:
        task = bar.add_task("Games", total=total)
        async for page in prove(stores.pg, url, since=since, session_id=session_id, workers=workers):
            tally.games += page.games
            tally.out += page.out
            tally.without_digest += page.without_digest
            tally.differences += page.differences
            bar.advance(task, page.games)
        if since is None and session_id is None:
            await _verify_sums(stores, bar, tally)
    tally.took_s = time.monotonic() - begun_s
    return tally


async def _verify_sums(stores: Stores, bar: Progress, tally: _Tally) -> None:
    task = bar.add_task("Players", total=await count_players(stores.pg))
    tally.players = 0
    async for players, differences in statistics_pages(stores.pg):
        tally.players += players
        tally.differences += differences
        bar.advance(task, players)
    tally.differences += await counts_differ(stores.pg)


def _report(tally: _Tally) -> None:
    for one in sorted(tally.differences, key=lambda one: (one.subject, one.column)):
        print(f"{one.subject}  {one.column}: stored {one.stored}, derived {one.derived}")
    sums = "" if tally.players is None else f" and the sums of {counted(tally.players, 'player')}"
    found = counted(len(tally.differences), "difference")
    print(f"Proved {counted(tally.games, 'game')}{sums} in {tally.took_s:.1f} s: {found}.")
    if tally.out:
        print(f"{counted(tally.out, 'game')} not proved because keys are archived: see prodev partitions list.")
    if tally.without_digest:
        print(f"{tally.without_digest} of the logs have no digest: what follows from them was proved, not each byte.")
    if tally.differences:
        raise typer.Exit(1)
