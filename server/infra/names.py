"""What people, and what they make, may be called."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.infra.rude_words import refuse_rude

# ZERO WIDTH NON-JOINER and JOINER are format characters, yet Persian names and many emoji need them.
_JOINERS = "\u200c\u200d"


def _printable(value: str) -> str:
    if not all(c.isprintable() or c in _JOINERS for c in value):
        raise PydanticCustomError("not_printable", "must contain printable characters only")
    if not any(unicodedata.category(c)[0] in "LNPS" for c in value):
        raise PydanticCustomError("not_visible", "must contain at least one visible character")
    return value


SHORTEST, LONGEST = 3, 50  # usernames
Username = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST, pattern=r"^[A-Za-z0-9_]+$")]
NewUsername = Annotated[Username, AfterValidator(refuse_rude)]  # for whoever chooses one; an old one may be rude
# Empty for none.
OptionalName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=100),
    AfterValidator(lambda name: name and _printable(name)),
    AfterValidator(refuse_rude),
]
DisplayName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_printable),
    AfterValidator(refuse_rude),
]
