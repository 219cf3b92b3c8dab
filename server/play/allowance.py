"""How much a peer may send: token buckets, alone or by name.

Law: what is refused takes nothing, so a peer that waits is always let through again.
"""

from __future__ import annotations

from collections import OrderedDict

NAMES_LIMIT = 10_000  # about 2 MB; the name that was used longest ago goes, and starts full if it comes back


class Allowance:
    """`per_s` sustained, `burst` at once. Full at first."""

    __slots__ = ("_at_s", "_burst", "_left", "_per_s")

    def __init__(self, per_s: float, burst: float, now_s: float) -> None:
        self._per_s, self._burst, self._left, self._at_s = per_s, burst, float(burst), now_s

    def take(self, amount: float, now_s: float) -> bool:
        """Whether there was that much left."""
        left, burst = self._left + (now_s - self._at_s) * self._per_s, self._burst
        left = left if left < burst else burst  # without min(): this is every key's way
        self._at_s = now_s
        if left < amount:
            self._left = left
            return False
        self._left = left - amount
        return True


class Allowances:
    """One allowance for each name."""

    def __init__(self, per_s: float, burst: float) -> None:
        self._per_s, self._burst = per_s, burst
        self._of: OrderedDict[str, Allowance] = OrderedDict()

    def __len__(self) -> int:
        return len(self._of)

    def take(self, name: str, amount: float, now_s: float) -> bool:
        allowance = self._of.get(name)
        if allowance is None:
            allowance = self._of[name] = Allowance(self._per_s, self._burst, now_s)
            if len(self._of) > NAMES_LIMIT:
                self._of.popitem(last=False)
        else:
            self._of.move_to_end(name)
        return allowance.take(amount, now_s)
