"""What a player saw lately, for the end of a game: draws write it down as they go (server/library/rotation.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.library.rotation import PUT_IN_FRONT, latest_first

_REMEMBER = f"""
    INSERT INTO recent_snippets AS recent (user_id, language, difficulty, snippet_ids)
    SELECT user_id, language, difficulty, $2 FROM game_sessions WHERE id = $1
    {PUT_IN_FRONT}
"""


async def remember(pg: Any, game: str, begun: Sequence[str]) -> None:
    """Write down the snippets that this game has begun, the latest last. Only needed for what came after its last draw:
    a game that ends the moment a wave begins draws no more.
    """
    await pg.execute(_REMEMBER, game, latest_first(begun))
