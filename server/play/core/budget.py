"""The resume budget: what a client that comes back may still say about the time before its drop.

Keys that were pressed before a drop and never arrived were typed while the clock ran, and the server cannot know when.
They are the only ones that may be judged at a time that is past, or move a clock that stands.

Laws:
- Only time in which the clock ran fills the budget, millisecond by millisecond. A `hello` fills nothing.
- It holds KEYS_LIMIT keys at KEY_COST_MS each, and ADVANCE_LIMIT_MS by which they may move the clock, at most.
- Between two runs of the clock, no more of it is used than the time since the client was last heard in a run,
  however often the client says hello.
- Each key is judged KEY_COST_MS of game time after the one before it at the earliest, and not before the client was
  last heard, less the lag quota.

Absent on purpose: what a key does, and what becomes of one that the budget does not cover (session.py).
"""

from __future__ import annotations

from typing import Any, Final

LAG_QUOTA_MS: Final = 250  # a player this far away loses nothing to the network
KEYS_LIMIT: Final = 250  # what very fast hands press in the time that a dead line takes to show; no drop loses more
KEY_COST_MS: Final = 40  # 25 keys a second, 300 words a minute: nobody types faster for long
ADVANCE_LIMIT_MS: Final = 5_000  # how far keys may move the clock; a client has noticed a dead line by then


class ResumeBudget:
    """The budget of one game. Tell it of each run of the clock and each hello; ask it where a key belongs."""

    __slots__ = (
        "_advance_ms",
        "_allowed_ms",
        "_ceiling_ms",
        "_floor_ms",
        "_heard_clock_ms",
        "_heard_ms",
        "_keys_ms",
        "_moved_ms",
        "_until",
        "_used_ms",
    )

    def __init__(self) -> None:
        self._keys_ms = 0  # what is left for keys
        self._advance_ms = 0  # what is left to move the clock by
        self._used_ms = self._moved_ms = 0  # of them, since the clock last ran
        self._heard_ms: int | None = None  # server time at which the client was last heard in a run
        self._heard_clock_ms = 0  # the game time at that moment
        self._until = 0  # the last key that this hello may place
        self._allowed_ms = self._ceiling_ms = self._floor_ms = 0

    def ran(self, for_ms: int, heard_ms: int | None, heard_clock_ms: int) -> None:
        """The clock ran for so long, and the client was last heard at `heard_ms`, when it showed `heard_clock_ms`.

        None: the client has stopped the clock itself, and all the keys that it had pressed are here.
        """
        self._keys_ms = min(KEYS_LIMIT * KEY_COST_MS, self._keys_ms + for_ms)
        self._advance_ms = min(ADVANCE_LIMIT_MS, self._advance_ms + for_ms)
        self._heard_ms, self._heard_clock_ms = heard_ms, heard_clock_ms

    def starts(self) -> None:
        """The clock starts: nothing of what came before can be said any more."""
        self._until = self._used_ms = self._moved_ms = 0

    def hello(self, until: int, clock_ms: int, now_ms: int) -> None:
        """A client is back, and may place keys up to number `until`; 0 for none."""
        unheard_ms = 0 if self._heard_ms is None else max(0, now_ms - self._heard_ms)
        self._until = until
        self._allowed_ms = min(self._keys_ms, unheard_ms - self._used_ms)
        self._ceiling_ms = clock_ms + max(0, min(self._advance_ms, unheard_ms - self._moved_ms))
        self._floor_ms = self._heard_clock_ms - LAG_QUOTA_MS

    def place(self, number: int, client_ms: int, judged_ms: int, clock_ms: int) -> int | None:
        """The game time of a key that comes while the clock stands at `clock_ms`; None if it is not covered.

        `judged_ms` is the game time up to which the game is judged. The clock must follow to the time returned.
        """
        at_ms = max(client_ms, judged_ms + KEY_COST_MS, self._floor_ms)
        if at_ms > self._ceiling_ms:
            at_ms = self._ceiling_ms
            if judged_ms + KEY_COST_MS > at_ms:
                return None
        if number > self._until or self._allowed_ms < KEY_COST_MS:
            return None
        self._allowed_ms -= KEY_COST_MS
        self._keys_ms -= KEY_COST_MS
        self._used_ms += KEY_COST_MS
        moved_ms = max(0, at_ms - clock_ms)
        self._advance_ms -= moved_ms
        self._moved_ms += moved_ms
        return at_ms

    # ------------------------------------------------------------ for the journal

    def standing(self, now_ms: int) -> list[int | None]:
        """In a list, because it is written with every standing of every game."""
        unheard_ms = None if self._heard_ms is None else now_ms - self._heard_ms
        return [self._keys_ms, self._advance_ms, self._used_ms, self._moved_ms, self._heard_clock_ms, unheard_ms]

    def restore(self, standing: list[Any], *, age_ms: int, now_ms: int) -> None:
        """Become the budget whose `standing` was written `age_ms` ago."""
        self._keys_ms, self._advance_ms, self._used_ms, self._moved_ms, self._heard_clock_ms, unheard_ms = standing
        self._heard_ms = None if unheard_ms is None else now_ms - age_ms - unheard_ms
