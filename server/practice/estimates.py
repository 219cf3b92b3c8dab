"""How fast players really type a snippet: the model's `expected_wpm`, corrected by the games that were played.

Laws:
- An estimate needs at least GAMES_MINIMUM games by PLAYERS_MINIMUM players. Each player counts once, by the median of
  their waves, and the estimate uses the median of the players: neither an addict nor a cheat moves it far.
- The estimate is shrunk towards the model, as `model * (median / model) ** (players / (players + PRIOR_PLAYERS))`, and
  stays within a factor of FURTHEST of it. It always starts from the model and not from the last estimate, so the same
  games give the same figure, however often and by however many processes they are read.
- Only the deadlines of later waves change. A game that was played keeps those in its key log.

Bounds: a round reads only the newest games, a few at a time, and decodes them in a thread.

Absent on purpose: a player's strength. Players of EXPERT are faster than players of EASY, and the pace of EXPERT should
suit them: the "average player" of a snippet is one of those who play it.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import asyncpg

from server import library
from server.feed import Periodic
from server.infra.postgres import Pool
from server.key_logs import stored
from server.library import Correction, SnippetListed
from server.practice.answers import EstimateOut
from server.practice.plays_read import plays_of
from server.practice.waves import speed_shown, waves_of_log
from server.results import of_session

GAMES_MINIMUM = 12
PLAYERS_MINIMUM = 5
PRIOR_PLAYERS = 10  # the model counts as much as this many players
FURTHEST = 2.0
WORTH_WRITING_WPM = 0.5  # less may be chance, and no player would notice it
GAMES_READ = 2_000
GAMES_READ_FOR_ONE = 500
LOGS_READ_FOR_ONE = 100
AT_NIGHT = timedelta(hours=4)  # after midnight UTC
_LOGS_AT_ONCE = 20  # about 0.1 s of decoding in a thread

# The games that the boards would count, and those of guests; $1: how many.
_GAMES = f"""
    SELECT s.id FROM game_sessions s JOIN game_results r ON {of_session("s.id")}
    WHERE s.ended_at IS NOT NULL AND (r.ranked OR r.unranked_reason = 'guest')
    ORDER BY s.started_at DESC LIMIT $1
"""
_LOGS = f"SELECT user_id, {stored('t')} AS key_log FROM typing_sessions t WHERE game_session_id = ANY($1::uuid[])"
# Such games of language $1 and difficulty $2; $3: how many.
_GAMES_OF_BUCKET = f"""
    SELECT s.id FROM game_sessions s JOIN game_results r ON {of_session("s.id")}
    WHERE s.language = $1 AND s.difficulty = $2 AND s.ended_at IS NOT NULL
      AND (r.ranked OR r.unranked_reason = 'guest')
    ORDER BY s.started_at DESC LIMIT $3
"""
Speeds = dict[str, dict[str, list[float]]]
"""Standard words a minute of each wave, by snippet and player."""

Progress = Callable[[int, int], None]
"""Called with the number of games read so far, and of all games to read."""


class Estimate(NamedTuple):
    """One snippet's speed in standard words a minute: `before` is the present one, `after` the estimate."""

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


async def estimate_all(pg: Pool, games: int = GAMES_READ, progress: Progress = lambda done, of: None) -> list[Estimate]:
    """Estimates of every active snippet that was played enough in the newest `games` games; writes nothing."""
    speeds = await _speeds(pg, games, progress)
    enough = [snippet_id for snippet_id, players in speeds.items() if _is_enough(players)]
    snippets = await library.active(pg, enough)
    return [await asyncio.to_thread(_estimate, one, speeds[one.id]) for one in snippets]


async def players_say(pg: Pool, snippet_id: str) -> EstimateOut:
    """The same estimate for one version, from the newest games of its bucket alone. Raises NoSuchSnippet."""
    snippet = await library.read(pg, snippet_id)
    games = await pg.fetch(_GAMES_OF_BUCKET, snippet.language, snippet.difficulty, GAMES_READ_FOR_ONE)
    players: dict[str, list[float]] = {}
    for play in await plays_of(pg, snippet_id, [game["id"] for game in games], LOGS_READ_FOR_ONE):
        if (speed := speed_shown(play.wave)) is not None:
            players.setdefault(play.user_id, []).append(speed)
    model_wpm = library.model_wpm(snippet.language, snippet.snippet_text)
    return EstimateOut(
        id=snippet.id,
        expected_wpm=snippet.expected_wpm,
        model_wpm=model_wpm,
        suggested_wpm=shrunk_wpm(model_wpm, players.values()) if _is_enough(players) else None,
        games=sum(map(len, players.values())),
        games_needed=GAMES_MINIMUM,
        players=len(players),
        players_needed=PLAYERS_MINIMUM,
    )


async def apply(pg: Pool, estimates: Sequence[Estimate]) -> int:
    """Write the estimates that are news; returns how many. Snippets that changed meanwhile are left alone."""
    news = [Correction(one.snippet_id, one.before, one.after) for one in estimates if one.is_news]
    return await library.correct_speeds(pg, news)


def estimating(pg: Pool) -> Periodic:
    """Every night: all estimates that are news are written."""

    async def work(_: datetime) -> int:
        return await apply(pg, await estimate_all(pg))

    return Periodic("estimate_snippets", work, timedelta(days=1), AT_NIGHT)


def shrunk_wpm(model: float, players: Iterable[Sequence[float]]) -> float:
    """The estimate from each player's speeds, rounded to a tenth."""
    medians = [statistics.median(speeds) for speeds in players]
    ratio = statistics.median(medians) / model
    weight = len(medians) / (len(medians) + PRIOR_PLAYERS)
    shrunk: float = model * min(FURTHEST, max(1 / FURTHEST, ratio)) ** weight
    return round(shrunk, 1)


async def _speeds(pg: Pool, games: int, progress: Progress) -> Speeds:
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
    """A snippet comes twice in a game only if the game had all the others; that counts as another game."""
    return len(players) >= PLAYERS_MINIMUM and sum(map(len, players.values())) >= GAMES_MINIMUM


def _estimate(snippet: SnippetListed, players: dict[str, list[float]]) -> Estimate:
    model = library.model_wpm(snippet.language, snippet.snippet_text)
    name = f"{snippet.language} {snippet.difficulty} {snippet.category}"
    games = sum(map(len, players.values()))
    after = shrunk_wpm(model, players.values())
    return Estimate(snippet.id, name, games, len(players), model, snippet.expected_wpm, after)
