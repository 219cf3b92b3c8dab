"""What a player may be called: usernames, display names, email addresses, and the names the server keeps for itself.

Law: a username holds no `@`, so what is typed at login is a name or an address and never both.

Absent on purpose: whether a name is free; only the unique indexes know.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Annotated

import email_validator
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

EMAIL_LENGTH = 254  # RFC 5321: a longer address cannot be delivered to

# No mail is ever sent, so a school's `.local` or a tester's `.test` is as good as any. `.invalid` alone stays refused:
# the addresses of deleted accounts live there.
email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = ["invalid"]

# Names the server gives out. A player who took one could pass for somebody deleted, or stand in a guest's way.
_KEPT = re.compile(r"guest_[0-9a-f]{8}|deleted_[0-9a-f]{12}")

# ZERO WIDTH NON-JOINER and JOINER are format characters, yet Persian names and many emoji are spelt with them.
_JOINERS = "\u200c\u200d"

_ADJECTIVES = "Agile Brave Bright Calm Clever Curious Deft Eager Keen Lively Nimble Patient Quick Quiet Steady Swift"
_ANIMALS = "Badger Crane Dolphin Falcon Fox Gecko Heron Ibex Lynx Marten Otter Panda Raven Seal Tern Wombat"


def normal_email(value: str) -> str:
    """The one spelling an address is stored in (domain in lower case). Raises ValueError when it is none."""
    try:
        return email_validator.validate_email(value, check_deliverability=False).normalized
    except email_validator.EmailNotValidError as error:
        raise PydanticCustomError("email", "must be an email address: {reason}", {"reason": str(error)}) from None


def _printable(value: str) -> str:
    if not all(c.isprintable() or c in _JOINERS for c in value):
        raise PydanticCustomError("not_printable", "must hold printable characters only")
    if not any(unicodedata.category(c)[0] in "LNPS" for c in value):
        raise PydanticCustomError("not_visible", "must hold at least one visible character")
    return value


Username = Annotated[str, Field(min_length=3, max_length=50, pattern=r"^[A-Za-z0-9_]+$")]
Email = Annotated[
    str, Field(max_length=EMAIL_LENGTH, json_schema_extra={"format": "email"}), AfterValidator(normal_email)
]
DisplayName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_printable)
]


def is_kept(username: str) -> bool:
    """True for names that only the server gives out."""
    return _KEPT.fullmatch(username.lower()) is not None


def guest_names() -> tuple[str, str]:
    """A username and a display name for a new guest. The username may be taken: draw again."""
    username = f"guest_{secrets.token_hex(4)}"
    return username, f"{secrets.choice(_ADJECTIVES.split())} {secrets.choice(_ANIMALS.split())}"


def deleted_names(user_id: str) -> tuple[str, str]:
    """The username and email that take a deleted account's place, so that its own are free again."""
    return f"deleted_{user_id.replace('-', '')[:12]}", f"deleted-{user_id}@deleted.invalid"
