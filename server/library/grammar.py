"""The grammars, and the walk over a parsed text that the rest of this folder uses.

TYPESCRIPT is parsed with the plain typescript grammar and not with the TSX one: `<T>value` and `<T>(x: T) => x` are
ordinary in it and errors in TSX, and JSX is an error in it, as it is to the compiler of a `.ts` file. JSX has a
language of its own here, REACT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import tree_sitter_javascript
import tree_sitter_python
import tree_sitter_typescript
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser, TreeCursor

from game.terms import Language

STRINGS = {"string", "template_string", "template_literal_type"}
_INTERPOLATIONS = {"interpolation", "template_substitution", "template_type"}
_LEVELS = {"block", "jsx_element"}  # nesting that no bracket opens
_OPENING = {"(", "[", "{", "${"}
_ALWAYS_WHOLE = {"regex", "comment", "html_comment", "hash_bang_line"}


class Step(NamedTuple):
    """A node on the path down from the root, the field of its parent that it fills, and how deeply it is nested.

    `depth` counts the blocks, bracketed groups and JSX elements from the root to this node, itself included.
    """

    node: Node
    field: str | None
    depth: int


@cache
def _parser(language: str) -> Parser:
    grammars: dict[str, Callable[[], object]] = {
        Language.PYTHON: tree_sitter_python.language,
        Language.REACT: tree_sitter_javascript.language,
        Language.JAVASCRIPT: tree_sitter_javascript.language,
        Language.TYPESCRIPT: tree_sitter_typescript.language_typescript,
    }
    return Parser(Grammar(grammars[language]()))


def syntax_tree(language: str, text: str) -> Node:
    """The root of a text's tree. The text is ASCII, so offsets in bytes are offsets in characters."""
    return _parser(language).parse(text.encode("ascii")).root_node


def is_whole(node: Node) -> bool:
    """Whether a node counts as one piece: a string without interpolation, a regex, a comment."""
    if node.type in STRINGS:
        return not any(child.type in _INTERPOLATIONS for child in node.children)
    return node.type in _ALWAYS_WHOLE


def leaves(root: Node) -> Iterator[Sequence[Step]]:
    """Yield the path from the root to each leaf, in the order of the text; a node that is whole is a leaf.

    The next step changes the sequence, so copy what you keep. The walk uses a cursor instead of recursion, because two
    thousand nested brackets are a legal text.
    """
    cursor = root.walk()
    path = [Step(root, None, 0)]
    while True:
        if not is_whole(path[-1].node) and cursor.goto_first_child():
            path.append(_step(path[-1], cursor))
            continue
        yield path
        path.pop()
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            path.pop()
        path.append(_step(path[-1], cursor))


def _step(parent: Step, cursor: TreeCursor) -> Step:
    assert cursor.node is not None
    return Step(cursor.node, cursor.field_name, parent.depth + _is_level(cursor.node))


def _is_level(node: Node) -> bool:
    return node.type in _LEVELS or any(child.type in _OPENING for child in node.children)
