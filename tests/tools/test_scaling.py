"""docs/scaling.md: its tables are those that follow from the inputs, and grow as players do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.scaling import arithmetic
from tools.scaling.__main__ import PAGE
from tools.scaling.arithmetic import Size, all_money, of_registered, of_typing
from tools.scaling.inputs import INPUTS
from tools.scaling.page import BLOCKS, amount, size_of, written


def test_the_page_has_the_figures_and_no_other() -> None:
    page = PAGE.read_text()
    assert written(page) == page
    assert written(page.replace("| **all, a month** |", "| something |")) == page


@pytest.mark.parametrize("name", BLOCKS)
def test_a_page_without_a_place_for_a_table_is_refused(name: str) -> None:
    page = PAGE.read_text().replace(f"writes {name} from here", "writes nothing")
    with pytest.raises(ValueError, match=f"no place for {name}"):
        written(page)


def test_every_input_is_named_with_its_source() -> None:
    page = PAGE.read_text()
    assert len(INPUTS) > 20
    for one in INPUTS:
        assert one.source and f"{one.value:,g} {one.unit}" in page


@pytest.mark.parametrize("of", [of_registered, of_typing])
def test_more_players_need_and_cost_more(of: Callable[[float], Size]) -> None:
    sizes = [of(10.0**power) for power in range(1, 9)]
    for needed in (arithmetic.workers, arithmetic.masters, arithmetic.postgres_cores, all_money):
        found = [needed(size) for size in sizes]
        assert found == sorted(found)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.01234, "0.012"), (1.0, "1.0"), (3.14, "3.1"), (1_234, "1,200"), (56_789_000, "57 million")],
)
def test_a_figure_says_no_more_than_is_known(value: float, shown: str) -> None:
    assert amount(value) == shown


def test_sizes_have_units() -> None:
    assert [size_of(10.0**power) for power in (3, 6, 9, 12, 15)] == ["1.0 kB", "1.0 MB", "1.0 GB", "1.0 TB", "1.0 PB"]
