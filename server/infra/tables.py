"""What commands print: tables, on a terminal or into a page of the docs which is then compared with them, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from server.infra.cli import CommandFailed

NAME_WIDTH = 8  # at least this much is left to a name
_NAMES = ("username", "name", "display name", "nickname", "owner", "group")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    table = Table(box=None)
    for at, column in enumerate(columns):  # an id that is cut off cannot be copied, so longer texts are cut instead
        gives_way = column in ("snippet", "created_at")
        width = None if gives_way else max((len(str(row[at])) for row in rows), default=0)
        table.add_column(column, no_wrap=not gives_way, min_width=width)
    for row in rows:
        table.add_row(*map(str, row))
    Console(markup=False).print(table)


def print_folded(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """As `print_table`, of names: one that is cut off cannot be copied, so a long one goes on below itself. An address
    of email, a date and all else is never broken: where the line is too short, the terminal breaks it, and it can be
    copied whole."""
    table = Table(box=None)
    needed = 0
    for at, column in enumerate(columns):
        folds = column in _NAMES
        widest = max(len(text) for text in (column, *(row[at] for row in rows)))
        table.add_column(column, overflow="fold", no_wrap=not folds)
        needed += (NAME_WIDTH if folds else widest) + 2  # and a blank on both sides
    for row in rows:
        table.add_row(*row)
    console = Console(markup=False)
    console.width = max(console.width, needed)
    console.print(table)


def counted(count: int, what: str) -> str:
    """`1 game`, `2 games`, `1,000 games`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def progress_bar(label: str) -> Progress:
    """Of work that is counted. It goes when it is done, and is no part of what the command prints."""
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def put_table(command: str, table: str, *, write: Path | None, compare: Path | None) -> None:
    """Write `table` between the marks of `command` in one page, and compare another page with it.

    Raises CommandFailed when a page cannot be read, has no such marks, or holds another table.
    """
    if write:
        write.write_text(_with_table(command, write, table))
    if compare and _with_table(command, compare, table) != read_page(compare):
        raise CommandFailed(f"{compare} holds another table; write it again with --markdown {compare}")


def _with_table(command: str, path: Path, table: str) -> str:
    begin, end = f"<!-- {command} writes from here -->", "<!-- to here -->"
    before, begun, rest = read_page(path).partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise CommandFailed(f"{path} has no place for the table: {begin} and {end} are missing")
    return f"{before}{begin}\n\n{table}\n\n{end}{after}"


def read_page(path: Path) -> str:
    """Raises CommandFailed."""
    try:
        return path.read_text()
    except (OSError, UnicodeError) as error:
        raise CommandFailed(f"{path}: {getattr(error, 'strerror', None) or 'not text in UTF-8'}") from None
