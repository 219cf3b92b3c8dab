"""What prisma/diagram/schema.py understands of Prisma's language, and what it refuses."""

from __future__ import annotations

import pytest

from prisma.diagram.schema import Column, Enum, Relation, Schema, UnknownSchema, read
from tests.prisma.schemas import BOOKS


@pytest.fixture(scope="module")
def books() -> Schema:
    return read(BOOKS)


def test_tables_have_their_sql_names_areas_and_purposes(books: Schema) -> None:
    assert [(table.name, table.area, table.purpose) for table in books.tables] == [
        ("authors", "people", "Who writes."),
        ("Book", "library", "What is read. And read again."),
        ("Loan", "library", ""),
    ]
    assert {area: len(tables) for area, tables in books.areas.items()} == {"people": 1, "library": 2}


def test_columns_have_types_keys_and_notes(books: Schema) -> None:
    authors, book, loan = books.tables
    assert authors.columns == [
        Column("id", "uuid", optional=False, unique=False, primary=True),
        Column("name", "varchar(50)", optional=False, unique=True, primary=False, note="As printed."),
        Column("born", "integer", optional=True, unique=False, primary=False),
    ]
    assert [(column.name, column.kind) for column in book.columns if column.foreign] == [
        ("author_id", "uuid"),
        ("editor_id", "uuid"),
    ]
    assert [column.kind for column in book.columns[-2:]] == ["Kind", "text[]"]
    assert [column.name for column in loan.columns if column.primary] == ["book_id", "author_id"]


def test_indexes_and_unique_constraints_of_several_columns_are_read(books: Schema) -> None:
    authors, book, _ = books.tables
    assert authors.indexes == [("born descending", "name")]
    assert book.uniques == [("author_id", "kind")]


def test_relations_say_what_a_deletion_does_and_how_many_they_are(books: Schema) -> None:
    assert books.relations == [
        Relation("authors", "Book", ("author_id",), optional=False, single=False, on_delete="cascade"),
        Relation("authors", "Book", ("editor_id",), optional=True, single=True, on_delete="set null"),
        Relation("Book", "Loan", ("book_id",), optional=False, single=False, on_delete="restrict"),
        Relation("authors", "Loan", ("author_id",), optional=False, single=False, on_delete="cascade"),
    ]


def test_key_that_is_the_whole_primary_key_is_held_once() -> None:
    (relation,) = read(
        """
/// area: people
model Author {
  id String @id
}

/// area: people
model Portrait {
  author_id String @id
  author    Author @relation(fields: [author_id], references: [id], onDelete: Cascade)
}
"""
    ).relations
    assert relation.single


def test_enums_have_their_values_and_purposes(books: Schema) -> None:
    assert books.enums == [Enum("Kind", "What it is.", ["NOVEL", "ESSAY"])]


@pytest.mark.parametrize(
    ("there", "instead", "problem"),
    [
        ("/// area: people\n", "", "the doc comment of model Author needs one line that names its area"),
        ("/// area: people", "/// area: people\n/// area: library", "model Author needs one line that names its area"),
        ("born  Int?", "???", r"authors: \?\?\?"),
        ("born  Int?", "born  Integer?", "authors: born  Integer"),
        ("@@index([born", "@@fulltext([born", "authors: @@fulltext"),
        ("onDelete: SetNull", "onDelete: NoAction", "Book: .*NoAction"),
        ("fields: [editor_id]", "fields: [editor]", "Book: there is no column editor"),
        ("enum Kind", "view Kind", "a block of the kind view"),
        ("  ESSAY\n}", "  ESSAY\n  }", "a block is not closed"),
    ],
)
def test_what_is_not_understood_is_refused(there: str, instead: str, problem: str) -> None:
    assert there in BOOKS
    with pytest.raises(UnknownSchema, match=problem):
        read(BOOKS.replace(there, instead, 1))
