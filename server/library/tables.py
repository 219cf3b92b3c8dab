"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    table = Table(box=None)
    for at, column in enumerate(columns):  # an id that is cut off cannot be copied, so longer texts give way
        gives_way = column in ("snippet", "created_at")
        width = None if gives_way else max((len(str(row[at])) for row in rows), default=0)
        table.add_column(column, no_wrap=not gives_way, min_width=width)
    for row in rows:
        table.add_row(*map(str, row))
    Console(markup=False).print(table)
