"""Whether a piece of a file can be typed, as it is or mended.

Law: nothing is mended silently. Whoever is given a mended text is told what was changed in it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from server.library.faults import Refusal, SnippetRefused
from server.library.importing.formatters import FORMATS_S, formatted
from server.library.mending import Mend, mended, mends_of, tab_width
from server.library.parse import Parsed, parse


@dataclass(frozen=True, slots=True)
class Typable:
    """A text that can be typed, and what was changed so that it can."""

    parsed: Parsed
    mends: tuple[Mend, ...]


class Fitter:
    """Tries the pieces of one batch."""

    def __init__(self) -> None:
        self._formats_left_s = FORMATS_S

    def fit(self, language: str, lines: list[str]) -> Typable | list[Refusal]:
        """The lines as a snippet, moved to the left; or why they cannot be one, after all mends. Lines of a refusal
        count from 1 within them."""
        raw = "\n".join(_moved_left(lines))
        mends = mends_of(raw)
        text = mended(raw, tab_width(language)) if mends else raw
        try:
            return Typable(parse(language, text), mends)
        except SnippetRefused as refused:
            if any(one.code != "too_wide" for one in refused.refusals):
                return refused.refusals
            return self._reformatted(language, text, mends) or refused.refusals

    def _reformatted(self, language: str, text: str, mends: tuple[Mend, ...]) -> Typable | None:
        """With its long lines broken; None if nobody can, or it is no snippet then either."""
        if self._formats_left_s <= 0:
            return None
        begun = time.monotonic()
        shorter = formatted(language, text, self._formats_left_s)
        self._formats_left_s -= time.monotonic() - begun
        if shorter is None:
            return None
        try:
            return Typable(parse(language, shorter), (*mends, Mend.LONG_LINES))
        except SnippetRefused:
            return None


def _moved_left(lines: list[str]) -> list[str]:
    """By the indentation of the first. A line that has less is inside a string, and stays where it is."""
    first = lines[0]
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return [line.removeprefix(indent) if line.strip() else line for line in lines] if indent else lines
