"""`python -m tools.layers`: whether every feature has its layer and its wall, as docs/architecture.md shows them.

import-linter holds what pyproject.toml says: its layers are all there may be in `server`, and of a protected feature
others see only what its `__init__` hands on. Here is what it cannot see: a feature that has no such protection yet, and
the list of layers for readers, which repeats the linter's.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from server.settings import ROOT

OPEN = {"infra", "embedded"}  # what every feature builds on: any module may be imported
SHOWN = re.compile(r"^```\n(main\n.*?)^```$", re.MULTILINE | re.DOTALL)

Contract = Mapping[str, Any]


def contracts(pyproject: str) -> Sequence[Contract]:
    found: Sequence[Contract] = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    return found


def unprotected(features: set[str], found: Sequence[Contract]) -> Iterator[str]:
    """A line for each feature without a contract that protects its modules."""
    protected = {module for one in found if one["type"] == "protected" for module in one["protected_modules"]}
    for feature in sorted(features - OPEN):
        if f"server.{feature}.*" not in protected:
            yield f"pyproject.toml: no contract protects server.{feature}; add one like those of the other features"


def differing(page: str, found: Sequence[Contract]) -> Iterator[str]:
    """A line if the page does not show the layers as the linter has them."""
    (layers,) = (one["layers"] for one in found if one["type"] == "layers")
    shown = SHOWN.search(page)
    if shown is None or shown[1].splitlines() != list(layers):
        yield f"docs/architecture.md: the layers are not those of pyproject.toml: {', '.join(layers)}"


def features_of(server: Path) -> set[str]:
    return {path.parent.name for path in server.glob("*/__init__.py")}


def main() -> int:
    found = contracts((ROOT / "pyproject.toml").read_text())
    faults = [
        *unprotected(features_of(ROOT / "server"), found),
        *differing((ROOT / "docs" / "architecture.md").read_text(), found),
    ]
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
