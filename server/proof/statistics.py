"""The sums that are kept of each player's games, compared with the games.

Law: counts, sums and maxima agree exactly; the two averages within AVERAGES_AGREE, because they were added up in
another order. Each page of players is one statement, so games that end meanwhile do not make a difference.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator
from typing import Any

from server.infra.postgres import Pool
from server.proof.checking import Difference
from server.proof.reading import STATEMENT_S

PLAYERS = 200  # a page: as many players' games are summed up by one statement
AVERAGES_AGREE = 1e-9

_COUNT = "SELECT count(*) FROM user_statistics"

# $1: the last user of the page before.
_SUMS = f"""
SELECT us.*, d.*, f.language AS derived_favorite_language, k.counted, k.kept
FROM (SELECT * FROM user_statistics WHERE $1::uuid IS NULL OR user_id > $1 ORDER BY user_id LIMIT {PLAYERS}) us
CROSS JOIN LATERAL (
    SELECT count(*) AS derived_total_games, coalesce(sum(playtime_seconds), 0) AS derived_total_playtime_sec,
        coalesce(max(final_score), 0) AS derived_best_score, coalesce(max(words_per_minute), 0) AS derived_best_wpm,
        coalesce(avg(words_per_minute), 0) AS derived_avg_wpm,
        coalesce(avg(accuracy_percentage), 0) AS derived_avg_accuracy,
        coalesce(sum(total_words_typed), 0) AS derived_total_words_typed,
        coalesce(sum(enemies_killed), 0) AS derived_total_enemies_killed,
        coalesce(max(waves_completed), 0) AS derived_highest_wave
    FROM game_results WHERE user_id = us.user_id
) d
CROSS JOIN LATERAL (
    SELECT (SELECT json_object_agg(language, games) FROM (
            SELECT s.language, count(*) AS games FROM game_results r JOIN game_sessions s ON s.id = r.session_id
            WHERE r.user_id = us.user_id GROUP BY s.language) c) AS counted,
        (SELECT json_object_agg(language, games) FROM games_by_language WHERE user_id = us.user_id) AS kept
) k
LEFT JOIN LATERAL (
    SELECT s.language FROM game_results r JOIN game_sessions s ON s.id = r.session_id WHERE r.user_id = us.user_id
    GROUP BY s.language ORDER BY count(*) DESC, max(r.ended_at) DESC, s.language LIMIT 1
) f ON true
ORDER BY us.user_id
"""
_AVERAGES = ("avg_wpm", "avg_accuracy")
_EXACT = (
    *("total_games", "total_playtime_sec", "best_score", "best_wpm", "total_words_typed", "total_enemies_killed"),
    *("highest_wave", "favorite_language"),
)


async def count_players(pg: Pool) -> int:
    counted: int = await pg.fetchval(_COUNT, timeout=STATEMENT_S)
    return counted


async def statistics_pages(pg: Pool) -> AsyncIterator[tuple[int, list[Difference]]]:
    """For each page of players: how many they are, and what differs in their sums."""
    last: str | None = None
    while rows := await pg.fetch(_SUMS, last, timeout=STATEMENT_S):
        yield len(rows), [one for row in rows for one in _compared(dict(row))]
        last = rows[-1]["user_id"]


def _compared(row: dict[str, Any]) -> Iterator[Difference]:
    for name in (*_EXACT, *_AVERAGES):
        stored, derived = row[name], row[f"derived_{name}"]
        agrees = stored == derived
        if name in _AVERAGES:
            agrees = math.isclose(stored, derived, rel_tol=AVERAGES_AGREE, abs_tol=AVERAGES_AGREE)
        if not agrees:
            yield Difference(row["user_id"], f"user_statistics.{name}", stored, derived)
    kept, counted = row["kept"] or {}, row["counted"] or {}
    if kept != counted:
        yield Difference(row["user_id"], "games_by_language.games", kept, counted)
