"""The sums that are kept of each player's games, compared with the games.

Law: rejected games are left out. Counts, sums and maxima agree exactly; the two averages within AVERAGES_AGREE, because
they were added up in another order. Each page of players is one statement, so games that end
meanwhile do not make a difference.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator

import asyncpg

from server.infra.postgres import Pool
from server.proof.checking import Difference
from server.proof.reading import STATEMENT_S
from server.results import COUNTED

PLAYERS = 200  # a page: as many players' games are summed up by one statement
AVERAGES_AGREE = 1e-9

_COUNT = "SELECT count(*) FROM user_statistics"

# $1: the last user of the page before. A player's games are summed up by language (g), and then over all languages.
_SUMS = f"""
SELECT us.*, d.*,
    (SELECT json_object_agg(language, games) FROM games_by_language WHERE user_id = us.user_id) AS kept
FROM (SELECT * FROM user_statistics WHERE $1::uuid IS NULL OR user_id > $1 ORDER BY user_id LIMIT {PLAYERS}) us
CROSS JOIN LATERAL (
    SELECT coalesce(sum(games), 0)::bigint AS derived_total_games,
        coalesce(sum(playtime), 0)::bigint AS derived_total_playtime_sec,
        coalesce(max(score), 0) AS derived_best_score, coalesce(max(wpm), 0) AS derived_best_wpm,
        coalesce(sum(wpms) / sum(games), 0) AS derived_avg_wpm,
        coalesce(sum(accuracies) / sum(games), 0) AS derived_avg_accuracy,
        coalesce(sum(words), 0)::bigint AS derived_total_words_typed,
        coalesce(sum(enemies), 0)::bigint AS derived_total_enemies_killed,
        coalesce(max(waves), 0) AS derived_highest_wave,
        (array_agg(language ORDER BY games DESC, last_at DESC, language))[1] AS derived_favorite_language,
        json_object_agg(language, games) AS counted
    FROM (
        SELECT s.language, count(*) AS games, max(r.ended_at) AS last_at, sum(r.playtime_seconds) AS playtime,
            max(r.final_score) AS score, max(r.words_per_minute) AS wpm, sum(r.words_per_minute) AS wpms,
            sum(r.accuracy_percentage) AS accuracies, sum(r.total_words_typed) AS words,
            sum(r.enemies_killed) AS enemies, max(r.waves_completed) AS waves
        FROM game_results r JOIN game_sessions s ON s.id = r.session_id
        WHERE r.user_id = us.user_id AND {COUNTED} GROUP BY s.language
    ) g
) d
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
        yield len(rows), [one for row in rows for one in _compared(row)]
        last = rows[-1]["user_id"]


def _compared(row: asyncpg.Record) -> Iterator[Difference]:
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
