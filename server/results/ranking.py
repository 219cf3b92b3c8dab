"""Whether a game counts on the boards.

Law: the first rule that a game breaks, in the order below, gives the reason. `guest` is the last rule, so a game with
that reason lacks nothing but a registration. The CHECKs in the migration hold the same rules.

Absent on purpose: how a verdict is reached.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.terms import EndReason, Verdict

LEAST_PLAYTIME_S = 15
LEAST_WORDS = 20
MOST_PAUSES = 3
MOST_PAUSED_MS = 120_000
GOOD_VERDICTS = frozenset({Verdict.CLEAN, Verdict.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCase:
    """What the rules look at. `unranked_by_mode` is the word for a mode that ranks no game, None for one that does.
    `registered` is false for guests and for players who have deleted their account."""

    end_reason: EndReason
    unranked_by_mode: str | None
    journal_lost: bool
    verdict: Verdict
    playtime_seconds: int
    words_typed: int
    pauses: int
    paused_ms: int
    registered: bool


def unranked_reason(game: RankCase) -> str | None:
    """Why the game is not ranked, in one word; None when it is ranked."""
    rules: tuple[tuple[str | None, bool], ...] = (
        ("abandoned", game.end_reason == EndReason.ABANDONED),
        (game.unranked_by_mode, game.unranked_by_mode is not None),
        ("journal_lost", game.journal_lost),
        ("verdict", game.verdict not in GOOD_VERDICTS),
        ("too_short", game.playtime_seconds < LEAST_PLAYTIME_S),
        ("too_few_words", game.words_typed < LEAST_WORDS),
        ("too_many_pauses", game.pauses > MOST_PAUSES),
        ("paused_too_long", game.paused_ms > MOST_PAUSED_MS),
        ("guest", not game.registered),
    )
    return next((word for word, broken in rules if broken), None)
