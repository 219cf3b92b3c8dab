"""`prodev courses check | fmt | export`: courses as files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from server.courses.checking import CourseFindings, ModuleFigures, check_courses, figures_table
from server.courses.exporting import exported
from server.courses.files import COURSES_FOLDER, CourseRefused, out_of_form, read_courses, write_courses, written
from server.infra.cli import CommandFailed, one_line_faults, run
from server.infra.tables import counted, put_table
from server.infra.web import dumps

Folder = Annotated[Path, typer.Argument(help="A folder laid out like seed/courses.")]

commands = typer.Typer(help="Courses as files: check, format, export.", no_args_is_help=True)


@commands.command()
def check(
    *,
    folder: Folder = COURSES_FOLDER,
    whole: Annotated[bool, typer.Option("--whole", help="Each track must be as large as one that ships.")] = False,
    beside: Annotated[Path | None, typer.Option(help="Code that is like a snippet in this folder is a fault.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    write: Annotated[Path | None, typer.Option("--markdown", help="Write the table of modules into this file.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Fail unless this file holds the same table.")] = None,
) -> None:
    """Check every file of a folder of courses; exit code 1, and a line for each fault, when one does not fit.

    A fault is a file that cannot be read or is in another form, code that cannot be a snippet or is there twice, and a
    module that is no harder than the one before. Code that is much like other code is listed, in doubt.
    """
    found = check_courses(folder, whole=whole, beside=beside)
    if as_json:
        print(dumps({"faults": found.faults, "in_doubt": found.doubts, "modules": found.modules}).decode())
    elif found.modules:
        _show(found.modules)
    if found.faults:
        _fail(found.faults)
    with one_line_faults():
        put_table("prodev courses check", figures_table(found.modules), write=write, compare=compare)
    if not as_json:
        _sum_up(found)


@commands.command()
def fmt(folder: Folder = COURSES_FOLDER) -> None:
    """Write every file of the tracks in a folder in its one form."""
    with one_line_faults():
        try:
            tracks = read_courses(folder)
        except CourseRefused as refused:
            _fail(refused.faults)
        changed = 0
        for track in tracks:
            texts = written(track)
            for path in list(out_of_form(folder, track)):
                (folder / path).write_bytes(texts[path])
                changed += 1
    print(f"{counted(changed, 'file')} written anew.")


@commands.command()
def export(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write the published courses of the database as files laid out like seed/courses."""
    tracks = run(lambda stores: exported(stores.pg))
    with one_line_faults():
        try:
            write_courses(folder, tracks)
        except CourseRefused as refused:
            raise CommandFailed("; ".join(refused.faults)) from None
        except OSError as error:
            raise CommandFailed(f"{error.filename or folder}: {error.strerror}") from None
    print(f"{counted(len(tracks), 'track')} written to {folder}.")


def _show(modules: Sequence[ModuleFigures]) -> None:
    table = Table(box=None, padding=(0, 1, 0, 0))
    for column in fields(ModuleFigures):
        table.add_column(column.name, no_wrap=True)
    for row in modules:
        table.add_row(*(f"{value:g}" if isinstance(value, float) else str(value) for value in astuple(row)))
    Console(markup=False).print(table)


def _sum_up(found: CourseFindings) -> None:
    for doubt in found.doubts:
        print(f"in doubt: {doubt}")
    challenges = sum(one.challenges for one in found.modules)
    print(f"{counted(len(found.tracks), 'track')}, {counted(challenges, 'challenge')}: all fit.")


def _fail(faults: Sequence[str]) -> NoReturn:
    print("\n".join(faults), file=sys.stderr)
    raise typer.Exit(1)
