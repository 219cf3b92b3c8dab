"""Near-duplicates by token shingles."""

from __future__ import annotations

import random

from server.library.parse import parse
from server.library.seed import seed_files
from server.library.shingles import ALIKE, NearDuplicates, Shingles, alikeness, shingles

TEXT = """\
def total(orders, limit):
    found = 0
    for order in orders:
        if order.price > limit:
            found += order.price * order.count
    return found"""


def of(text: str) -> Shingles:
    parsed = parse("PYTHON", text)
    return shingles(parsed.text, parsed.words)


def test_a_text_is_like_itself_whatever_its_layout() -> None:
    assert alikeness(of(TEXT), of(TEXT)) == 1
    assert (
        alikeness(of(TEXT), of(TEXT.replace("    ", "  ").replace("limit):\n    found", "limit):\n\n    found"))) == 1
    )


def test_one_name_changed_in_one_place_leaves_a_near_duplicate_and_every_name_changed_does_not() -> None:
    assert alikeness(of(TEXT), of(TEXT.replace("return found", "return total"))) >= ALIKE
    other = TEXT
    for name in ("total", "orders", "order", "limit", "found", "price", "count"):
        other = other.replace(name, f"{name}_new")
    assert alikeness(of(TEXT), of(other)) < ALIKE


def test_a_part_of_a_longer_text_is_no_near_duplicate() -> None:
    part = "for order in orders:\n    if order.price > limit:\n        found += order.price * order.count"
    longer = TEXT.replace(
        "    return", "    while found > limit and orders:\n        found -= orders.pop().price\n    return"
    )
    assert alikeness(of(longer), of(part)) < ALIKE


def test_the_nearest_is_found_among_many() -> None:
    near = NearDuplicates()
    assert near.nearest(of(TEXT)) is None
    for number in range(50):
        near.add(f"other {number}", of(f"value_{number} = price_{number} + {number} * tax_{number} - rest_{number}"))
    near.add("close", of(TEXT.replace("return found", "return total")))
    near.add("same", of(TEXT))
    assert near.nearest(of(TEXT)) == ("same", 1.0)
    assert near.nearest(of("while queue:\n    queue.pop().run(queue, now)")) is None


def test_the_index_finds_what_comparing_every_pair_finds() -> None:
    texts = [file for file in seed_files() if file.language == "PYTHON"]
    chosen = random.Random(1).sample(texts, 40)
    known = [of(file.text) for file in chosen]
    near = NearDuplicates()
    for number, one in enumerate(known):
        pairs = [alikeness(one, other) for other in known[:number]]
        found = near.nearest(one)
        assert (found[1] if found else 0) == (max(pairs) if pairs and max(pairs) >= ALIKE else 0)
        near.add(str(number), one)
