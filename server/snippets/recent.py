"""What a player saw lately, for the end of a game: draws write it down as they go (server/snippets/rotation.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.snippets.rotation import RECENT_LIMIT

_REMEMBER = f"""
    INSERT INTO recent_snippets AS recent (user_id, language, difficulty, snippet_ids)
    SELECT user_id, language, difficulty, $2 FROM game_sessions WHERE id = $1
    ON CONFLICT (user_id, language, difficulty) DO UPDATE SET snippet_ids = (
        EXCLUDED.snippet_ids || ARRAY(
            SELECT id FROM unnest(recent.snippet_ids) WITH ORDINALITY AS listed(id, place)
            WHERE id <> ALL(EXCLUDED.snippet_ids)
            ORDER BY place
        )
    )[1 : {RECENT_LIMIT}]
"""


async def remember(pg: Any, game: str, begun: Sequence[str]) -> None:
    """Write down the snippets that this game has begun, the latest last. Only needed for what came after its last draw:
    a game that ends the moment a wave begins draws no more.
    """
    seen = list(dict.fromkeys(reversed(begun)))[:RECENT_LIMIT]
    await pg.execute(_REMEMBER, game, seen)
