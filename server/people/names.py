"""A player's email address, and the names that the server gives out. What a name may be is in infra/names.py.

Laws:
- A username contains no `@`, so what is typed at login is a name or an address and never both.
- Usernames that look alike (`Paul`, `PauI`) are one when a new one is chosen. Those who have such names keep them.

Absent on purpose: whether a name is free; only the unique indexes know.
"""

from __future__ import annotations

import re
import secrets
from typing import Annotated

from pydantic import AfterValidator, Field

from server.sign_in import EMAIL_LENGTH, normal_email

# Names that the server gives out. A player with one of these could pass for somebody deleted, or block a guest's name.
_RESERVED = re.compile(r"guest_[lo2-9a-f]{8}|deleted_[lo2-9a-f]{12}")  # as lookalikes

# What Unicode's confusables say of the characters of usernames. An index holds the same (users_living_lookalike_idx).
_ALIKE, _AS = "I10", "llO"
_ALIKE_PAIR, _AS_ONE = "rn", "m"

_ADJECTIVES = "Agile Brave Bright Calm Clever Curious Deft Eager Keen Lively Nimble Patient Quick Quiet Steady Swift"
_ANIMALS = "Badger Crane Dolphin Falcon Fox Gecko Heron Ibex Lynx Marten Otter Panda Raven Seal Tern Wombat"


def _email_or_none(value: str) -> str:
    return normal_email(value) if value.strip() else ""


Email = Annotated[
    str, Field(max_length=EMAIL_LENGTH, json_schema_extra={"format": "email"}), AfterValidator(normal_email)
]
EmailOrNone = Annotated[str, Field(max_length=EMAIL_LENGTH), AfterValidator(_email_or_none)]  # empty: none


def is_reserved(username: str) -> bool:
    """True for names that only the server gives out."""
    return _RESERVED.fullmatch(lookalike(username)) is not None


def lookalike(username: str) -> str:
    """Equal for usernames that look alike."""
    return username.translate(str.maketrans(_ALIKE, _AS)).replace(_ALIKE_PAIR, _AS_ONE).lower()


def lookalike_sql(username: str) -> str:
    """`lookalike` of an SQL expression."""
    return f"lower(replace(translate({username}, '{_ALIKE}', '{_AS}'), '{_ALIKE_PAIR}', '{_AS_ONE}'))"


def guest_names() -> tuple[str, str]:
    """A username and a display name for a new guest. The username may be taken: draw again."""
    username = f"guest_{secrets.token_hex(4)}"
    return username, f"{secrets.choice(_ADJECTIVES.split())} {secrets.choice(_ANIMALS.split())}"


def deleted_names(user_id: str) -> tuple[str, str]:
    """The username and email that a deleted account gets, so that its own are free again."""
    return f"deleted_{user_id.replace('-', '')[:12]}", f"deleted-{user_id}@deleted.invalid"
