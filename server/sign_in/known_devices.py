"""Which browsers are known to have been signed in to an account: a cookie that the server signs and does not keep.

Its value is a random name of the browser and a tag for each account that signed in there, the last one first. A tag
proves the pair of both, and shows to nobody else which account it is.

What it is for: guesses.py. It signs nobody in.
"""

from __future__ import annotations

import base64
import hmac
import secrets

ACCOUNTS = 8  # of one browser; a computer of a class room has more pupils, and the last ones are known
LIFE_S = 365 * 86_400
_TAG_BYTES = 12  # 96 bits
_NAME_BYTES = 12
_LONGEST = (ACCOUNTS + 1) * (_TAG_BYTES * 4 // 3 + 1)


class KnownDevices:
    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def name_of(self, cookie: str | None, user_id: str) -> str | None:
        """The browser's name when it is known to the account; None when it is not."""
        name, tags = _parts(cookie)
        wanted = self._tag(name, user_id)
        return name if name and any(hmac.compare_digest(wanted, tag) for tag in tags) else None

    def cookie_with(self, cookie: str | None, user_id: str) -> str:
        """The cookie of a browser that has just signed in to this account."""
        name, tags = _parts(cookie)
        if len(name) != len(_text(bytes(_NAME_BYTES))):
            name, tags = _text(secrets.token_bytes(_NAME_BYTES)), []
        own = self._tag(name, user_id)
        return ".".join([name, own, *(tag for tag in tags if tag != own)][: ACCOUNTS + 1])

    def _tag(self, name: str, user_id: str) -> str:
        return _text(hmac.digest(self._key, f"known device {name} {user_id}".encode(), "sha256")[:_TAG_BYTES])


def _parts(cookie: str | None) -> tuple[str, list[str]]:
    """Name and tags; tags that are not ours fit no account."""
    if not cookie or len(cookie) > _LONGEST or not cookie.isascii():
        return "", []
    name, *tags = cookie.split(".")
    return name, tags


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
