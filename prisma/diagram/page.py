"""docs/schema.md: the picture, and in words what does not fit into it.

Absent on purpose: columns, keys, relations and the values of enums, which the picture shows.
"""

from __future__ import annotations

from pathlib import Path

from prisma.diagram.answers import PRACTICE
from prisma.diagram.schema import Enum, Schema, Table

_HEAD = """# The schema

[![The tables by area, what a deletion does, and the way of the data from sign-up to board](schema.svg)](schema.svg)

Picture and page are drawn from `prisma/schema.prisma`; `make lint` fails when one of them is out of date. `make fmt`
writes the page again, and `make schema` draws the picture too.

What Prisma's language cannot say (CHECK constraints, triggers, partial and expression indexes) is in
`prisma/migrations`, each with its reason above it.
"""

# Which of those that were advised there are, and why the others are not needed.
_INDEXES = Path(__file__).with_name("indexes.md")


def page(schema: Schema) -> str:
    areas = [_area(area, tables) for area, tables in schema.areas.items()]
    return "\n".join([_HEAD, *areas, _enums(schema.enums), _INDEXES.read_text(), PRACTICE.read_text()])


def _area(area: str, tables: list[Table]) -> str:
    return "\n".join([f"## {area[:1].upper()}{area[1:]}", "", *map(_table, tables)])


def _table(table: Table) -> str:
    lines = [f"### {table.name}", ""]
    if table.purpose:
        lines += [table.purpose, ""]
    notes = [f"- `{column.name}`: {column.note}" for column in table.columns if column.note]
    notes += [f"- index ({', '.join(columns)})" for columns in table.indexes]
    return "\n".join([*lines, *notes, *([""] if notes else [])])


def _enums(enums: list[Enum]) -> str:
    return "\n".join(["## Enums", "", *(f"- `{enum.name}`: {enum.purpose}" for enum in enums if enum.purpose), ""])
