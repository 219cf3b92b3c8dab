"""`prodev snippets focus`: what the focus does for the rarest symbols, worked out from the library that ships.

For each language its rarest symbols. `usual` is a symbol's share of all typed characters; `focused` its share of the
three waves that a player weak at it gets first, where all snippets of a difficulty are equally used: the densest three
(server/library/rotation.py). Both are means over the difficulties that have the symbol.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from game.terms import Difficulty, Language
from server.infra.cli import CommandFailed, first_line, one_line_faults
from server.infra.tables import put_table
from server.infra.web import dumps
from server.library.seed import FOLDER, SeedFile, SeedRefused, seed_files
from server.practice.focus import density
from server.practice.waves import typed_keys

SYMBOLS = 10
WAVES = 3

_TABLE_HEAD = "| language | symbol | usual % | focused % | times |\n|---|---|---:|---:|---:|"


def focus(
    folder: Annotated[Path, typer.Argument(help="A folder laid out as seed/snippets is.")] = FOLDER,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    write: Annotated[Path | None, typer.Option("--markdown", help="Write the table into this file.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Fail unless this file holds this very table.")] = None,
) -> None:
    """What the focus of a game does for the ten rarest symbols of each language, as a table in Markdown."""
    with one_line_faults():
        rows = focus_rows(_files(folder))
        put_table("prodev snippets focus", _markdown(rows), write=write, compare=compare)
    print(dumps(rows).decode() if as_json else _markdown(rows))


def _files(folder: Path) -> list[SeedFile]:
    try:
        return seed_files(folder)
    except SeedRefused as refused:
        raise CommandFailed(first_line(refused)) from None


def _markdown(rows: Sequence[dict[str, Any]]) -> str:
    lines = [_TABLE_HEAD]
    for row in rows:
        symbol = f"`` {row['symbol']} ``" if row["symbol"] == "`" else f"`{row['symbol']}`".replace("|", "\\|")
        figures = f"{row['usual']:.2f} | {row['focused']:.2f} | {row['times']:.1f}"
        lines.append(f"| {row['language']} | {symbol} | {figures} |")
    return "\n".join(lines)


def focus_rows(files: Sequence[SeedFile]) -> list[dict[str, Any]]:
    """`{language, symbol, usual, focused, times}` for each language's rarest symbols, the rarest first; in percent."""
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
            rows.append(
                {
                    "language": language.value,
                    "symbol": symbol,
                    "usual": usual * 100,
                    "focused": focused * 100,
                    "times": focused / usual,
                }
            )
    return rows


def share(symbol: str, texts: Sequence[str]) -> float:
    """The part of the typed keys that are this one, 0 to 1."""
    keys = "".join(map(typed_keys, texts))
    return keys.count(symbol) / len(keys)


def _rarest(texts: Sequence[str]) -> list[str]:
    counts = Counter(key for text in texts for key in typed_keys(text) if not (key.isalnum() or key.isspace()))
    return [symbol for symbol, _ in sorted(counts.items(), key=lambda item: (item[1], item[0]))[:SYMBOLS]]


def _densest(symbol: str, texts: Sequence[str]) -> list[str]:
    return sorted(texts, key=lambda text: density(text, {symbol: 1.0}), reverse=True)[:WAVES]
