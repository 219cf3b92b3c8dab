"""Where a game's waves come from: the rotation, or the game whose ghost it is played against.

Laws:
- The rotation's waves are counted there and made by today's rules.
- A recorded game's waves come exactly as they were served, in the same order, and are counted nowhere. After the last
  one, which is played whole wherever its player left it, the game is cleared. They are all read when the game begins or
  is taken over, so it never waits for PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import structlog

from game import rules
from game.text import Word
from game.wave import Wave
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.library import remember
from server.play.live import Live
from server.results import Recording, known_recording, recording

if TYPE_CHECKING:
    from server.library import Snippet

log = structlog.get_logger(__name__)

Draw = Callable[..., Awaitable["Snippet | None"]]  # server.library.draw


class NoSnippets(Exception):
    """There is no active snippet of this language and difficulty."""


class NoGhost(Exception):
    """There is no such game, or its replay is not shown to this player, or a later version wrote it."""


class Waves:
    def __init__(self, pg: Pool, draw: Draw) -> None:
        self._pg, self._draw = pg, draw

    # ------------------------------------------------------------ recorded games

    async def of_ghost(self, result_id: str, viewer_id: str) -> Recording:
        """The game to play against. Raises NoGhost."""
        try:
            found = await recording(self._pg, result_id, viewer_id)
        except ValueError as error:
            raise NoGhost from error
        if found is None:
            raise NoGhost
        return found

    async def recorded(self, row: Any) -> Sequence[Wave] | None:
        """All waves of an unfinished ghost game; None for any other game.

        None too when the recorded game is gone for good, or was written by a later version: then the waves that were
        drawn before are all there are.
        """
        if row["ghost_of"] is None:
            return None
        try:
            found = await known_recording(self._pg, row["ghost_of"])
        except ValueError as error:
            log.warning("recording_unreadable", result=row["ghost_of"], error=str(error))
            return None
        return None if found is None else found.waves

    # ------------------------------------------------------------ the next wave

    async def first(self, connection: Any, row: Any) -> Wave:
        """Wave 1 of a game that begins, from the rotation. Raises NoSnippets."""
        snippet = await self._draw(connection, row["language"], row["difficulty"], [], game=row["id"])
        if snippet is None:
            raise NoSnippets
        return _serve(snippet, row["language"], row["difficulty"], 1)

    async def next(self, live: Live) -> Wave | None:
        """The wave after those that the session has; None when there is none to be had at the moment."""
        session = live.session
        number = len(session.drawn) + 1
        if live.recorded is not None:
            return live.recorded[number - 1]
        begun = [wave.snippet_id for wave in session.waves]
        try:
            snippet = await self._draw(
                self._pg,
                session.language,
                session.difficulty,
                [wave.snippet_id for wave in session.drawn],
                game=session.id,
                begun=begun,
            )
        except POSTGRES_AWAY as error:
            log.warning("wave_waits_for_postgres", session=session.id, error=str(error))
            return None
        except Exception:  # whatever it was, the player waits for a wave, and nothing else would ask again
            log.exception("wave_not_drawn", session=session.id)
            return None
        if snippet is None:
            log.error("no_snippets", language=session.language, difficulty=session.difficulty)
            return None
        live.remembered = len(begun)
        return _serve(snippet, session.language, session.difficulty, number)

    async def remember(self, live: Live) -> None:
        """Before the player can begin another game: what this one began after its last draw was seen as well."""
        begun = [wave.snippet_id for wave in live.session.waves]
        if live.recorded is None and len(begun) > live.remembered:
            try:
                await remember(self._pg, live.session.id, begun)
            except POSTGRES_AWAY as error:  # one snippet may come again early
                log.warning("waves_not_remembered", session=live.session.id, error=str(error))


def _serve(snippet: Snippet, language: str, difficulty: str, number: int) -> Wave:
    return rules.serve(
        number=number,
        difficulty=difficulty,
        snippet_id=snippet.id,
        version=snippet.version,
        language=language,
        text=snippet.text,
        words=[Word(*word) for word in snippet.words],
        expected_wpm=snippet.expected_wpm,
    )
