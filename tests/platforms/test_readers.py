"""What is read of Monkeytype's and keybr's exports, and which files are refused."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.platforms import keybr, monkeytype
from server.platforms.days import days_of
from server.platforms.past_tests import FASTEST_WPM, FileRefused, PastTest, PastTests
from tests.platforms.exports import (
    COLUMNS,
    MORNING,
    days_later,
    keybr_json,
    keybr_lesson,
    monkeytype_csv,
    monkeytype_line,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Read = Callable[[bytes, datetime], PastTests]
BOTH = pytest.mark.parametrize("read", [monkeytype.read, keybr.read])


def one_of(read: Read, content: bytes) -> PastTest:
    gathered = read(content, NOW)
    assert gathered.left_out == 0
    [test] = gathered.tests
    return test


# ---------------------------------------------------------------- what is read


def test_monkeytype_says_speed_accuracy_time_and_when() -> None:
    assert one_of(monkeytype.read, monkeytype_csv(monkeytype_line())) == PastTest(MORNING, 30, 71.25, 96.5)


def test_keybr_says_length_time_and_errors_from_which_the_rest_follows() -> None:
    assert one_of(keybr.read, keybr_json(keybr_lesson())) == PastTest(MORNING, 45.0, 40.0, 98.0)


def test_keybr_s_histograms_may_be_left_out() -> None:
    lesson = keybr_lesson()
    for name in ("histogram", "speed", "layout", "textType"):
        del lesson[name]
    assert one_of(keybr.read, keybr_json(lesson)).wpm == 40.0


@pytest.mark.parametrize(
    ("changes", "seconds"),
    [
        ({"testDuration": "", "mode": "time", "mode2": "60"}, 60),
        ({"testDuration": "", "mode": "words", "mode2": "50", "wpm": 100}, 30),
        ({"testDuration": "", "mode": "quote", "mode2": "7"}, 0),
        ({"testDuration": "", "mode": "zen", "mode2": "zen"}, 0),
        ({"testDuration": 12.34}, 12.34),
    ],
)
def test_an_old_test_lasted_as_long_as_its_kind_says(changes: dict[str, Any], seconds: float) -> None:
    assert one_of(monkeytype.read, monkeytype_csv(monkeytype_line(**changes))).seconds == seconds


def test_monkeytype_s_columns_come_and_go_and_lines_may_end_as_on_windows() -> None:
    content = f"timestamp,new,acc,wpm\r\n{round(MORNING.timestamp() * 1000)},?,90,50\r\n"
    assert one_of(monkeytype.read, b"\xef\xbb\xbf" + content.encode()) == PastTest(MORNING, 0, 50, 90)


def test_fields_may_be_in_quotation_marks() -> None:
    quoted = ",".join(f'"{field}"' for field in monkeytype_line().split(","))
    assert one_of(monkeytype.read, monkeytype_csv(quoted)) == PastTest(MORNING, 30, 71.25, 96.5)


def test_a_quotation_mark_in_a_tag_swallows_nothing() -> None:
    content = monkeytype_csv(monkeytype_line(tags='"late;home'), monkeytype_line(days_later(1)))
    assert len(monkeytype.read(content, NOW).tests) == 2


@BOTH
def test_what_is_in_a_file_twice_counts_once(read: Read) -> None:
    content = monkeytype_csv(*[monkeytype_line()] * 3) if read is monkeytype.read else keybr_json(*[keybr_lesson()] * 3)
    assert len(read(content, NOW).tests) == 1


# ---------------------------------------------------------------- what is left out


@pytest.mark.parametrize(
    "changes",
    [
        *({"wpm": value} for value in ("", "0", "-5", "NaN", "Infinity", "1e3", FASTEST_WPM + 1, "٣٤", "5_0", "71,25")),
        *({"acc": value} for value in ("", 100.01, "-0.1", "null")),
        *({"timestamp": value} for value in ("", "yesterday", 0, "9" * 15, "9" * 400, "1772353800000.5.5")),
        {"timestamp": round((NOW + timedelta(days=2)).timestamp() * 1000)},
        {"testDuration": 999_999},
    ],
)
def test_a_line_that_cannot_be_true_is_left_out(changes: dict[str, Any]) -> None:
    gathered = monkeytype.read(monkeytype_csv(monkeytype_line(), monkeytype_line(**changes)), NOW)
    assert (len(gathered.tests), gathered.left_out) == (1, 1)


@pytest.mark.parametrize(
    "lesson",
    [
        *(keybr_lesson(length=value) for value in (0, -1, 150.5e9, True, 10**12)),
        *(keybr_lesson(time=value) for value in (0, 1e-323, 0.5, 1, 10**9, "9", 1e308)),
        *(keybr_lesson(length=value, errors=0) for value in (1e-323, 0.5)),
        *(keybr_lesson(errors=value) for value in (-1, 151, "3")),
        *(
            keybr_lesson(timeStamp=value)
            for value in ("", 0, None, "2026-13-01T00:00:00.000Z", "2026-03-01", "1999-01-01T00:00:00Z")
        ),
        *(keybr_lesson(timeStamp=value) for value in ("2026-03-01T08:30:00+02:00", "+012026-03-01T00:00:00.000Z")),
        *([], "lesson", None, 7, {}),
    ],
)
def test_a_lesson_that_cannot_be_true_is_left_out(lesson: object) -> None:
    gathered = keybr.read(keybr_json(keybr_lesson(), lesson), NOW)
    assert (len(gathered.tests), gathered.left_out) == (1, 1)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no column timestamp, wpm, acc"),
        (keybr_json(keybr_lesson()), "no column timestamp, wpm, acc"),
        (monkeytype_csv().replace(b",acc,", b",accuracy,"), "no column acc"),
        (monkeytype_csv().replace(b",", b";"), "no column"),
        (monkeytype_csv(), "It has no tests"),
        (monkeytype_csv(monkeytype_line(wpm=0)), "None of its 1 tests"),
        (monkeytype_csv(monkeytype_line()) + b"\xff", "not text in UTF-8"),
        (monkeytype_csv("x" * 5_000), "Line 2 has more than 4,096 characters"),
        (b"PK\x03\x04\x00\x00", "no column"),
    ],
)
def test_what_is_not_monkeytype_s_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        monkeytype.read(content, NOW)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "does not begin with a list"),
        (monkeytype_csv(monkeytype_line()), "does not begin with a list"),
        (b'{"results": []}', "does not begin with a list"),
        (b"[]", "It has no tests"),
        (b" [ ] x", "line 1, character 5"),
        (keybr_json(keybr_lesson())[:-1], "not valid JSON"),
        (b"[" + keybr_json(keybr_lesson()), "not valid JSON"),
        (b'[{"length": 1},\n  nonsense]', "line 2, character 3"),
        (b"[{} {}]", "line 1, character 5"),
        (b"[1,]", "not valid JSON"),
        (b"[NaN]", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'[{"a":' * 50_000, "not valid JSON"),
        (b"[" + b"9" * 10_000 + b"]", "not valid JSON"),
        (b"[\n " + b"9" * 70_000 + b"]", "65,536 characters: see line 2, character 2"),
        (b"[" + b"0." + b"9" * 70_000 + b"]", "65,536 characters"),
        (b"[[" + b"[]," * 1_000_000 + b"[]]]", "65,536 characters"),
        (keybr_json({}, {}), "None of its 2 tests"),
        (b'["\xff"]', "not text in UTF-8: byte 3"),
    ],
)
def test_what_is_not_keybr_s_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        keybr.read(content, NOW)


def test_an_entry_is_decoded_from_a_slice_of_bounded_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding is one call during which no other thread runs."""
    lengths: list[int] = []
    decode = keybr.DECODER.raw_decode

    class Measured(json.JSONDecoder):
        def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
            lengths.append(len(s) - idx)
            return decode(s, idx)

    monkeypatch.setattr(keybr, "DECODER", Measured())
    long = keybr_lesson(days_later(1), histogram=[[]] * 15_000)
    lessons = [keybr_lesson(), long, *(keybr_lesson(days_later(day)) for day in range(2, 200))]
    assert len(keybr.read(keybr_json(*lessons), NOW).tests) == 200
    assert max(lengths) == keybr.LESSON_CHARACTERS


@pytest.mark.parametrize("characters", range(keybr.USUAL_CHARACTERS - 5, keybr.USUAL_CHARACTERS + 5))
def test_an_entry_may_end_anywhere_about_the_end_of_a_slice(characters: int) -> None:
    lesson = json.dumps(keybr_lesson(layout=""))
    padded = json.dumps(keybr_lesson(layout="x" * (characters - len(lesson))))
    assert len(padded) == characters
    for content in (f"[{padded}]", f"[{padded},{lesson}]", f"[{' ' * characters}{lesson}]"):
        assert keybr.read(content.encode(), NOW).left_out == 0
    number = "0." + "5" * (characters - 2)
    gathered = keybr.read(f"[{number}, {lesson}]".encode(), NOW)
    assert (len(gathered.tests), gathered.left_out) == (1, 1)


@BOTH
def test_more_tests_than_anybody_has_done_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.platforms.past_tests.MOST_TESTS", 3)
    for count in (3, 4):
        at = [days_later(day) for day in range(count)]
        content = (
            monkeytype_csv(*map(monkeytype_line, at)) if read is monkeytype.read else keybr_json(*map(keybr_lesson, at))
        )
        if count == 3:
            assert len(read(content, NOW).tests) == 3
        else:
            with pytest.raises(FileRefused, match="more than 3 tests"):
                read(content, NOW)


@BOTH
@given(content=st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused(read: Read, content: bytes) -> None:
    with contextlib.suppress(FileRefused):
        assert read(content, NOW).tests


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(keybr_lesson())), inner),
    max_leaves=9,
)


@given(
    st.lists(
        _JSON | st.dictionaries(st.sampled_from(list(keybr_lesson())), _JSON).map(lambda some: keybr_lesson() | some),
        max_size=4,
    )
)
def test_whatever_lessons_come_are_true_or_left_out(lessons: list[object]) -> None:
    content = json.dumps(lessons).encode()
    try:
        gathered = keybr.read(content, NOW)
    except FileRefused:
        return
    assert all(test.can_be(NOW) for test in gathered.tests)


_ODD = st.sampled_from(
    [
        *("0", "-0.0", "5e-324", "1e-323", "1e-300", "0.5", "1", "-1", "1e9", "1e308", "-1e308", "1e999", "9" * 400),
        *("9" * 15, "0." + "0" * 19 + "1", "253402300799999", "NaN", "Infinity", "null", "true", '"7"'),
    ]
)


@given(length=_ODD, time=_ODD, errors=_ODD)
def test_whatever_numbers_a_lesson_has_it_is_true_or_left_out(length: str, time: str, errors: str) -> None:
    stamp = '"timeStamp": "2026-03-01T08:30:00.000Z"'
    odd = f'{{{stamp}, "length": {length}, "time": {time}, "errors": {errors}}}'
    try:
        gathered = keybr.read(b"[" + json.dumps(keybr_lesson()).encode() + b"," + odd.encode() + b"]", NOW)
    except FileRefused:
        return
    assert all(test.can_be(NOW) for test in gathered.tests) and days_of(gathered.tests)


@given(st.dictionaries(st.sampled_from(["wpm", "acc", "timestamp", "testDuration", "mode2"]), _ODD, min_size=1))
def test_whatever_numbers_a_line_has_it_is_true_or_left_out(odd: dict[str, Any]) -> None:
    for mode in ("time", "words"):
        line = monkeytype_line(mode=mode, **{"testDuration": ""} | odd)
        gathered = monkeytype.read(monkeytype_csv(monkeytype_line(), line), NOW)
        assert all(test.can_be(NOW) for test in gathered.tests) and days_of(gathered.tests)


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=len(COLUMNS)), max_size=5)
)
def test_whatever_lines_come_are_true_or_left_out(lines: list[list[str]]) -> None:
    content = monkeytype_csv(monkeytype_line(), *(",".join(line) for line in lines))
    try:
        gathered = monkeytype.read(content, NOW)
    except FileRefused:
        return
    assert all(test.can_be(NOW) for test in gathered.tests)


# ---------------------------------------------------------------- days


def test_days_are_utc_days_with_means_over_their_tests() -> None:
    late = MORNING.replace(hour=23, minute=59)
    tests = [
        PastTest(MORNING, 30, 60, 90),
        PastTest(late, 45.4, 80, 100),
        PastTest(late + timedelta(minutes=2), 10, 50, 95),
    ]
    first, second = days_of(tests)
    assert (str(first.day), first.tests, first.seconds) == ("2026-03-01", 2, 75)
    assert (first.mean_wpm, first.best_wpm, first.accuracy) == (70, 80, 95)
    assert (str(second.day), second.tests) == ("2026-03-02", 1)


_tests = st.builds(
    PastTest,
    st.datetimes(datetime(2020, 1, 1), datetime(2020, 1, 4)).map(lambda at: at.replace(tzinfo=UTC)),
    st.floats(0, 3_600),
    st.floats(0.1, FASTEST_WPM),
    st.floats(0, 100),
)


@given(st.lists(_tests, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_tests_changes_no_day(tests: list[PastTest], chance: random.Random) -> None:
    days = days_of(tests)
    shuffled = tests[:]
    chance.shuffle(shuffled)
    assert days_of(shuffled) == days
    assert sum(day.tests for day in days) == len(tests)
    assert all(day.mean_wpm <= day.best_wpm + 1e-6 <= FASTEST_WPM + 1e-6 for day in days)
