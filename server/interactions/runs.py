"""What an ended game says of its snippets: how fast each was typed, and where the errors fell. Kept by the feed.

Laws:
- A game is counted once: only a run that is new here is added to the figures.
- Practice is its player's alone, and robots are no measure of people: neither is kept. Nor is a game that something is
  held against; when a moderator approves it the feed is asked again. One that is rejected later stays in the sums, as
  one of many, and is in no list.
- A wave counts when it was typed to its end. A game that has a snippet twice keeps the faster.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from game.analysis import PlayedWave, mistakes
from server.feed import Consumer
from server.infra.postgres import Connection
from server.key_logs import StoredLog, has_log, stored
from server.library import OF_COURSES
from server.practice import speed_wpm, waves_of_log
from server.results import HONEST, MAY_BE_SHOWN

CONSUMER = "snippet_runs"

_GAME = f"""
SELECT r.ended_at, {stored("t")} AS key_log
FROM game_results r JOIN users u ON u.id = r.user_id JOIN typing_sessions t ON t.game_session_id = r.session_id
WHERE r.id = $1 AND {has_log("t")} AND {MAY_BE_SHOWN} AND {HONEST} AND NOT u.is_bot
"""
_KEEP = f"""
INSERT INTO snippet_runs (result_id, snippet_id, net_wpm, key_accuracy_percentage, typed_at)
SELECT $1, n.id, n.net_wpm, n.accuracy, $5
FROM unnest($2::uuid[], $3::float8[], $4::float8[]) AS n (id, net_wpm, accuracy)
JOIN code_snippets s ON s.id = n.id AND s.published_at IS NOT NULL AND s.category <> '{OF_COURSES}'
ON CONFLICT DO NOTHING RETURNING snippet_id
"""
_ADD = """
INSERT INTO snippet_figures AS f (snippet_id, times_typed, correct_keys, wrong_keys, line_mistakes)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (snippet_id) DO UPDATE SET
    times_typed = f.times_typed + EXCLUDED.times_typed,
    correct_keys = f.correct_keys + EXCLUDED.correct_keys,
    wrong_keys = f.wrong_keys + EXCLUDED.wrong_keys,
    line_mistakes = ARRAY(
        SELECT coalesce(old, 0) + coalesce(new, 0)
        FROM unnest(f.line_mistakes, EXCLUDED.line_mistakes) AS line (old, new)
    )
"""


@dataclass(frozen=True, slots=True)
class TypedSnippet:
    """A snippet that was typed to its end."""

    net_wpm: float
    wave: PlayedWave


@dataclass(slots=True)
class Sum:
    """What is added to a snippet's figures."""

    times: int = 0
    correct: int = 0
    wrong: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, wave: PlayedWave) -> None:
        self.times += 1
        self.correct += wave.keys_right
        self.wrong += wave.keys_wrong
        text = wave.wave.text
        self.lines += [0] * (text.count("\n") + 1 - len(self.lines))
        for one in mistakes(wave):
            self.lines[text.count("\n", 0, one.offset)] += one.errors


def consumer() -> Consumer:
    async def keep_one(connection: Connection, result_id: str) -> None:
        await keep(connection, [result_id])

    return Consumer(CONSUMER, keep_one, together=keep)


async def keep(connection: Connection, result_ids: Sequence[str]) -> int:
    """What these games say, unless it is kept already; returns of how many it was not."""
    sums: dict[str, Sum] = {}
    new = 0
    for result_id in result_ids:
        game = await connection.fetchrow(_GAME, result_id)
        if game is not None:
            new += await _keep_game(connection, result_id, game, sums)
    # In the order of their ids, as the triggers of votes lock them.
    rows = [(one, s.times, s.correct, s.wrong, s.lines) for one, s in sorted(sums.items())]
    await connection.executemany(_ADD, rows)
    return new


async def _keep_game(connection: Connection, result_id: str, game: asyncpg.Record, sums: dict[str, Sum]) -> bool:
    runs = await asyncio.to_thread(runs_of, game["key_log"])
    kept = await _new_runs(connection, result_id, runs, game["ended_at"])
    for snippet_id in kept:
        sums.setdefault(snippet_id, Sum()).add(runs[snippet_id].wave)
    return bool(kept)


async def _new_runs(
    connection: Connection, result_id: str, runs: dict[str, TypedSnippet], at: datetime
) -> Sequence[str]:
    speeds = [run.net_wpm for run in runs.values()]
    rows = await connection.fetch(_KEEP, result_id, list(runs), speeds, list(map(accuracy, runs.values())), at)
    return [row["snippet_id"] for row in rows]


def accuracy(run: TypedSnippet) -> float:
    return 100 * run.wave.keys_right / (run.wave.keys_right + run.wave.keys_wrong)


def runs_of(key_log: StoredLog) -> dict[str, TypedSnippet]:
    """The fastest of each snippet. It takes the stored log, so that a thread does all of the work."""
    found: dict[str, TypedSnippet] = {}
    for wave in waves_of_log(key_log):
        speed = speed_wpm(wave) if wave.cleared_ms is not None else None
        before = found.get(wave.wave.snippet_id)
        if speed is not None and (before is None or speed > before.net_wpm):
            found[wave.wave.snippet_id] = TypedSnippet(speed, wave)
    return found
