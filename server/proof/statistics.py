"""The sums and the places that are kept of each player's games, compared with the games.

Law: rejected games are left out. Counts, sums and maxima agree exactly; the two averages within AVERAGES_AGREE, because
they were added up in another order. Each page of players is one statement, so games that end
meanwhile do not make a difference.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator

import asyncpg

from server import leaderboards
from server.infra.postgres import Pool
from server.proof.checking import Difference
from server.proof.reading import STATEMENT_S
from server.results import COUNTED

PLAYERS = 200  # a page: as many players' games are summed up by one statement
AVERAGES_AGREE = 1e-9

_COUNT = "SELECT count(*) FROM user_statistics"

# $1: the last user of the page before. A player's games are summed up by language (g), and then over all languages.
_SUMS = f"""
SELECT us.*, d.*
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
        (array_agg(language ORDER BY games DESC, last_at DESC, language))[1] AS derived_favorite_language
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
# $1: the players of a page. Players who are not summed up yet have no rows to rely on.
_KEPT = """
SELECT user_id, concat_ws(' ', {key}) AS of, to_jsonb(l) AS kept, to_jsonb(n) AS counted
FROM (SELECT * FROM {table} WHERE user_id = ANY($1::uuid[])) l
FULL JOIN {function}($1::uuid[]) n USING (user_id, {key})
WHERE to_jsonb(l) IS DISTINCT FROM to_jsonb(n)
    AND coalesce(l.user_id, n.user_id) NOT IN (SELECT user_id FROM games_by_language WHERE NOT is_summed)
ORDER BY user_id, {key}
"""
_LANGUAGES = _KEPT.format(table="games_by_language", function="languages_of", key="language")
_BESTS = _KEPT.format(table="bests_by_kind", function="bests_of", key="mode, seconds, language, difficulty")
_AVERAGES = ("avg_wpm", "avg_accuracy")
_EXACT = (
    *("total_games", "total_playtime_sec", "best_score", "best_wpm", "total_words_typed", "total_enemies_killed"),
    *("highest_wave", "favorite_language"),
)


async def count_players(pg: Pool) -> int:
    counted: int = await pg.fetchval(_COUNT, timeout=STATEMENT_S)
    return counted


async def statistics_pages(pg: Pool) -> AsyncIterator[tuple[int, list[Difference]]]:
    """For each page of players: how many they are, and what differs in their sums and on the boards."""
    last: str | None = None
    while rows := await pg.fetch(_SUMS, last, timeout=STATEMENT_S):
        players = [row["user_id"] for row in rows]
        languages = await pg.fetch(_LANGUAGES, players, timeout=STATEMENT_S)
        bests = await pg.fetch(_BESTS, players, timeout=STATEMENT_S)
        places = await leaderboards.wrong_rows(pg, players)
        yield (
            len(rows),
            [
                *(one for row in rows for one in _compared(row)),
                *(one for row in languages for one in _compared_kept("games_by_language", row)),
                *(one for row in bests for one in _compared_kept("bests_by_kind", row)),
                *(Difference(one.user_id, f"leaderboards [{one.board}]", one.stored, one.derived) for one in places),
            ],
        )
        last = rows[-1]["user_id"]


async def counts_differ(pg: Pool) -> list[Difference]:
    """Whether the boards' counts are those of their rows."""
    wrong = await leaderboards.wrong_counts(pg)
    return [Difference("all boards", "leaderboard_counts, those that are wrong", wrong, 0)] if wrong else []


def _compared(row: asyncpg.Record) -> Iterator[Difference]:
    for name in (*_EXACT, *_AVERAGES):
        stored, derived = row[name], row[f"derived_{name}"]
        agrees = stored == derived
        if name in _AVERAGES:
            agrees = math.isclose(stored, derived, rel_tol=AVERAGES_AGREE, abs_tol=AVERAGES_AGREE)
        if not agrees:
            yield Difference(row["user_id"], f"user_statistics.{name}", stored, derived)


def _compared_kept(table: str, row: asyncpg.Record) -> Iterator[Difference]:
    kept, counted = row["kept"] or {}, row["counted"] or {}
    for name in sorted({*kept, *counted} - {"user_id"}):
        stored, derived = kept.get(name), counted.get(name)
        if stored != derived and not _are_close(stored, derived):
            yield Difference(row["user_id"], f"{table}.{name} [{row['of']}]", stored, derived)


def _are_close(stored: object, derived: object) -> bool:
    """JSON has a whole number where a sum has no fraction."""
    if not isinstance(stored, int | float) or not isinstance(derived, int | float):
        return False
    is_exact = isinstance(stored, int) and isinstance(derived, int)
    return not is_exact and math.isclose(stored, derived, rel_tol=AVERAGES_AGREE, abs_tol=AVERAGES_AGREE)
