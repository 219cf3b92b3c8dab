"""Which core runs: the source, or what `make compiled` has made of it.

Law: a core is called compiled only while the source beside it is the one that it was made of.
Absent on purpose: compiling (tools/compiled.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Final

from server.settings import ROOT

FOLDERS: Final = (ROOT / "game", ROOT / "server" / "play" / "core")
STAMP: Final = FOLDERS[1] / "compiled.stamp"

_LEFT: Final = frozenset(["__init__.py", "frames.py"])  # nothing runs in them


def sources() -> Iterator[Path]:
    """The modules that are compiled."""
    for folder in FOLDERS:
        yield from sorted(path for path in folder.glob("*.py") if path.name not in _LEFT)


def digest() -> str:
    """Of the sources, and of the Python that loads what is made of them."""
    found = hashlib.sha256(EXTENSION_SUFFIXES[0].encode())  # it names the Python
    for path in sources():
        found.update(path.read_bytes())
    return found.hexdigest()


def core_build() -> str:
    """`plain`, `compiled`, or `stale`: compiled from other sources than those that are here."""
    if not any(FOLDERS[1].glob(f"session*{EXTENSION_SUFFIXES[0]}")):
        return "plain"
    return "compiled" if STAMP.exists() and STAMP.read_text() == digest() else "stale"
