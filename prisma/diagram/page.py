"""Draws docs/schema.md, an entity-relationship diagram in Mermaid, from prisma/schema.prisma.

`python -m prisma.diagram.page` writes it; with `--check` it writes nothing and fails when the file is out of
date, which CI holds. It reads the part of Prisma's language that our schema uses, and refuses what it does not know.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "prisma" / "schema.prisma"
PAGE = ROOT / "docs" / "schema.md"

_SQL_NAMES = {"String": "text", "Int": "integer", "Float": "double", "Boolean": "boolean", "Json": "jsonb"}
_BLOCK = re.compile(r"((?:^///[^\n]*\n)*)^(model|enum) (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^(\w+)\s+(\w+)(\[\]|\?)?\s*(.*)$")
_HEAD = """# The schema

Drawn from `prisma/schema.prisma` by `python -m prisma.diagram.page`; `make lint` fails when this page is out of
date. What Prisma's language cannot say (CHECK constraints, triggers, partial and expression indexes) stands in
`prisma/migrations`, each under the line that says why.

In the diagram `PK` is a primary key, `FK` a foreign key, `UK` a unique column. A line says what happens to the rows at
its far end when the row at its near end is deleted: they are deleted too (cascade), they forget it (set null), or they
keep it from being deleted (restrict).
"""


@dataclass
class Column:
    name: str
    kind: str
    optional: bool
    unique: bool
    primary: bool
    foreign: bool = False
    note: str = ""


@dataclass
class Relation:
    """`child` holds the key of `parent`."""

    parent: str
    child: str
    column: str
    optional: bool
    unique: bool
    on_delete: str


@dataclass
class Table:
    name: str
    purpose: str
    columns: list[Column] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)


class UnknownSchema(Exception):
    """The schema holds a line this module does not understand."""


def draw(schema: str) -> str:
    """The whole page for a schema. Raises UnknownSchema."""
    blocks = _BLOCK.findall(schema)
    enums = {name: body.split() for _, kind, name, body in blocks if kind == "enum"}
    models = {name: (docs, body) for docs, kind, name, body in blocks if kind == "model"}
    table_of = {name: _table_name(name, body) for name, (_, body) in models.items()}
    tables, relations = [], []
    for name, (docs, body) in models.items():
        table = Table(table_of[name], _prose(docs))
        tables.append(table)
        relations += _read_model(table, body, table_of)
    return "\n".join([_HEAD, _diagram(tables, relations), _notes(tables), _enums(enums)])


def _table_name(model: str, body: str) -> str:
    found = re.search(r'@@map\("(\w+)"\)', body)
    return found[1] if found else model


def _prose(docs: str) -> str:
    return " ".join(line.removeprefix("///").strip() for line in docs.splitlines())


def _read_model(table: Table, body: str, table_of: dict[str, str]) -> list[Relation]:
    """Fills in the table's columns and indexes; returns the relations whose key it holds."""
    relations, note = [], ""
    for line in (raw.strip() for raw in body.splitlines()):
        if line.startswith("///"):
            note = f"{note} {line.removeprefix('///').strip()}".strip()
            continue
        if line.startswith("@@"):
            if found := re.match(r"@@(index|unique|id)\(\[(.*?)\]\)", line):
                table.indexes.append(f"{found[1]} ({found[2].replace('(sort: Desc)', ' descending')})")
        elif line and (relation := _read_field(table, line, note, table_of)):
            relations.append(relation)
        note = ""
    return relations


def _read_field(table: Table, line: str, note: str, table_of: dict[str, str]) -> Relation | None:
    found = _FIELD.match(line)
    if found is None:
        raise UnknownSchema(f"{table.name}: {line}")
    name, kind, mark, rest = found[1], found[2], found[3] or "", found[4]
    if kind not in table_of:
        unique, primary = "@unique" in rest, re.search(r"@id\b", rest) is not None
        table.columns.append(Column(name, _sql_type(kind, rest), mark == "?", unique, primary, note=note))
        return None
    key = re.search(r"fields: \[(\w+)\]", rest)
    if key is None:
        return None  # the other end of a relation
    column = next(column for column in table.columns if column.name == key[1])
    column.foreign = True
    on_delete = re.search(r"onDelete: (\w+)", rest)
    words = {"Cascade": "cascade", "SetNull": "set null", "Restrict": "restrict"}
    action = words[on_delete[1]] if on_delete else "restrict"
    return Relation(table_of[kind], table.name, column.name, column.optional, column.unique, action)


def _sql_type(kind: str, rest: str) -> str:
    native = re.search(r"@db\.(\w+)(?:\((\d+)\))?", rest)
    if native:
        return native[1].lower() + (f"({native[2]})" if native[2] else "")
    return _SQL_NAMES.get(kind, kind)


def _diagram(tables: Sequence[Table], relations: Sequence[Relation]) -> str:
    lines = ["```mermaid", "erDiagram"]
    for relation in relations:
        near = "|o" if relation.optional else "||"
        far = "o|" if relation.unique else "o{"
        label = f"{relation.column}, {relation.on_delete}"
        lines.append(f'    {relation.parent} {near}--{far} {relation.child} : "{label}"')
    for table in tables:
        lines.append(f"    {table.name} {{")
        lines += [f"        {_column(column)}" for column in table.columns]
        lines.append("    }")
    return "\n".join([*lines, "```", ""])


def _column(column: Column) -> str:
    marks = [("PK", column.primary), ("FK", column.foreign), ("UK", column.unique)]
    keys = ", ".join(mark for mark, holds in marks if holds)
    # Mermaid takes letters, digits and brackets in a type
    kind = column.kind.replace("(", "_").replace(")", "")
    comment = '"may be NULL"' if column.optional else ""
    return " ".join(part for part in (kind, column.name, keys, comment) if part)


def _notes(tables: Sequence[Table]) -> str:
    lines = ["## Tables", ""]
    for table in tables:
        lines += [f"### {table.name}", "", table.purpose, ""]
        lines += [f"- `{column.name}`: {column.note}" for column in table.columns if column.note]
        lines += [f"- {index}" for index in table.indexes]
        lines.append("")
    return "\n".join(lines)


def _enums(enums: dict[str, list[str]]) -> str:
    rows = [f"- `{name}`: {', '.join(values)}" for name, values in enums.items()]
    return "\n".join(["## Enums", "", *rows, ""])


def main(arguments: Sequence[str]) -> int:
    page = draw(SCHEMA.read_text())
    if "--check" not in arguments:
        PAGE.write_text(page)
        return 0
    if not PAGE.exists() or PAGE.read_text() != page:
        print("docs/schema.md is out of date: run python -m prisma.diagram.page", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
