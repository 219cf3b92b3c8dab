"""`python -m tools.scaling`: the tables of docs/scaling.md, reckoned from what was measured; `--check` compares them.

Law: a figure is either an input with the command that gave it, an assumption that says so, a price, or reckoned from
these. When something is measured anew, its input changes here, and the page follows (`make fmt`).
Absent on purpose: what breaks first and what to do then. docs/scaling.md says that in words.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from server.settings import ROOT
from tools.scaling.page import written

PAGE = ROOT / "docs" / "scaling.md"


def main(arguments: Sequence[str]) -> int:
    page = PAGE.read_text()
    if "--check" not in arguments:
        PAGE.write_text(written(page))
    elif written(page) != page:
        print("docs/scaling.md does not have the figures of tools/scaling: make fmt", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
