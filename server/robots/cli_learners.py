"""`prodev learners`: which challenges of the courses robots pass, for people and for docs/courses.md."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from server.infra.cli import CommandFailed, one_line_faults
from server.infra.tables import put_table

WRITTEN_BY = "prodev learners"
SEED = 1


def learners(
    *,
    folder: Annotated[Path | None, typer.Argument(help="A folder of courses, laid out like seed/courses.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same table.")] = SEED,
    write: Annotated[Path | None, typer.Option("--markdown", help="Write the table into this file.")] = None,
    check: Annotated[Path | None, typer.Option(help="Fail unless this file holds the same table.")] = None,
) -> None:
    """Let robots of 20, 40 and 80 words a minute try every challenge of the courses; print how many each one passes.

    Exit code 1 when a module is not for whom it is meant, or when --check finds another table.
    """
    # The courses and the game bring most of the server with them; this command alone needs both.
    from server.courses import COURSES_FOLDER, CourseRefused, read_courses  # noqa: PLC0415
    from server.library import SnippetRefused  # noqa: PLC0415
    from server.robots.learners import markdown, misses, run_courses  # noqa: PLC0415

    with one_line_faults():
        try:
            runs = run_courses(read_courses(folder or COURSES_FOLDER), seed=seed)
        except (CourseRefused, SnippetRefused) as refused:
            raise CommandFailed(f"{refused}; prodev courses check says more") from None
        table = markdown(runs)
        print(table)
        put_table(WRITTEN_BY, table, write=write, compare=check)
        if missed := list(misses(runs)):
            print(*missed, sep="\n", file=sys.stderr)
            raise CommandFailed("not every module is for whom it is meant")
