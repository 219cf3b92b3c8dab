"""Cutting comments that make no sense without the file around them.

Law: code is never touched. A short comment about the lines beside it stays. Comments that point elsewhere (a bug's
number, "see above", a tool's directive), banners, blocks of prose and long docstrings are cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from server.library.importing.trees import descendants
from server.library.languages import SYNTAXES

COMMENT_COLUMNS_LIMIT = 60  # more is prose
DOCSTRING_COLUMNS_LIMIT = 72

_ELSEWHERE = re.compile(
    r"TODO|FIXME|XXX|HACK|NOTE|\bNB\b|noqa|nosec|pragma|pylint|flake8|mypy|type:|pyright|fmt:|isort|bpo|gh-|\bPEP|RFC"
    r"|eslint|prettier|istanbul|c8 |@ts-|@flow|\$Flow|webpack|sourceMapping|#__|@__|tslint|jshint|biome|@license|@param"
    r"|https?:|www\.|@\w+\.|#\d|\d{4}-\d|\b(issues?|bugs?|see|above|below|previous|earlier|later)\b"
    r"|\b(elsewhere|workaround)\b"
    r"|\b(copyright|licen[cs]e|deprecated|backwards?|compat\w*|legacy|old|historical|version \d|python ?[23])\b"
    r"|\b(I|I'm|we|we're|our|my|this (file|module|class|method|function)|caller|here|hmm?|ugh|sigh)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[;{}=]\s*$|^\s*(if|for|while|return|print|import|from|def|var|let|const)\b.*[:;()]\s*$|^\w+\(.*\)$"
)
_BANNER = re.compile(r"([-=*#~/_+])\1{3,}")
_BLANKS = re.compile(r"\n[ \t\f]*(?:\n[ \t\f]*)+\n")
_BEFORE_CLOSING = re.compile(r"\n(?:[ \t\f]*\n)+([ \t]*[})\]])")


def without_comments(language: str, node: Node, source: bytes) -> tuple[str, bool]:
    """The text of a node without such comments, and whether it still has a string of several lines.

    The text begins at the node, so its first line is not indented and the others are as in the file.
    """
    syntax = SYNTAXES[language]
    cut = []
    has_long_string = False
    for one in descendants(node):
        if one.type in syntax.comments:
            if not _makes_sense(one, source):
                cut.append(_whole_line(one, source))
        elif one.type in ("string", "template_string") and _is_docstring(one):
            if _is_long(one):
                assert one.parent is not None
                cut.append(_whole_line(one.parent, source))
        elif one.type in syntax.strings and one.start_point.row != one.end_point.row:
            has_long_string = True
    return _cut(source, node.start_byte, node.end_byte, cut, has_long_string), has_long_string


def _cut(source: bytes, start: int, end: int, cut: Sequence[tuple[int, int]], has_long_string: bool) -> str:
    pieces, reached = [], start
    for first, last in sorted(cut):
        pieces.append(source[reached : max(first, reached)])
        reached = max(reached, min(last, end))
    pieces.append(source[reached:end])
    text = b"".join(pieces).decode("utf-8", "replace")
    if cut and not has_long_string:  # a cut leaves blank lines where nobody would write one
        text = _BLANKS.sub("\n\n", text)
        text = _BEFORE_CLOSING.sub(r"\n\1", text)
    return text.strip("\n \t\f")


def _whole_line(node: Node, source: bytes) -> tuple[int, int]:
    """The span to cut with a comment: the blanks before it and, if it has its lines to itself, the line break."""
    start, end = node.start_byte, node.end_byte
    line = source.rfind(b"\n", 0, start) + 1
    after = source.find(b"\n", end)
    after = len(source) if after < 0 else after
    is_alone = not source[line:start].strip() and not source[end:after].strip()
    if is_alone:
        return line, min(after + 1, len(source))
    if source[end:after].strip():  # code follows on the line
        while source[end : end + 1] == b" ":
            end += 1
        return start, end
    while source[start - 1 : start] in (b" ", b"\t"):
        start -= 1
    return start, end


def _makes_sense(comment: Node, source: bytes) -> bool:
    raw = source[comment.start_byte : comment.end_byte]
    text = raw.decode("utf-8", "replace")
    if "\n" in text or len(text) > COMMENT_COLUMNS_LIMIT or not text.isascii() or _in_block(comment):
        return False
    line = source[source.rfind(b"\n", 0, comment.start_byte) + 1 : comment.start_byte]
    if line.strip() and not (line.endswith(b"  ") and not line.endswith(b"   ")) and raw.startswith(b"#"):
        return False  # two blanks are usual; more make a column of comments, which loses its sense
    said = text.lstrip("/*# \t!").rstrip("*/ \t")
    if len(said) < 3 or sum(character.isalpha() for character in said) < len(said) / 2:
        return False
    return not (_ELSEWHERE.search(text) or _BANNER.search(text) or _CODE.search(said))


def _in_block(comment: Node) -> bool:
    """Whether it is one of several comment lines in a row: a sentence over several lines, or code commented out."""
    row, column = comment.start_point
    for other in (comment.prev_sibling, comment.next_sibling):
        if other is not None and other.type == comment.type and abs(other.start_point.row - row) == 1:
            return other.start_point.column == column
    return False


def _is_docstring(string: Node) -> bool:
    statement = string.parent
    if statement is None or statement.type != "expression_statement" or statement.named_child_count != 1:
        return False
    block = statement.parent
    return block is not None and block.type in ("block", "module")


def _is_long(string: Node) -> bool:
    text = (string.text or b"").decode("utf-8", "replace")
    return "\n" in text or len(text) > DOCSTRING_COLUMNS_LIMIT or bool(_ELSEWHERE.search(text)) or not text.isascii()
