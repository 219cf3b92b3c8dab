"""A player's email address, and the names that the server gives out. What a name may be is in infra/names.py.

Law: a username contains no `@`, so what is typed at login is a name or an address and never both.

Absent on purpose: whether a name is free; only the unique indexes know.
"""

from __future__ import annotations

import re
import secrets
from typing import Annotated

from pydantic import AfterValidator, Field

from server.sign_in import EMAIL_LENGTH, normal_email

# Names that the server gives out. A player with one of these could pass for somebody deleted, or block a guest's name.
_RESERVED = re.compile(r"guest_[0-9a-f]{8}|deleted_[0-9a-f]{12}")

_ADJECTIVES = "Agile Brave Bright Calm Clever Curious Deft Eager Keen Lively Nimble Patient Quick Quiet Steady Swift"
_ANIMALS = "Badger Crane Dolphin Falcon Fox Gecko Heron Ibex Lynx Marten Otter Panda Raven Seal Tern Wombat"


Email = Annotated[
    str, Field(max_length=EMAIL_LENGTH, json_schema_extra={"format": "email"}), AfterValidator(normal_email)
]


def is_reserved(username: str) -> bool:
    """True for names that only the server gives out."""
    return _RESERVED.fullmatch(username.lower()) is not None


def guest_names() -> tuple[str, str]:
    """A username and a display name for a new guest. The username may be taken: draw again."""
    username = f"guest_{secrets.token_hex(4)}"
    return username, f"{secrets.choice(_ADJECTIVES.split())} {secrets.choice(_ANIMALS.split())}"


def deleted_names(user_id: str) -> tuple[str, str]:
    """The username and email that a deleted account gets, so that its own are free again."""
    return f"deleted_{user_id.replace('-', '')[:12]}", f"deleted-{user_id}@deleted.invalid"
