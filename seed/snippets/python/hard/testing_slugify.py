import re

import pytest


def slugify(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Hello, World!", "hello-world"), ("  Tabs & Spaces ", "tabs-spaces")],
)
def test_slugify_keeps_letters_and_digits(title: str, slug: str) -> None:
    assert slugify(title) == slug
