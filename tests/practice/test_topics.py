"""Topics: what counts for which, when one is mastered, what is suggested next."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.analysis import played_waves
from game.terms import Difficulty, Language, TopicReason, TopicState
from game.typed_waves import TypedWave, typed_waves
from server.practice.topics import (
    DAYS_KEPT,
    MASTERED_WAVES,
    Topic,
    TopicProgress,
    TopicSuggestion,
    TopicTally,
    add_game,
    progress_of,
    streak,
    suggest,
)
from tests.game.games import wave
from tests.played_games import Pressed, log_of, well_typed

PYTHON, GO = Language.PYTHON, Language.GO
EASY, NORMAL, HARD = Difficulty.EASY, Difficulty.NORMAL, Difficulty.HARD
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOON.date()
TEXT = "total = price * rate\nreturn total"
LISTS, SETS, LOOPS = (Topic(PYTHON, name) for name in ("lists", "sets", "loops"))
SNIPPET = wave(TEXT).snippet_id


def waves(pressed: Pressed) -> list[TypedWave]:
    log = log_of([wave(TEXT)], pressed)
    return typed_waves(log, played_waves(log))


def tally(ms: int = 200, games: int = 1, misses: int = 0, ended_at: datetime = NOON) -> TopicTally:
    """`games` games of the text, typed at an even pace with so many wrong keys at the start of each."""
    pressed = [(ms, "~")] * misses + well_typed(TEXT, ms)
    tallies: dict[Topic, TopicTally] = {}
    for _ in range(games):
        add_game(tallies, {SNIPPET: LISTS}, waves(pressed), NORMAL, ended_at)
    return tallies[LISTS]


# ---------------------------------------------------------------- what counts


def test_a_cleared_wave_counts_with_its_keys_speed_and_day() -> None:
    one = tally(ms=200, misses=2)
    keys = len(well_typed(TEXT))
    assert (one.waves_played, one.waves_cleared) == (1, 1)
    assert (one.correct_keys, one.incorrect_keys) == (keys, 2)
    assert (one.timed_keys, one.timed_ms) == (keys - 1, (keys - 1) * 200)
    assert one.best_wpm == pytest.approx(60), "five keys a second are sixty words a minute"
    assert (one.highest_difficulty, one.days) == (NORMAL, [TODAY])


def test_a_wave_that_was_hardly_begun_is_played_and_shows_no_speed() -> None:
    tallies: dict[Topic, TopicTally] = {}
    add_game(tallies, {SNIPPET: LISTS}, waves(well_typed(TEXT)[:3]), HARD, NOON)
    one = tallies[LISTS]
    assert (one.waves_played, one.waves_cleared, one.best_wpm, one.highest_difficulty) == (1, 0, None, None)
    assert (one.timed_keys, one.timed_ms) == (0, 0)


def test_a_text_that_the_library_does_not_have_counts_for_no_topic() -> None:
    tallies: dict[Topic, TopicTally] = {}
    add_game(tallies, {}, waves(well_typed(TEXT)), NORMAL, NOON)
    assert tallies == {}


games = st.tuples(
    st.sampled_from([LISTS, SETS]),
    st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from("total~")), min_size=1, max_size=40),
    st.sampled_from(list(Difficulty)),
    st.integers(0, 5 * DAYS_KEPT),
)


@given(st.lists(games, max_size=6).flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_the_order_in_which_games_are_counted_does_not_matter(orders: tuple[list[Any], list[Any]]) -> None:
    def counted(of: list[Any]) -> dict[Topic, TopicTally]:
        tallies: dict[Topic, TopicTally] = {}
        for topic, pressed, difficulty, hours in of:
            add_game(tallies, {SNIPPET: topic}, waves(pressed), difficulty, NOON + timedelta(hours=9 * hours))
        return tallies

    one, other = map(counted, orders)
    assert one == other
    assert all(len(made.days) <= DAYS_KEPT for made in one.values())
    told = progress_of(one, {}, TODAY)
    assert all((topic.mean_wpm is None) == (topic.best_wpm is None) for topic in told)
    assert all(topic.mean_wpm <= topic.best_wpm + 1e-9 for topic in told if topic.mean_wpm and topic.best_wpm)


@pytest.mark.parametrize(
    ("back", "expected"),
    [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2, 3], 3), ([0, 2, 3], 1), ([0, 1, 3], 2)],
)
def test_a_streak_goes_on_until_a_day_was_left_out(back: list[int], expected: int) -> None:
    assert streak([TODAY - timedelta(days=one) for one in back], TODAY) == expected


# ---------------------------------------------------------------- what is mastered


def told(tallies: dict[Topic, TopicTally], *unmet: Topic, today: date = TODAY) -> dict[str, TopicProgress]:
    library = {topic: {NORMAL: 3} for topic in (*tallies, *unmet)}
    return {one.category: one for one in progress_of(tallies, library, today)}


def test_a_topic_is_mastered_after_enough_waves_typed_well() -> None:
    assert told({LISTS: tally(games=MASTERED_WAVES)})["lists"].state is TopicState.MASTERED
    assert told({LISTS: tally(games=MASTERED_WAVES - 1)})["lists"].state is TopicState.STARTED


def test_a_topic_typed_with_too_many_slips_is_not_mastered() -> None:
    assert told({LISTS: tally(games=MASTERED_WAVES, misses=2)})["lists"].state is TopicState.STARTED


def test_a_topic_that_is_slower_than_the_others_is_not_mastered() -> None:
    found = told({LISTS: tally(ms=400, games=MASTERED_WAVES), SETS: tally(games=20)})
    assert (found["lists"].state, found["sets"].state) == (TopicState.STARTED, TopicState.MASTERED)
    slowly = {Topic(GO, "lists"): tally(ms=400, games=MASTERED_WAVES), SETS: tally(games=20)}
    assert told(slowly)["lists"].state is TopicState.MASTERED, "each language has a pace of its own"


def test_the_map_has_what_was_never_met_and_what_has_left_the_library() -> None:
    topics = progress_of({LISTS: tally()}, {SETS: {NORMAL: 2, EASY: 1}}, TODAY)
    assert [(one.category, one.state, one.snippets) for one in topics] == [
        ("lists", TopicState.STARTED, {}),
        ("sets", TopicState.UNMET, {EASY: 1, NORMAL: 2}),
    ]
    assert (topics[1].accuracy, topics[1].mean_wpm, topics[1].last_played_at) == (None, None, None)
    assert topics[0].mean_wpm == pytest.approx(60)


# ---------------------------------------------------------------- what is suggested


def suggested(topics: Sequence[TopicProgress], difficulty: Difficulty = NORMAL) -> TopicSuggestion | None:
    return suggest(topics, PYTHON, difficulty)


def test_the_weakest_topic_comes_first() -> None:
    found = told({LISTS: tally(games=4), SETS: tally(ms=300), LOOPS: tally(ms=290, misses=9)}, Topic(PYTHON, "async"))
    assert suggested(list(found.values())) == TopicSuggestion(PYTHON, NORMAL, "loops", TopicReason.WEAK)


def test_without_a_weak_topic_the_largest_that_was_never_met_comes() -> None:
    topics = progress_of({LISTS: tally()}, {LISTS: {NORMAL: 9}, SETS: {NORMAL: 2}, LOOPS: {NORMAL: 3}}, TODAY)
    assert suggested(topics) == TopicSuggestion(PYTHON, NORMAL, "loops", TopicReason.UNMET)


def test_without_a_new_topic_the_one_played_longest_ago_comes() -> None:
    older = tally(ended_at=NOON - timedelta(days=3))
    found = told({LISTS: tally(), SETS: older, LOOPS: tally()})
    assert suggested(list(found.values())) == TopicSuggestion(PYTHON, NORMAL, "sets", TopicReason.OLDEST)


def test_only_what_the_library_has_at_that_difficulty_is_suggested() -> None:
    topics = progress_of({LISTS: tally(games=4), SETS: tally(ms=900)}, {LISTS: {HARD: 1}, SETS: {EASY: 1}}, TODAY)
    assert suggested(topics, HARD) == TopicSuggestion(PYTHON, HARD, "lists", TopicReason.OLDEST)
    assert suggested(topics, NORMAL) is None
    assert suggest(topics, GO, HARD) is None


def test_telling_changes_nothing() -> None:
    tallies = {LISTS: tally(), SETS: tally(ms=300)}
    before = copy.deepcopy(tallies)
    suggested(list(told(tallies).values()))
    assert tallies == before
