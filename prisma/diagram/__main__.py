"""Writes docs/schema.md, and docs/schema.svg when it is out of date.

python -m prisma.diagram            # without Node the picture is left as it is, with a message
python -m prisma.diagram --draw     # always draws the picture, and fails if it cannot
python -m prisma.diagram --check    # writes nothing, and fails if one of the two is out of date; for make lint
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from prisma.diagram.answers import PRACTICE, check
from prisma.diagram.dot import dot
from prisma.diagram.page import page
from prisma.diagram.picture import CannotDraw, draw, is_drawn_from
from prisma.diagram.schema import UnknownSchema, read

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "prisma" / "schema.prisma"
DOCS = ROOT / "docs"


def main(arguments: Sequence[str], schema: Path = SCHEMA, docs: Path = DOCS) -> int:
    try:
        known = read(schema.read_text())
        check(PRACTICE.read_text(), known)
        words, drawing = page(known), dot(known)
    except UnknownSchema as problem:
        print(f"prisma/schema.prisma cannot be drawn: {problem}", file=sys.stderr)
        return 1
    page_file, picture_file = docs / "schema.md", docs / "schema.svg"
    is_current = picture_file.exists() and is_drawn_from(picture_file.read_text(), drawing)
    if "--check" in arguments:
        return _check(page_file.exists() and page_file.read_text() == words, is_current)
    page_file.write_text(words)
    if is_current and "--draw" not in arguments:
        return 0
    try:
        picture_file.write_text(draw(drawing))
    except CannotDraw as problem:
        print(
            f"docs/schema.svg is out of date; `make schema` draws it (needs Node and npm): {problem}", file=sys.stderr
        )
        return 1 if "--draw" in arguments else 0
    return 0


def _check(page_is_current: bool, picture_is_current: bool) -> int:
    if not page_is_current:
        print("docs/schema.md is out of date: run `make fmt`", file=sys.stderr)
    if not picture_is_current:
        print("docs/schema.svg is out of date: run `make schema` (needs Node and npm)", file=sys.stderr)
    return 0 if page_is_current and picture_is_current else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
