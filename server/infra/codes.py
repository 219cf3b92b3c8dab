"""Random text that people read, type and copy by hand: codes of matches and groups, first passwords."""

from __future__ import annotations

import secrets


def random_code(letters: str, length: int) -> str:
    """Nobody can guess it: each of the letters is drawn from the system's randomness."""
    return "".join(secrets.choice(letters) for _ in range(length))
