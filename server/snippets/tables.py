"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    table = Table(box=None)
    for column in columns:
        table.add_column(column, no_wrap=column != "snippet")  # an id that is cut off cannot be copied
    for row in rows:
        table.add_row(*map(str, row))
    Console(markup=False).print(table)
