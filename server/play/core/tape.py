"""The keys of a running game in 13 bytes each, because thousands of games run in one process.

Law: append only. A key outside ASCII is one placeholder, stored as the byte 0.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from game.keylog import PLACEHOLDER, Key


class Tape:
    __slots__ = ("_at_ms", "_keys", "_lag_ms")

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._at_ms = array("I")
        self._lag_ms = array("q")
        self._keys = bytearray()
        for key in keys:
            self.append(key.at_ms, key.client_ms, key.key)

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Key]:
        for at_ms, lag_ms, code in zip(self._at_ms, self._lag_ms, self._keys, strict=True):
            yield Key(at_ms, at_ms + lag_ms, chr(code) if code else PLACEHOLDER)

    def append(self, at_ms: int, client_ms: int, key: str) -> None:
        self._at_ms.append(at_ms)
        self._lag_ms.append(client_ms - at_ms)
        self._keys.append(0 if key == PLACEHOLDER else ord(key))

    def since(self, index: int) -> dict[str, Any]:
        """The keys from `index` on, ready for JSON; `extend` reads it back."""
        return {
            "at": self._at_ms[index:].tolist(),
            "lag": self._lag_ms[index:].tolist(),
            "keys": list(self._keys[index:]),
        }

    def extend(self, part: dict[str, Any]) -> None:
        self._at_ms.extend(part["at"])
        self._lag_ms.extend(part["lag"])
        self._keys.extend(part["keys"])
