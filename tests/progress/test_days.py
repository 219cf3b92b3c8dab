"""Players' own days, by real zones: clocks that change, and flights over the date line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.progress.days import Days, is_zone, names_of_zones, zone_called
from tests.progress.histories import game, taken

EAST, WEST = "Pacific/Auckland", "Pacific/Honolulu"
zones = st.sampled_from(sorted(names_of_zones()))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
hours = st.integers(1, 22).map(lambda hours: timedelta(hours=hours))


def local(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=zone_called(zone)).astimezone(UTC)  # type: ignore[arg-type, misc] # year, month, …


def streak(moments: list[datetime], days: Days) -> int:
    return taken([game(at) for at in moments], days)[0].streak.days


@given(zones, moments)
def test_a_zone_gives_what_its_clock_shows(zone: str, at: datetime) -> None:
    shown = at.astimezone(zone_called(zone))
    moment = Days([at], [zone]).moment(at)
    assert (moment.day, moment.hour) == (shown.date().toordinal(), shown.hour)


@given(zones, moments, st.lists(st.integers(0, 23), min_size=2, max_size=40))
def test_a_game_on_each_day_of_a_calendar_is_a_row_in_every_zone(zone: str, at: datetime, at_hours: list[int]) -> None:
    """Whatever the hour, and whether or not a clock is changed on that day."""
    first = at.astimezone(zone_called(zone)).date()
    played = [
        datetime.combine(first + timedelta(days=n), datetime.min.time(), zone_called(zone)).replace(hour=hour)
        for n, hour in enumerate(at_hours)
    ]
    moments = [one.astimezone(UTC) for one in played]
    real = [one.astimezone(UTC).astimezone(zone_called(zone)).date() for one in played]  # some hours do not exist
    if real == [one.date() for one in played]:
        assert streak(moments, Days([at], [zone])) == len(at_hours)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Prague", (2026, 10, 25)), ("Europe/Prague", (2026, 3, 29)), ("America/New_York", (2026, 11, 1))],
)
def test_a_day_that_changes_its_clock_counts_once(zone: str, day: tuple[int, int, int]) -> None:
    began = local(zone, *day)
    during = [began + timedelta(minutes=20 * n) for n in range(3 * 22)]
    journey, _ = taken([game(at) for at in during], Days([began], [zone]))
    assert (journey.streak.days, journey.streak.longest) == (1, 1)
    around = [began - timedelta(minutes=1), *during, began + timedelta(hours=26)]
    assert streak(around, Days([began], [zone])) == 3


@given(zones, zones, moments, hours)
def test_a_flight_breaks_nothing(before: str, after: str, at: datetime, flight: timedelta) -> None:
    """Played before the flight and after it, less than a day later; the browser says the zone on arrival."""
    days = Days([at - timedelta(days=9), at + flight / 2], [before, after])
    assert 0 <= days.between(at, at + flight) <= 1
    played = [at - timedelta(days=1), at, at + flight, at + flight + timedelta(hours=22)]
    assert streak(played, days) >= 2


def test_the_day_that_a_flight_to_the_west_takes_is_not_missed() -> None:
    """Monday evening in Honolulu, Wednesday morning in Auckland, a night later."""
    monday, wednesday = local(WEST, 2026, 11, 23, 20), local(EAST, 2026, 11, 25, 9)
    assert wednesday - monday == timedelta(hours=14)
    days = Days([monday - timedelta(days=3), wednesday - timedelta(hours=1)], [WEST, EAST])
    assert streak([monday - timedelta(days=1), monday, wednesday], days) == 3


def test_the_day_that_a_flight_to_the_east_gives_again_counts_once() -> None:
    wednesday, tuesday = local(EAST, 2026, 11, 25, 10), local(WEST, 2026, 11, 24, 20)
    again, thursday = local(WEST, 2026, 11, 25, 20), local(WEST, 2026, 11, 26, 20)
    assert tuesday > wednesday
    days = Days([wednesday - timedelta(days=3), tuesday - timedelta(hours=1)], [EAST, WEST])
    played = [wednesday - timedelta(days=1), wednesday, tuesday, again, thursday]
    assert [streak(played[:n], days) for n in range(1, 6)] == [1, 2, 2, 2, 3]


@given(zones, zones, moments)
def test_who_stays_away_has_stayed_away_wherever_they_were(before: str, after: str, at: datetime) -> None:
    """Nobody keeps a row of days for longer by saying another zone."""
    days = Days([at - timedelta(days=1), at + timedelta(hours=24)], [before, after])
    assert days.between(at, at + timedelta(hours=75)) >= 2


@given(st.lists(st.tuples(moments, zones), max_size=5), moments)
def test_what_is_over_keeps_its_days(known: list[tuple[datetime, str]], at: datetime) -> None:
    """Another zone holds from when it was said."""
    known.sort()
    days = Days([since for since, _ in known], [zone for _, zone in known])
    later = Days([*days.since, max([at, *days.since]) + timedelta(seconds=1)], [*days.zones, "Asia/Tokyo"])
    if known:
        assert later.moment(at) == days.moment(at)
        assert days.name_at(known[0][0] - timedelta(days=99)) == known[0][1], "the first holds for before, too"
    else:
        assert days.name_at(at) == "UTC"


@pytest.mark.parametrize(
    "name", ["Etc/Unknown", "europe/prague", "../zones", "", "Europe/Prague/", "localtime", "CEST"]
)
def test_what_is_no_zone(name: str) -> None:
    assert not is_zone(name)
    assert zone_called(name) is UTC


@pytest.mark.parametrize("name", ["UTC", "Asia/Calcutta", "US/Pacific", "America/Argentina/Buenos_Aires", "Etc/GMT+12"])
def test_what_browsers_say_is_known(name: str) -> None:
    assert is_zone(name)
