"""What the focus does for the rarest symbols of each language, worked out from the library that ships.

`usual` is a symbol's share of all typed characters; `focused` is its share of the first three waves that a player who
is weak at it gets while all snippets of a difficulty are equally used: the three densest (server/library/rotation.py).
Both are means over the difficulties that have the symbol.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from game.terms import Difficulty, Language
from server.library import SeedFile
from server.practice.focus import density
from server.practice.waves import typed_keys

SYMBOLS = 10
WAVES = 3

_TABLE_HEAD = "| language | symbol | usual % | focused % | times |\n|---|---|---:|---:|---:|"


@dataclass(frozen=True, slots=True)
class FocusRow:
    """One symbol of a language; `usual` and `focused` in percent, `times` the one over the other."""

    language: Language
    symbol: str
    usual: float
    focused: float
    times: float


def focus_rows(files: Sequence[SeedFile]) -> list[FocusRow]:
    """A row for each language's rarest symbols, the rarest first."""
    rows = []
    for language in Language:
        of_language = [file.text for file in files if file.language == language]
        buckets = [
            texts
            for difficulty in Difficulty
            if (texts := [file.text for file in files if (file.language, file.difficulty) == (language, difficulty)])
        ]
        for symbol in _rarest(of_language):
            having = [texts for texts in buckets if any(symbol in text for text in texts)]
            usual = statistics.fmean(share(symbol, texts) for texts in having)
            focused = statistics.fmean(share(symbol, _densest(symbol, texts)) for texts in having)
            rows.append(FocusRow(language, symbol, usual * 100, focused * 100, focused / usual))
    return rows


def markdown(rows: Sequence[FocusRow]) -> str:
    lines = [_TABLE_HEAD]
    for row in rows:
        symbol = f"`` {row.symbol} ``" if row.symbol == "`" else f"`{row.symbol}`".replace("|", "\\|")
        lines.append(f"| {row.language} | {symbol} | {row.usual:.2f} | {row.focused:.2f} | {row.times:.1f} |")
    return "\n".join(lines)


def share(symbol: str, texts: Sequence[str]) -> float:
    """The part of the typed keys that are this one, 0 to 1."""
    keys = "".join(map(typed_keys, texts))
    return keys.count(symbol) / len(keys)


def _rarest(texts: Sequence[str]) -> list[str]:
    counts = Counter(key for text in texts for key in typed_keys(text) if not (key.isalnum() or key.isspace()))
    return [symbol for symbol, _ in sorted(counts.items(), key=lambda item: (item[1], item[0]))[:SYMBOLS]]


def _densest(symbol: str, texts: Sequence[str]) -> list[str]:
    return sorted(texts, key=lambda text: density(text, {symbol: 1.0}), reverse=True)[:WAVES]
