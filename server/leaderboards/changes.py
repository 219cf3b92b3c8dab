"""What changed on the boards, as published on the channel of `BoardKeys.changes`.

Absent on purpose: the subscription (infra/subscription.py), who needs to know (`live.py`), and what the boards look
like now (`boards.py` reads them).
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson

RENAMED = "names"  # the word that announces a changed name


@dataclass(frozen=True, slots=True)
class Change:
    """`version` counts the changes of all boards. `moves` holds `(user id, rank before or None, rank now)` by the
    board's key; it is None if anything may have changed."""

    version: int
    moves: dict[str, list[tuple[str, int | None, int]]] | None
    renamed: bool = False


def parse(message: bytes) -> Change:
    """Parse `<version> <moves as JSON>`, `<version> names`, or `<version> ` alone. Raises ValueError."""
    version, _, told = message.partition(b" ")
    if not told or told == RENAMED.encode():
        return Change(int(version), None, bool(told))
    moves: dict[str, list[tuple[str, int | None, int]]] = {}
    for board, user_id, before, now in orjson.loads(told):
        moves.setdefault(board, []).append((user_id, before or None, now))
    return Change(int(version), moves)
