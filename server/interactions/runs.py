"""What an ended game says of its snippets: how fast each was typed, and where the errors fell. Kept by the feed.

Laws:
- A game is counted once: only a run that is new here is added to the figures.
- Practice is its player's alone, and robots are no measure of people: neither is kept. Nor is a game that something is
  held against; when a moderator approves it the feed is asked again. One that is rejected later stays in the sums, as
  one of many, and is in no list.
- A wave counts when it was typed to its end. A game that has a snippet twice keeps the faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from game.typed_waves import TypedWave
from server.feed import Consumer, note_of
from server.infra.postgres import Connection
from server.library import OF_COURSES
from server.practice import speed_wpm, typed_in
from server.results import FROM_THESE_RESULTS, HONEST, MAY_BE_SHOWN

CONSUMER = "snippet_runs"

_GAMES = f"""
SELECT r.id, r.ended_at, {note_of(CONSUMER, "r.id")} AS note
{FROM_THESE_RESULTS} JOIN users u ON u.id = r.user_id
WHERE {MAY_BE_SHOWN} AND {HONEST} AND NOT u.is_bot
"""
_KEEP = f"""
INSERT INTO snippet_runs (result_id, snippet_id, net_wpm, key_accuracy_percentage, typed_at)
SELECT n.result_id, n.snippet_id, n.net_wpm, n.accuracy, n.typed_at
FROM unnest($1::uuid[], $2::uuid[], $3::float8[], $4::float8[], $5::timestamptz[])
    AS n (result_id, snippet_id, net_wpm, accuracy, typed_at)
JOIN code_snippets s ON s.id = n.snippet_id AND s.published_at IS NOT NULL AND s.category <> '{OF_COURSES}'
ON CONFLICT DO NOTHING RETURNING result_id, snippet_id
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
    wave: TypedWave

    @property
    def accuracy(self) -> float:
        return 100 * self.wave.keys_right / (self.wave.keys_right + self.wave.keys_wrong)


@dataclass(slots=True)
class Sum:
    """What is added to a snippet's figures."""

    times: int = 0
    correct: int = 0
    wrong: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, wave: TypedWave) -> None:
        self.times += 1
        self.correct += wave.keys_right
        self.wrong += wave.keys_wrong
        self.lines = list(map(sum, zip_longest(self.lines, wave.line_errors, fillvalue=0)))


def consumer() -> Consumer:
    async def keep_one(connection: Connection, result_id: str) -> None:
        await keep(connection, [result_id])

    return Consumer(CONSUMER, keep_one, together=keep, reads_notes=True)


async def keep(connection: Connection, result_ids: Sequence[str]) -> int:
    """What these games say, unless it is kept already; returns of how many it was not."""
    runs: dict[tuple[str, str], TypedSnippet] = {}
    ended_at: dict[str, datetime] = {}
    for game in await connection.fetch(_GAMES, result_ids):
        ended_at[game["id"]] = game["ended_at"]
        for snippet_id, run in runs_of(await typed_in(connection, game["id"], game["note"])).items():
            runs[game["id"], snippet_id] = run
    sums: dict[str, Sum] = {}
    kept = await _new_runs(connection, runs, ended_at)
    for result_id, snippet_id in kept:
        sums.setdefault(snippet_id, Sum()).add(runs[result_id, snippet_id].wave)
    # In the order of their ids, as the triggers of votes lock them.
    rows = [(one, s.times, s.correct, s.wrong, s.lines) for one, s in sorted(sums.items())]
    await connection.executemany(_ADD, rows)
    return len({result_id for result_id, _ in kept})


async def _new_runs(
    connection: Connection, runs: Mapping[tuple[str, str], TypedSnippet], ended_at: Mapping[str, datetime]
) -> list[tuple[str, str]]:
    """Keep them; returns the result and the snippet of those that were not kept before."""
    rows = await connection.fetch(
        _KEEP,
        [result_id for result_id, _ in runs],
        [snippet_id for _, snippet_id in runs],
        [run.net_wpm for run in runs.values()],
        [run.accuracy for run in runs.values()],
        [ended_at[result_id] for result_id, _ in runs],
    )
    return [(row["result_id"], row["snippet_id"]) for row in rows]


def runs_of(waves: Iterable[TypedWave]) -> dict[str, TypedSnippet]:
    """The fastest of each snippet."""
    found: dict[str, TypedSnippet] = {}
    for wave in waves:
        speed = speed_wpm(wave) if wave.is_cleared else None
        before = found.get(wave.snippet_id)
        if speed is not None and (before is None or speed > before.net_wpm):
            found[wave.snippet_id] = TypedSnippet(speed, wave)
    return found
