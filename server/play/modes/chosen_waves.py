"""Waves of what a player has chosen, which may be taken away while they play: a collection, a snippet, bookmarks.

Law: such a game goes on. When nothing can be drawn any more its player gets the waves again that the game has had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from game.wave import Wave
from server.play.core.session import PlaySession
from server.play.waves import RotationWaves


class ChosenWaves(RotationWaves):
    __slots__ = ()

    _draw_remembers = False

    async def _none_left(self, session: PlaySession) -> Wave | None:
        if not session.drawn:  # the journal is lost, too
            return await RotationWaves(self._tools, self._row, self._as_served).next(session)
        return replace(_seen_longest_ago(session.drawn), number=len(session.drawn) + 1)

    async def over(self, session: PlaySession) -> None:
        """The rotation has nothing to remember of it."""


def _seen_longest_ago(waves: Sequence[Wave]) -> Wave:
    latest = {wave.snippet_id: wave for wave in waves}
    return min(latest.values(), key=lambda wave: wave.number)


def longest_ago_first(drawn: Sequence[Wave]) -> list[str]:
    """The snippets that were had, each once, in the order of when they came last."""
    return list(reversed(dict.fromkeys(wave.snippet_id for wave in reversed(drawn))))
