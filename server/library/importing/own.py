"""Somebody's own code, cut into pieces to type: whatever its style, and all of it that can be typed.

Absent on purpose: taste. The importer (candidates.py) chooses what everybody should type; this cuts what one person
wants to. How it is cut is in own_walk.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from server.library.difficulty import measure
from server.library.faults import Refusal, SnippetRefused
from server.library.importing import tally as why
from server.library.importing.files import unreadable
from server.library.importing.finding import folder_fault
from server.library.importing.own_found import Cut, LeftOut, OwnFile, OwnPiece, OwnText, PieceFault
from server.library.importing.own_walk import Walk
from server.library.importing.tally import printable
from server.library.importing.trees import SOURCE_SUFFIXES
from server.library.importing.typable import Fitter
from server.library.parse import parse

PIECES_LIMIT = 500  # twice what anybody may keep
LEFT_LIMIT = 200  # pieces that are left out and named; of more the number is told


def cut(files: Sequence[OwnFile]) -> Cut:
    """Cut files in order; each is judged by itself."""
    found, fitter = Cut(), Fitter()
    for file in files:
        told = _file_fault(file)
        of_file = [LeftOut(printable(file.path), None, None, (told,))] if told else Walk(file, fitter, found).pieces()
        found.files += told is None
        for one in of_file:
            if isinstance(one, OwnPiece):
                found.pieces_total += 1
                if len(found.pieces) < PIECES_LIMIT:
                    found.pieces.append(one)
                continue
            found.left_total += 1
            if len(found.left) < LEFT_LIMIT:
                found.left.append(one)
    return found


def _file_fault(file: OwnFile) -> PieceFault | None:
    """Why nothing is taken from a file at all."""
    for folder in PurePosixPath(file.path).parts[:-1]:
        if reason := folder_fault(folder):
            return PieceFault(None, "skipped", f"{reason.capitalize()}: the folder {printable(folder)}.")
    if file.language is None and not file.path.endswith(SOURCE_SUFFIXES):
        return PieceFault(None, "unknown", "Not a source file of a language that is played here.")
    match unreadable(file.path, file.text.encode("utf-8", "replace")):
        case why.BINARY:
            return PieceFault(None, "binary", "Not a text.")
        case why.MINIFIED:
            return PieceFault(None, "minified", "Minified: its lines are no person's.")
        case why.GENERATED:
            return PieceFault(None, "repetitive", "The same lines again and again.")
    return None


def checked(language: str, texts: Sequence[str]) -> list[OwnText | list[Refusal]]:
    """What each text is, or why it cannot be typed: those that somebody wants to keep."""
    return [_checked(language, text) for text in texts]


def _checked(language: str, text: str) -> OwnText | list[Refusal]:
    try:
        parsed = parse(language, text)
    except SnippetRefused as refused:
        return refused.refusals
    return OwnText(parsed, measure(parsed))


def work(job: tuple[str, tuple[Any, ...]]) -> Any:
    """What server/library/cutting.py asks for, in a process of its own."""
    name, given = job
    return cut(*given) if name == "cut" else checked(*given)
