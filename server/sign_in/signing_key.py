"""The key that signs access tokens: from the environment, or generated once and kept in the data folder.

Law: every process of one installation signs with the same key. Servers that share no disk must be given
`PRODEV_SECRET_KEY`. When a key is lost, all access tokens become invalid; refresh tokens do not.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from server.settings import Settings

MINIMUM_LENGTH = 32  # HS256 wants a key of at least the hash's 256 bits (RFC 7518, 3.2)


def signing_key(settings: Settings) -> str:
    """Raises ValueError for a stored key that is too short to sign with, OSError when none can be stored."""
    if settings.secret_key is not None:
        return settings.secret_key
    path = settings.data_dir() / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    key = _stored(path)
    if len(key.encode()) < MINIMUM_LENGTH:
        raise ValueError(f"{path} holds fewer than {MINIMUM_LENGTH} bytes: remove it, or set PRODEV_SECRET_KEY.")
    return key


def _stored(path: Path) -> str:
    """Reads the key, or generates it. It is written to a file of its own and linked, so that when several processes
    start at once, one wins and none reads half a key."""
    if not path.exists():
        aside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(aside, path)
        except FileExistsError:
            pass  # another process was first: its key is ours
        finally:
            aside.unlink()
    return path.read_text().strip()
