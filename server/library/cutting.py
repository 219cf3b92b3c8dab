"""Code that a player brought, cut into pieces and checked: in a process of its own, because nobody knows what it is.

A server process has one `Cutting`; the process behind it starts with the first call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.infra.apart import Apart
from server.library.faults import Refusal
from server.library.importing.own_found import Cut, OwnFile, OwnText

LIMIT_S = 8.0  # a megabyte of ordinary code takes two


class Cutting:
    def __init__(self) -> None:
        self._apart: Apart[Any, Any] = Apart("server.library.importing.own:work", limit_s=LIMIT_S)

    async def cut(self, files: Sequence[OwnFile], person: str) -> Cut:
        """Raises TookTooLong, Busy."""
        found: Cut = await self._apart(("cut", (files,)), person)
        return found

    async def checked(self, language: str, texts: Sequence[str], person: str) -> list[OwnText | list[Refusal]]:
        """What each text is, or why it cannot be typed. Raises TookTooLong, Busy."""
        found: list[OwnText | list[Refusal]] = await self._apart(("checked", (language, texts)), person)
        return found

    def close(self) -> None:
        self._apart.close()
