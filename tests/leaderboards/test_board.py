"""The packed score, and which stretch of time a moment is in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.terms import Difficulty, Language, Metric, Period
from server.leaderboards.board import (
    EPOCH,
    LADDERS,
    LARGEST_VALUE,
    all_boards,
    boards_entered,
    net_wpm_hundredths,
    pack,
    shown_value,
    span_of,
    spans_of,
    wpm_hundredths,
)

values = st.integers(0, LARGEST_VALUE)
times = st.datetimes(datetime(2025, 1, 1), datetime(2092, 1, 1), timezones=st.just(UTC))


@given(values, times, values, times)
def test_packed_scores_sort_by_value_then_by_earlier_second(
    value: int, at: datetime, other_value: int, other_at: datetime
) -> None:
    second, other_second = int(at.timestamp()), int(other_at.timestamp())
    ours, others = (value, -second), (other_value, -other_second)
    packed, other_packed = pack(value, at), pack(other_value, other_at)
    assert (packed > other_packed) == (ours > others)
    assert (packed == other_packed) == (ours == others)


@given(values, times)
def test_a_packed_score_is_exact_in_a_double(value: int, at: datetime) -> None:
    packed = pack(value, at)
    assert int(float(packed)) == packed < 2**53
    assert shown_value(Metric.SCORE, packed) == value
    assert shown_value(Metric.WPM, packed) == shown_value(Metric.NET_WPM, packed) == value / 100


def test_values_and_times_out_of_range_are_held_at_the_bound() -> None:
    assert pack(LARGEST_VALUE + 1, EPOCH) == pack(LARGEST_VALUE, EPOCH) == 2**53 - 1
    assert pack(7, EPOCH - timedelta(days=1)) == pack(7, EPOCH)
    assert pack(7, EPOCH + timedelta(seconds=2**31)) == pack(7, EPOCH + timedelta(seconds=2**31 - 1)) == 7 * 2**31


@pytest.mark.parametrize(("words", "seconds", "hundredths"), [(40, 60, 4000), (1, 7, 857), (1, 16, 375), (1, 48, 125),
                                                             (3, 32, 563), (0, 9, 0)])  # fmt: skip
def test_wpm_is_rounded_half_up_to_hundredths(words: int, seconds: int, hundredths: int) -> None:
    assert wpm_hundredths(words, seconds) == hundredths


@pytest.mark.parametrize(("keys", "seconds", "hundredths"), [(200, 60, 4000), (201, 60, 4020), (1, 7, 171), (1, 32, 38),
                                                             (3, 32, 113), (1, 64, 19), (0, 9, 0)])  # fmt: skip
def test_net_wpm_is_rounded_half_up_to_hundredths(keys: int, seconds: int, hundredths: int) -> None:
    assert net_wpm_hundredths(keys, seconds) == hundredths


def test_a_week_begins_on_monday_and_takes_the_iso_year() -> None:
    span = span_of(Period.WEEK, datetime(2027, 1, 3, 23, 59, tzinfo=UTC))
    assert span.label == "week:2026-W53"
    assert (span.start, span.end) == (datetime(2026, 12, 28, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC))
    assert span_of(Period.WEEK, datetime(2027, 1, 4, tzinfo=UTC)).label == "week:2027-W01"


def test_a_day_is_over_at_midnight_utc_and_not_before() -> None:
    span = span_of(Period.DAY, datetime.fromisoformat("2026-11-21T23:30:00-05:00"))
    assert span.label == "day:2026-11-22"
    assert not span.is_over(datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC))
    assert span.is_over(datetime(2026, 11, 23, tzinfo=UTC))
    assert not span_of(Period.ALL, EPOCH).is_over(datetime(2092, 1, 1, tzinfo=UTC))


def test_a_game_enters_12_boards_of_each_metric() -> None:
    spans = spans_of(datetime(2026, 11, 21, tzinfo=UTC))
    entered = boards_entered("REACT", "HARD", spans)
    kinds_of_game = (len(Language) + 1) * (len(Difficulty) + 1)  # each, and any
    assert len(entered) == 12 * len(Metric)
    assert len(all_boards(spans)) == sum(len(one.metrics) * len(one.periods) for one in LADDERS) * kinds_of_game
    assert set(entered) < set(all_boards(spans))
