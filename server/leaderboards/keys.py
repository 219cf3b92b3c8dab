"""The Redis keys of the boards, each built in one function."""

from __future__ import annotations

from dataclasses import dataclass

from redis.asyncio import Redis

from game.terms import Metric
from server.infra.redis_keys import tagged
from server.leaderboards.board import LADDERS, SOLO, Board


def board_keys(redis: Redis, prefix: str) -> BoardKeys:
    """`prefix` is the setting `redis_prefix`. A script writes to dozens of boards at once: in a cluster one server has
    them all."""
    return BoardKeys(tagged(redis, prefix, "boards"))


@dataclass(frozen=True, slots=True)
class BoardKeys:
    """A board under construction has its rebuild's token at the end of
    its keys."""

    prefix: str

    @property
    def _ours(self) -> str:
        """Servers of earlier releases wrote other boards, below `lb:` alone: each keeps its own while both serve."""
        return f"{self.prefix}lb:2:"

    def is_of_another_release(self, key: str) -> bool:
        """Whether a key below `lb:` holds boards that this release does not read."""
        shared = self._ours, self.gone(), self.changes()
        return key.startswith(f"{self.prefix}lb:") and not key.startswith(shared)

    def is_through(self, key: str) -> bool:
        """Whether a key of any release is what `through` is to this one."""
        return key.removeprefix(f"{self.prefix}lb:").partition(":")[0] == "through" or ":through:" in key

    def is_rebuilding(self, key: str) -> bool:
        return key.endswith(":rebuilding")

    def board(self, board: Board) -> str:
        """Sorted set: user id, in sixteen bytes → packed score."""
        cell = f"{board.language or 'any'}:{board.difficulty or 'any'}"
        ladder = "" if board.ladder is SOLO else f"{board.ladder.name}:"
        return f"{self._ours}{ladder}{board.metric}:{board.span.label}:{cell}"

    def sizes(self) -> str:
        """Hash: a board's key → how many players it holds, a blank, and when it expires, in seconds (0 never).

        A board of another size has lost something: Redis evicts whole keys when its memory is full.
        """
        return f"{self._ours}sizes"

    def through(self) -> str:
        """String: milliseconds since 1970. Every result committed before then is on the boards. No key: no boards.

        Its name holds what there are boards of, so that a server with new ones finds no key, and rebuilds the boards
        by itself.
        """
        ladders = ",".join(ladder.name for ladder in LADDERS)
        return f"{self._ours}through:{','.join(Metric)}:{ladders}"

    def rebuilding(self) -> str:
        """String: the token of the running rebuild. While it is set, each write also goes to the new boards."""
        return f"{self._ours}rebuilding"

    def gone(self) -> str:
        """Sorted set: id of a user taken off the boards → when, in seconds. A late write cannot bring them back."""
        return f"{self.prefix}lb:gone"

    def changes(self) -> str:
        """String: how often a board has changed. Also the name of the channel that announces changes (`changes.py`)."""
        return f"{self.prefix}lb:changes"

    def playing(self) -> str:
        """Hash: server process → who is playing there, and until when (ms since 1970) that counts."""
        return f"{self.prefix}playing"

    def places(self, result_id: str) -> str:
        """String: the places that this result took, as JSON (`places.py`)."""
        return f"{self.prefix}places:{result_id}"
