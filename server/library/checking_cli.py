"""`prodev snippets check`: what server/library/checking.py found, for people, for machines and for seed/README.md."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from server.infra.cli import one_line_faults
from server.infra.tables import counted, put_table
from server.infra.web import dumps
from server.library.checking import CellMedians, Findings, cells, check_folder, markdown
from server.library.seed import SEED_FOLDER


def check(
    *,
    folder: Annotated[Path, typer.Argument(help="A folder laid out like seed/snippets.")] = SEED_FOLDER,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    write: Annotated[Path | None, typer.Option("--markdown", help="Write the table of medians into this file.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Fail unless this file holds the same table.")] = None,
) -> None:
    """Check every file of a seed folder; exit code 1, and a line for each fault, when one does not fit.

    A fault is a file that cannot be a snippet, that is like another, or whose measures are more than one difficulty
    away from its folder. Smaller disagreements are listed, those near a border last.
    """
    found = check_folder(folder)
    rows = cells(found.checked)
    if as_json:
        told = {"faults": found.faults, "in_doubt": found.doubts, "near_a_border": found.borderline}
        print(dumps({"snippets": len(found.checked), **told, "medians": rows}).decode())
    if found.faults:
        _fail("\n".join(found.faults))
    with one_line_faults():
        put_table("prodev snippets check", markdown(rows), write=write, compare=compare)
    if not as_json:
        _show(found, rows)


def _show(found: Findings, rows: Sequence[CellMedians]) -> None:
    table = Table(box=None, padding=(0, 1, 0, 0))
    for column in fields(CellMedians):
        table.add_column(column.name, no_wrap=True)
    for row in rows:
        table.add_row(*(f"{value:g}" if isinstance(value, float) else str(value) for value in astuple(row)))
    Console(markup=False).print(table)
    for doubt in found.doubts:
        print(doubt)
    for near in found.borderline:
        print(f"{near}, near the border")
    close = f"{len(found.doubts)} in doubt, {len(found.borderline)} near a border"
    print(f"{counted(len(found.checked), 'snippet')}, all fit; {close}.")


def _fail(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise typer.Exit(1)
