"""`user_topic_progress`: kept by a consumer of ended games, counted anew from the stored games, read for its player.

Laws:
- A game is counted once. Its job ends in the transaction that counts it, and who counts a player anew leaves out the
  games whose jobs wait: those will be added.
- Both hold the player's lock from before they look until they have written, so neither goes on with old sums. Counting
  anew may take minutes: jobs that find the player locked wait, and none of their tries is counted.
- Log by log: memory is that of the longest game, however many are counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from game.terms import Difficulty, Language
from server import library
from server.feed import LOCK_AWAY, Consumer, lock_players, note_of
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, names
from server.practice.topics import (
    DAYS_KEPT,
    Topic,
    TopicProgress,
    TopicSuggestion,
    TopicTally,
    add_game,
    progress_of,
    suggest,
)
from server.practice.waves import typed_in
from server.results import FROM_THESE_RESULTS

CONSUMER = "topics"
LIBRARY_KEPT_S = 60.0
GAMES_LOOKED_AT = 100  # for the difficulty that a player plays a language in

Tallies = dict[Topic, TopicTally]

_GAMES = f"""
SELECT r.id, r.user_id, r.ended_at, s.difficulty, {note_of(CONSUMER, "r.id")} AS note
{FROM_THESE_RESULTS} JOIN game_sessions s ON s.id = r.session_id
"""
# What only courses teach is no topic: no game but theirs meets it.
_TOPICS = f"""
SELECT id, language, category FROM code_snippets WHERE id = ANY($1::uuid[]) AND category <> '{library.OF_COURSES}'
"""
_ADD = f"""
INSERT INTO user_topic_progress AS t (user_id, language, category, {columns(TopicTally)})
VALUES ($1, $2, $3, {", ".join(f"${number}" for number, _ in enumerate(names(TopicTally), 4))})
ON CONFLICT (user_id, language, category) DO UPDATE SET
    waves_played = t.waves_played + EXCLUDED.waves_played,
    waves_cleared = t.waves_cleared + EXCLUDED.waves_cleared,
    correct_keys = t.correct_keys + EXCLUDED.correct_keys,
    incorrect_keys = t.incorrect_keys + EXCLUDED.incorrect_keys,
    timed_keys = t.timed_keys + EXCLUDED.timed_keys,
    timed_ms = t.timed_ms + EXCLUDED.timed_ms,
    best_wpm = greatest(t.best_wpm, EXCLUDED.best_wpm),
    highest_difficulty = greatest(t.highest_difficulty, EXCLUDED.highest_difficulty),
    days = (ARRAY(SELECT DISTINCT day FROM unnest(t.days || EXCLUDED.days) AS day ORDER BY day DESC))[1 : {DAYS_KEPT}],
    first_played_at = least(t.first_played_at, EXCLUDED.first_played_at),
    last_played_at = greatest(t.last_played_at, EXCLUDED.last_played_at)
"""
# Those that are counted: neither their own job nor the one that will make it waits.
_COUNTED = f"""
SELECT r.id, r.ended_at, s.difficulty
FROM game_results r JOIN game_sessions s ON s.id = r.session_id
WHERE r.user_id = $1 AND NOT EXISTS (
    SELECT FROM feed_jobs WHERE subject = r.id AND queue IN ('game_ended', '{CONSUMER}')
)
"""
# Of months whose keys were taken out of the database.
_HAS_KEYS_AWAY = """
SELECT EXISTS (SELECT FROM game_results r WHERE r.user_id = $1
    AND NOT EXISTS (SELECT FROM typing_sessions t WHERE t.game_session_id = r.session_id))
"""
_LIVING = "SELECT id FROM users WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL ORDER BY id FOR SHARE"
_KEPT = f"SELECT language, category, {columns(TopicTally)} FROM user_topic_progress WHERE user_id = $1"
_DIFFICULTIES = f"""
SELECT DISTINCT ON (language) language, difficulty FROM (
    SELECT s.language, s.difficulty, r.ended_at FROM game_results r JOIN game_sessions s ON s.id = r.session_id
    WHERE r.user_id = $1 AND s.collection_id IS NULL ORDER BY r.ended_at DESC LIMIT {GAMES_LOOKED_AT}
) newest ORDER BY language, ended_at DESC
"""


def topics_consumer() -> Consumer:
    """Adds ended games to their players' topics."""

    async def count_one(connection: Connection, result_id: str) -> None:
        await _count(connection, [result_id])

    return Consumer(CONSUMER, count_one, LOCK_AWAY, _count, reads_notes=True)


async def _count(connection: Connection, result_ids: Sequence[str]) -> None:
    games = await connection.fetch(_GAMES, result_ids)  # nothing changes what this reads of an ended game
    await lock_players(connection, CONSUMER, [game["user_id"] for game in games], briefly=True)
    typed = [(game, await typed_in(connection, game["id"], game["note"])) for game in games]
    topics = await _topics_of(connection, {wave.snippet_id for _, waves in typed for wave in waves})
    players: dict[str, Tallies] = {}
    for game, waves in typed:
        tallies = players.setdefault(game["user_id"], {})
        add_game(tallies, topics, waves, Difficulty(game["difficulty"]), game["ended_at"])
    await _write(connection, players)


async def count_anew(pg: Pool, user_id: str) -> int | None:
    """Count all of a player's games again; returns how many topics they have played. None: the keys of some of the
    games are not in the database, so what is kept stays."""
    async with pg.acquire() as connection, connection.transaction():
        await lock_players(connection, CONSUMER, [user_id], briefly=False)
        if await connection.fetchval(_HAS_KEYS_AWAY, user_id):
            return None
        tallies: Tallies = {}
        for game in await connection.fetch(_COUNTED, user_id):
            waves = await typed_in(connection, game["id"], None)
            topics = await _topics_of(connection, {wave.snippet_id for wave in waves})
            add_game(tallies, topics, waves, Difficulty(game["difficulty"]), game["ended_at"])
        await connection.execute("DELETE FROM user_topic_progress WHERE user_id = $1", user_id)
        await _write(connection, {user_id: tallies})
    return len(tallies)


async def _topics_of(connection: Connection, snippet_ids: set[str]) -> dict[str, Topic]:
    ids = [snippet_id for snippet_id in snippet_ids if _is_uuid(snippet_id)]
    rows = await connection.fetch(_TOPICS, ids)
    return {row["id"]: Topic(Language(row["language"]), row["category"]) for row in rows}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


async def _write(connection: Connection, players: Mapping[str, Tallies]) -> None:
    """Nothing for an account that is deleted, or will be once this is committed: its topics are gone."""
    living = await connection.fetch(_LIVING, list(players))
    rows = [
        (user["id"], *topic, *(getattr(tally, name) for name in names(TopicTally)))
        for user in living
        for topic, tally in sorted(players[user["id"]].items())
    ]
    await connection.executemany(_ADD, rows)


class Topics:
    """What players are told of their topics. What the library has is read once in LIBRARY_KEPT_S."""

    def __init__(self, pg: Pool, now_s: Callable[[], float] = time.monotonic) -> None:
        self._pg, self._now_s = pg, now_s
        self._library: dict[Topic, dict[Difficulty, int]] = {}
        self._library_until_s = 0.0

    async def of(self, user_id: str, now: datetime) -> tuple[list[TopicProgress], list[TopicSuggestion]]:
        """All topics, and what is suggested in each language that has any."""
        rows = await self._pg.fetch(_KEPT, user_id)
        played = await self._pg.fetch(_DIFFICULTIES, user_id)
        topics = progress_of(dict(map(_tally, rows)), await self._in_library(), now.date())
        difficulties = {Language(row["language"]): Difficulty(row["difficulty"]) for row in played}
        suggestions = [
            suggest(topics, language, difficulties.get(language, Difficulty.NORMAL)) for language in Language
        ]
        return topics, [one for one in suggestions if one is not None]

    async def _in_library(self) -> Mapping[Topic, Mapping[Difficulty, int]]:
        if self._now_s() >= self._library_until_s:
            found: dict[Topic, dict[Difficulty, int]] = {}
            for one in await library.drawn_topics(self._pg):
                found.setdefault(Topic(one.language, one.category), {})[one.difficulty] = one.snippets
            self._library, self._library_until_s = found, self._now_s() + LIBRARY_KEPT_S
        return self._library


def _tally(row: asyncpg.Record) -> tuple[Topic, TopicTally]:
    values = {name: row[name] for name in names(TopicTally)}
    if values["highest_difficulty"] is not None:
        values["highest_difficulty"] = Difficulty(values["highest_difficulty"])
    return Topic(Language(row["language"]), row["category"]), TopicTally(**values)
