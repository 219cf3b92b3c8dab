from pathlib import Path

import pytest


def headings(folder: Path) -> list[str]:
    files = sorted(folder.glob("*.md"))
    return [file.read_text().strip().lstrip("# ") for file in files]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    for name, text in {"b.md": "# Rye\n", "a.md": "Tea", "c": "x"}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_headings_come_by_name(notes: Path) -> None:
    assert headings(notes) == ["Tea", "Rye"]
