"""What a process asks another about a game that is there, and the answers."""

from __future__ import annotations

from typing import Final

# Asked of the process that has the game.
LET_GO: Final = "let_go"  # its player is here
END: Final = "end"  # its player has quit, here
ABANDON: Final = "abandon"  # it seems to be left alone

# Asked of every process.
WRITE: Final = "write"  # if you have it: Redis has lost it

# Answered.
HERE: Final = "here"  # and written
NOT_HERE: Final = "not_here"  # or no longer: take it
OVER: Final = "over"  # it has ended, and its result is saved
BUSY: Final = "busy"  # ask again
PLAYED: Final = "played"  # it is not left alone
