"""The keys of a running game in 9 bytes each, because thousands of games run in one process.

Laws: append only; a stretch of keys can be cut out as bytes, and read back in any process. A key outside ASCII is one
placeholder, stored as the byte 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from struct import Struct
from typing import Final

from game.keylog import PLACEHOLDER, JudgedKeys, Key

# Game time and the client's lag behind it in milliseconds, and the key. A client's time is a day at most.
_RECORD: Final = Struct("<IiB")
RECORD_BYTES: Final = 9
_MANY: Final = Struct("<" + "IiB" * 64)  # read at once: a third of the time


class Tape:
    __slots__ = ("_records",)

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._records = bytearray()
        for key in keys:
            self.append(key.at_ms, key.client_ms, key.key)

    def __len__(self) -> int:
        return len(self._records) // RECORD_BYTES

    def __iter__(self) -> Iterator[Key]:
        return iter(self.keys())

    def keys(self) -> JudgedKeys:
        records = bytes(self._records)
        whole = len(records) // _MANY.size * _MANY.size
        fields: list[int] = []
        for many in _MANY.iter_unpack(records[:whole]):
            fields += many
        for one in _RECORD.iter_unpack(records[whole:]):
            fields += one
        pressed = records[RECORD_BYTES - 1 :: RECORD_BYTES].decode("latin-1").replace("\0", PLACEHOLDER)
        return JudgedKeys(tuple(fields[::3]), tuple(fields[1::3]), pressed)

    def append(self, at_ms: int, client_ms: int, key: str) -> None:
        self._records += _RECORD.pack(at_ms, client_ms - at_ms, 0 if key == PLACEHOLDER else ord(key))

    def cut(self, first: int, last: int) -> bytes:
        """The keys from index `first` up to `last`, exclusive; `paste` reads them back."""
        return bytes(self._records[RECORD_BYTES * first : RECORD_BYTES * last])

    def paste(self, records: bytes) -> None:
        """Append what `cut` returned. Raises ValueError for anything that ends within a key."""
        if len(records) % RECORD_BYTES:
            raise ValueError("the records of a tape end within a key")
        self._records += records
