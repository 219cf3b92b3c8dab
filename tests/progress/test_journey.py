"""What games add up to, through the real fold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.experience import game_xp, level_begins
from game.terms import Difficulty, EndReason, Language, Mode, RequirementType
from server.progress.days import Days
from server.progress.events import Event, GameEvent
from server.progress.journey import Journey, Requirement, Tallies
from tests.progress.histories import CATALOGUE, START, daily, empty, game, outcome, taken

ONE = timedelta(minutes=2)


def many(count: int, **change: Any) -> list[Event]:
    return [game(START + ONE * n, **change) for n in range(count)]


def until_level(level: int) -> list[Event]:
    keys = 20_000
    needed = level_begins(level)
    return many(needed // game_xp(keys, keys, Difficulty.NORMAL) + 1, correct_keys=keys, pressed_keys=keys)


def unranked(mode: Mode) -> dict[str, Any]:
    return {"mode": mode, "ranked": False, "unranked_reason": mode.lower()}


# For each kind of requirement: events that reach just that amount of it.
HISTORIES: dict[RequirementType, Callable[[int], list[Event]]] = {
    RequirementType.GAMES: many,
    RequirementType.RIGHT_KEYS: lambda n: [game(correct_keys=n, pressed_keys=n)],
    RequirementType.MINUTES: lambda n: [game(seconds=60 * n)],
    RequirementType.WAVES: lambda n: many(n, waves=1),
    RequirementType.ENEMIES: lambda n: [game(enemies=n)],
    RequirementType.EXPERT_WAVES: lambda n: [game(difficulty=Difficulty.EXPERT, waves=n)],
    RequirementType.WAVES_IN_A_GAME: lambda n: [game(waves=n)],
    RequirementType.UNHURT_WAVES: lambda n: [game(waves=n, damage_taken=0)],
    RequirementType.SCORE: lambda n: [game(score=n)],
    RequirementType.NET_WPM: lambda n: [game(correct_keys=5 * n, pressed_keys=6 * n, seconds=60)],
    RequirementType.COMBO: lambda n: [game(combo=n)],
    RequirementType.FLAWLESS_WORDS: lambda n: [game(words=n, correct_keys=200, pressed_keys=200)],
    RequirementType.ACCURATE_GAMES: lambda n: many(n, words=100, correct_keys=490, pressed_keys=500),
    RequirementType.LANGUAGES: lambda n: [game(language=one) for one in list(Language)[:n]],
    RequirementType.DAYS: lambda n: daily(n, every=3),
    RequirementType.STREAK: daily,
    RequirementType.RETURN: lambda n: daily(2, every=n),
    RequirementType.NIGHT_GAMES: lambda n: [game(START.replace(hour=4, minute=50 + at)) for at in range(n)],
    RequirementType.MORNING_GAMES: lambda n: [game(START.replace(hour=7, minute=50 + at)) for at in range(n)],
    RequirementType.LEVEL: until_level,
    RequirementType.SPRINTS: lambda n: many(n, mode=Mode.SPRINT, end_reason=EndReason.TIME),
    RequirementType.DAILIES: lambda n: many(n, mode=Mode.DAILY, end_reason=EndReason.CLEARED),
    RequirementType.RACES: lambda n: many(n, **unranked(Mode.RACE)),
    RequirementType.RACES_WON: lambda n: [outcome() for _ in range(n)],
    RequirementType.CONTESTS: lambda n: many(n, **unranked(Mode.CONTEST)),
    RequirementType.CONTESTS_WON: lambda n: [outcome(Mode.CONTEST) for _ in range(n)],
    RequirementType.CHALLENGES: lambda n: many(n, **unranked(Mode.CHALLENGE), passed=True, is_first_pass=True),
    RequirementType.PRACTICE_MINUTES: lambda n: [game(**unranked(Mode.PRACTICE), seconds=60 * n)],
}


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.slug)
def test_each_can_be_earned_and_not_by_less(one: Requirement) -> None:
    journey, unlocked = taken(HISTORIES[one.type](one.value))
    assert one.slug in {each.slug for each in unlocked}
    assert journey.tallies.amounts[one.type] >= one.value
    if one.value > 1 and one.type is not RequirementType.LEVEL:
        less, _ = taken(HISTORIES[one.type](one.value - 1))
        assert one.slug not in less.unlocked


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("is_honest", [True, False])
def test_none_is_earned_by_an_empty_game(mode: Mode, is_honest: bool) -> None:
    reason = "too_short" if mode in (Mode.SOLO, Mode.SPRINT, Mode.DAILY) else mode.lower()
    passed: dict[str, Any] = {"passed": False} if mode is Mode.CHALLENGE else {}
    journey, unlocked = taken([empty(mode=mode, unranked_reason=reason, is_honest=is_honest, **passed)])
    assert (unlocked, journey.xp, journey.streak.days, journey.events) == ([], 0, 0, 1)


def test_there_are_enough_of_them_and_every_kind_is_asked_for() -> None:
    assert len(CATALOGUE) >= 30
    assert {one.type for one in CATALOGUE} == set(RequirementType) == set(HISTORIES)


@pytest.mark.parametrize(
    "change",
    [
        {"is_honest": False},
        {"ranked": False, "unranked_reason": "disabled"},
        {"ranked": False, "unranked_reason": "journal_lost"},
        {"ranked": False, "unranked_reason": "too_few_words", "words": 19},
        {"ranked": False, "unranked_reason": "abandoned", "end_reason": EndReason.ABANDONED},
        {"ranked": False, "unranked_reason": "race", "mode": Mode.RACE, "words": 19},
        {**unranked(Mode.CHALLENGE), "passed": True, "words": 19},
        {**unranked(Mode.CHALLENGE), "passed": True, "seconds": 14},
    ],
    ids=str,
)
def test_what_gives_neither_xp_nor_a_day(change: dict[str, Any]) -> None:
    journey, unlocked = taken([game(**change)])
    assert (unlocked, journey.xp, journey.streak.days) == ([], 0, 0)


@pytest.mark.parametrize(
    "change",
    [
        unranked(Mode.PRACTICE),
        unranked(Mode.GHOST),
        {**unranked(Mode.CHALLENGE), "passed": False},
        {"mode": Mode.DAILY, "ranked": False, "unranked_reason": "repeated"},
        {"ranked": False, "unranked_reason": "too_many_pauses"},
    ],
    ids=str,
)
def test_what_makes_a_day_and_gives_no_xp(change: dict[str, Any]) -> None:
    journey, unlocked = taken([game(**change)])
    assert (unlocked, journey.xp, journey.streak.days) == ([], 0, 1)


def test_a_challenge_counts_when_it_is_passed_first_however_short_and_then_when_it_is_long() -> None:
    first = game(**unranked(Mode.CHALLENGE), passed=True, is_first_pass=True, words=3, seconds=4)
    again = game(START + timedelta(minutes=1), **unranked(Mode.CHALLENGE), passed=True, words=3, seconds=4)
    long = game(START + timedelta(minutes=2), **unranked(Mode.CHALLENGE), passed=True)
    games = [taken(found)[0].tallies.amounts[RequirementType.GAMES] for found in ([first], [first, again, long])]
    assert games == [1, 2]


def test_a_guest_is_given_what_a_player_is() -> None:
    guest, _ = taken([game(ranked=False, unranked_reason="guest")])
    player, _ = taken([game()])
    assert guest.xp == player.xp > 0
    assert guest.tallies == player.tallies


def test_a_reward_may_be_the_level_that_earns_the_next() -> None:
    catalogue = [
        Requirement("first", RequirementType.GAMES, 1, 5_000),
        Requirement("level", RequirementType.LEVEL, 10, 0),
        Requirement("higher", RequirementType.LEVEL, 20, 0),
    ]
    journey = Journey()
    assert [one.slug for one in journey.take([game()], Days(), catalogue)] == ["first", "level"]
    assert journey.take([game(START + ONE)], Days(), catalogue) == []


events = st.lists(
    st.one_of(
        st.builds(
            game,
            st.integers(0, 60 * 24 * 40).map(lambda minutes: START + timedelta(minutes=minutes)),
            correct_keys=st.integers(0, 900),
            pressed_keys=st.just(1_000),
            waves=st.integers(0, 9),
            is_honest=st.booleans(),
            difficulty=st.sampled_from(Difficulty),
            seconds=st.integers(1, 900),
        ),
        st.builds(outcome, st.sampled_from([Mode.RACE, Mode.CONTEST]), is_won=st.booleans()),
    ),
    max_size=30,
)


@given(events, st.data())
def test_one_by_one_is_all_at_once(found: list[Event], data: st.DataObject) -> None:
    """Through what is kept between two jobs."""
    ordered = sorted(found, key=lambda event: (event.at, event.id))
    whole, unlocked = taken(ordered)
    journey, at = Journey(), 0
    piecewise = []
    while at < len(ordered):
        until = at + data.draw(st.integers(1, 5))
        piecewise += journey.take(ordered[at:until], Days(), CATALOGUE)
        journey.tallies = Tallies.from_json(journey.tallies.as_json())
        at = until
    assert (journey, piecewise) == (whole, unlocked)


def test_xp_are_those_of_the_games_and_of_what_they_unlocked() -> None:
    journey, unlocked = taken(found := many(7))
    points = {one.slug: one.points for one in CATALOGUE}
    of_games = sum(
        game_xp(each.correct_keys, each.pressed_keys, each.difficulty) for each in found if isinstance(each, GameEvent)
    )
    assert journey.xp == of_games + sum(points[one.slug] for one in unlocked)
