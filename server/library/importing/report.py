"""The report of an import: a table of the pieces found, samples, and a summary that names every fault."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from game.terms import Difficulty, Language
from server.infra.tables import counted
from server.library.importing.tally import FAULTS, Tally
from server.library.importing.writing import Sifted
from server.library.versions import Content

NAMES_SHOWN = 5  # of one fault; --json has more
CATEGORIES_SHOWN = 12
PIECES_SHOWN = 20  # with file and line; of a larger import --json has them
REASONS_SHOWN = 8  # why pieces were left out; --json has all


def as_json(sifted: Sifted, tally: Tally, is_dry: bool) -> dict[str, Any]:
    """The summary as JSON. `found` are the new snippets by language and difficulty."""
    cells = Counter((content.language, content.difficulty) for content in sifted.contents)
    return {
        "dry_run": is_dry,
        "snippets": len(sifted.contents),
        "found": [
            {"language": language, "difficulty": difficulty, "snippets": count}
            for (language, difficulty), count in sorted(cells.items())
        ],
        "categories": dict(Counter(content.category for content in sifted.contents).most_common()),
        "licenses": dict(Counter(content.license for content in sifted.contents).most_common()),
        "near_duplicates": {"of_library": sifted.in_library, "of_batch": sifted.in_batch},
        "files_read": tally.read,
        "files_left": {reason: count for reason, count in tally.files.most_common() if reason not in FAULTS},
        "faults": {reason: {"count": count, "names": names} for reason, (count, names) in tally.faults.items()},
        "pieces_left": dict(tally.pieces.most_common()),
        "pieces_left_at": [{"where": where, "why": why} for where, why in tally.dropped],
    }


def print_table(console: Console, contents: Sequence[Content]) -> None:
    """The number of pieces of each language and difficulty, and the commonest categories."""
    table = Table(box=None)
    for column in ("language", *(one.lower() for one in Difficulty), "all"):
        table.add_column(column, justify="left" if column == "language" else "right")
    cells = Counter((content.language, content.difficulty) for content in contents)
    for language in Language:
        counts = [cells[language, difficulty] for difficulty in Difficulty]
        if any(counts):
            table.add_row(language, *map(str, counts), str(sum(counts)))
    if contents:
        console.print(table)
        categories = Counter(content.category for content in contents).most_common(CATEGORIES_SHOWN)
        console.print("Categories: " + ", ".join(f"{name} {count}" for name, count in categories) + ".", soft_wrap=True)
        licenses = Counter(content.license for content in contents).most_common()
        console.print("Licences: " + ", ".join(f"{name} {count}" for name, count in licenses) + ".", soft_wrap=True)


def print_samples(console: Console, contents: Sequence[Content], count: int) -> None:
    """Some of the pieces. The same batch always gives the same ones, so that two runs can be compared."""
    for content in random.Random(0).sample(contents, min(count, len(contents))):
        console.rule(f"{content.language} {content.difficulty} {content.category}", align="left")
        console.print(content.source, soft_wrap=True)
        console.print(content.parsed.text, soft_wrap=True)


def print_summary(console: Console, sifted: Sifted, tally: Tally, verb: str) -> None:
    """What was done, what was left out, and what could not be read."""
    console.print(
        f"{counted(len(sifted.contents), 'snippet')} {verb} from {counted(tally.read, 'file')};"
        f" near-duplicates left out: {sifted.in_library} of the library, {sifted.in_batch} of each other.",
        soft_wrap=True,
    )
    left = {reason: count for reason, count in tally.files.most_common() if reason not in FAULTS}
    if left:
        console.print(
            "Files left out: " + ", ".join(f"{count} {reason}" for reason, count in left.items()) + ".", soft_wrap=True
        )
    if tally.pieces:
        most = tally.pieces.most_common(REASONS_SHOWN)
        others = tally.pieces.total() - sum(count for _, count in most)
        told = [f"{count} {reason}" for reason, count in most] + [f"{others} for other reasons"] * (others > 0)
        console.print("Pieces left out: " + ", ".join(told) + ".", soft_wrap=True)
        if tally.pieces.total() <= PIECES_SHOWN:
            for where, why in tally.dropped:
                console.print(f"  {where}: {why}", soft_wrap=True)
        if tally.pieces["characters outside ASCII"]:
            console.print("With --mend, letters outside ASCII are spelt in it (ae for ä).", soft_wrap=True)
    for reason, (count, names) in tally.faults.items():
        more = f" and {count - NAMES_SHOWN} more" if count > NAMES_SHOWN else ""
        console.print(f"{count} x {reason}: {', '.join(names[:NAMES_SHOWN])}{more}", soft_wrap=True)
