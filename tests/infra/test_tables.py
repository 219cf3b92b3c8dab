"""Tables that commands keep in the pages of the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.infra.cli import CommandFailed
from server.infra.tables import put_table

PAGE = "before\n<!-- a writes from here -->\nold\n<!-- to here -->\n<!-- b writes from here -->\nb\n<!-- to here -->\n"


def test_only_the_text_between_the_command_s_own_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    put_table("a", "new", write=page, compare=None)
    assert page.read_text() == PAGE.replace("\nold\n", "\n\nnew\n\n")
    put_table("a", "new", write=page, compare=page)
    assert page.read_text() == PAGE.replace("\nold\n", "\n\nnew\n\n")


def test_another_table_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    with pytest.raises(CommandFailed, match="holds another table"):
        put_table("b", "new", write=None, compare=page)
    assert page.read_text() == PAGE


def test_a_page_without_the_marks_and_a_binary_one_are_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before <!-- to here -->")
    with pytest.raises(CommandFailed, match="has no place for the table"):
        put_table("a", "new", write=page, compare=None)
    page.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandFailed, match="not text in UTF-8"):
        put_table("a", "new", write=None, compare=page)
