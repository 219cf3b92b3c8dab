"""The words of a text, which the game counts, colours and scores.

Law: every character that is not blank is in exactly one word, and no word contains whitespace. A word is a leaf of the
syntax tree (strings without interpolation, regexes and comments count as leaves), split at whitespace. Characters that
no leaf covers, such as the letters beside an escape in an f-string, form a word of their own.

Absent on purpose: what the nodes of a grammar mean. server/library/languages.py says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from game.terms import WordClass
from game.text import Word
from server.library.grammar import Step, Tree, leaves
from server.library.languages import Syntax

_PUNCTUATION = set("()[]{},;.:\\") | {"${", "{|", "|}", "::"}
_ANGLES = {"<", ">", "</", "/>"}
_TAGS = {"jsx_opening_element", "jsx_closing_element", "jsx_self_closing_element"}
_UNBROKEN = re.compile(r"\S+")
_TOKEN = re.compile(r"[\w$]+|[^\w\s$]")
_HIDDEN_KEYWORDS = {"accessor", "const", "defer", "in", "out", "source", "type"}
_CAPITALISED = re.compile(r"[A-Z]\w*[a-z]|[A-Z]$")  # a class by convention; ALL_CAPS are constants


def words_of(tree: Tree, text: str) -> tuple[tuple[Word, ...], int]:
    """The words of a parsed text, in order, and the most blocks, brackets and JSX elements around any one leaf."""
    found: list[Word] = []
    reached = depth = 0
    for path in leaves(tree):
        leaf = path[-1].node
        depth = max(depth, path[-1].depth)
        found.extend(_gap(path, tree, text, reached, leaf.start_byte))
        found.extend(_split(text, leaf.start_byte, leaf.end_byte, _kind(path, tree.syntax)))
        reached = max(reached, leaf.end_byte)
    found.extend(_split(text, reached, len(text), WordClass.TEXT))
    return tuple(found), depth


def _gap(path: Sequence[Step], tree: Tree, text: str, start: int, end: int) -> list[Word]:
    """The text between two leaves: blanks, what a stand-in hides, or characters inside a string that the grammar has no
    token for."""
    gap = text[start:end]
    if not gap.strip():
        return []
    if tree.hides(start + len(gap) - len(gap.lstrip())):
        return [_hidden(found, start) for found in _TOKEN.finditer(gap)]
    syntax = tree.syntax
    in_string = any(step.node.type in syntax.strings and step.node.start_byte <= start for step in path)
    return _split(text, start, end, WordClass.STRING if in_string else WordClass.TEXT)


def _hidden(found: re.Match[str], start: int) -> Word:
    """A word of what a stand-in hides: modifiers, and the types in a template's tag."""
    token = found[0]
    kind = WordClass.PUNCTUATION if not token[0].isalnum() else WordClass.TYPE
    if token in _HIDDEN_KEYWORDS:
        kind = WordClass.KEYWORD
    return Word(start + found.start(), start + found.end(), kind)


def _split(text: str, start: int, end: int, kind: WordClass) -> list[Word]:
    return [Word(start + m.start(), start + m.end(), kind) for m in _UNBROKEN.finditer(text[start:end])]


def _kind(path: Sequence[Step], syntax: Syntax) -> WordClass:
    leaf, parent = path[-1].node, path[-2].node if len(path) > 1 else path[-1].node
    known = syntax.class_of(leaf.type, parent.type)
    if known is not None:
        return known
    if leaf.type in syntax.identifiers:
        return _identifier_kind(path, syntax)
    token = (leaf.text or b"").decode("ascii")
    if token.replace(" ", "").isalpha():
        return WordClass.KEYWORD
    if token in _PUNCTUATION or (token in _ANGLES and parent.type in syntax.angles):
        return WordClass.PUNCTUATION
    return WordClass.OPERATOR


def _identifier_kind(path: Sequence[Step], syntax: Syntax) -> WordClass:
    leaf, parent = path[-1], path[-2]
    if any(step.node.type in _TAGS and path[at + 1].field == "name" for at, step in enumerate(path[:-1])):
        return WordClass.TAG
    if _names_function(leaf, parent, syntax):
        return WordClass.FUNCTION
    if parent.node.type in syntax.types and leaf.field == "name":
        return WordClass.TYPE
    token = (leaf.node.text or b"").decode("ascii")
    if syntax.types_are_capitalised and leaf.node.type == "identifier" and _CAPITALISED.match(token):
        return WordClass.TYPE
    if _is_called(path, syntax):
        return WordClass.FUNCTION
    return WordClass.TYPE if _in_annotation(path, syntax) else WordClass.NAME


def _names_function(leaf: Step, parent: Step, syntax: Syntax) -> bool:
    """Whether this is the name of a definition, or a name that a function is assigned to."""
    if leaf.field == "name" and parent.node.type in syntax.functions:
        return True
    value = parent.node.child_by_field_name("value")
    return leaf.field in ("name", "key", "property") and value is not None and value.type in syntax.function_values


def _is_called(path: Sequence[Step], syntax: Syntax) -> bool:
    """`f` in f(), o.f(), @f and T::f."""
    at = len(path) - 1
    while path[at - 1].node.type in syntax.members and path[at].field == syntax.members[path[at - 1].node.type]:
        at -= 1
    parent, (node, called, _) = path[at - 1].node.type, path[at]
    if parent not in syntax.calls:
        return False
    return called == syntax.calls[parent] if syntax.calls[parent] else node.next_sibling is None


def _in_annotation(path: Sequence[Step], syntax: Syntax) -> bool:
    """Whether a Python name is part of a type: `int` in `dict[str, int]`, but not an argument of a call in it."""
    for step in reversed(path):
        if step.node.type in syntax.calls:
            return False
        if step.node.type == "type" and step.node.is_named:
            return True
    return False
