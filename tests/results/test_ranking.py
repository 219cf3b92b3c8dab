"""Each rule of ranking, at its bound and just past it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from game.terms import EndReason, Verdict
from server.results.ranking import RankCase, RankRule, unranked_reason

GOOD = RankCase(
    end_reason=EndReason.DEFEATED,
    unranked_by_mode=None,
    journal_lost=False,
    verdict=Verdict.CLEAN,
    playtime_seconds=15,
    words_typed=20,
    pauses=3,
    paused_ms=120_000,
    disabled=False,
    registered=True,
)
BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("abandoned", {"end_reason": "abandoned"}),
    ("ghost", {"unranked_by_mode": "ghost"}),
    ("journal_lost", {"journal_lost": True}),
    ("verdict", {"verdict": "flagged"}),
    ("too_short", {"playtime_seconds": 14}),
    ("too_few_words", {"words_typed": 19}),
    ("too_many_pauses", {"pauses": 4}),
    ("paused_too_long", {"paused_ms": 120_001}),
    ("disabled", {"disabled": True}),
    ("guest", {"registered": False}),
]


@pytest.mark.parametrize("change", [{}, {"verdict": "approved"}, {"end_reason": "quit"}, {"end_reason": "limit"}])
def test_a_game_at_every_bound_is_ranked(change: dict[str, Any]) -> None:
    assert unranked_reason(replace(GOOD, **change)) is None


@pytest.mark.parametrize(("reason", "change"), BROKEN)
def test_a_game_past_one_bound_says_which(reason: str, change: dict[str, Any]) -> None:
    assert unranked_reason(replace(GOOD, **change)) == reason


@pytest.mark.parametrize("first", range(len(BROKEN)))
def test_the_first_broken_rule_names_the_game(first: int) -> None:
    changes: dict[str, Any] = {}
    for _, change in BROKEN[first:]:
        changes |= change
    assert unranked_reason(replace(GOOD, **changes)) == BROKEN[first][0]


SPRINT = replace(
    GOOD, end_reason=EndReason.TIME, words_typed=10, rule=RankRule(least_words=10, ends=frozenset({EndReason.TIME}))
)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"words_typed": 9}, "too_few_words"),
        ({"end_reason": "quit"}, "ended_early"),
        ({"registered": False}, "guest"),
    ],
)
def test_a_mode_may_ask_for_fewer_words_and_for_a_certain_end(change: dict[str, Any], reason: str | None) -> None:
    assert unranked_reason(replace(SPRINT, **change)) == reason


def test_a_rejected_verdict_is_not_ranked() -> None:
    assert unranked_reason(replace(GOOD, verdict=Verdict.REJECTED)) == "verdict"
