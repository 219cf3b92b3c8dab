"""play.core.match: what is due in a match, and who won."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.keylog import JudgedKeys, Key, KeyLog
from game.terms import EndReason, MatchState, Visibility
from server.play.core.match import (
    ALPHABET,
    MOST_SEATS,
    Due,
    Finish,
    MatchTimes,
    Pace,
    SeatTimes,
    due,
    finish_of,
    places,
    state,
)
from tests.play.games import KEYS, wave

PACE = Pace()
HOUR = 3_600_000


def seat(joined_ms: int = 0, *, ready: bool = False, ended_ms: int | None = None) -> SeatTimes:
    return SeatTimes(joined_ms, ready, False, ended_ms)


def match(
    *seats: SeatTimes, starts_ms: int | None = None, visibility: Visibility = Visibility.PUBLIC, quick: bool = False
) -> MatchTimes:
    return MatchTimes(0, starts_ms, None, visibility, quick, seats)


# ---------------------------------------------------------------- state and what is due


def test_the_state_follows_from_the_times() -> None:
    running = match(seat(), seat(), starts_ms=100)
    assert [state(running, now) for now in (0, 99, 100)] == ["COUNTDOWN", "COUNTDOWN", "RUNNING"]
    assert state(match(), HOUR) is MatchState.OPEN
    assert state(replace(running, ended_ms=200), 150) is MatchState.OVER


def test_a_public_match_counts_down_once_two_are_ready() -> None:
    assert due(match(seat(0, ready=True), seat(5)), 5, PACE) == (None, 5 + PACE.second_waits)
    assert due(match(seat(0, ready=True), seat(5), seat(6, ready=True)), 6, PACE) == (Due.COUNT_DOWN, None)


def test_a_public_match_counts_down_twenty_seconds_after_the_second_joined() -> None:
    waiting = match(seat(9_000), seat(1_000), seat(8_000))
    assert due(waiting, 27_999, PACE) == (None, 28_000)
    assert due(waiting, 28_000, PACE) == (Due.COUNT_DOWN, None)


def test_a_match_by_link_waits_for_its_host() -> None:
    everybody = [seat(ready=True)] * MOST_SEATS
    assert due(match(*everybody, visibility=Visibility.LINK), HOUR, PACE) == (None, None)


def test_one_player_starts_nothing_however_long_they_wait() -> None:
    assert due(match(seat(ready=True)), HOUR, PACE) == (None, None)


def test_robots_fill_a_quick_match_after_fifteen_seconds_alone_and_no_other() -> None:
    alone = match(seat(2_000), quick=True)
    assert due(alone, 16_999, PACE) == (None, 17_000)
    assert due(alone, 17_000, PACE) == (Due.FILL, None)
    assert due(match(seat(2_000), seat(3_000), quick=True), 17_000, PACE)[0] is not Due.FILL


def test_a_countdown_stops_when_too_few_are_left() -> None:
    assert due(match(seat(), seat(), starts_ms=100), 50, PACE) == (None, 100)
    assert due(match(seat(), starts_ms=100), 50, PACE) == (Due.STAY_OPEN, None)


def test_robots_of_the_house_do_not_play_among_themselves() -> None:
    robots = [SeatTimes(0, True, True, None)] * 2
    assert due(match(*robots), HOUR, PACE) == (None, None)
    assert due(match(*robots, starts_ms=100), 50, PACE) == (Due.STAY_OPEN, None)
    assert due(match(*robots, seat()), 0, PACE) == (Due.COUNT_DOWN, None)


@pytest.mark.parametrize(("seats", "two_thirds"), [(2, 2), (3, 2), (4, 3), (8, 6), (16, 11)])
def test_a_match_closes_a_minute_after_two_thirds_have_ended(seats: int, two_thirds: int) -> None:
    playing = [seat()] * (seats - two_thirds)
    ended = [seat(ended_ms=1_000 * number) for number in range(1, two_thirds + 1)]
    fewer = match(*ended[1:], *playing, seat(), starts_ms=0)
    assert due(fewer, HOUR, PACE) == (None, None)
    if playing:
        closes_ms = 1_000 * two_thirds + PACE.overtime
        assert due(match(*playing, *ended, starts_ms=0), closes_ms - 1, PACE) == (None, closes_ms)
        assert due(match(*playing, *ended, starts_ms=0), closes_ms, PACE) == (Due.CLOSE, None)


def test_it_is_decided_when_every_game_is_saved_and_then_nothing_is_due() -> None:
    done = match(seat(ended_ms=5), seat(ended_ms=6), starts_ms=0)
    assert due(done, 7, PACE) == (Due.DECIDE, None)
    assert due(replace(done, ended_ms=8), HOUR, PACE) == (None, None)


times = st.integers(0, 200_000)
seats_drawn = st.lists(
    st.builds(SeatTimes, times, st.booleans(), st.booleans(), st.none() | times), max_size=MOST_SEATS
)
matches = st.builds(
    MatchTimes,
    st.just(0),
    st.none() | times,
    st.none() | times,
    st.sampled_from(Visibility),
    st.booleans(),
    seats_drawn,
)


@given(matches, times)
def test_looking_at_the_time_that_was_told_finds_something_new(drawn: MatchTimes, now_ms: int) -> None:
    """Otherwise a timer would ring for ever, or a step would never be taken."""
    what, look_ms = due(drawn, now_ms, PACE)
    assert what is None or look_ms is None
    if look_ms is not None:
        assert look_ms > now_ms
        assert due(drawn, look_ms - 1, PACE) == (None, look_ms)
        assert due(drawn, look_ms, PACE) != (None, look_ms)


# ---------------------------------------------------------------- places


VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "matches" / "places.json").read_text())


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_places_are_as_the_vectors_say(case: dict[str, Any]) -> None:
    assert places([Finish(**seat) for seat in case["seats"]]) == case["places"], case["why"]


finish = st.builds(Finish, st.booleans(), st.integers(0, 3), st.integers(0, 3), st.integers(3, 4))


@given(st.lists(finish, min_size=1, max_size=5))
def test_places_do_not_depend_on_the_order_of_seats(finishes: list[Finish]) -> None:
    found = dict(zip(map(repr, finishes), places(finishes), strict=True))
    for other in permutations(finishes):
        assert places(other) == [found[repr(one)] for one in other]


def test_what_a_seat_came_to_is_read_from_its_log_alone() -> None:
    typed = "a ~= 1"
    keys = JudgedKeys.of(Key(100 * number, 100 * number, key) for number, key in enumerate(typed, 1))
    log = KeyLog("PYTHON", "NORMAL", (wave(),), keys, 5_000, EndReason.CLOSED)
    assert finish_of(log) == Finish(False, 600, 5, 6)
    whole = JudgedKeys.of(Key(10 * number, 10 * number, key) for number, key in enumerate(KEYS, 1))
    end_ms = 10 * len(KEYS)
    cleared = KeyLog("PYTHON", "NORMAL", (wave(),), whole, end_ms, EndReason.CLEARED)
    assert finish_of(cleared) == Finish(True, end_ms, len(KEYS), len(KEYS))


def test_no_two_characters_of_a_code_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 28
    for pair in ("0O", "1I", "5S", "2Z", "8B", "UV"):
        assert not set(pair) <= set(ALPHABET)
