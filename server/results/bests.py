"""Which personal bests a game set.

Laws:
- Compared are the games that count, by the same rules as on the boards: ranked, or lacking nothing but a registration.
  So a game of two seconds is nobody's best, and guests have bests too.
- A best is higher than that of every game that ended before. It is worked out from the rows whenever it is asked for,
  so it holds after a reload, and for games that were played before this was shown.
"""

from __future__ import annotations

from typing import Any

from server.infra.postgres import Pool

MEASURES = ("final_score", "words_per_minute", "accuracy_percentage", "waves_completed", "max_combo")

_COUNTS = "(ranked OR unranked_reason = 'guest')"
_MAXIMA = ", ".join(
    f"max(r.{name}) AS {name}_all, max(r.{name}) FILTER (WHERE same_kind) AS {name}_kind" for name in MEASURES
)
# $1 the result. Nothing for one that does not count.
_EARLIER = f"""
WITH own AS (
    SELECT g.*, s.language, s.difficulty FROM game_results g JOIN game_sessions s ON s.id = g.session_id
    WHERE g.id = $1 AND {_COUNTS}
), earlier AS (
    SELECT g.*, (s.language, s.difficulty) = (own.language, own.difficulty) AS same_kind
    FROM own JOIN game_results g ON g.user_id = own.user_id AND g.ended_at <= own.ended_at
    JOIN game_sessions s ON s.id = g.session_id
    WHERE (g.ended_at, g.id) < (own.ended_at, own.id) AND (g.ranked OR g.unranked_reason = 'guest')
)
SELECT {", ".join(f"own.{name}" for name in MEASURES)}, count(r.id)::int AS games_all,
    (count(r.id) FILTER (WHERE same_kind))::int AS games_kind, {_MAXIMA}
FROM own LEFT JOIN earlier r ON true
GROUP BY {", ".join(f"own.{name}" for name in MEASURES)}
"""


async def bests_of(pg: Pool, result_id: str) -> dict[str, Any]:
    """`{counts, earlier: {all, kind}, new: [{measure, scope, value, previous}]}`.

    `scope` is `all`, or `kind` for the game's own language and difficulty; `earlier` says how many games there were to
    be better than. Where there were none nothing is new: a first game is a beginning.
    """
    row = await pg.fetchrow(_EARLIER, result_id)
    if row is None:
        return {"counts": False, "earlier": {"all": 0, "kind": 0}, "new": []}
    new = [
        {"measure": measure, "scope": scope, "value": row[measure], "previous": previous}
        for measure in MEASURES
        for scope in ("all", "kind")
        if (previous := row[f"{measure}_{scope}"]) is not None and row[measure] > previous
    ]
    return {"counts": True, "earlier": {"all": row["games_all"], "kind": row["games_kind"]}, "new": new}
