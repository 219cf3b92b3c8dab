"""Texts as syntax trees, and the walk over a tree that the rest of this folder uses.

Absent on purpose: what the nodes of a grammar mean. server/library/languages.py says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser, TreeCursor

from server.library.languages import SYNTAXES, Syntax
from server.library.stand_ins import parsed

_OPENING = {"(", "[", "{", "${"}


class Step(NamedTuple):
    """A node on the path down from the root, the field of its parent that it fills, and how deeply it is nested.

    `depth` counts the blocks, bracketed groups and JSX elements from the root to this node, itself included.
    """

    node: Node
    field: str | None
    depth: int


class Tree(NamedTuple):
    """A parsed text. It is ASCII, so offsets in bytes are offsets in characters."""

    root: Node
    syntax: Syntax
    hidden: tuple[tuple[int, int], ...] = ()  # what stands in for it is no leaf; see stand_ins

    def hides(self, start: int) -> bool:
        return any(first <= start < end for first, end in self.hidden)


@cache
def reader(language: str) -> str:
    """Who says whether a text parses: the grammar's package and its version."""
    package = SYNTAXES[language].grammar.__module__.partition(".")[0].replace("_", "-")
    return f"{package} {version(package)}"


@cache
def parser(grammar: Callable[[], object]) -> Parser:
    """The parser of a grammar that a wheel hands out."""
    return Parser(Grammar(grammar()))


def syntax_tree(language: str, text: str) -> Tree:
    """Parse any ASCII text; errors are nodes of the tree.

    Go's grammar, like its compiler, wants a line break after the last statement, which a snippet does not have.
    """
    syntax = SYNTAXES[language]
    content = f"{text}\n".encode("ascii")
    found = parsed(parser(syntax.grammar), content, is_script=syntax.is_script)
    return Tree(found.root, syntax, found.hidden)


def leaves(tree: Tree) -> Iterator[Sequence[Step]]:
    """Yield the path from the root to each leaf, in the order of the text; a node that is whole is a leaf.

    The next step changes the sequence, so copy what you keep. The walk uses a cursor instead of recursion, because two
    thousand nested brackets are a legal text.
    """
    root, syntax, _ = tree
    cursor = root.walk()
    path = [Step(root, None, 0)]
    while True:
        if not _is_whole(path[-1].node, syntax) and cursor.goto_first_child():
            path.append(_step(path[-1], cursor, syntax))
            continue
        yield path
        path.pop()
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            path.pop()
        path.append(_step(path[-1], cursor, syntax))


def _is_whole(node: Node, syntax: Syntax) -> bool:
    """Whether a node counts as one piece: a string without interpolation, a regex, a comment."""
    if node.type in syntax.strings:
        return not any(child.type in syntax.interpolations for child in node.children)
    return node.type in syntax.comments or node.type in syntax.whole


def _step(parent: Step, cursor: TreeCursor, syntax: Syntax) -> Step:
    node = cursor.node  # each look makes another object
    assert node is not None
    is_level = node.type in syntax.levels or (
        node.child_count > 0 and any(child.type in _OPENING for child in node.children)
    )
    return Step(node, cursor.field_name, parent.depth + is_level)
