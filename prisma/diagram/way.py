"""The way of the data from sign-up to board, in the order in which the rows are written.

The picture numbers these steps. Drawing it fails if a table is not in the schema.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`place` is a table, or with `made_from` something outside PostgreSQL that is made from that table's rows."""

    place: str
    what: str
    made_from: str | None = None


WAY = (
    Step("users", "sign-up, or a guest who may register later"),
    Step("refresh_tokens", "sign-in"),
    Step("game_sessions", "a game starts"),
    Step("typing_sessions", "the place for its keys"),
    Step("code_snippets", "the rotation draws its waves"),
    Step("recent_snippets", "what the player has seen lately"),
    Step("typing_results", "the game ends, in one transaction: keystroke measures"),
    Step("game_results", "in the same transaction: score and verdict"),
    Step("user_statistics", "in the same transaction: the player's totals"),
    Step("feed_jobs", "in the same transaction: what follows from it"),
    Step("boards", "in Redis, after the commit", made_from="game_results"),
)
