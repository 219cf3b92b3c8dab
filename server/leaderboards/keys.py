"""The Redis keys of the boards, each made in one function."""

from __future__ import annotations

from dataclasses import dataclass

from server.leaderboards.board import Board


@dataclass(frozen=True, slots=True)
class Keys:
    """`prefix` is the setting `redis_prefix`. A board that is being rebuilt has its token appended to its keys."""

    prefix: str

    def board(self, board: Board) -> str:
        """Sorted set: user id → packed score."""
        cell = f"{board.language or 'any'}:{board.difficulty or 'any'}"
        return f"{self.prefix}lb:{board.metric}:{board.span.label}:{cell}"

    def results(self, board: Board) -> str:
        """Hash: user id → id of the result that stands on the board."""
        return f"{self.board(board)}:results"

    def through(self) -> str:
        """String: milliseconds since 1970. Every result committed before is on the boards; no key, no boards."""
        return f"{self.prefix}lb:through"

    def rebuilding(self) -> str:
        """String: the token of the rebuild that runs. Whoever writes a board then writes the one beside it too."""
        return f"{self.prefix}lb:rebuilding"

    def gone(self) -> str:
        """Sorted set: id of a user taken off the boards → when, in seconds. A late write does not bring them back."""
        return f"{self.prefix}lb:gone"

    def changes(self) -> str:
        """String: how often a board has changed. Also the name of the channel on which that is told (`changes.py`)."""
        return f"{self.prefix}lb:changes"

    def playing(self) -> str:
        """Hash: server process → who plays there, with the time at which it said so."""
        return f"{self.prefix}playing"

    def places(self, result_id: str) -> str:
        """String: the places that this result took, as JSON (`places.py`)."""
        return f"{self.prefix}places:{result_id}"
