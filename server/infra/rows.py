"""Rows of SQL as frozen dataclasses: the fields are the columns, so that a list of columns is written once.

Law: a row is checked where it enters, so that its values have the types of its fields, enums and times included.

Absent on purpose: SQL. The code that reads a row writes the statement, with `columns` of the type in its SELECT list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

import asyncpg
from pydantic import TypeAdapter

Row = TypeVar("Row")


@cache
def names(row_type: type) -> tuple[str, ...]:
    """The columns of a row type, in order."""
    return tuple(field.name for field in fields(row_type))


@cache
def columns(row_type: type, table: str = "") -> str:
    """The columns as a SELECT or RETURNING lists them; `table` is the table's alias, when there is one."""
    prefix = f"{table}." if table else ""
    return ", ".join(prefix + name for name in names(row_type))


def read(row_type: type[Row], record: asyncpg.Record | Mapping[str, Any]) -> Row:
    """The record, or what was made of one, as a row. Further columns are left out; one that is missing or does not fit
    is our own bug and raises pydantic's ValidationError."""
    kind: type = row_type
    row: Row = _adapter(kind).validate_python(dict(record))
    return row


def read_json(row_type: type[Row], text: bytes) -> Row:
    """A row that was stored as JSON. Raises pydantic's ValidationError if its columns are not those of the type."""
    kind: type = row_type
    row: Row = _adapter(kind).validate_json(text)
    return row


@cache
def _adapter(row_type: type) -> TypeAdapter[Any]:
    return TypeAdapter(row_type)
