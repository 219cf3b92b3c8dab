"""Email addresses: the one spelling in which they are stored and looked up."""

from __future__ import annotations

import contextlib

import email_validator
from pydantic_core import PydanticCustomError

EMAIL_LENGTH = 254  # RFC 5321: a longer address cannot be delivered to

# No mail is ever sent, so a school's `.local` or a tester's `.test` is as good as any. Only `.invalid` stays refused:
# the addresses of deleted accounts are in it.
email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = ["invalid"]


def normal_email(value: str) -> str:
    """The address as it is stored (domain in lower case). Raises ValueError for what is not an address."""
    try:
        return email_validator.validate_email(value, check_deliverability=False).normalized
    except email_validator.EmailNotValidError as error:
        raise PydanticCustomError("email", "must be an email address: {reason}", {"reason": str(error)}) from None


def normal_login(value: str) -> str:
    """What somebody signs in by: an address as `normal_email` spells it, anything else as it is."""
    if "@" in value:
        with contextlib.suppress(ValueError):  # what is not an address belongs to nobody
            return normal_email(value)
    return value
