"""docs/schema.svg: drawn by Graphviz, and compared with the schema without it.

Graphviz is a pinned WebAssembly build from npm, not Debian's: it measures text with its own tables instead of the
machine's fonts, so everybody draws the same picture and the diff of a change shows only that change. Drawing needs
Node. Checking does not: the picture holds the digest of the DOT it was drawn from, and its shapes are not compared.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
# DOT names one font, because Graphviz cannot measure a list; a browser without it needs to know the nearest ones.
_FONT, _FONT_OR_ANOTHER = 'font-family="Arial"', 'font-family="Arial,Helvetica,sans-serif"'
TIMEOUT_S = 120  # drawing takes about one


class CannotDraw(Exception):
    """Node or the npm package is missing, or Graphviz refused the DOT."""


def is_drawn_from(picture: str, dot: str) -> bool:
    return picture.startswith(_head(dot))


def draw(dot: str) -> str:
    """The picture with its digest. Raises CannotDraw."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules").exists():
        raise CannotDraw("Node or the npm package is not here")
    run = subprocess.run(
        [node, HERE / "draw.mjs"], input=dot, capture_output=True, text=True, check=False, timeout=TIMEOUT_S
    )
    if run.returncode:
        raise CannotDraw(run.stderr)
    return _head(dot) + run.stdout.removeprefix(_DECLARATION).replace(_FONT, _FONT_OR_ANOTHER)


def _head(dot: str) -> str:
    digest = hashlib.sha256(dot.encode()).hexdigest()
    return f"{_DECLARATION}<!-- Drawn by `make schema` from DOT with the SHA-256 {digest} -->\n"
