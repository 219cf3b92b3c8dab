"""The drawn schema, and what the generated and locked files must hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prisma.diagram import page as schema_diagram
from prisma.diagram.page import UnknownSchema, draw

SCHEMA = """
/// Who writes.
model Author {
  id    String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  /// As printed.
  name  String @unique @db.VarChar(50)
  born  Int?
  books Book[]

  @@index([born(sort: Desc)])
  @@map("authors")
}

model Book {
  id        String  @id @db.Uuid
  author_id String  @db.Uuid
  editor_id String? @unique @db.Uuid
  kind      Kind
  author    Author  @relation(fields: [author_id], references: [id], onDelete: Cascade)
  editor    Author? @relation("edits", fields: [editor_id], references: [id], onDelete: SetNull)
}

enum Kind {
  NOVEL
  ESSAY
}
"""


def test_tables_relations_and_enums_are_drawn() -> None:
    page = draw(SCHEMA)
    for line in (
        '    authors ||--o{ Book : "author_id, cascade"',
        '    authors |o--o| Book : "editor_id, set null"',
        "        uuid id PK",
        "        varchar_50 name UK",
        '        integer born "may be NULL"',
        "        uuid author_id FK",
        '        uuid editor_id FK, UK "may be NULL"',
        "        Kind kind",
        "Who writes.",
        "- `name`: As printed.",
        "- index (born descending)",
        "- `Kind`: NOVEL, ESSAY",
    ):
        assert line in page.splitlines()


def test_line_that_is_not_understood_is_refused() -> None:
    with pytest.raises(UnknownSchema, match=r"authors: \?\?\?"):
        draw(SCHEMA.replace("born  Int?", "???"))


def test_page_is_up_to_date_and_check_notices_when_it_is_not(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (root / "docs" / "schema.md").read_text() == draw((root / "prisma" / "schema.prisma").read_text())
    assert schema_diagram.main(["--check"]) == 0
    monkeypatch.setattr(schema_diagram, "PAGE", tmp_path / "schema.md")
    assert schema_diagram.main(["--check"]) == 1 and "out of date" in capsys.readouterr().err
    assert schema_diagram.main([]) == 0
    assert schema_diagram.main(["--check"]) == 0


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "prisma/package-lock.json", "prisma/package.json"]
)
def test_lock_files_name_no_address(root: Path, name: str) -> None:
    assert not re.search(r"https?://", (root / name).read_text())


def test_both_lock_files_agree(root: Path) -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (root / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
