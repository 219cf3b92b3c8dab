"""What modes with a focus share: of equally used snippets, such a game is served those dense in its player's weak keys.

The weights are worked out once, when the game starts, and stand in its row: every process that draws for it draws alike
(server/library/rotation.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.play.rows import GameRow
from server.play.waves import Tools

COLUMNS = ("focus",)  # the weak keys and pairs of keys with their weights; NULL without a focus


async def focus_of(tools: Tools, user_id: str, is_asked: bool) -> Mapping[str, object]:
    """The values of COLUMNS for a game that begins."""
    return {"focus": await tools.weak_keys(user_id) if is_asked else None}


def focus_shown(row: GameRow) -> Mapping[str, Any]:
    """The keys alone, the weakest first."""
    weights = row.own["focus"]
    return {"focus": None if weights is None else sorted(weights, key=lambda key: (-weights[key], key))}
