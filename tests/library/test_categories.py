"""One thing has one name."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from pydantic import TypeAdapter

from server.library.answers import Category, Filters
from server.library.categories import SAME, category_name
from server.library.importing.category import CATEGORIES
from server.library.seed import seed_files


def _stem(category: str) -> str:
    """Equal for names that differ only in their ending."""
    return re.sub(r"(?<=[a-z]{3})(ies|ing|es|e|s|y)$", "", category)


def test_no_two_categories_are_one_thing() -> None:
    names = {file.category for file in seed_files()} | CATEGORIES
    of_stem: dict[str, set[str]] = defaultdict(set)
    for name in names:
        of_stem[_stem(name)].add(name)
    assert [twins for twins in of_stem.values() if len(twins) > 1] == []
    assert names.isdisjoint(SAME), "the importer and the seed folder use the names that are kept"


def test_every_other_name_leads_to_one_that_is_kept() -> None:
    assert set(SAME).isdisjoint(SAME.values())
    assert (category_name("caching"), category_name("caches"), category_name("portals")) == (
        "caches",
        "caches",
        "portals",
    )


@pytest.mark.parametrize(
    ("given", "kept"), [("caching", "caches"), ("logging", "logs"), ("math", "maths"), ("dom", "dom")]
)
def test_requests_and_filters_mean_the_name_that_is_kept(given: str, kept: str) -> None:
    assert TypeAdapter(Category).validate_python(given) == kept
    assert Filters.model_validate({"category": given}).category == kept
    assert Filters.model_validate({}).category is None
