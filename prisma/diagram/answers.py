"""Tables that people look for, and where they are here: practice.md, whose names are held against the schema."""

from __future__ import annotations

import re
from pathlib import Path

from prisma.diagram.schema import Schema, UnknownSchema

PRACTICE = Path(__file__).with_name("practice.md")

_NAME = re.compile(r"`([^`]+)`")
_COLUMNS = 3
_NOWHERE = "none"


def check(answers: str, schema: Schema) -> None:
    """Raises UnknownSchema for a table that is not answered, or whose answer names what the schema does not have."""
    known = {table.name for table in schema.tables}
    known |= {f"{table.name}.{column.name}" for table in schema.tables for column in table.columns}
    for asked, here, why in _rows(answers):
        named = _NAME.findall(here)
        if unknown := [name for name in named if name not in known]:
            raise UnknownSchema(f"{asked} is said to be in {unknown[0]}, which there is not")
        if not named and (here != _NOWHERE or not why):
            raise UnknownSchema(f"{asked} has no answer")


def _rows(answers: str) -> list[list[str]]:
    """Without the heading and the line below it."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in answers.splitlines() if line[:1] == "|"]
    if wrong := [row for row in rows if len(row) != _COLUMNS]:
        raise UnknownSchema(f"{wrong[0][0]} is not followed by where it is and why")
    return rows[2:]
