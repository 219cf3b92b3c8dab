"""Breaking long lines: by the formatter of a text's language, if this machine has one.

Laws:
- A formatter is looked for beside this Python and on the PATH, never fetched. It only reads the text: no configuration
  of anybody, no plugin, no folder of a project.
- All texts of one batch have FORMATS_S together, so that they leave their cut the rest of its time. Without an answer
  a text stays as it is.
- A formatter stays in the process group of whoever cuts, and is killed with it (server/infra/apart.py).

Absent on purpose: Go's and Java's. gofmt breaks no line, and google-java-format has a width of its own.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from game.terms import Language
from server.library.faults import COLUMNS_LIMIT
from server.library.languages import SYNTAXES

FORMATS_S = 3.0  # what more long lines would take is better spent on a formatter at home
_CPU_S = 10  # of one: it uses several cores, and nobody else ends it when the server is gone

_WIDTH = str(COLUMNS_LIMIT)
_RUFF = ("ruff", "format", "--isolated", "--no-cache", "--quiet", "--line-length", _WIDTH, "--stdin-filename")
_PRETTIER = ("prettier", "--no-config", "--no-editorconfig", "--print-width", _WIDTH, "--stdin-filepath")
_COMMANDS: dict[str, tuple[str, ...]] = {
    Language.PYTHON: (*_RUFF, "piece.py", "-"),
    Language.RUST: ("rustfmt", "--emit", "stdout", "--edition", "2021", "--config", f"max_width={_WIDTH}"),
    **{
        language: (*_PRETTIER, f"piece{SYNTAXES[language].suffix}")
        for language in (Language.JAVASCRIPT, Language.REACT, Language.TYPESCRIPT)
    },
}


def _limits() -> None:
    """Node maps more memory than the process that cuts may (server/infra/apart.py)."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))


@cache
def command_of(language: str) -> tuple[str, ...] | None:
    """What formats its standard input; None when nothing is at hand."""
    command = _COMMANDS.get(language)
    if command is None:
        return None
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    found = shutil.which(command[0], path=places)
    return None if found is None else (found, *command[1:])


def formatted(language: str, text: str, within_s: float) -> str | None:
    """The text with lines of COLUMNS_LIMIT as far as the formatter can; None when there is none, it refuses, or has no
    answer in time."""
    command = command_of(language)
    if command is None:
        return None
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=within_s,
            cwd="/",
            check=True,
            preexec_fn=_limits,
        )
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return None
    return done.stdout.rstrip("\n")
