"""`prodev simulate`, `fairness`, `learners` and `bot`: robots play with the engine alone, or on a server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from game.terms import SPRINT_SECONDS, Difficulty, Language, Mode
from server.infra.cli import CommandFailed, first_line, one_line_faults
from server.infra.extras import of_extra
from server.infra.tables import counted, progress_bar, put_table, read_page
from server.library import SeedRefused
from server.robots.cli_learners import learners
from server.robots.library import CELLS, read_library
from server.robots.simulate import ROBOTS, Cell, Library, Survival, gather, simulate
from server.robots.tables import TableLine, first_games, lines, markdown, misses, terminal_tables
from server.robots.typist import Typist

app = typer.Typer()
app.command("learners")(learners)

BOT_MODES = (Mode.SOLO, Mode.SPRINT, Mode.DAILY)  # a ghost needs a game to race

JUDGED_GAMES = 50  # of fewer the medians say little: the targets are not held against them


@app.command("simulate")
def simulate_command(
    *,
    language: Annotated[Language, typer.Option(case_sensitive=False)] = Language.PYTHON,
    difficulty: Annotated[Difficulty, typer.Option(case_sensitive=False)] = Difficulty.NORMAL,
    games: Annotated[int, typer.Option(min=1, max=100_000, help="Games of each robot in each cell.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same tables.")] = 1,
    every_cell: Annotated[bool, typer.Option("--all", help="Every language and difficulty.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Number of processes; by default one per core.")] = None,
    write: Annotated[Path | None, typer.Option("--markdown", help="Write the tables into this file.")] = None,
    check: Annotated[Path | None, typer.Option(help="Fail unless this file holds the same tables.")] = None,
    first: Annotated[bool, typer.Option("--first", help="Check only the first games, and print nothing.")] = False,
) -> None:
    """Let robot typists play the snippets of seed/ and print how it went for them.

    Exit code 1 when the balance is not as designed, or when --check finds other tables. With --first it plays
    one game of each robot in each cell, which takes seconds, and checks that the tables begin with those games.
    """
    cells = CELLS if every_cell else [Cell(language.value, difficulty.value)]
    with one_line_faults():
        if first:
            _check_first(cells, seed, check)
            return
        survivals = _timed_survivals(cells, games, seed, workers)
        found = lines(survivals)
        scope = "--all" if every_cell else f"--language {language.lower()} --difficulty {difficulty.lower()}"
        command = f"prodev simulate {scope}"
        table = markdown(found, f"{command} --games {games} --seed {seed}", first_games(survivals))
        put_table(command, table, write=write, compare=check)
        if games >= JUDGED_GAMES:
            _hold_balance(found)


def _timed_survivals(
    cells: Sequence[Cell], games: int, seed: int, workers: int | None
) -> dict[tuple[Cell, str], list[Survival]]:
    """Play the games, then print how many waves each robot survived and how long it took to find out."""
    library = _library(cells)
    started, started_cpu_s = time.perf_counter(), _cpu_s()
    survivals = _survivals(library, games, seed, workers)
    seconds, cpu_s = time.perf_counter() - started, _cpu_s() - started_cpu_s
    found = lines(survivals)
    console = Console()
    console.print(*terminal_tables(found), sep="\n")
    played = sum(line.games for line in found)
    rates = f"{played / seconds:,.0f} a second, {played / cpu_s:,.0f} for each second of a core"
    console.print(f"{played:,} games in {seconds:.1f} s ({rates})", style="dim", soft_wrap=True)
    return survivals


def _cpu_s() -> float:
    """CPU time of this process and of the children it has waited for: a fairer clock on a busy machine."""
    children = os.times()
    # Of the children the system tells whole ticks alone: a short run in this very process would have taken no time.
    return time.process_time() + children.children_user + children.children_system


def _check_first(cells: Sequence[Cell], seed: int, page: Path | None) -> None:
    if page is None:
        raise CommandFailed("--first needs --check FILE")
    digest = first_games(_survivals(_library(cells), 1, seed, workers=1))
    if f"(first games `{digest}`)" not in read_page(page):
        raise CommandFailed(f"{page} holds tables of other games; its last section says how to write them again")


@app.command("fairness")
def fairness_command(
    *,
    games: Annotated[int, typer.Option(min=1, help="Games of each group.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed makes the same games.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Number of processes; by default one per core.")] = None,
    hold: Annotated[bool, typer.Option("--hold", help="Exit code 1 if a group exceeds its error limit.")] = False,
) -> None:
    """Show how often honest typists are flagged, and programs are not, in generated games."""
    from server.robots.fairness import LIMITS, PLAYED, rates  # noqa: PLC0415 - this command alone plays by that model

    library = _library(PLAYED)
    print("| group | kind | games | flagged | allowed | by |\n|---|---|--:|--:|--:|---|", flush=True)
    missed = []
    for one in rates(library, games, seed, workers):
        kind, limit = one.group.kind, LIMITS[one.group.kind]
        allowed = f"{'≤' if kind == 'honest' else '≥'} {limit:.0%}"
        rules = ", ".join(f"{rule} {count}" for rule, count in one.rules.most_common())
        print(f"| {one.group.name} | {kind} | {one.games} | {one.share:.1%} | {allowed} | {rules} |", flush=True)
        missed += [] if one.holds else [one.group.name]
    if hold and missed:
        raise typer.Exit(1)


def _played(mode: Mode) -> Mode:
    if mode not in BOT_MODES:
        raise typer.BadParameter(f"Robots play {', '.join(BOT_MODES)}.")
    return mode


def _length(seconds: int) -> int:
    if seconds not in SPRINT_SECONDS:
        raise typer.BadParameter(f"A sprint lasts {', '.join(map(str, SPRINT_SECONDS))} seconds.")
    return seconds


@app.command("bot")
def bot_command(
    *,
    url: Annotated[str, typer.Option(help="The server.")] = "http://127.0.0.1:8000",
    wpm: Annotated[float, typer.Option(min=1, max=2_000, help="Standard words a minute, slips included.")] = 80,
    accuracy: Annotated[float, typer.Option(min=0.1, max=1, help="Right keys / all keys.")] = 0.97,
    games: Annotated[int, typer.Option(min=1, help="Games of each player, one after the other.")] = 1,
    players: Annotated[int, typer.Option(min=1, max=10_000, help="Players at once.")] = 1,
    language: Annotated[Language, typer.Option(case_sensitive=False)] = Language.PYTHON,
    difficulty: Annotated[Difficulty, typer.Option(case_sensitive=False)] = Difficulty.NORMAL,
    seed: Annotated[int, typer.Option(help="The same seed types the same way.")] = 1,
    mode: Annotated[Mode, typer.Option(case_sensitive=False, callback=_played)] = Mode.SOLO,
    seconds: Annotated[int, typer.Option(callback=_length, help="How long a sprint lasts.")] = 60,
    waves: Annotated[int, typer.Option(min=0, help="Quit a solo game after this many; 0 plays until defeat.")] = 2,
    match: Annotated[str, typer.Option(help="The code of a match: every player takes a seat in it.")] = "",
    register: Annotated[bool, typer.Option("--register/--guest", help="Play with an account, or as a guest.")] = True,
) -> None:
    """Let robots play games on a server; exit code 1 if a game fails."""
    from rich.live import Live  # noqa: PLC0415 - the client's libraries are loaded by this command alone

    with one_line_faults(), of_extra("bot", "prodev bot"):
        from server.robots.squad import (  # noqa: PLC0415
            NoServer,
            Orders,
            SquadPlayer,
            failures,
            live_table,
            play_all,
            say_nothing,
            summary_table,
        )

    squad = [SquadPlayer(number) for number in range(players)]
    orders = Orders(
        url=url.rstrip("/"),
        typist=Typist(wpm, accuracy),
        games=1 if match else games,
        language=language.value,
        difficulty=difficulty.value,
        seed=seed,
        waves=waves or None,
        register=register,
        mode=mode,
        seconds=seconds,
        match=match,
    )
    console = Console()
    with one_line_faults():
        live = Live(get_renderable=lambda: live_table(squad), console=console, refresh_per_second=4, transient=True)
        is_seen = console.is_terminal
        print(f"{counted(players, 'robot')} at {orders.url}, {counted(orders.games, 'game')} each.", flush=True)
        try:
            with live if is_seen else contextlib.nullcontext():
                asyncio.run(play_all(orders, squad, say_nothing if is_seen else partial(print, flush=True)))
        except NoServer as error:
            raise CommandFailed(f"{error}: start one (make run, or prodev serve), or name it with --url") from None
    console.print(summary_table(squad))
    if failed := failures(squad):
        print(*failed, sep="\n", file=sys.stderr)
        raise typer.Exit(1)


def _hold_balance(found: Sequence[TableLine]) -> None:
    missed = misses(found)
    for miss in missed:
        print(miss, file=sys.stderr)
    if missed:
        raise CommandFailed("the balance is not as designed")


def _library(cells: Sequence[Cell]) -> Library:
    try:
        return read_library(cells)
    except SeedRefused as refused:
        raise CommandFailed(first_line(refused)) from None


def _survivals(library: Library, games: int, seed: int, workers: int | None) -> dict[tuple[Cell, str], list[Survival]]:
    with progress_bar("games") as bar:
        task = bar.add_task("games", total=games * len(library) * len(ROBOTS))
        batches = []
        for batch, survivals in simulate(library, list(library), games=games, seed=seed, workers=workers):
            batches.append((batch, survivals))
            bar.advance(task, len(batch.games) * len(ROBOTS))
    found = gather(batches)
    return {(cell, robot.name): found[cell, robot.name] for cell in library for robot in ROBOTS}
