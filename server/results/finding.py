"""How results are found by their ids and by their sessions: `game_results` is partitioned by id.

Law: a result of a month has its session's id, which a constraint of the table holds; those with ids of their own are of
one partition.
"""

from __future__ import annotations

# Of the ids $1, over r (game_results). By `id = ANY` of an array PostgreSQL would look for each of them in every month,
# once it has a plan for any.
FROM_THESE_RESULTS = "FROM unnest($1::uuid[]) AS these (id) JOIN game_results r ON r.id = these.id"
_FIRST = "'ffffffff-0000-0000-0000-000000000000'"  # of the ids that say their month


def of_session(session: str) -> str:
    """The condition over r (game_results) that it is of `session`, an expression. By the session alone, PostgreSQL
    would look into each month."""
    return f"(r.id = {session} OR r.id < {_FIRST} AND r.session_id = {session})"
