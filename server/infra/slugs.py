"""Names in addresses: made from what something is called."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator

_LENGTH = 50  # leaves room for the number that makes it unique
_TRIES = 100


def slugs_of(name: str, kind: str, reserved: Collection[str] = ()) -> Iterator[str]:
    """What to try, one after another, until one is free: ASCII letters and digits of the name, joined by hyphens, then
    with a number behind. A name that has none, or that is `reserved`, begins with `kind`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LENGTH].strip("-") or kind
    if slug in reserved:
        slug = f"{kind}-{slug}"
    yield slug
    for number in range(2, _TRIES):
        yield f"{slug}-{number if number < 10 else secrets.randbelow(10**6)}"
