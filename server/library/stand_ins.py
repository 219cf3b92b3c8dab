"""What a grammar that is behind its language reads in the place of what it does not know yet.

Laws:
- A stand-in is as long as what it stands for, so every offset stays the text's own.
- They are tried only where a text does not parse, and kept only when all of it parses then; of a whole file, when more
  of it does.
- What they hide is no leaf of the tree; `hidden` says where it is, so that its words can still be told apart.

Each rule names a gap that was found by reading the languages' own code; one that a new release of its grammar closes
has nothing left to do. tests/library/test_stand_ins.py has all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node, Parser

MOST_AMPERSANDS = 30  # of one text; each is a parse

# What the group matches is blanked.
_SCRIPT = (
    rb"(?<!\baccessor )\b(accessor)(?=\s+[\w$#\[\"'])",  # class fields with a getter and a setter
    rb"\bimport\s+(defer|source)(?=\s+[\w*])(?!\s+from\b)",
)
_TYPED = (
    rb"(?:<|,)\s*((?:const\s+)?(?:\bin\b|\bout\b)(?:\s+out\b)?)(?=\s+[A-Za-z_$])",  # variance of type parameters
    rb"\bexport\s+(type)(?=\s*\*)",
    rb"(?<=[\w$\])])(<[^<>()=;`]*(?:<[^<>()=;`]*>[^<>()=;`]*)*>)(?=`)",  # a template's tag with type arguments
)
_BLANKED = re.compile(b"|".join(_SCRIPT + _TYPED))
# A field of a class that is called like a modifier gets another name.
_MODIFIER_AS_NAME = re.compile(rb"\b(abstract|override|accessor|declare|readonly)(?=\s*[?!]?\s*[=:;(])")
# A signature in a type, behind another one on the line before: a blank of its indentation gives way.
_WITHOUT_SEMICOLON = re.compile(rb"([\w\])}>\"'/][ ]*\n)[ ](?=[ ]*[<(])")
_AMPERSANDS = re.compile(rb"&+(?!#?\w+;)")
_IN_JSX = {"jsx_text", "string_fragment", "string"}


class StandIn(NamedTuple):
    """The root of a text with stand-ins in it, and the parts of the text that no leaf covers."""

    root: Node
    hidden: tuple[tuple[int, int], ...] = ()


def parsed(parser: Parser, content: bytes, *, is_script: bool, is_file: bool = False) -> StandIn:
    """`content` as the grammar reads it, with stand-ins where nothing else helps. `is_script`: JavaScript or what came
    of it; other languages have no rules yet."""
    root = parser.parse(content).root_node
    if not root.has_error or not is_script:
        return StandIn(root)
    hidden: list[tuple[int, int]] = []
    changed = _MODIFIER_AS_NAME.sub(lambda found: b"x" * len(found[0]), content)
    changed = _BLANKED.sub(lambda found: _blanked(parser, found, hidden), changed)
    best = StandIn(root)
    for attempt in (changed, _WITHOUT_SEMICOLON.sub(rb"\1;", changed)):
        tree, ampersands = _without_ampersands(parser, attempt)
        if _are_in_jsx(tree, ampersands) and _is_better(tree, best.root, is_file=is_file):
            best = StandIn(tree, tuple(hidden))
        if not tree.has_error:
            break
    return best


def _is_better(tree: Node, than: Node, *, is_file: bool) -> bool:
    return len(list(_faults(tree))) < len(list(_faults(than))) if is_file else not tree.has_error


def _blanked(parser: Parser, found: re.Match[bytes], hidden: list[tuple[int, int]]) -> bytes:
    group = next(number for number, value in enumerate(found.groups(), 1) if value is not None)
    if found[group].startswith(b"<") and parser.parse(b"type A = B" + found[group]).root_node.has_error:
        return found[0]
    start, end = found.span(group)
    hidden.append((start, end))
    whole, offset = found[0], found.start()
    return whole[: start - offset] + b" " * (end - start) + whole[end - offset :]


def _without_ampersands(parser: Parser, content: bytes) -> tuple[Node, list[int]]:
    """JSX takes an `&` that begins no entity as it is; the grammar does not."""
    replaced: list[int] = []
    root = parser.parse(content).root_node
    while root.has_error and len(replaced) < MOST_AMPERSANDS:
        found = next((one for node in _faults(root) if (one := _ampersands(content, node))), None)
        if found is None:
            break
        replaced.append(found.start())
        content = content[: found.start()] + b"_" * len(found[0]) + content[found.end() :]
        root = parser.parse(content).root_node
    return root, replaced


def _ampersands(content: bytes, fault: Node) -> re.Match[bytes] | None:
    """Those at which something went wrong, or the first ones in what could not be read."""
    start, end = fault.start_byte, fault.end_byte
    return _AMPERSANDS.match(content, start) or _AMPERSANDS.search(content, start, end)


def _faults(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            yield node
        pending.extend(child for child in reversed(node.children) if child.has_error)


def _are_in_jsx(root: Node, offsets: list[int]) -> bool:
    """Elsewhere an `&` that does not parse is the text's own fault."""
    for offset in offsets:
        leaf = root.descendant_for_byte_range(offset, offset + 1)
        if leaf is None or leaf.type not in _IN_JSX:
            return False
    return True
