"""Which core judges: its source, or what `make compiled` has made of it.

Laws:
- A compiled core runs only if it was made of the very source that is here, for the Python that runs it. Otherwise the
  source runs, and `prodev --version` says why.
- No module that is compiled has dataclasses that orjson writes: that ends the process (tests/infra/test_core_build.py).

Absent on purpose: compiling (tools/compiled.py).
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "compiled"
STAMP: Final = FOLDER / "source.sha256"
SUFFIX: Final = EXTENSION_SUFFIXES[0]  # it names the Python
ASKED: Final = os.environ.get("TEST_CORE", "")  # "plain" is the source, even where a compiled core is built

# What every key passes, played or read from a log, and no more.
MODULES: Final = (
    "game.engine",
    "game.events",
    "game.keylog",
    "game.lines",  # its engine is a kind of the compiled one
    "game.replay",
    "game.rules",
    "game.text",
    "game.wave",
    "server.play.core.budget",
    "server.play.core.match_session",
    "server.play.core.protocol",
    "server.play.core.reply",
    "server.play.core.session",
    "server.play.core.tape",
)


def source(name: str) -> Path:
    return ROOT.joinpath(*name.split(".")).with_suffix(".py")


def digest() -> str:
    """Of the sources, and of the Python that loads what is made of them."""
    found = hashlib.sha256(SUFFIX.encode())
    for name in MODULES:
        found.update(source(name).read_bytes())
    return found.hexdigest()


def core_build() -> str:
    """Which core runs: `plain` or `compiled`."""
    return "compiled" if any(isinstance(finder, _Compiled) for finder in sys.meta_path) else "plain"


def is_stale() -> bool:
    """Whether there is a compiled core that was made of another source, or for another Python."""
    return FOLDER.is_dir() and not (STAMP.is_file() and STAMP.read_text() == digest())


class _Compiled:
    """Finds the compiled modules, and the one that mypyc puts behind all of them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in MODULES or name.endswith("__mypyc"):
            file = FOLDER / (name.replace(".", "/") + SUFFIX)
            return spec_from_file_location(name, file) if file.is_file() else None
        return None


def choose() -> None:
    """Have the compiled core imported from now on, if it may be. Half a core does not run: a module that is imported
    already stays plain, and all of them with it."""
    if ASKED != "plain" and FOLDER.is_dir() and not is_stale() and not any(name in sys.modules for name in MODULES):
        sys.meta_path.insert(0, _Compiled())
