"""The return value of a call on a session: what to send to the player, and what the caller must do next.

Law: the call that creates a duty states it; duties are never guessed from the frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple


class Follows:
    """The caller's duties. A reply's `follows` is the sum of those that it leaves."""

    NOTHING: Final = 0
    JOURNAL: Final = 1  # the game differs from its journal: write it
    TIMER: Final = 2  # the next deadline may be earlier than it was: arm the timer for `deadline_ms()`
    WAVES: Final = 4  # draw the waves that `wants_waves` asks for, and offer them
    ENDED: Final = 8  # the game is over: save its result


class Reply(NamedTuple):
    """`frames` are in the order in which they must be sent; `follows` is a sum of `Follows`."""

    frames: Sequence[bytes]
    follows: int


NOTHING: Final = Reply((), Follows.NOTHING)
