"""`prodev snippets stats | estimate | focus`: how snippets are played, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from server import library
from server.infra.cli import AsJson, CommandFailed, Stores, first_line, one_line_faults, run
from server.infra.tables import counted, print_table, put_table
from server.infra.web import dumps
from server.library import NoSuchSnippet, SeedRefused
from server.practice import plays
from server.practice.answers import StatsOut
from server.practice.estimates import GAMES_READ, Estimate, apply, estimate_all
from server.practice.focus_table import focus_rows, markdown

commands = typer.Typer()


@commands.command()
def stats(
    snippet_id: Annotated[UUID | None, typer.Argument(help="A version's id; omit it for the whole library.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how players do on a snippet or, without an id, how often the library's snippets were served."""
    if snippet_id is None:
        _show_buckets(as_json)
        return

    async def work(stores: Stores) -> StatsOut:
        try:
            return await plays.stats(stores.pg, str(snippet_id))
        except NoSuchSnippet as missing:
            raise CommandFailed(str(missing)) from None

    found = run(work)
    if as_json:
        print(dumps(found).decode())
        return
    for name in ("id", "version", "expected_wpm", "usage_count", "games_looked_at", "plays", "finished"):
        print(f"{name}: {getattr(found, name)}")
    for name in ("mean_accuracy", "mean_wpm", "speed_ratio"):
        value: float | None = getattr(found, name)
        print(f"{name}: {value if value is None else round(value, 2)}")
    print_table(
        ("character", "due", "missed %", "ms"),
        [
            (repr(one.character), one.due, round(one.missed_percentage, 1), round(one.mean_ms or 0))
            for one in found.worst_characters
        ],
    )


def _show_buckets(as_json: bool) -> None:
    found = run(lambda stores: library.buckets(stores.pg))
    if as_json:
        print(dumps(found).decode())
        return
    columns = ("language", "difficulty", "published", "draft", "retired", "least_drawn", "most_drawn")
    print_table(columns, [[getattr(one, column) for column in columns] for one in found])


@commands.command()
def estimate(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the estimates and change nothing.")] = False,
    games: Annotated[int, typer.Option(min=1, max=1_000_000, help="Games to read, newest first.")] = GAMES_READ,
    as_json: AsJson = False,
) -> None:
    """Replace the model's expected_wpm by the players' own speed, for snippets that were played enough.

    Games that were played stay as they are.
    """

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
    print(f"{counted(len(found), 'snippet')} {'was' if len(found) == 1 else 'were'} played enough; {count} {done}.")


@commands.command()
def focus(
    folder: Annotated[Path, typer.Argument(help="A folder laid out like seed/snippets.")] = library.SEED_FOLDER,
    *,
    as_json: AsJson = False,
    write: Annotated[Path | None, typer.Option("--markdown", help="Write the table into this file.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Fail unless this file holds the same table.")] = None,
) -> None:
    """What the focus of a game does for the ten rarest symbols of each language, as a table in Markdown."""
    with one_line_faults():
        try:
            rows = focus_rows(library.seed_files(folder))
        except SeedRefused as refused:
            raise CommandFailed(first_line(refused)) from None
        put_table("prodev snippets focus", markdown(rows), write=write, compare=compare)
    print(dumps(rows).decode() if as_json else markdown(rows))
