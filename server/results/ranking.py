"""Whether a game counts on the boards.

Law: the first rule that a game breaks names it, in the order written here; `guest` is last, so that registering is all
that such a game lacks. The CHECKs of the migration hold the same rules. Deliberately absent: how a verdict is reached.
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
class Standing:
    """What the rules look at. `registered` is false for a guest, and for a player who has deleted the account."""

    end_reason: EndReason
    against_ghost: bool
    journal_lost: bool
    verdict: Verdict
    playtime_seconds: int
    words_typed: int
    pauses: int
    paused_ms: int
    registered: bool


def unranked_reason(standing: Standing) -> str | None:
    """The word that says why the game is not ranked, or None when it is."""
    rules = (
        ("abandoned", standing.end_reason == EndReason.ABANDONED),
        ("ghost", standing.against_ghost),
        ("journal_lost", standing.journal_lost),
        ("verdict", standing.verdict not in GOOD_VERDICTS),
        ("too_short", standing.playtime_seconds < LEAST_PLAYTIME_S),
        ("too_few_words", standing.words_typed < LEAST_WORDS),
        ("too_many_pauses", standing.pauses > MOST_PAUSES),
        ("paused_too_long", standing.paused_ms > MOST_PAUSED_MS),
        ("guest", not standing.registered),
    )
    return next((word for word, broken in rules if broken), None)
