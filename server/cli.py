"""The `prodev` command. Each feature brings its own commands; this module assembles them."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from server.backup import cli as backup
from server.core_build import core_build, is_stale
from server.courses import CourseCounts, CourseRefused, seed_courses
from server.courses import cli as courses
from server.feed import cli as feed
from server.groups import cli as groups
from server.infra.cli import (
    CommandFailed,
    Stores,
    migration_status,
    one_line_faults,
    prepare_database,
    read_settings,
    resolve_migration,
    run,
    servers,
)
from server.infra.tables import counted
from server.interactions import cli as figures
from server.key_logs import cli as key_logs
from server.leaderboards import cli as leaderboards
from server.library import SeedCounts, SeedRefused, seed_library
from server.library import cli as library
from server.months import cli as months
from server.people import ManagedAccounts
from server.people import cli as people
from server.practice import cli as practice
from server.practice import cli_topics as topics
from server.progress import AchievementCounts, CatalogueRefused, seed_achievements
from server.progress import cli as progress
from server.proof import cli as proof
from server.robots import cli as robots

app = typer.Typer(
    name="prodev",
    help="Pro Dev: a real-time code-typing game server.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        stale = ", the compiled one was built from other source" if is_stale() else ""
        print(f"Pro Dev {version('prodev')}, {core_build()} core{stale}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and the core."),
    ] = False,
) -> None:
    """Pro Dev: a real-time code-typing game server."""


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (PRODEV_HOST, default 127.0.0.1).")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on, 0 for any free one (PRODEV_PORT, default 8000).")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Number of server processes (PRODEV_WORKERS, default 1).")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for the embedded servers' data (PRODEV_DATA).")] = None,
) -> None:
    """Run the game server, with its own PostgreSQL and Valkey unless DATABASE_URL and REDIS_URL are set."""
    from server.serve import serve as run_server  # noqa: PLC0415 - only this command loads uvicorn

    with one_line_faults():
        run_server(read_settings(host=host, port=port, workers=workers, data=data))


migrations = typer.Typer(invoke_without_command=True, help="Bring the database's schema up to date.")
app.add_typer(migrations, name="migrate")


@migrations.callback()
def apply(context: typer.Context) -> None:
    """Apply pending migrations."""
    if context.invoked_subcommand is not None:
        return
    with one_line_faults(), servers(read_settings(), "migrate") as ready:
        for name in asyncio.run(prepare_database(ready, apply=True)):
            print(f"Applied {name}.")
        print("The database is up to date.")


@migrations.command("status")
def show_status() -> None:
    """List the migrations; exit code 1 if any is pending."""
    with one_line_faults(), servers(read_settings(), "migrate") as ready:
        listed = asyncio.run(migration_status(ready))
        for name, state in listed:
            print(f"{state:7}  {name}")
    raise typer.Exit(1 if any(state == "pending" for _, state in listed) else 0)


@migrations.command("resolve")
def resolve(
    name: Annotated[str, typer.Argument(help="The migration, as prodev migrate names it.")],
    *,
    applied: Annotated[bool, typer.Option("--applied", help="All of it was applied.")] = False,
    rolled_back: Annotated[
        bool, typer.Option("--rolled-back", help="None of it was applied: it will be tried again.")
    ] = False,
) -> None:
    """Record how much of a half-applied migration is in the database, once you have fixed it."""
    if applied == rolled_back:
        raise typer.BadParameter("give either --applied or --rolled-back")
    with one_line_faults(), servers(read_settings(), "migrate") as ready:
        asyncio.run(resolve_migration(ready, name, applied))
    print(f"{name} is recorded as {'applied' if applied else 'rolled back'}.")


@app.command()
def seed(
    demo: Annotated[bool, typer.Option("--demo", help="Also add demo players and their games.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Add demo players even in production.")] = False,
) -> None:
    """Load the snippets, courses and achievements that ship with the project. Repeating it changes nothing."""

    async def work(stores: Stores) -> tuple[SeedCounts, CourseCounts, AchievementCounts, str]:
        try:
            counts, learnt = await seed_library(stores.pg), await seed_courses(stores.pg)
            earned = await seed_achievements(stores.pg)
        except (SeedRefused, CourseRefused, CatalogueRefused) as refused:
            raise CommandFailed("; ".join(refused.faults)) from None
        return counts, learnt, earned, await _demo(stores) if demo else ""

    with one_line_faults():
        if demo and not force and read_settings().production:
            raise CommandFailed("demo players are not for production; --force adds them anyway")
    counts, learnt, earned, made = run(work)
    for name, done in ("Snippets", counts), ("Challenges", learnt), ("Achievements", earned):
        print(f"{name}: {', '.join(f'{count} {what}' for what, count in dataclasses.asdict(done).items())}.")
    if made:
        print(made)


async def _demo(stores: Stores) -> str:
    from server.robots.demo import demo_games  # noqa: PLC0415 - the engine and bcrypt are loaded by this option alone

    players, games = await demo_games(stores)
    return f"Demo: {counted(players, 'player')} and {counted(games, 'game')} added."


@contextlib.asynccontextmanager
async def _pupil_accounts(stores: Stores) -> AsyncIterator[ManagedAccounts]:
    async with people.accounts_over(stores) as accounts:
        yield ManagedAccounts(accounts)


snippets = typer.Typer(help="Manage the library: list, check, import, publish, export.", no_args_is_help=True)
snippets.add_typer(library.commands)
snippets.add_typer(practice.commands)
snippets.add_typer(figures.app, name="figures")
app.add_typer(snippets, name="snippets")
app.add_typer(courses.commands, name="courses")
app.add_typer(people.app, name="users")
app.add_typer(groups.commands(_pupil_accounts), name="groups")
app.add_typer(leaderboards.app, name="leaderboard")
app.add_typer(topics.app, name="topics")
app.add_typer(progress.app, name="progress")
app.add_typer(key_logs.app, name="logs")
app.add_typer(feed.app, name="feed")
app.add_typer(months.app, name="partitions")
app.add_typer(backup.app)  # backup, restore
app.add_typer(proof.app)  # verify
app.add_typer(robots.app)  # simulate, fairness, learners, bot
