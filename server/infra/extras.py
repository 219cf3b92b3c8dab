"""What is installed only where it is used: the extras of pyproject.toml, and what to say when one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ExtraMissing(Exception):
    """The program was installed without an extra; the message is one line that names it."""


@contextmanager
def of_extra(extra: str, what: str) -> Iterator[None]:
    """For imports of the packages of `extra`, which `what` needs. Raises ExtraMissing when one is not installed."""
    try:
        yield
    except ModuleNotFoundError as missing:
        name = (missing.name or "").partition(".")[0]
        if name in ("game", "server"):  # not installed, or a fault of ours
            raise
        raise ExtraMissing(f"{what} needs prodev[{extra}], of which {name} is not installed") from missing
