"""docs/schema.svg and docs/schema.md: what they show, and that they cannot fall behind the schema."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from prisma.diagram.__main__ import main
from prisma.diagram.answers import PRACTICE, check
from prisma.diagram.dot import counts, dot
from prisma.diagram.page import page
from prisma.diagram.schema import Schema, UnknownSchema, read
from prisma.diagram.way import WAY, Step
from tests.prisma.schemas import BOOKS

WAY_OF_BOOKS = (Step("authors", "sign up"), Step("Book", "write"), Step("shelves", "in the shop", made_from="Book"))


@pytest.fixture
def shipped(root: Path) -> Schema:
    return read((root / "prisma" / "schema.prisma").read_text())


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A folder with copies of the shipped schema, page and picture."""
    for name in ("prisma/schema.prisma", "docs/schema.md", "docs/schema.svg"):
        shutil.copy(root / name, tmp_path)
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    return main(arguments, schema=folder / "schema.prisma", docs=folder)


def change(folder: Path, there: str, instead: str) -> None:
    schema = folder / "schema.prisma"
    assert there in schema.read_text()
    schema.write_text(schema.read_text().replace(there, instead, 1))


def words(drawing: str) -> str:
    """What one reads in a DOT text or a picture, without its marks."""
    return unescape(re.sub(r"<[^>]*>", " ", drawing))


# What they show


@pytest.mark.parametrize(
    ("arrow", "label", "look"),
    [
        ('"authors" -> "Book":author_id_in', "1:M", "style=solid"),
        ('"authors" -> "Book":editor_id_in', "1:1", "style=dashed"),
        ('"Book" -> "Loan":book_id_in', "1:M", "style=dotted"),
    ],
)
def test_arrow_says_what_a_deletion_does_and_how_many(arrow: str, label: str, look: str) -> None:
    (line,) = [line for line in dot(read(BOOKS), WAY_OF_BOOKS).splitlines() if line.startswith(arrow)]
    assert f">{label}<" in line and look in line


def test_table_is_in_the_cluster_of_its_area() -> None:
    _, people, library = dot(read(BOOKS), WAY_OF_BOOKS).split("subgraph")
    assert 'label="people"' in people and '"authors" [' in people
    assert 'label="library"' in library and '"Book" [' in library and '"Loan" [' in library


def test_keys_unique_constraints_and_enums_are_marked() -> None:
    text = " ".join(words(dot(read(BOOKS), WAY_OF_BOOKS)).split())
    for shown in ("id uuid PK", "name varchar(50) (U)", "editor_id uuid? FK (U)", "book_id uuid PK FK", "words text[]"):
        assert shown in text
    assert "(U) author_id, kind" in text and "Kind NOVEL ESSAY" in text


def test_way_is_numbered_at_its_tables_and_leads_out_of_them() -> None:
    drawing = dot(read(BOOKS), WAY_OF_BOOKS)
    text = " ".join(words(drawing).split())
    assert "1 authors : sign up 2 Book : write 3 shelves : in the shop" in text
    assert "authors 1 id" in text and "Book 2 id" in text
    assert '"Book" -> "shelves"' in drawing


def test_counts_are_those_of_the_schema() -> None:
    assert counts(read(BOOKS)) == {"tables": 3, "relations": 4, "cascades": 2, "unique constraints": 3}


def test_way_to_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownSchema, match="leads to users, which is no table"):
        dot(read(BOOKS))


def test_area_without_colours_is_refused() -> None:
    with pytest.raises(UnknownSchema, match="authors is in the area poeple, which has no colours"):
        dot(read(BOOKS.replace("area: people", "area: poeple")), WAY_OF_BOOKS)


def test_page_has_in_words_what_the_picture_has_no_room_for() -> None:
    lines = page(read(BOOKS)).splitlines()
    for line in (
        "## Library",
        "### authors",
        "Who writes.",
        "- `name`: As printed.",
        "- index (born descending, name)",
    ):
        assert line in lines
    assert "- `Kind`: What it is." in lines


def test_shipped_picture_shows_every_column_and_step(root: Path, shipped: Schema) -> None:
    text = words((root / "docs" / "schema.svg").read_text()).split()
    for table in shipped.tables:
        assert {table.name, *(column.name for column in table.columns)} <= set(text)
    assert {str(number) for number in range(1, len(WAY) + 1)} <= set(text)


# That they cannot fall behind


def test_shipped_page_and_picture_are_up_to_date(copy: Path) -> None:
    assert run(copy, "--check") == 0


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("  is_guest  ", "  is_visitor"),
        ("onDelete: SetNull", "onDelete: Cascade"),
        ("/// area: progress", "/// area: people"),
        ("  MODERATOR\n", ""),
    ],
)
def test_check_notices_a_changed_schema(
    copy: Path, capsys: pytest.CaptureFixture[str], there: str, instead: str
) -> None:
    change(copy, there, instead)
    assert run(copy, "--check") == 1
    assert "docs/schema.svg is out of date" in capsys.readouterr().err


def test_check_notices_a_changed_or_missing_page(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for breaks in (lambda file: file.write_text("# The schema\n"), Path.unlink):
        breaks(copy / "schema.md")
        assert run(copy, "--check") == 1
        assert "docs/schema.md is out of date" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("there", "instead", "said"),
    [
        ("| badges | `achievements` |", "| badges | `badges` |", "badges is said to be in badges"),
        ("`typing_sessions` |", "`typing_sessions.keys` |", "problem_sessions is said to be in typing_sessions.keys"),
        ("| `achievements` |", "| |", "badges has no answer"),
        ("| none | Code is typed, not run", "| none | | Code is typed, not run", "problem_schemas is not followed by"),
    ],
)
def test_table_that_is_looked_for_has_a_true_answer(shipped: Schema, there: str, instead: str, said: str) -> None:
    answers = PRACTICE.read_text()
    assert there in answers
    with pytest.raises(UnknownSchema, match=re.escape(said)):
        check(answers.replace(there, instead, 1), shipped)


def test_check_notices_a_table_that_an_answer_names_is_gone(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(copy, '@@map("likes")', '@@map("hearts")')
    assert run(copy, "--check") == 1
    assert "post_likes is said to be in likes" in capsys.readouterr().err


def test_check_notices_a_missing_picture(copy: Path) -> None:
    (copy / "schema.svg").unlink()
    assert run(copy, "--check") == 1


def test_model_without_an_area_fails_and_is_named(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(copy, "/// area: games\nmodel GameResult", "model GameResult")
    assert run(copy, "--check") == 1
    assert "model GameResult needs one line that names its area" in capsys.readouterr().err
    assert run(copy) == 1


def test_without_node_the_page_is_written_and_the_picture_asked_for(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    change(copy, "/// Why a game ended", "/// How a game ended")
    change(copy, "  MODERATOR\n", "")
    before = (copy / "schema.svg").read_text()
    assert run(copy) == 0
    assert "`make schema` draws it" in capsys.readouterr().err
    assert "How a game ended" in (copy / "schema.md").read_text() and (copy / "schema.svg").read_text() == before
    assert run(copy, "--draw") == 1


def test_without_node_a_picture_that_is_up_to_date_is_left_in_peace(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run(copy) == 0
    assert capsys.readouterr().err == ""
