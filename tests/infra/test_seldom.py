"""What is said once a minute."""

from __future__ import annotations

import pytest

from server.infra import seldom
from server.infra.seldom import EVERY_S, Seldom


def test_a_name_is_said_once_a_minute_with_how_many_were_left_out() -> None:
    said = Seldom()
    assert said.unsaid("a", 0) == 0
    assert [said.unsaid("a", EVERY_S - 0.1) for _ in range(3)] == [None] * 3
    assert said.unsaid("a", EVERY_S) == 3
    assert said.unsaid("a", EVERY_S + 1) is None


def test_names_are_said_each_for_itself() -> None:
    said = Seldom()
    assert (said.unsaid("a", 0), said.unsaid("b", 0)) == (0, 0)


def test_the_name_said_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seldom, "NAMES_LIMIT", 2)
    said = Seldom()
    for name in "abc":
        said.unsaid(name, 0)
    assert said.unsaid("c", 1) is None
    assert said.unsaid("a", 1) == 0
