"""The waves of practice games: those of one topic, and drills on weak keys.

Laws:
- All that decides a drill is in the game's row and in the waves that it has had, so a game that is taken over goes on
  with the drills that it would have had.
- A topic's snippets come by chance. A game that is taken over goes on with others, but has none twice before it must.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.wave import Wave
from server import library
from server.infra.postgres import Connection, Pool
from server.play.core.session import PlaySession
from server.play.waves import RotationWaves

if TYPE_CHECKING:
    from server.library import Snippet


class TopicWaves(RotationWaves):
    """Whole snippets of one category. They are not counted: the rotation's bound is about whole buckets."""

    __slots__ = ()
    _draw_remembers = False

    async def _draw(self, pg: Pool | Connection, drawn: Sequence[Wave], begun: Sequence[str]) -> Snippet | None:
        row, had = self._row, [wave.snippet_id for wave in drawn]
        return await library.draw_from(pg, row.language, row.difficulty, row.own["category"], had)


class DrillWaves(RotationWaves):
    """Drills for the keys of the game's focus; whole snippets of the rotation where the library has too few of them."""

    __slots__ = ()

    async def _draw(self, pg: Pool | Connection, drawn: Sequence[Wave], begun: Sequence[str]) -> Snippet | None:
        row = self._row
        seed, had = f"{row.id} {len(drawn) + 1}", [wave.text for wave in drawn]
        focus, is_first = row.own["focus"], not drawn  # the mode has prepared the first wave
        made = await self._tools.drill(row.language, row.difficulty, focus, seed, had, is_prepared=is_first)
        return await super()._draw(pg, drawn, ()) if made is None else made

    async def over(self, session: PlaySession) -> None:
        """A drill is no snippet that could come back."""
