"""What is measured of a text, and whether the shipped library goes by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from game.terms import Difficulty, Language
from server.library.checking import CellMedians, Findings, cells, check_folder
from server.library.difficulty import Measures, distance, expected_wpm, measure, symbol_share
from server.library.effort import bigram_effort, key_effort, mean_effort
from server.library.parse import parse
from server.library.seed import SEED_FOLDER

DENSE = (Language.JAVA, Language.GO, Language.RUST)  # a declaration alone is as rich in symbols as a class
PRINTABLE = [chr(code) for code in range(0x20, 0x7F)]


# ---------------------------------------------------------------- the keyboard


def test_every_key_and_pair_of_keys_has_an_effort() -> None:
    keys = [*PRINTABLE, "\n"]
    assert all(key_effort(key) >= 0 for key in keys)
    assert all(bigram_effort(one, other) >= 0 for one in keys for other in keys)


def test_the_home_row_is_easier_than_the_others_and_shift_makes_a_key_harder() -> None:
    assert key_effort(" ") == key_effort("f") == 0
    assert key_effort("f") < key_effort("r") < key_effort("4") < key_effort("$")
    assert key_effort("d") < key_effort("s") < key_effort("a")
    for plain, shifted in ("aA", "1!", "'\"", "[{", "/?"):
        assert key_effort(plain) < key_effort(shifted)


def test_a_finger_that_goes_from_key_to_key_is_slower_than_two_fingers() -> None:
    assert bigram_effort("e", "d") > 0
    assert bigram_effort("d", "e") > 0
    assert bigram_effort("e", "e") == bigram_effort("d", "k") == bigram_effort("d", " ") == 0
    assert mean_effort("dede") > mean_effort("ddee")


def test_shift_held_down_counts_once() -> None:
    assert mean_effort("KK") * 2 < key_effort("K") * 2
    assert mean_effort("K K") * 3 == pytest.approx(key_effort("K") * 2)


# ---------------------------------------------------------------- the measures


def test_every_measure_makes_the_figure_higher_and_the_speed_lower_or_leaves_it() -> None:
    base = Measures(keys=200, nesting=3, symbols=0.18, rare=0.01, effort=2.0)
    changes: dict[str, Any] = {"keys": 300, "nesting": 4, "symbols": 0.2, "rare": 0.02, "effort": 2.1}
    for name, value in changes.items():
        harder = replace(base, **{name: value})
        assert harder.figure > base.figure, name
        assert harder.expected_wpm < base.expected_wpm or name == "symbols", name  # their keys' effort says it already


def test_one_odd_measure_does_not_decide_alone() -> None:
    assert Measures(keys=120, nesting=40, symbols=0.15, rare=0.0, effort=1.9).difficulty == "EASY"


def test_the_difficulty_is_the_nearest_on_the_scale() -> None:
    assert distance(0.2, "EASY") == 0
    assert distance(5.0, "EXPERT") == 0
    assert distance(1.5, "EASY") == distance(1.5, "NORMAL") == 0.5
    assert distance(4.2, "EASY") == 3


def test_symbols_are_typed_slower_than_letters() -> None:
    words, symbols = (
        parse("JAVASCRIPT", text) for text in ("total = price + shipping;", "a[0] = {b: `${c}#`, d: !e};")
    )
    assert expected_wpm(words) > expected_wpm(symbols)
    assert measure(words).effort < measure(symbols).effort
    assert symbol_share("ab 1\n") == 0
    assert symbol_share("a+b=") == 0.5


# ---------------------------------------------------------------- the library that ships


@pytest.fixture(scope="module")
def found() -> Findings:
    return check_folder(SEED_FOLDER)


@pytest.fixture(scope="module")
def shipped(found: Findings) -> dict[tuple[str, str], CellMedians]:
    """The medians of each language and difficulty."""
    return {(cell.language, cell.difficulty): cell for cell in cells(found.checked)}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("measured", ["keys", "nesting", "figure"])
def test_medians_rise_strictly_with_the_difficulty(
    shipped: Mapping[tuple[str, str], CellMedians], language: str, measured: str
) -> None:
    medians = [getattr(shipped[language, difficulty], measured) for difficulty in Difficulty]
    assert all(one < other for one, other in pairwise(medians)), medians


@pytest.mark.parametrize("language", [one for one in Language if one not in DENSE])
def test_the_share_of_symbols_rises_strictly_with_the_difficulty(
    shipped: Mapping[tuple[str, str], CellMedians], language: str
) -> None:
    medians = [shipped[language, difficulty].symbols for difficulty in Difficulty]
    assert all(one < other for one, other in pairwise(medians)), medians


@pytest.mark.parametrize("language", DENSE)
def test_the_share_of_symbols_hardly_changes_where_one_statement_has_them_all(
    shipped: Mapping[tuple[str, str], CellMedians], language: str
) -> None:
    medians = [shipped[language, difficulty].symbols for difficulty in Difficulty]
    assert max(medians) - min(medians) < 0.03, medians


@pytest.mark.parametrize("language", Language)
def test_expected_speeds_fall_with_the_difficulty(
    shipped: Mapping[tuple[str, str], CellMedians], language: str
) -> None:
    medians = [shipped[language, difficulty].wpm for difficulty in Difficulty]
    assert medians == sorted(medians, reverse=True)
    assert medians[0] > medians[-1]


def test_expected_speeds_are_an_average_players(found: Findings) -> None:
    speeds = sorted(one.measures.expected_wpm for one in found.checked)
    assert 28 <= speeds[0] <= speeds[-1] <= 45
    assert speeds[len(speeds) // 50] >= 31
    assert speeds[-len(speeds) // 50] <= 42.5


def test_every_snippet_stands_near_where_it_measures_and_is_like_no_other(found: Findings) -> None:
    assert found.faults == []
    assert len(found.doubts) < len(found.checked) / 10
