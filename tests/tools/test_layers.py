"""What `python -m tools.layers` finds."""

from __future__ import annotations

from server.settings import ROOT
from tools import layers

FOUND: list[layers.Contract] = [
    {"type": "layers", "layers": ["main", "people | robots"]},
    {"type": "protected", "protected_modules": ["server.people.*"]},
]
PAGE = "Layers:\n\n```\nmain\npeople | robots\n```\n"


def test_a_feature_without_a_contract_is_named() -> None:
    assert not list(layers.unprotected({"people", "infra"}, FOUND))
    (fault,) = layers.unprotected({"people", "robots"}, FOUND)
    assert "server.robots" in fault


def test_the_page_has_to_show_the_layers_of_the_linter() -> None:
    assert not list(layers.differing(PAGE, FOUND))
    assert list(layers.differing(PAGE.replace("| robots", ""), FOUND))
    assert list(layers.differing("", FOUND))


def test_every_feature_is_found_on_the_disk() -> None:
    assert {"play", "infra", "feed"} <= layers.features_of(ROOT / "server")
    assert "app" not in layers.features_of(ROOT / "server")
