"""Reads schema.prisma: tables with their areas, the relations between them, and enums.

It knows the part of Prisma's language that our schema uses, and raises UnknownSchema for the rest: a line skipped
silently would be missing from the picture.

Prisma has no word for an area, so a model names its own in its doc comment: `/// area: people`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SQL_NAMES = {"String": "text", "Int": "integer", "Float": "double", "Boolean": "boolean", "Json": "jsonb"}
_SCALARS = {*_SQL_NAMES, "DateTime", "BigInt", "Decimal", "Bytes"}
_ON_DELETE = {"Cascade": "cascade", "SetNull": "set null", "Restrict": "restrict"}

_OPENING = re.compile(r"^(\w+) (\w+) \{$", re.MULTILINE)
_BLOCK = re.compile(r"((?:^///[^\n]*\n)*)^(\w+) (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_AREA = re.compile(r"area: *(.+)")
_FIELD = re.compile(r"^(\w+)\s+(\w+)(\[\]|\?)?\s*(.*)$")
_OF_TABLE = re.compile(r"@@(index|unique|id)\(\[(.*?)\]")


class UnknownSchema(Exception):
    """The schema holds something this module does not understand, or lacks something it needs."""


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
    """`child` holds the key of `parent` in `columns`; `single` when each parent has one child at most."""

    parent: str
    child: str
    columns: tuple[str, ...]
    optional: bool
    single: bool
    on_delete: str


@dataclass
class Table:
    """`indexes` and `uniques` are those that the model declares for the table as a whole."""

    name: str
    area: str
    purpose: str
    columns: list[Column] = field(default_factory=list)
    uniques: list[tuple[str, ...]] = field(default_factory=list)
    indexes: list[tuple[str, ...]] = field(default_factory=list)

    def holds_once(self, names: tuple[str, ...]) -> bool:
        """Whether no two rows have the same values in these columns."""
        primary = {column.name for column in self.columns if column.primary}
        unique = [{column.name} for column in self.columns if column.unique]
        return any(key <= set(names) for key in (primary, *unique, *map(set, self.uniques)) if key)


@dataclass
class Enum:
    name: str
    purpose: str
    values: list[str]


@dataclass
class Schema:
    tables: list[Table]
    relations: list[Relation]
    enums: list[Enum]

    @property
    def areas(self) -> dict[str, list[Table]]:
        """The tables of each area, both in the order in which the schema has them."""
        areas: dict[str, list[Table]] = {}
        for table in self.tables:
            areas.setdefault(table.area, []).append(table)
        return areas


def read(text: str) -> Schema:
    """Raises UnknownSchema."""
    blocks = _BLOCK.findall(text)
    if len(blocks) != len(_OPENING.findall(text)):
        raise UnknownSchema("a block is not closed by a } at the start of a line")
    if unknown := [kind for _, kind, _, _ in blocks if kind not in {"datasource", "enum", "model"}]:
        raise UnknownSchema(f"a block of the kind {unknown[0]}")
    enums = [Enum(name, _prose(docs), _values(body)) for docs, kind, name, body in blocks if kind == "enum"]
    models = [(name, docs, body) for docs, kind, name, body in blocks if kind == "model"]
    table_of = {name: _table_name(name, body) for name, _, body in models}
    types = _SCALARS | {enum.name for enum in enums}
    tables, relations = [], []
    for name, docs, body in models:
        table = Table(table_of[name], _area(name, docs), _prose(docs))
        tables.append(table)
        relations += _Model(table, table_of, types).read(body)
    return Schema(tables, relations, enums)


def _table_name(model: str, body: str) -> str:
    found = re.search(r'@@map\("(\w+)"\)', body)
    return found[1] if found else model


def _doc_lines(docs: str) -> list[str]:
    return [line.removeprefix("///").strip() for line in docs.splitlines()]


def _area(model: str, docs: str) -> str:
    named = [found[1] for line in _doc_lines(docs) if (found := _AREA.fullmatch(line))]
    if len(named) != 1:
        raise UnknownSchema(f"the doc comment of model {model} needs one line that names its area: /// area: people")
    return named[0]


def _prose(docs: str) -> str:
    return " ".join(line for line in _doc_lines(docs) if not _AREA.fullmatch(line))


def _values(body: str) -> list[str]:
    lines = [line.strip() for line in body.splitlines()]
    return [line.split()[0] for line in lines if line and not line.startswith(("//", "@@"))]


class _Model:
    """One model's body, read into its table."""

    def __init__(self, table: Table, table_of: dict[str, str], types: set[str]) -> None:
        self._table = table
        self._table_of = table_of
        self._types = types

    def read(self, body: str) -> list[Relation]:
        """Fills in the table; returns the relations whose key it holds."""
        held: list[tuple[str, str]] = []
        for line, note in _lines_with_notes(body):
            if line.startswith("@@"):
                self._read_table_line(line)
                continue
            found = _FIELD.match(line)
            if found is None:
                raise self._unknown(line)
            name, kind, mark, rest = found[1], found[2], found[3] or "", found[4]
            if kind in self._table_of:
                held.append((kind, rest))
            elif kind in self._types:
                self._table.columns.append(_column(name, kind, mark, rest, note))
            else:
                raise self._unknown(line)
        relations = [self._relation(kind, rest) for kind, rest in held if "fields:" in rest]
        for relation in relations:
            for column in self._columns(relation.columns):
                column.foreign = True
        return relations

    def _read_table_line(self, line: str) -> None:
        if line.startswith("@@map("):
            return
        found = _OF_TABLE.match(line)
        if found is None:
            raise self._unknown(line)
        names = tuple(name.strip() for name in found[2].split(","))
        if found[1] == "index":
            self._table.indexes.append(tuple(name.replace("(sort: Desc)", " descending") for name in names))
        elif found[1] == "unique":
            self._table.uniques.append(names)
        else:
            for column in self._columns(names):
                column.primary = True

    def _relation(self, parent: str, rest: str) -> Relation:
        key = re.search(r"fields: \[(.*?)\]", rest)
        if key is None:
            raise self._unknown(rest)
        names = tuple(name.strip() for name in key[1].split(","))
        optional = any(column.optional for column in self._columns(names))
        said = re.search(r"onDelete: (\w+)", rest)
        # Prisma's defaults
        action = said[1] if said else "SetNull" if optional else "Restrict"
        if action not in _ON_DELETE:
            raise self._unknown(rest)
        single = self._table.holds_once(names)
        return Relation(self._table_of[parent], self._table.name, names, optional, single, _ON_DELETE[action])

    def _columns(self, names: tuple[str, ...]) -> list[Column]:
        columns = {column.name: column for column in self._table.columns}
        if missing := [name for name in names if name not in columns]:
            raise UnknownSchema(f"{self._table.name}: there is no column {missing[0]}")
        return [columns[name] for name in names]

    def _unknown(self, line: str) -> UnknownSchema:
        return UnknownSchema(f"{self._table.name}: {line}")


def _lines_with_notes(body: str) -> Iterator[tuple[str, str]]:
    note: list[str] = []
    for line in (raw.strip() for raw in body.splitlines()):
        if line.startswith("///"):
            note.append(line.removeprefix("///").strip())
        elif line and not line.startswith("//"):
            yield line, " ".join(note)
            note = []


def _column(name: str, kind: str, mark: str, rest: str, note: str) -> Column:
    sql = _sql_type(kind, rest) + ("[]" if mark == "[]" else "")
    return Column(name, sql, mark == "?", "@unique" in rest, re.search(r"@id\b", rest) is not None, note=note)


def _sql_type(kind: str, rest: str) -> str:
    native = re.search(r"@db\.(\w+)(?:\(([\d, ]+)\))?", rest)
    if native:
        return native[1].lower() + (f"({native[2]})" if native[2] else "")
    return _SQL_NAMES.get(kind, kind)
