"""Finding the pieces of a file that are whole and small enough to be snippets.

Laws:
- The search goes from the outside in: a piece that fits is taken whole, and nothing inside it is taken again; one that
  does not fit is searched for smaller pieces.
- A piece parses alone and needs nothing from outside: no `return` without its function, no `self` without its method,
  no string whose lines a dedent would change.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from game.terms import Language
from server.library.faults import COLUMNS_LIMIT, SnippetRefused, python_refusals
from server.library.importing.comments import without_comments
from server.library.importing.judging import LINES_LIMIT, LINES_MINIMUM, complaint
from server.library.importing.manners import bad_manners, python_complaint
from server.library.importing.tally import Tally
from server.library.importing.trees import descendants, language_of, tree_of
from server.library.mending import mended, tab_width
from server.library.parse import Parsed, parse

DEFINITIONS = {
    *("function_definition", "class_definition", "decorated_definition"),
    *("function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration"),
    *("interface_declaration", "type_alias_declaration", "enum_declaration", "export_statement"),
    *("method_declaration", "record_declaration", "type_declaration"),  # with those above, Java's and Go's
    *("function_item", "struct_item", "enum_item", "trait_item", "impl_item"),  # Rust's
}
_STATEMENTS = {
    *("for_statement", "while_statement", "if_statement", "try_statement", "with_statement", "match_statement"),
    *("for_in_statement", "switch_statement", "expression_statement", "lexical_declaration", "variable_declaration"),
}
_OF_A_FUNCTION = {
    *("return_statement", "yield", "await", "nonlocal_statement", "global_statement"),
    *("yield_expression", "await_expression", "super", "this"),
}
_ALONE = {"for_statement", "while_statement", "with_statement", "try_statement"}  # may leave a Python function
_HOPELESS = {"written by a compiler", "short"}  # nothing inside is better
_LOOPS = {"for_statement", "while_statement", "for_in_statement", "do_statement", "switch_statement"}
_AFTER_OPENING = re.compile(r"([:{(\[])\n\n+")  # nobody leaves a line blank here, but a cut may
_ROWS_LIMIT = 70  # with its comments and docstring


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of a file that may be a snippet, and the lines it came from, counted from 1."""

    language: str
    parsed: Parsed
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Taste:
    """What is asked of a piece besides being a snippet. `any_style`: nothing of its looks, because somebody wrote it to
    be typed. `mend`: letters outside ASCII are spelt in ASCII."""

    any_style: bool = False
    mend: bool = False


STRICT = Taste()


def candidates(path: str, source: bytes, tally: Tally, taste: Taste = STRICT) -> tuple[list[Candidate], bool]:
    """The good pieces of a file in UTF-8, in order, and whether all of the file parsed.

    Nothing is taken from Python that does not parse: it is old, or a template. The grammar of TypeScript lags behind
    the language, so pieces beside an error are taken there; like all pieces they must parse alone.
    """
    root = tree_of(path, source)
    if path.endswith(".py") and (root.has_error or any(python_refusals(source.decode()))):
        return [], False
    return list(_pieces(path, source, root, tally, taste)), not root.has_error


def _pieces(path: str, source: bytes, root: Node, tally: Tally, taste: Taste) -> Iterator[Candidate]:
    pending = [(child, False) for child in reversed(root.named_children)]
    while pending:
        node, is_inside = pending.pop()
        rows = node.end_point.row - node.start_point.row
        if rows < (1 if taste.any_style else LINES_MINIMUM - 1):
            continue
        if not node.has_error and node.type in (DEFINITIONS | _STATEMENTS) and not _is_decorated(node):
            made = _candidate(path, source, node, is_inside, taste)
            where = f"{path}:{node.start_point.row + 1}"
            if isinstance(made, Candidate):
                reason = None if taste.any_style else complaint(made.language, made.parsed)
                if reason is None:
                    yield made
                    continue
                tally.drop(reason, where)
                continue  # nothing inside it is better
            tally.drop(made, where)
            if made in _HOPELESS:
                continue
        is_inside = is_inside or node.type in ("block", "statement_block", "class_body")
        pending.extend((child, is_inside) for child in reversed(node.named_children))


def _is_decorated(node: Node) -> bool:
    """Whether a decorator precedes it: the two are taken together or not at all. So a Rust test is never taken."""
    if node.prev_named_sibling is not None and node.prev_named_sibling.type == "attribute_item":
        return True
    return node.parent is not None and node.parent.type == "decorated_definition"


def _candidate(path: str, source: bytes, node: Node, is_inside: bool, taste: Taste) -> Candidate | str:
    """The piece as a candidate, or why it is not one."""
    if node.end_point.row - node.start_point.row >= _ROWS_LIMIT:
        return "too long"
    line = source[source.rfind(b"\n", 0, node.start_byte) + 1 : node.start_byte]
    if line.strip():
        return "begins in the middle of a line"
    if node.type == "export_statement" and node.child_by_field_name("declaration") is None:
        return "a list of exports"
    language = language_of(path, node)
    if language is None or (is_inside and _is_of_its_function(language, node)):
        return "needs the function around it" if language else "JSX with types"
    text, has_long_string = without_comments(language, node, source)
    if taste.any_style:  # comments too
        text = source[node.start_byte : node.end_byte].decode()
    indent = line.decode("ascii", "replace")
    if has_long_string and (indent or "\t" in text):
        return "a string of several lines, indented"
    if not has_long_string:
        text = _dedented(indent + text, tab_width(language))
    if taste.mend:
        text = mended(text, tab_width(language))
    return _judged(language, text, node, taste) or _parsed(language, text, node)


def _judged(language: str, text: str, node: Node, taste: Taste) -> str | None:
    """Why the text alone rules the piece out; None when it does not."""
    if taste.any_style:
        return _of_characters(text)
    return _of_size(text) or bad_manners(language, text) or _of_python(language, text, node)


def _of_characters(text: str) -> str | None:
    return None if text.isascii() else "characters outside ASCII"


def _of_size(text: str) -> str | None:
    lines = text.split("\n")
    typed = sum(map(bool, lines))
    if typed > LINES_LIMIT:
        return "too long"
    if typed < LINES_MINIMUM:
        return "short"
    if odd := _of_characters(text):
        return odd
    return "too wide" if max(map(len, lines)) > COLUMNS_LIMIT else None


def _of_python(language: str, text: str, node: Node) -> str | None:
    if language != Language.PYTHON:
        return None
    above = node.parent and node.parent.parent
    is_method = above is not None and above.type == "class_definition"
    return python_complaint(text, is_method=is_method, is_statement=node.type in _STATEMENTS)


def _parsed(language: str, text: str, node: Node) -> Candidate | str:
    try:
        parsed = parse(language, text)
    except SnippetRefused as refused:
        return f"not a snippet: {refused.refusals[0].code.replace('_', ' ')}"
    return Candidate(language, parsed, node.start_point.row + 1, node.end_point.row + 1)


def _dedented(text: str, tab_width: int) -> str:
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        code = line.lstrip(" \t\f")
        blanks = line[: len(line) - len(code)].replace("\f", "")
        lines.append((blanks.expandtabs(tab_width) + code).rstrip())
    text = textwrap.dedent("\n".join(lines)).strip("\n")
    return _AFTER_OPENING.sub(r"\1\n", text)


def _is_of_its_function(language: str, node: Node) -> bool:
    """Whether a statement stays in its function: only Python's loops and blocks leave it, if they work alone."""
    stands_alone = language != Language.PYTHON or node.type not in _ALONE
    return node.type in _STATEMENTS and (stands_alone or _needs_its_function(node))


def _needs_its_function(node: Node) -> bool:
    has_loop = False
    for one in descendants(node, into_functions=False):
        if one.type in _OF_A_FUNCTION or (one.type == "identifier" and one.text in (b"self", b"cls")):
            return True
        has_loop = has_loop or one.type in _LOOPS
        if one.type in ("break_statement", "continue_statement") and not _in_loop(one, node):
            return True
    return False


def _in_loop(jump: Node, within: Node) -> bool:
    one = jump.parent
    while one is not None:
        if one.type in _LOOPS:
            return True
        if one.id == within.id:
            return False
        one = one.parent
    return False
