"""How fast players really type a snippet: the model's `expected_wpm`, corrected by the games that were played.

Laws:
- A snippet is estimated from GAMES_MINIMUM games by PLAYERS_MINIMUM players at least. A player counts once, by the
  median of their waves, and the median of the players is taken: neither an addict nor a cheat moves it far.
- The estimate is shrunk towards the model, as `model * (median / model) ** (players / (players + PRIOR_PLAYERS))`, and
  stays within a factor of FURTHEST of it. It goes back to the model each time and not to the last estimate, so the same
  games give the same figure however often, and by however many processes, they are looked at.
- Only what later waves ask for changes. A game that was played keeps the deadlines in its key log.

Bounds: a round reads the newest games alone, a few at a time and each in a thread, whatever the server has stored.

Absent on purpose: a player's strength. Who plays EXPERT is faster than who plays EASY, and the pace of EXPERT should be
theirs; an "average player" is one of those who play the snippet.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg

from game.analysis import PlayedWave
from server.library.difficulty import expected_wpm
from server.library.parse import parse
from server.library.versions import Attributes, NoSuchSnippet, Superseded, change, latest, read, writing
from server.practice.waves import speed_wpm, waves_of_log

GAMES_MINIMUM = 12
PLAYERS_MINIMUM = 5
PRIOR_PLAYERS = 10  # the model weighs as much as so many players
FURTHEST = 2.0
WORTH_WRITING_WPM = 0.5  # less is chance, and no player feels it
GAMES_READ = 2_000
GAMES_READ_FOR_ONE = 500
LOGS_READ_FOR_ONE = 100
NIGHT_HOUR = 4  # UTC, for the round of housekeeping
_LOGS_AT_ONCE = 20  # some 0.1 s of decoding in its thread
KEYS_MINIMUM = 30  # of a wave that was not finished: they show a speed, and those whom a wave defeats count too
_SNIPPETS_AT_ONCE = 50  # in one transaction, so that other writers of the library wait for a moment only

# Games as the boards would count them, guests' too; $1 how many.
_GAMES = """
    SELECT s.id FROM game_sessions s JOIN game_results r ON r.session_id = s.id
    WHERE s.ended_at IS NOT NULL AND (r.ranked OR r.unranked_reason = 'guest')
    ORDER BY s.started_at DESC LIMIT $1
"""
_LOGS = "SELECT user_id, key_sequence::text AS key_log FROM typing_sessions WHERE game_session_id = ANY($1::uuid[])"
# Of the games above, the newest $3 of one language and difficulty, and of those the newest LOGS_READ_FOR_ONE with $4.
_LOGS_OF_ONE = """
    SELECT user_id, key_sequence::text AS key_log FROM typing_sessions
    WHERE strpos(key_sequence::text, $4) > 0 AND game_session_id IN (
        SELECT s.id FROM game_sessions s JOIN game_results r ON r.session_id = s.id
        WHERE s.language = $1 AND s.difficulty = $2 AND s.ended_at IS NOT NULL
          AND (r.ranked OR r.unranked_reason = 'guest')
        ORDER BY s.started_at DESC LIMIT $3
    )
    ORDER BY started_at DESC LIMIT $5
"""
_SNIPPETS = """
    SELECT id, language, difficulty, category, snippet_text, expected_wpm FROM code_snippets
    WHERE id = ANY($1::uuid[]) AND is_active ORDER BY language, difficulty, category, id
"""

Speeds = dict[str, dict[str, list[float]]]
"""Standard words a minute of each wave, by snippet and player."""

Progress = Callable[[int, int], None]
"""Called with how many games are read, of how many."""


class PlayersSay(NamedTuple):
    """What is known of one snippet by its players. `suggested` is None while they are too few."""

    games: int
    players: int
    model: float
    suggested: float | None


class Estimate(NamedTuple):
    """Of one snippet, in standard words a minute: `before` is what it has, `after` what its players say."""

    snippet_id: str
    name: str
    games: int
    players: int
    model: float
    before: float
    after: float

    @property
    def is_news(self) -> bool:
        return abs(self.after - self.before) >= WORTH_WRITING_WPM


async def estimate_all(pg: Any, games: int = GAMES_READ, progress: Progress = lambda done, of: None) -> list[Estimate]:
    """Estimates of every active snippet that was played enough in the newest `games` games; writes nothing."""
    speeds = await _speeds(pg, games, progress)
    enough = [snippet_id for snippet_id, players in speeds.items() if _is_enough(players)]
    rows = await pg.fetch(_SNIPPETS, enough)
    return [await asyncio.to_thread(_estimate, row, speeds[row["id"]]) for row in rows]


async def players_say(pg: Any, snippet_id: str) -> PlayersSay:
    """The same estimate for one version, from the newest games of its bucket alone. Raises NoSuchSnippet."""
    row = await read(pg, snippet_id)
    bucket = row["language"], row["difficulty"]
    logs = await pg.fetch(_LOGS_OF_ONE, *bucket, GAMES_READ_FOR_ONE, snippet_id, LOGS_READ_FOR_ONE)
    players: dict[str, list[float]] = {}
    for player, of, speed in await asyncio.to_thread(_of_logs, logs):
        if of == snippet_id:
            players.setdefault(player, []).append(speed)
    model = expected_wpm(parse(row["language"], row["snippet_text"]))
    suggested = shrunk_wpm(model, players.values()) if _is_enough(players) else None
    return PlayersSay(sum(map(len, players.values())), len(players), model, suggested)


async def apply(pg: Any, estimates: Sequence[Estimate]) -> int:
    """Write the estimates that are news; answers how many. Snippets that changed meanwhile are left alone."""
    news = [one for one in estimates if one.is_news]
    written = 0
    for at in range(0, len(news), _SNIPPETS_AT_ONCE):
        async with writing(pg) as connection:
            for one in news[at : at + _SNIPPETS_AT_ONCE]:
                written += await _write(connection, one)
    return written


async def estimate_at_night(pg: Any, now: datetime) -> int:
    """The round of housekeeping, run every hour: does its work in one hour of the day; answers what it wrote."""
    return await apply(pg, await estimate_all(pg)) if now.hour == NIGHT_HOUR else 0


def speed_shown(wave: PlayedWave) -> float | None:
    """The wave's speed; None for one that was hardly begun."""
    is_enough = wave.cleared_ms is not None or wave.keys_right >= KEYS_MINIMUM
    return speed_wpm(wave) if is_enough else None


def shrunk_wpm(model: float, players: Iterable[Sequence[float]]) -> float:
    """The estimate from each player's speeds, to a tenth."""
    medians = [statistics.median(speeds) for speeds in players]
    ratio = statistics.median(medians) / model
    weight = len(medians) / (len(medians) + PRIOR_PLAYERS)
    shrunk: float = model * min(FURTHEST, max(1 / FURTHEST, ratio)) ** weight
    return round(shrunk, 1)


async def _speeds(pg: Any, games: int, progress: Progress) -> Speeds:
    ids = [game["id"] for game in await pg.fetch(_GAMES, games)]
    speeds: Speeds = {}
    for at in range(0, len(ids), _LOGS_AT_ONCE):
        logs = await pg.fetch(_LOGS, ids[at : at + _LOGS_AT_ONCE])
        for player, snippet_id, speed in await asyncio.to_thread(_of_logs, logs):
            speeds.setdefault(snippet_id, {}).setdefault(player, []).append(speed)
        progress(min(at + _LOGS_AT_ONCE, len(ids)), len(ids))
    return speeds


def _of_logs(logs: Sequence[asyncpg.Record]) -> list[tuple[str, str, float]]:
    return [
        (log["user_id"], wave.wave.snippet_id, speed)
        for log in logs
        for wave in waves_of_log(log["key_log"])
        if (speed := speed_shown(wave)) is not None
    ]


def _is_enough(players: dict[str, list[float]]) -> bool:
    """A snippet comes once in a game, but for games that had them all; a second time is as good as another game."""
    return len(players) >= PLAYERS_MINIMUM and sum(map(len, players.values())) >= GAMES_MINIMUM


def _estimate(row: asyncpg.Record, players: dict[str, list[float]]) -> Estimate:
    model = expected_wpm(parse(row["language"], row["snippet_text"]))
    name = f"{row['language']} {row['difficulty']} {row['category']}"
    games = sum(map(len, players.values()))
    after = shrunk_wpm(model, players.values())
    return Estimate(row["id"], name, games, len(players), model, row["expected_wpm"], after)


async def _write(connection: Any, one: Estimate) -> bool:
    try:
        old = await latest(connection, one.snippet_id)
    except (NoSuchSnippet, Superseded):
        return False
    if old["expected_wpm"] != one.before:
        return False  # an admin, or another process, was here since
    await change(connection, old, Attributes(expected_wpm=one.after))
    return True
