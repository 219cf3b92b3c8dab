"""Token buckets: what they hold, and that neither they nor their names grow."""

from __future__ import annotations

import pytest

from server.play import allowance
from server.play.allowance import Allowance, Allowances


def test_a_burst_at_once_and_the_rate_after_it() -> None:
    one = Allowance(2, 10, now_s=0)
    assert one.take(10, 0)
    assert not one.take(1, 0)
    assert one.take(2, 1)
    assert not one.take(1, 1.4)
    assert one.take(1, 1.5)


def test_a_long_rest_fills_it_to_the_burst_and_no_further() -> None:
    one = Allowance(2, 10, now_s=0)
    assert one.take(10, 0)
    assert not one.take(11, 1000)
    assert one.take(10, 1000)


def test_what_is_refused_takes_nothing() -> None:
    one = Allowance(1, 10, now_s=0)
    assert one.take(6, 0)
    for _ in range(100):
        assert not one.take(5, 0)
    assert one.take(4, 0)


def test_each_name_has_its_own() -> None:
    each = Allowances(1, 2)
    assert each.take("a", 2, 0)
    assert not each.take("a", 1, 0)
    assert each.take("b", 2, 0)


def test_names_beyond_the_limit_push_out_the_one_used_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "NAMES_LIMIT", 3)
    each = Allowances(1, 1)
    for name in ("a", "b", "c"):
        assert each.take(name, 1, 0)
    assert not each.take("a", 1, 0)  # used again: "b" is the oldest now
    assert each.take("d", 1, 0)
    assert len(each) == 3
    assert not each.take("a", 1, 0)
    assert each.take("b", 1, 0)
