"""How players do on a snippet, read from the games that were played.

Bounds: the newest GAMES_LOOKED_AT games of the snippet's language and difficulty from the time in which it was the
latest version, and of those the newest PLAYS_READ that had the snippet, so that the cost depends neither on the age of
the server nor on the popularity of the snippet. Games of all modes count, since a snippet is typed alike in each. Which
games had the snippet is asked of their logs, a few at a time, which needs no index on what is inside them. That is good
enough for a moderator's occasional question; games never wait for it.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Collection, Sequence
from typing import TypedDict

from game.analysis import PlayedWave, Press, due_keys
from server import library
from server.infra.postgres import Pool
from server.key_logs import StoredLog, stored
from server.library import SnippetListed
from server.practice.answers import CharacterStats, Played, ResultsOut, StatsOut
from server.practice.plays_read import plays_of
from server.practice.waves import speed_wpm, waves_of_log

GAMES_LOOKED_AT = 500
PLAYS_READ = 100
WORST_SHOWN = 10
LIST_GAMES = 240  # for a page of snippets, shared among its languages and difficulties: a second of decoding
LIST_WORST_SHOWN = 3
_LOGS_AT_ONCE = 20  # about 0.1 s of decoding in a thread
DUE_MINIMUM = 3  # fewer may be chance

# $1 snippet, $2 language, $3 difficulty. A game lasts up to 4 hours, so it may be older than the version it drew.
_GAMES = f"""
    SELECT s.id FROM game_sessions s, code_snippets own LEFT JOIN code_snippets next ON next.supersedes_id = own.id
    WHERE own.id = $1 AND s.language = $2 AND s.difficulty = $3 AND s.ended_at IS NOT NULL
      AND s.started_at > own.created_at - interval '4 hours'
      AND (next.id IS NULL OR s.started_at < next.created_at)
    ORDER BY s.started_at DESC LIMIT {GAMES_LOOKED_AT}
"""
_NEWEST_GAMES = """
    SELECT id FROM game_sessions
    WHERE language = $1 AND difficulty = $2 AND ended_at IS NOT NULL ORDER BY started_at DESC LIMIT $3
"""
_LOGS = f"SELECT {stored('t')} AS key_log FROM typing_sessions t WHERE game_session_id = ANY($1::uuid[])"


async def stats(pg: Pool, snippet_id: str) -> StatsOut:
    """How players do on one version. Raises NoSuchSnippet."""
    snippet = await library.read(pg, snippet_id)
    games = [game["id"] for game in await pg.fetch(_GAMES, snippet_id, snippet.language, snippet.difficulty)]
    waves = [play.wave for play in await plays_of(pg, snippet_id, games, PLAYS_READ)]
    return StatsOut(
        id=snippet.id,
        version=snippet.version,
        expected_wpm=snippet.expected_wpm,
        usage_count=snippet.usage_count,
        games_looked_at=len(games),
        **_figures(waves, snippet.expected_wpm, WORST_SHOWN),
    )


async def results_of(pg: Pool, snippets: Sequence[SnippetListed]) -> ResultsOut:
    """The same figures for many versions at once, from fewer games.

    Each game is read once for all of them, a few at a time in a thread.
    """
    buckets = {(one.language, one.difficulty) for one in snippets}
    waves: dict[str, list[PlayedWave]] = {one.id: [] for one in snippets}
    games_looked_at = 0
    for language, difficulty in sorted(buckets):
        found = await pg.fetch(_NEWEST_GAMES, language, difficulty, LIST_GAMES // len(buckets))
        ids = [game["id"] for game in found]
        games_looked_at += len(ids)
        for at in range(0, len(ids), _LOGS_AT_ONCE):
            logs = await pg.fetch(_LOGS, ids[at : at + _LOGS_AT_ONCE])
            for wave in await asyncio.to_thread(_waves_among, waves.keys(), [log["key_log"] for log in logs]):
                waves[wave.wave.snippet_id].append(wave)
    votes = await library.votes_of(pg, list(waves))
    return ResultsOut(games_looked_at, [_played(one, waves[one.id], votes.get(one.id)) for one in snippets])


def _played(snippet: SnippetListed, waves: Sequence[PlayedWave], votes: library.Votes | None) -> Played:
    likes, dislikes = (votes.likes, votes.dislikes) if votes else (0, 0)
    figures = _figures(waves, snippet.expected_wpm, LIST_WORST_SHOWN)
    return Played(id=snippet.id, likes=likes, dislikes=dislikes, **figures)


class _Figures(TypedDict):
    """The fields of answers.Figures."""

    plays: int
    finished: int
    mean_accuracy: float | None
    mean_wpm: float | None
    speed_ratio: float | None
    worst_characters: Sequence[CharacterStats]


def _figures(waves: Sequence[PlayedWave], expected_wpm: float, worst: int) -> _Figures:
    finished = [wave for wave in waves if wave.cleared_ms is not None]
    speeds = [speed for wave in finished if (speed := speed_wpm(wave)) is not None]
    mean_wpm = statistics.fmean(speeds) if speeds else None
    return {
        "plays": len(waves),
        "finished": len(finished),
        "mean_accuracy": statistics.fmean(map(_accuracy, waves)) if waves else None,
        "mean_wpm": mean_wpm,
        "speed_ratio": None if mean_wpm is None else mean_wpm / expected_wpm,
        "worst_characters": _worst_characters(waves)[:worst],
    }


def _waves_among(snippet_ids: Collection[str], logs: Sequence[StoredLog]) -> list[PlayedWave]:
    return [wave for log in logs for wave in waves_of_log(log) if wave.wave.snippet_id in snippet_ids]


def _accuracy(wave: PlayedWave) -> float:
    return wave.keys_right / (wave.keys_right + wave.keys_wrong) * 100


def _worst_characters(waves: Sequence[PlayedWave]) -> list[CharacterStats]:
    """The most often missed first; among equals the slower first."""
    presses: dict[str, list[Press]] = {}
    for key, press in due_keys(waves):
        presses.setdefault(key, []).append(press)
    found = [_character(key, of) for key, of in presses.items() if len(of) >= DUE_MINIMUM]
    found.sort(key=lambda one: (-one.missed_percentage, -(one.mean_ms or 0), one.character))
    return found


def _character(character: str, presses: Sequence[Press]) -> CharacterStats:
    missed = sum(bool(press.wrong) for press in presses)
    times = [press.took_ms for press in presses if press.took_ms is not None and not press.wrong]
    mean_ms = statistics.fmean(times) if times else None
    return CharacterStats(character, len(presses), missed, missed / len(presses) * 100, mean_ms)
