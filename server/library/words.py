"""The words of a text, which the game counts, colours and scores.

Law: every character that is not blank is in exactly one word, and no word contains whitespace. A word is a leaf of the
syntax tree (strings without interpolation, regexes and comments count as leaves), split at whitespace. Characters that
no leaf covers, such as the letters beside an escape in an f-string, form a word of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from game.terms import WordClass
from game.text import Word
from server.library.grammar import STRINGS, Step, leaves

_KIND_OF_LEAF: dict[str, WordClass] = {
    **dict.fromkeys(("integer", "float", "number"), WordClass.NUMBER),
    **dict.fromkeys(("comment", "html_comment", "hash_bang_line"), WordClass.COMMENT),
    **dict.fromkeys(("jsx_text", "html_character_reference"), WordClass.TEXT),
    **dict.fromkeys(("true", "false", "none", "null", "undefined", "this", "this_type", "super"), WordClass.KEYWORD),
    **dict.fromkeys(
        (*STRINGS, "regex", "string_start", "string_content", "string_end", "string_fragment"), WordClass.STRING
    ),
    **dict.fromkeys(
        ("escape_sequence", "escape_interpolation", "type_conversion", "format_specifier"), WordClass.STRING
    ),
    **dict.fromkeys(('"', "'", "`"), WordClass.STRING),
    **dict.fromkeys(("type_identifier", "predefined_type"), WordClass.TYPE),
    **dict.fromkeys(("_", "__future__"), WordClass.NAME),
}
_PUNCTUATION = set("()[]{},;.:\\") | {"${", "{|", "|}"}
_IDENTIFIERS = {
    "identifier",
    "property_identifier",
    "private_property_identifier",
    "shorthand_property_identifier",
    "shorthand_property_identifier_pattern",
    "statement_identifier",
}
_TAGS = {"jsx_opening_element", "jsx_closing_element", "jsx_self_closing_element"}
_ANGLES = {*_TAGS, "type_arguments", "type_parameters"}
_CLASSES = {"class_definition", "class_declaration", "class", "enum_declaration"}
_CALLS = {"call", "call_expression"}
_MEMBERS = {"attribute", "member_expression"}
_FUNCTION_VALUES = {"arrow_function", "function_expression", "generator_function"}
_FUNCTION_NAMES = {
    "function_definition",
    "function_declaration",
    "generator_function_declaration",
    "function_expression",
    "method_definition",
    "function_signature",
    "method_signature",
    "abstract_method_signature",
}
_CAPITALISED = re.compile(r"[A-Z]\w*[a-z]|[A-Z]$")  # a class by convention; ALL_CAPS are constants


def words_of(root: Node, text: str) -> tuple[Word, ...]:
    """The words of a parsed ASCII text, in order."""
    found: list[Word] = []
    reached = 0
    for path in leaves(root):
        leaf = path[-1].node
        found.extend(_gap(path, text, reached, leaf.start_byte))
        found.extend(_split(text, leaf.start_byte, leaf.end_byte, _kind(path)))
        reached = max(reached, leaf.end_byte)
    found.extend(_split(text, reached, len(text), WordClass.TEXT))
    return tuple(found)


def nesting_depth(root: Node) -> int:
    """The largest number of blocks, bracketed groups and JSX elements around any one leaf."""
    return max(path[-1].depth for path in leaves(root))


def _gap(path: Sequence[Step], text: str, start: int, end: int) -> list[Word]:
    """The text between two leaves: blanks, or characters inside a string that the grammar has no token for."""
    if not text[start:end].strip():
        return []
    in_string = any(step.node.type in STRINGS and step.node.start_byte <= start for step in path)
    return _split(text, start, end, WordClass.STRING if in_string else WordClass.TEXT)


def _split(text: str, start: int, end: int, kind: WordClass) -> list[Word]:
    return [Word(start + m.start(), start + m.end(), kind) for m in re.finditer(r"\S+", text[start:end])]


def _kind(path: Sequence[Step]) -> WordClass:
    leaf, parent = path[-1].node, path[-2].node if len(path) > 1 else path[-1].node
    if parent.type == "predefined_type":
        return WordClass.TYPE
    if leaf.type in _KIND_OF_LEAF:
        return _KIND_OF_LEAF[leaf.type]
    if leaf.type in _IDENTIFIERS:
        return _identifier_kind(path)
    token = (leaf.text or b"").decode("ascii")
    if token.replace(" ", "").isalpha():
        return WordClass.KEYWORD
    if token in _PUNCTUATION or (parent.type in _ANGLES and token in ("<", ">", "</", "/>")):
        return WordClass.PUNCTUATION
    return WordClass.OPERATOR


def _identifier_kind(path: Sequence[Step]) -> WordClass:
    leaf, parent = path[-1], path[-2]
    if any(step.node.type in _TAGS and path[at + 1].field == "name" for at, step in enumerate(path[:-1])):
        return WordClass.TAG
    if _names_function(leaf, parent):
        return WordClass.FUNCTION
    if parent.node.type in _CLASSES and leaf.field == "name":
        return WordClass.TYPE
    token = (leaf.node.text or b"").decode("ascii")
    if _CAPITALISED.match(token) and leaf.node.type == "identifier":
        return WordClass.TYPE
    if _is_called(path):
        return WordClass.FUNCTION
    return WordClass.TYPE if _in_annotation(path) else WordClass.NAME


def _names_function(leaf: Step, parent: Step) -> bool:
    """Whether this is the name of a definition, or a name that a function is assigned to."""
    if leaf.field == "name" and parent.node.type in _FUNCTION_NAMES:
        return True
    value = parent.node.child_by_field_name("value")
    return leaf.field in ("name", "key", "property") and value is not None and value.type in _FUNCTION_VALUES


def _is_called(path: Sequence[Step]) -> bool:
    """`f` in f(), o.f() and @f."""
    at = len(path) - 1
    if path[at - 1].node.type in _MEMBERS and path[at].field in ("attribute", "property"):
        at -= 1
    parent = path[at - 1].node.type
    return (parent in _CALLS and path[at].field == "function") or parent == "decorator"


def _in_annotation(path: Sequence[Step]) -> bool:
    """Whether a Python name is part of a type: `int` in `dict[str, int]`, but not an argument of a call in it."""
    for step in reversed(path):
        if step.node.type in _CALLS:
            return False
        if step.node.type == "type" and step.node.is_named:
            return True
    return False
