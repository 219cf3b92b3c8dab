"""`prodev seed` and `prodev snippets`: the library from the command line, for whoever runs the server."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

import typer

from server.infra.cli import CommandFailed, Stores, one_line_faults, read_settings, run
from server.infra.tables import print_table
from server.infra.web import dumps
from server.library import cli_library, reading
from server.library.answers import SnippetsQuery
from server.library.checking_cli import check
from server.library.cli_library import (
    AsJson,
    CategoryOption,
    DifficultyOption,
    LanguageOption,
    SearchOption,
    StateOption,
    filters_of,
)
from server.library.importing.cli import import_snippets
from server.library.seed import SeedCounts, SeedRefused, seed_library
from server.practice.estimating_cli import estimate

app = typer.Typer()
snippets = typer.Typer(help="Look after the library: look, check, import, publish, export.", no_args_is_help=True)
snippets.add_typer(cli_library.commands)
app.add_typer(snippets, name="snippets")
snippets.command("import")(import_snippets)
snippets.command("check")(check)
snippets.command("estimate")(estimate)


@app.command()
def seed(
    demo: Annotated[bool, typer.Option("--demo", help="Also demo players with a history of games.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Demo players even in production.")] = False,
) -> None:
    """Bring the database up to the snippets that ship with the project. Again changes nothing."""

    async def work(stores: Stores) -> tuple[SeedCounts, str]:
        try:
            counts = await seed_library(stores.pg)
        except SeedRefused as refused:
            raise CommandFailed("; ".join(refused.faults)) from None
        return counts, await _demo(stores) if demo else ""

    with one_line_faults():
        if demo and not force and read_settings().production:
            raise CommandFailed("demo players are not for production; --force makes them anyway")
    counts, told = run(work)
    told_counts = ", ".join(f"{count} {what}" for what, count in dataclasses.asdict(counts).items())
    print(f"Snippets: {told_counts}.")
    if told:
        print(told)


async def _demo(stores: Stores) -> str:
    from server.robots.demo import demo_games  # noqa: PLC0415 - the boards and the robots serve this option alone

    players, games = await demo_games(stores)
    return f"Demo: {players} players and {games} games added."


@snippets.command("list")
def list_snippets(
    *,
    language: LanguageOption = "",
    difficulty: DifficultyOption = "",
    category: CategoryOption = "",
    search: SearchOption = "",
    state: StateOption = "",
    inactive: Annotated[bool, typer.Option("--inactive", help="Those out of the rotation instead.")] = False,
    page: Annotated[int, typer.Option(min=1, help="Which hundred, the newest first.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List the snippets of the rotation, or those of a state, as the database has them."""
    given: dict[str, Any] = {"language": language, "difficulty": difficulty, "category": category, "q": search}
    given |= {"state": state} if state else {"is_active": not inactive}
    with one_line_faults():
        query: SnippetsQuery = filters_of(SnippetsQuery, **given, page=page, per_page=100)
    found = run(lambda stores: reading.page(stores.pg, query))
    if as_json:
        print(dumps(found["items"]).decode())
        return
    print_table(
        ("id", "snippet", "state", "words", "wpm", "used"),
        [
            (
                row["id"],
                f"{row['language']} {row['difficulty']} {row['category']}",
                *(row["state"], row["token_count"], row["expected_wpm"], row["usage_count"]),
            )
            for row in found["items"]
        ],
    )
    print(f"{len(found['items'])} of {found['total']} snippets.")
