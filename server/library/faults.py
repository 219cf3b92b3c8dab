"""Why a text cannot be a snippet, with line and column.

Law: each function yields every reason of its kind, in the order of the text; a text without a reason passes.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from tree_sitter import Node

from game.text import ENTER
from server.library.grammar import Tree, leaves
from server.library.mending import in_ascii

COLUMNS_LIMIT = 80  # a line fits beside its enemy on a small screen
LINES_LIMIT = 30  # an average player clears such a wave within a few minutes
REFUSALS_LIMIT = 20  # enough to mend a text; a binary file would give one for each character

_CLOSING = {"(": ")", "[": "]", "{": "}", "${": "}"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a text is refused, and where: `line` and `column` count characters from 1."""

    code: str
    detail: str
    line: int
    column: int

    def as_error(self, pointer: str) -> dict[str, str | int]:
        """The entry of a problem document's `errors`."""
        return {"pointer": pointer, **asdict(self)}


class LibraryRefused(Exception):
    """Base of everything that the library refuses; the message is one line that says why."""


class SnippetRefused(LibraryRefused):
    """The text cannot be a snippet. `refusals` say why, 20 of them at most, in the order of the text."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        first = refusals[0]
        super().__init__(f"line {first.line}, column {first.column}: {first.detail}")
        self.refusals = list(refusals[:REFUSALS_LIMIT])


# ---------------------------------------------------------------- what a text is made of


def text_refusals(text: str) -> Iterator[Refusal]:
    """Characters, blank lines and lengths that a text may not have."""
    if not text.strip():
        yield Refusal("empty", "There is nothing to type.", 1, 1)
        return
    lines = text.split(ENTER)
    if not lines[0].strip():
        yield Refusal("blank_first_line", "The first line is blank.", 1, 1)
    for number, line in enumerate(lines[: LINES_LIMIT + 1], 1):
        yield from _line_refusals(number, line)
    if len(lines) > LINES_LIMIT:
        yield Refusal("too_many_lines", f"{len(lines)} lines; the limit is {LINES_LIMIT}.", LINES_LIMIT + 1, 1)
    if not lines[-1].strip():
        yield Refusal("blank_last_line", "The last line is blank.", len(lines), 1)


def _line_refusals(number: int, line: str) -> Iterator[Refusal]:
    for column, character in () if line.isascii() and line.isprintable() else enumerate(line, 1):
        if character == "\t":
            yield Refusal("tab", "Tab character; indent with spaces.", number, column)
        elif not character.isascii():
            mend = _mend(in_ascii(character))
            yield Refusal("non_ascii", f"U+{ord(character):04X} is not ASCII{mend}.", number, column)
        elif not character.isprintable():
            yield Refusal("control_character", f"U+{ord(character):04X} cannot be typed.", number, column)
    if line.endswith(" "):
        yield Refusal("trailing_blank", "Spaces at the end of the line.", number, len(line.rstrip(" ")) + 1)
    if len(line) > COLUMNS_LIMIT:
        yield Refusal("too_wide", f"{len(line)} columns; the limit is {COLUMNS_LIMIT}.", number, COLUMNS_LIMIT + 1)


def _mend(plain: str | None) -> str:
    if plain is None:
        return ""
    return {"": "; leave it out", " ": "; write a space"}.get(plain, f"; write {plain}")


# ---------------------------------------------------------------- what a text says


def python_refusals(text: str) -> Iterator[Refusal]:
    """What Python itself says. The grammar accepts Python 2 and missing indentation, and places errors less well."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in somebody's string does not belong in the log
            ast.parse(text)
    except SyntaxError as error:
        message = error.msg[:1].upper() + error.msg[1:].rstrip(".?")
        # A newer Python may take it.
        by = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        yield Refusal("syntax", f"{message} (says {by}).", error.lineno or 1, max(error.offset or 1, 1))
    except (ValueError, RecursionError, MemoryError):
        yield Refusal("syntax", "The code is nested too deeply.", 1, 1)


def tree_refusals(tree: Tree, reader: str) -> list[Refusal]:
    """Where the tree went wrong. An unpaired tag or bracket explains the rest, so it is the only one reported; for
    anything else `reader` is named, because it may be behind the language."""
    root = tree.root
    unpaired = _unpaired_tag(root) or (_unpaired_bracket(tree) if root.has_error else None)
    if unpaired is not None:
        return [unpaired]
    if not root.has_error:
        return []
    refusals = []
    for node in _nodes(root):
        if node.is_missing:
            refusals.append(_at(node, "missing", f"{node.type!r} is missing (says {reader})."))
        elif node.is_error and not any(child.has_error for child in node.children):
            refusals.append(_at(node, "syntax", f"The code does not parse here (says {reader})."))
    return refusals or [_at(root, "syntax", f"The code does not parse (says {reader}).")]


def _nodes(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if node.child_count:
            pending.extend(reversed(node.children))


def _unpaired_tag(root: Node) -> Refusal | None:
    """The grammar lets `<p>` be closed by `</a>`; nothing else that reads JSX does."""
    for node in _nodes(root):
        if node.type == "jsx_element":
            opening, closing = node.child_by_field_name("open_tag"), node.child_by_field_name("close_tag")
            if opening is not None and closing is not None and _tag(opening) != _tag(closing):
                return _at(closing, "syntax", f"</{_tag(closing)}> does not close the <{_tag(opening)}> before it.")
    for node in _nodes(root) if root.has_error else ():
        if node.is_error and (unclosed := [child for child in node.children if child.type == "jsx_opening_element"]):
            return _at(unclosed[-1], "syntax", f"This <{_tag(unclosed[-1])}> is never closed.")
    return None


def _tag(node: Node) -> str:
    name = node.child_by_field_name("name")
    return (name.text or b"").decode() if name is not None else ""


def _unpaired_bracket(tree: Tree) -> Refusal | None:
    opened: list[Node] = []
    for path in leaves(tree):
        leaf = path[-1].node
        if leaf.type in _CLOSING and not leaf.is_missing:
            opened.append(leaf)
        elif leaf.type in _CLOSING.values() and not leaf.is_missing:
            if not opened:
                return _at(leaf, "syntax", f"Nothing opened this {leaf.type!r}.")
            if _CLOSING[opened[-1].type] != leaf.type:
                return _at(leaf, "syntax", f"This {leaf.type!r} does not close the {opened[-1].type!r} before it.")
            opened.pop()
    return _at(opened[-1], "syntax", f"This {opened[-1].type!r} is never closed.") if opened else None


def _at(node: Node, code: str, detail: str) -> Refusal:
    row, column = node.start_point
    return Refusal(code, detail, row + 1, column + 1)
