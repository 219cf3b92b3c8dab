"""How somebody's games went: the figures of each language, and the speed and accuracy of the last games.

The languages' figures have the names and the formulas of `user_statistics`. Those with `net` or `key` in their names
are the measures typists know (characters ÷ 5, keys), the others the documented ones.

Bound: GAMES games, found by the index of the player's results. The languages are kept (`results/languages.py`); while a
player's older games are not summed up yet, each of them is read once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.infra.rows import read
from server.results import COUNTED, OfKeys, of_keys

GAMES = 100


def _kept(of: str) -> str:
    """The figures of all games that count, or with the prefix `ranked_` of those."""
    means = ("wpm", "accuracy", "net_wpm", "key_accuracy")
    return f"""
    SELECT language, is_summed, {of}games AS total_games, {of}playtime_sec AS total_playtime_sec,
        {of}best_score AS best_score, {of}best_wpm AS best_wpm, {of}best_net_wpm AS best_net_wpm,
        {", ".join(f"{of}sum_{name} / nullif({of}games, 0) AS avg_{name}" for name in means)},
        {of}last_ended_at AS last_ended_at
    FROM games_by_language WHERE user_id = $1 AND ({of}games > 0 OR NOT is_summed)
    ORDER BY total_games DESC, last_ended_at DESC, language
    """


_KEPT, _KEPT_OF_RANKED = _kept(""), _kept("ranked_")
_ADDED_UP = f"""
SELECT s.language, count(*)::int AS total_games, sum(r.playtime_seconds)::bigint AS total_playtime_sec,
    max(r.final_score) AS best_score, max(r.words_per_minute) AS best_wpm, avg(r.words_per_minute) AS avg_wpm,
    avg(r.accuracy_percentage) AS avg_accuracy, max(r.net_wpm) AS best_net_wpm, avg(r.net_wpm) AS avg_net_wpm,
    avg(r.key_accuracy_percentage) AS avg_key_accuracy, max(r.ended_at) AS last_ended_at
FROM (SELECT g.*, {of_keys("g")} FROM game_results g) r JOIN game_sessions s ON s.id = r.session_id
WHERE r.user_id = $1 AND {COUNTED} AND (r.ranked OR NOT $2)
GROUP BY s.language ORDER BY total_games DESC, last_ended_at DESC, s.language
"""
_LAST_GAMES = f"""
SELECT r.ended_at, s.language, s.difficulty, r.final_score, r.words_per_minute, r.accuracy_percentage,
    {of_keys("r")}
FROM game_results r JOIN game_sessions s ON s.id = r.session_id
WHERE r.user_id = $1 AND {COUNTED} AND (r.ranked OR NOT $2) AND ($3::"Language" IS NULL OR s.language = $3)
ORDER BY r.ended_at DESC, r.id DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class LanguageProgress:
    """One language's share of the statistics."""

    language: Language
    total_games: int
    total_playtime_sec: int
    best_score: int
    best_wpm: float
    avg_wpm: float
    avg_accuracy: float
    best_net_wpm: float
    avg_net_wpm: float
    avg_key_accuracy: float
    last_ended_at: datetime


@dataclass(frozen=True, slots=True)
class PlayedGame(OfKeys):
    """`net_wpm` and `key_accuracy_percentage` are measured by characters and keys, the others by words."""

    ended_at: datetime
    language: Language
    difficulty: Difficulty
    final_score: int
    words_per_minute: float
    accuracy_percentage: float


@dataclass(frozen=True, slots=True)
class Progress:
    """All languages, the most played first; the last 100 games, the oldest first. `shown` is false, and all else empty,
    when the player hides this from others; of what is shown, others see ranked games alone."""

    shown: bool
    languages: list[LanguageProgress]
    games: list[PlayedGame]


async def progress(pg: Pool, user_id: str, language: str | None, *, ranked_only: bool) -> Progress:
    """`language` narrows the games down, and not the languages."""
    languages = await pg.fetch(_KEPT_OF_RANKED if ranked_only else _KEPT, user_id)
    if not all(row["is_summed"] for row in languages):
        languages = await pg.fetch(_ADDED_UP, user_id, ranked_only)
    games = await pg.fetch(_LAST_GAMES, user_id, ranked_only, language, GAMES)
    return Progress(
        True, [read(LanguageProgress, row) for row in languages], [read(PlayedGame, row) for row in reversed(games)]
    )
