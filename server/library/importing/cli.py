"""The command `prodev snippets import`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from server.infra.cli import CommandFailed, Stores, one_line_faults, run
from server.infra.web import dumps
from server.library.importing import report
from server.library.importing import tally as why
from server.library.importing.candidates import Taste
from server.library.importing.gathering import Gathered, gather
from server.library.importing.licence import spdx
from server.library.importing.writing import Sifted, sift, write

SAMPLES = 5
OWN = "own"
OWN_LICENCE = "LicenseRef-Own"  # as SPDX writes a licence that is not in its list
LICENCE_HELP = "SPDX, for files without a licence; `own` for code that you wrote, which is taken whatever its style."


def import_snippets(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders, and zip or tar archives.", show_default=False)],
    *,
    license_: Annotated[str, typer.Option("--license", help=LICENCE_HELP)] = "",
    mend: Annotated[bool, typer.Option("--mend", help="Spell letters outside ASCII in it (ae for ä).")] = False,
    exclude: Annotated[list[str] | None, typer.Option(help="Skip paths like this one; may be repeated.")] = None,
    activate: Annotated[bool, typer.Option("--activate", help="Publish immediately, without review.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be imported.")] = False,
    samples: Annotated[int, typer.Option(min=0, max=1000, help="How many a dry run shows.")] = SAMPLES,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Import functions, classes, components and statements from source code that you have the right to use.

    They are added as drafts for review; `prodev snippets list --state draft` shows them.
    """
    with one_line_faults():
        taste = Taste(any_style=license_.lower() == OWN, mend=mend)
        batch = _gathered(paths, license_, exclude or [], activate, taste)
    if batch.contents:
        sifted = run(lambda stores: _dry(stores, batch) if dry_run else write(stores.pg, batch.contents))
    else:
        sifted = Sifted([], 0, 0)
    if as_json:
        print(dumps(report.as_json(sifted, batch.tally, dry_run)).decode())
        return
    console = Console(markup=False, highlight=False)
    report.print_table(console, sifted.contents)
    if dry_run:
        report.print_samples(console, sifted.contents, samples)
    verb = "would be imported" if dry_run else "imported and active" if activate else "imported as drafts"
    report.print_summary(console, sifted, batch.tally, verb)


def _gathered(paths: list[Path], license_: str, exclude: list[str], activate: bool, taste: Taste) -> Gathered:
    """The batch, gathered under a progress bar. Raises CommandFailed if nothing is there, or no licence is known."""
    missing = next((path for path in paths if not os.path.lexists(path)), None)
    if missing is not None:  # reading may take minutes, so check this first
        raise CommandFailed(f"{why.printable(str(missing))} does not exist")
    licence = OWN_LICENCE if taste.any_style else spdx(license_) if license_ else None
    if license_ and licence is None:
        raise CommandFailed(f"{why.printable(license_)!r} is not an SPDX licence expression such as MIT or Apache-2.0")
    columns = (
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=why.printable(name)[-50:].replace("[", "("))

        batch = gather(paths, licence=licence, exclude=exclude, is_active=activate, taste=taste, progress=show)
    gone = batch.tally.names.get(why.NOT_FOUND)
    if gone:  # a link to nowhere
        raise CommandFailed(f"{gone[0]} does not exist")
    unknown = batch.tally.files[why.NO_LICENCE]
    if unknown and not batch.contents:
        named = batch.tally.names[why.NO_LICENCE][0]
        of = named if unknown == 1 else f"{unknown} files ({named}, ...)"
        raise CommandFailed(
            f"no licence found for {of}: name it with --license MIT, or --license own for your own code"
        )
    return batch


async def _dry(stores: Stores, batch: Gathered) -> Sifted:
    return await sift(stores.pg, batch.contents)
