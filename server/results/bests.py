"""Which personal bests a game set.

Laws:
- Speed and accuracy are those of keys (`game.analytics`), to the last bit as a result has them.
- Only games that count are compared, by the rules of the boards: ranked games of one mode (sprints of one length), and
  those that lack nothing but a registration. So a game of two seconds is never a best, and guests have bests too.
- A best beats every game that ended before it. It is worked out on each request, so it survives a reload and also
  covers games that were played before bests existed.

Of a player's newest game `bests_by_kind` tells it, a row for each kind of game. For an older one, or one whose player
is not summed up yet (`languages.py`), the games before it are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from server.infra.postgres import Pool
from server.results.columns import of_keys

Measure = Literal["final_score", "net_wpm", "key_accuracy_percentage", "waves_completed", "max_combo"]
Scope = Literal["all", "kind"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
SCOPES: tuple[Scope, ...] = get_args(Scope)

_COUNTS = "(ranked OR unranked_reason = 'guest')"
_MAXIMA = ", ".join(
    f"max(r.{name}) AS {name}_all, max(r.{name}) FILTER (WHERE same_kind) AS {name}_kind" for name in MEASURES
)
_OF_KEYS = of_keys("g")
# $1: the result. No row when it does not count.
_OWN = f"""
WITH own AS (
    SELECT g.*, {_OF_KEYS}, s.language, s.difficulty, s.seconds
    FROM game_results g JOIN game_sessions s ON s.id = g.session_id
    WHERE g.id = $1 AND {_COUNTS}
)
"""
_OF_KINDS = ", ".join(
    f"greatest(max(k.before_{name}) FILTER (WHERE is_own), max(k.{name}) FILTER (WHERE NOT is_own)) AS {name}_all,"
    f" max(k.before_{name}) FILTER (WHERE is_own) AS {name}_kind"
    for name in MEASURES
)
_KEPT = f"""
{_OWN}, kinds AS (
    SELECT b.*, (b.language, b.difficulty) = (own.language, own.difficulty) AS is_own
    FROM own JOIN bests_by_kind b
        ON b.user_id = own.user_id AND b.mode = own.mode AND b.seconds = coalesce(own.seconds, 0)
)
SELECT {", ".join(f"own.{name}" for name in MEASURES)}, {_OF_KINDS}, (sum(k.games) - 1)::int AS games_all,
    (sum(k.games) FILTER (WHERE is_own) - 1)::int AS games_kind,
    NOT EXISTS (SELECT FROM games_by_language l WHERE l.user_id = own.user_id AND NOT l.is_summed)
        AND count(*) FILTER (WHERE k.result_id = own.id) = 1
        AND count(*) FILTER (WHERE (k.ended_at, k.result_id) > (own.ended_at, own.id)) = 0 AS is_newest
FROM own LEFT JOIN kinds k ON true
GROUP BY own.id, own.user_id, own.ended_at, {", ".join(f"own.{name}" for name in MEASURES)}
"""
_EARLIER = f"""
{_OWN}, earlier AS (
    SELECT g.*, {_OF_KEYS}, (s.language, s.difficulty) = (own.language, own.difficulty) AS same_kind
    FROM own JOIN game_results g ON g.user_id = own.user_id AND g.ended_at <= own.ended_at
    JOIN game_sessions s ON s.id = g.session_id
    WHERE g.mode = own.mode AND s.seconds IS NOT DISTINCT FROM own.seconds
        AND (g.ended_at, g.id) < (own.ended_at, own.id) AND (g.ranked OR g.unranked_reason = 'guest')
)
SELECT {", ".join(f"own.{name}" for name in MEASURES)}, count(r.id)::int AS games_all,
    (count(r.id) FILTER (WHERE same_kind))::int AS games_kind, {_MAXIMA}
FROM own LEFT JOIN earlier r ON true
GROUP BY {", ".join(f"own.{name}" for name in MEASURES)}
"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """How many earlier games there were that count."""

    all: int
    kind: int


@dataclass(frozen=True, slots=True)
class Best:
    """`scope`: `all`, or `kind` for the game's own language and difficulty."""

    measure: Measure
    scope: Scope
    value: float
    previous: float


@dataclass(frozen=True, slots=True)
class Bests:
    """`counts`: whether the game is one that can set a best (ranked, or a guest's that would be). Where there was no
    earlier game nothing is new: a first game is a beginning."""

    counts: bool
    earlier: Earlier
    new: list[Best]


async def bests_of(pg: Pool, result_id: str) -> Bests:
    row = await pg.fetchrow(_KEPT, result_id)
    if row is not None and not row["is_newest"]:
        row = await pg.fetchrow(_EARLIER, result_id)
    if row is None:
        return Bests(False, Earlier(0, 0), [])
    new = [
        Best(measure, scope, row[measure], previous)
        for measure in MEASURES
        for scope in SCOPES
        if (previous := row[f"{measure}_{scope}"]) is not None and row[measure] > previous
    ]
    return Bests(True, Earlier(row["games_all"], row["games_kind"]), new)
