"""Whether a game counts on the boards.

Law: the first rule that a game breaks, in the order below, gives the reason. `guest` is the last rule, so a game with
that reason lacks nothing but a registration. The CHECKs in the migration hold the same rules.

Absent on purpose: how a verdict is reached.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.terms import EndReason, Verdict

MOST_PAUSES = 3
MOST_PAUSED_MS = 120_000
GOOD_VERDICTS = frozenset({Verdict.CLEAN, Verdict.APPROVED})


@dataclass(frozen=True, slots=True)
class RankRule:
    """What a mode asks of its ranked games. `ends` are the ways in which such a game may have ended; None: any."""

    least_playtime_s: int = 15
    least_words: int = 20
    ends: frozenset[EndReason] | None = None


ORDINARY = RankRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCase:
    """What the rules look at. `unranked_by_mode` is the mode's word for a game that it does not rank, None for one that
    it may. `disabled`: an admin has disabled the player, who was still in the game. `registered` is false for guests
    and for players who have deleted their account."""

    end_reason: EndReason
    unranked_by_mode: str | None
    journal_lost: bool
    verdict: Verdict
    playtime_seconds: int
    words_typed: int
    pauses: int
    paused_ms: int
    disabled: bool
    registered: bool
    rule: RankRule = ORDINARY


# From the verdict on: what may follow, or cease to, when a moderator gives another one.
_SINCE_VERDICT = frozenset(
    ("verdict", "ended_early", "too_short", "too_few_words", "too_many_pauses", "paused_too_long", "disabled", "guest")
)


def decided_before_verdict(reason: str | None) -> str | None:
    """`reason`, if it stands whatever the verdict: a game that was abandoned, or of a mode without ranks."""
    return None if reason in _SINCE_VERDICT else reason


def unranked_reason(game: RankCase) -> str | None:
    """Why the game is not ranked, in one word; None when it is ranked."""
    rule = game.rule
    rules: tuple[tuple[str | None, bool], ...] = (
        ("abandoned", game.end_reason == EndReason.ABANDONED),
        (game.unranked_by_mode, game.unranked_by_mode is not None),
        ("journal_lost", game.journal_lost),
        ("verdict", game.verdict not in GOOD_VERDICTS),
        ("ended_early", rule.ends is not None and game.end_reason not in rule.ends),
        ("too_short", game.playtime_seconds < rule.least_playtime_s),
        ("too_few_words", game.words_typed < rule.least_words),
        ("too_many_pauses", game.pauses > MOST_PAUSES),
        ("paused_too_long", game.paused_ms > MOST_PAUSED_MS),
        ("disabled", game.disabled),
        ("guest", not game.registered),
    )
    return next((word for word, broken in rules if broken), None)
