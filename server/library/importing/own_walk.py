"""The walk through one file of somebody's own code.

Laws:
- From the outside in: a function, class or long statement that fits is a piece; of one that does not fit, its blocks
  are cut in the same way. Statements that follow each other are taken together, as many as fit, so that a script or the
  body of a long function is typed too.
- A piece is whole lines of its file, and parses alone. The first one of a long function or class has its head, and its
  last line where a bracket has to be closed; so has each one that would not parse without, such as a method.
- What cannot be typed is named with its line. Nothing is left out silently but what is too short to type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from game.terms import Language
from server.library.difficulty import measure
from server.library.faults import LINES_LIMIT, Refusal, python_refusals
from server.library.importing.candidates import DEFINITIONS
from server.library.importing.own_found import Cut, LeftOut, OwnFile, OwnPiece, PieceFault
from server.library.importing.tally import printable
from server.library.importing.trees import language_of, tree_of
from server.library.importing.typable import Fitter, Typable
from server.library.languages import SYNTAXES
from server.library.mending import mended

FAULTS_TOLD = 5  # of one piece
DEPTH_LIMIT = 40  # blocks in blocks; deeper code is no human's

_ALONE_ROWS = 3  # a definition of fewer lines is taken with its neighbours
_ALONE_STATEMENT_ROWS = 6  # likewise a statement that is no definition
_HEAD_ROWS_LIMIT = 6  # a longer head would leave too little room
_BLOCKS = {
    *("block", "statement_block", "class_body", "interface_body", "enum_body", "declaration_list", "switch_body"),
    *("constructor_body", "enum_body_declarations", "field_declaration_list"),
}
_HEADED = {
    *("function_definition", "class_definition"),  # Python's
    *("function_declaration", "generator_function_declaration", "function_expression", "arrow_function"),
    *("class_declaration", "abstract_class_declaration", "class", "interface_declaration", "enum_declaration"),
    *("method_declaration", "constructor_declaration", "record_declaration"),  # with those above, Java's and Go's
    *("function_item", "impl_item", "trait_item", "mod_item"),  # Rust's
}
_LEADING = {"attribute_item", "decorator"}  # with comments: they belong to what follows them
_SYNTAX = {"syntax", "missing"}

Told = OwnPiece | LeftOut


@dataclass(slots=True)
class _Unit:
    """Some nodes that share lines, or belong together; rows count from 0, both inclusive. `leads_on`: nothing but
    comments and attributes, which belong to what follows."""

    first: int
    last: int
    nodes: list[Node]
    leads_on: bool

    @property
    def rows(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class _Frame:
    """The lines around a block: its head, and its last one if that closes a bracket."""

    head: Sequence[str]
    tail: Sequence[str]

    @property
    def rows(self) -> int:
        return len(self.head) + len(self.tail)


_NO_FRAME = _Frame((), ())


class Walk:
    """One file. The tree may be that of the mended text, which has the same lines."""

    def __init__(self, file: OwnFile, fitter: Fitter, found: Cut) -> None:
        self._path, self._fitter, self._found = printable(file.path), fitter, found
        self._text = file.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._lines = self._text.split("\n")
        # Trees are read by what the path ends in.
        self._name = file.path if file.language is None else f"{file.path}{SYNTAXES[file.language].suffix}"
        self._language = file.language
        self._parses = True

    def pieces(self) -> Iterator[Told]:
        root = self._tree(self._text)
        if root is None:
            root = self._tree(mended(self._text))
        if root is None:
            yield self._left(0, len(self._lines) - 1, list(python_refusals(self._text)))
            return
        self._parses = not root.has_error
        if self._language is None and not self._name.endswith(".tsx"):
            self._language = language_of(self._name, root)
        yield from self._sequence(root.named_children, _NO_FRAME, 0)

    def _tree(self, text: str) -> Node | None:
        """None if it does not parse and nothing can be taken from it: Python, or a file that might parse mended."""
        root = tree_of(self._name, text.encode("utf-8", "replace"))
        if self._name.endswith(".py"):
            return None if root.has_error or any(python_refusals(text)) else root
        return None if root.has_error and text is self._text and not text.isascii() else root

    # ------------------------------------------------------------ the walk

    def _sequence(self, nodes: Sequence[Node], frame: _Frame, depth: int) -> Iterator[Told]:
        """What stands one below the other, in a file or in a block."""
        run: list[_Unit] = []
        is_first = True
        for unit in self._units(nodes):
            is_apart = self._stands_alone(unit)
            while run and (is_apart or unit.last - run[0].first + frame.rows >= LINES_LIMIT):
                taken = len(run) if is_apart else _until_a_blank_line(run)
                yield from self._run(run[:taken], frame, depth, is_first=is_first)
                run, is_first = run[taken:], False
            if is_apart:
                yield from self._unit(unit, frame, depth)
                is_first = False
            else:
                run.append(unit)
        if run:
            yield from self._run(run, frame, depth, is_first=is_first)

    def _units(self, nodes: Sequence[Node]) -> list[_Unit]:
        leading = {*SYNTAXES[self._language or Language.TYPESCRIPT].comments, *_LEADING}
        units: list[_Unit] = []
        for node in nodes:
            first, last = node.start_point.row, _last_row(node)
            before = units[-1] if units else None
            if before is not None and (first <= before.last or (first == before.last + 1 and before.leads_on)):
                before.last = max(before.last, last)
                before.nodes.append(node)
                before.leads_on = before.leads_on and node.type in leading
            else:
                units.append(_Unit(first, last, [node], node.type in leading))
        return units

    def _stands_alone(self, unit: _Unit) -> bool:
        if unit.rows > LINES_LIMIT:
            return True
        is_definition = any(node.type in DEFINITIONS for node in unit.nodes)
        return unit.rows >= (_ALONE_ROWS if is_definition else _ALONE_STATEMENT_ROWS)

    def _run(self, run: list[_Unit], frame: _Frame, depth: int, *, is_first: bool = False) -> Iterator[Told]:
        """Units that follow each other, as one piece; around those that cannot be typed, as several."""
        if len(run) == 1:
            yield from self._unit(run[0], frame, depth, is_first=is_first)
            return
        fitted = self._fit(run, frame, is_first=is_first)
        if isinstance(fitted, OwnPiece):
            yield fitted
        elif _is_short(fitted):
            self._found.short += 1
        else:
            rows = {run[0].first + one.line - 1 for one in fitted}
            faulty = [unit for unit in run if any(unit.first <= row <= unit.last for row in rows)] or run
            good: list[_Unit] = []
            for unit in run:
                if unit not in faulty:
                    good.append(unit)
                    continue
                if good:
                    yield from self._run(good, frame, depth)
                good = []
                yield from self._unit(unit, frame, depth)
            if good:
                yield from self._run(good, frame, depth)

    def _unit(self, unit: _Unit, frame: _Frame, depth: int, *, is_first: bool = False) -> Iterator[Told]:
        refusals: list[Refusal] | None = None
        if unit.rows <= LINES_LIMIT:
            fitted = self._fit([unit], frame, is_first=is_first)
            if isinstance(fitted, OwnPiece):
                yield fitted
                return
            if unit.leads_on or _is_short(fitted):
                self._found.short += 1
                return
            refusals = fitted
        # What is a part of something does not parse alone; what is inside it may.
        if refusals is None or (self._parses and _is_syntax(refusals)):
            is_empty = True
            for one in self._inside(unit, depth + 1):
                is_empty = False
                yield one
            if not is_empty:
                return
        yield self._left(unit.first, unit.last, refusals or [_too_long(unit)])

    def _inside(self, unit: _Unit, depth: int) -> Iterator[Told]:
        if depth <= DEPTH_LIMIT:
            for block in _blocks(unit.nodes):
                yield from self._sequence(block.named_children, self._frame_of(block), depth)

    def _frame_of(self, block: Node) -> _Frame:
        parent = block.parent
        if parent is None or parent.type not in _HEADED:
            return _NO_FRAME
        is_python = self._language == Language.PYTHON
        if is_python and parent.parent is not None and parent.parent.type == "decorated_definition":
            parent = parent.parent
        first, end = parent.start_point.row, block.start_point.row + (not is_python)
        if not 0 < end - first <= _HEAD_ROWS_LIMIT:
            return _NO_FRAME
        return _Frame(self._lines[first:end], () if is_python else self._lines[block.end_point.row :][:1])

    # ------------------------------------------------------------ pieces

    def _fit(self, run: list[_Unit], frame: _Frame, *, is_first: bool) -> OwnPiece | list[Refusal]:
        """The units as one piece. Lines of a refusal count from 1 at the first unit."""
        language = self._language or language_of(self._name, run[-1].nodes[-1])
        if language is None:
            return [Refusal("jsx_with_types", "JSX with types cannot be played yet.", 1, 1)]
        first, last = run[0].first, run[-1].last
        lines = self._lines[first : last + 1]
        framed = [*frame.head, *lines, *frame.tail] if 0 < frame.rows <= LINES_LIMIT - len(lines) else []
        fitted: Typable | list[Refusal] = []
        if framed and is_first:
            fitted = self._fitter.fit(language, framed)
        if not isinstance(fitted, Typable):
            fitted = self._fitter.fit(language, lines)
        if framed and not is_first and not isinstance(fitted, Typable) and _is_syntax(fitted):
            within = self._fitter.fit(language, framed)
            fitted = within if isinstance(within, Typable) else fitted
        if isinstance(fitted, Typable):
            parsed = fitted.parsed
            told = parsed.text, len(parsed.keys), measure(parsed), fitted.mends
            return OwnPiece(self._path, first + 1, last + 1, language, *told)
        return fitted

    def _left(self, first: int, last: int, refusals: Sequence[Refusal]) -> LeftOut:
        faults = tuple(PieceFault(first + one.line, one.code, one.detail) for one in refusals[:FAULTS_TOLD])
        return LeftOut(self._path, first + 1, last + 1, faults)


def _last_row(node: Node) -> int:
    """Some nodes end behind a line break."""
    end = node.end_point
    return end.row - 1 if end.column == 0 and end.row > node.start_point.row else end.row


def _blocks(nodes: Sequence[Node]) -> list[Node]:
    """The outermost blocks of more than one line, in order."""
    found, pending = [], list(reversed(nodes))
    while pending:
        node = pending.pop()
        if node.type in _BLOCKS and node.end_point.row > node.start_point.row:
            found.append(node)
        else:
            pending.extend(reversed(node.named_children))
    return found


def _until_a_blank_line(run: list[_Unit]) -> int:
    """How many of the units to take: up to the last blank line in their second half, or all."""
    for taken in range(len(run) - 1, len(run) // 2, -1):
        if run[taken].first > run[taken - 1].last + 1:
            return taken
    return len(run)


def _is_short(refusals: Sequence[Refusal]) -> bool:
    return all(one.code == "too_few_words" for one in refusals)


def _is_syntax(refusals: Sequence[Refusal]) -> bool:
    return all(one.code in _SYNTAX for one in refusals)


def _too_long(unit: _Unit) -> Refusal:
    return Refusal("too_many_lines", f"{unit.rows} lines in one piece; the limit is {LINES_LIMIT}.", 1, 1)
