"""How somebody's games went: what each language comes to, and the speed and accuracy of the last games.

The languages' figures have the names and the formulas of `user_statistics`. `net_wpm` and `key_accuracy_percentage` are
the measures typists know (characters ÷ 5, keys), `words_per_minute` and `accuracy_percentage` the documented ones.

Bound: GAMES games, found by `game_results_user_id_ended_at_idx`; the languages read each result of the player once.
"""

from __future__ import annotations

from typing import Any

from server.infra.postgres import Pool

GAMES = 100

_LANGUAGES = """
SELECT s.language, count(*)::int AS total_games, sum(r.playtime_seconds)::bigint AS total_playtime_sec,
    max(r.final_score) AS best_score, max(r.words_per_minute) AS best_wpm, avg(r.words_per_minute) AS avg_wpm,
    avg(r.accuracy_percentage) AS avg_accuracy, max(r.ended_at) AS last_ended_at
FROM game_results r JOIN game_sessions s ON s.id = r.session_id
WHERE r.user_id = $1
GROUP BY s.language ORDER BY total_games DESC, last_ended_at DESC, s.language
"""
_LAST_GAMES = """
SELECT r.ended_at, s.language, s.difficulty, r.final_score, r.words_per_minute, r.accuracy_percentage,
    m.net_wpm, m.accuracy_percentage AS key_accuracy_percentage
FROM game_results r
JOIN game_sessions s ON s.id = r.session_id
JOIN typing_sessions t ON t.game_session_id = r.session_id
JOIN typing_results m ON m.session_id = t.id
WHERE r.user_id = $1 AND ($2::"Language" IS NULL OR s.language = $2)
ORDER BY r.ended_at DESC, r.id DESC LIMIT $3
"""


async def progress(pg: Pool, user_id: str, language: str | None) -> dict[str, Any]:
    """`{languages, games}`: the most played language first, the oldest game first; `language` narrows the games."""
    languages = await pg.fetch(_LANGUAGES, user_id)
    games = await pg.fetch(_LAST_GAMES, user_id, language, GAMES)
    return {"languages": [dict(row) for row in languages], "games": [dict(row) for row in reversed(games)]}
