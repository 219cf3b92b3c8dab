"""Columns of integers as bytes that deflate well. It belongs to the compact form of logs: nothing here may change.

A column is one byte for the width of its numbers, and then their first bytes, their second bytes, and so on (two's
complement, the least significant first): bytes of one kind stand together. All of it is done by whole columns at once.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from typing import Final

_SIGNED: Final = {1: "b", 2: "h", 4: "i", 8: "q"}
_UNSIGNED: Final = {2: "H", 4: "I", 8: "Q"}
_NOISE_BITS: Final = 4


def packed_integers(values: Sequence[int]) -> bytes:
    """Raises OverflowError, or TypeError for what is no integer."""
    return _column(values, _SIGNED)


def packed_times(values: Sequence[int]) -> tuple[bytes, bytes]:
    """Of times between keys: a column without their last bits, and these, two numbers a byte.

    Raises as `packed_integers` does, also for what is below zero.
    """
    planes = _column(values, _UNSIGNED)
    width = planes[0]
    number = int.from_bytes(_joined(planes[1:], width), "little")
    noise = (number & _each(0x0F, width, len(values))).to_bytes(width * len(values), "little")[::width]
    pairs = int.from_bytes(noise[::2], "little") | int.from_bytes(noise[1::2], "little") << _NOISE_BITS
    rest = number >> _NOISE_BITS & _each((1 << 8 * width - _NOISE_BITS) - 1, width, len(values))
    return (
        bytes((width,)) + _split(rest.to_bytes(width * len(values), "little"), width),
        pairs.to_bytes((len(values) + 1) // 2, "little"),
    )


class Columns:
    """Reads columns from the front of what `packed_integers` and `packed_times` wrote. Raises ValueError for an end
    that is not where it should be."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def integers(self, count: int) -> list[int]:
        width, planes = self._next(count, _SIGNED)
        return _numbers(_joined(planes, width), _SIGNED[width])

    def times(self, count: int, noise: bytes) -> list[int]:
        if len(noise) != (count + 1) // 2:
            raise ValueError("a time without its last bits")
        width, planes = self._next(count, _UNSIGNED)
        pairs = int.from_bytes(noise, "little")
        even = (pairs & _each(0x0F, 1, len(noise))).to_bytes(len(noise), "little")
        odd = (pairs >> _NOISE_BITS & _each(0x0F, 1, len(noise))).to_bytes(len(noise), "little")
        last = bytearray(width * count)
        last[:: 2 * width], last[width :: 2 * width] = even, odd[: count // 2]
        number = int.from_bytes(_joined(planes, width), "little") << _NOISE_BITS | int.from_bytes(last, "little")
        return _numbers(number.to_bytes(width * count, "little"), _UNSIGNED[width])

    def end(self) -> None:
        if self._at != len(self._data):
            raise ValueError("more numbers than there are keys, words and enemies")

    def _next(self, count: int, types: dict[int, str]) -> tuple[int, bytes]:
        width = self._data[self._at] if self._at < len(self._data) else 0
        begin, self._at = self._at + 1, self._at + 1 + width * count
        if width not in types or self._at > len(self._data):
            raise ValueError("a column that ends within a number")
        return width, self._data[begin : self._at]


def _column(values: Sequence[int], types: dict[int, str]) -> bytes:
    for width, type_code in types.items():
        try:
            numbers = array(type_code, values)
        except OverflowError:
            continue
        if sys.byteorder == "big":
            numbers.byteswap()
        return bytes((width,)) + _split(numbers.tobytes(), width)
    raise OverflowError("a number of more than 64 bits")


def _numbers(data: bytes, type_code: str) -> list[int]:
    numbers = array(type_code, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()


def _split(data: bytes, width: int) -> bytes:
    return b"".join(data[nth::width] for nth in range(width))


def _joined(planes: bytes, width: int) -> bytes:
    data, count = bytearray(len(planes)), len(planes) // width
    for nth in range(width):
        data[nth::width] = planes[nth * count : (nth + 1) * count]
    return bytes(data)


def _each(number: int, width: int, count: int) -> int:
    """The same number in every place of `width` bytes."""
    return int.from_bytes(number.to_bytes(width, "little") * count, "little")
