"""The snippets that a player saw lately, written at the end of a game; draws write them too (rotation.py)."""

from __future__ import annotations

from collections.abc import Sequence

from server.infra.postgres import UNFLUSHED, Pool
from server.library.rotation import PUT_IN_FRONT, latest_first

_REMEMBER = f"""
    WITH remembered AS (
        INSERT INTO recent_snippets AS recent (user_id, language, difficulty, snippet_ids)
        SELECT user_id, language, difficulty, $2 FROM game_sessions WHERE id = $1
        {PUT_IN_FRONT}
    ) SELECT {UNFLUSHED}
"""


async def remember(pg: Pool, game: str, begun: Sequence[str]) -> None:
    """Record the snippets that this game has begun, the latest last.

    Draws record them as well; this adds those begun after the game's last draw.
    """
    await pg.execute(_REMEMBER, game, latest_first(begun))
