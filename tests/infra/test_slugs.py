"""Addresses made of names."""

from __future__ import annotations

from itertools import islice

import pytest

from server.infra.slugs import slugs_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Ünlü & Söhne", "unlu-sohne"), ("日本語", "group"), ("Join", "group-join"), ("a" * 80, "a" * 50)],
)
def test_an_address_is_made_of_any_name(name: str, slug: str) -> None:
    assert next(slugs_of(name, "group", {"join"})) == slug


def test_those_that_follow_are_short_enough_and_differ() -> None:
    tried = [*islice(slugs_of("a" * 80, "group"), 30)]
    assert tried[:3] == ["a" * 50, f"{'a' * 50}-2", f"{'a' * 50}-3"]
    assert len(set(tried)) == 30
    assert max(map(len, tried)) <= 60
