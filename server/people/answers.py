"""Answers that are put together from rows. The rows themselves are defined beside the SQL that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from server.people.requests import SettingsBody
from server.settings import Registration


class SettingsOut(SettingsBody):
    chosen: list[str] = Field(
        description="the settings that the player has set, without those for privacy and notifications"
    )


@dataclass(frozen=True, slots=True)
class RegistrationOut:
    registration: Annotated[Registration, Field(description="`invite`: with an `invite_code`")]


@dataclass(frozen=True, slots=True)
class KeyOut:
    key: Annotated[str, Field(description="one character; a line feed is Enter")]
    presses: Annotated[int, Field(description="how often it was due and pressed")]
    errors: Annotated[int, Field(description="other keys pressed in its place")]
    mean_ms: Annotated[float | None, Field(description="from the right key before it; a wait over 3 s counts as 3 s")]


@dataclass(frozen=True, slots=True)
class KeysOut:
    """`shown` is false, and all else empty, when the player hides this from others. `games` is how many were read: the
    newest 20 at most, up to 20,000 keys."""

    shown: bool
    games: int
    keys: list[KeyOut]
