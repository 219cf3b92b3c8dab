"""Where a game's waves come from: the rotation, or a list that was given when the game began.

Laws:
- The rotation's waves are counted there and made by today's rules.
- Given waves are served unchanged and in order, and are counted nowhere. They are all in memory as soon as the game is
  started or taken over, so it never waits for PostgreSQL. The last one clears the game.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Protocol

import structlog

from game import rules
from game.terms import Difficulty
from game.text import Word
from game.wave import Wave
from server.infra.postgres import POSTGRES_AWAY, Connection, Pool, within
from server.infra.seldom import say_away
from server.infra.web import POSTGRES_S
from server.library import remember
from server.play.core.session import WAVES_AHEAD, PlaySession
from server.play.reference import Reference
from server.play.rows import GameRow

if TYPE_CHECKING:
    from server.library import Snippet

log = structlog.get_logger(__name__)

Draw = Callable[..., Awaitable["Snippet | None"]]  # server.library.draw
WeakKeys = Callable[[str], Awaitable[Mapping[str, float]]]  # server.practice.WeakKeys.of
Drill = Callable[..., Awaitable["Snippet | None"]]  # server.practice.Drills.make


@dataclass(slots=True)
class Tools:
    """What modes need to make waves. One per process; a tool is looked up each time it is used."""

    pg: Pool
    draw: Draw
    weak_keys: WeakKeys
    drill: Drill
    reference: Reference = field(default_factory=lambda: Reference(time.monotonic))


class NoSnippets(Exception):
    """There is no active snippet of this language and difficulty."""


class WaveSource(Protocol):
    """The waves of one game."""

    def last_wave(self, drawn: int) -> int | None:
        """The wave with which the game is cleared; None: there is always another. `drawn`: how many it has already."""

    async def first(self, connection: Connection) -> Sequence[Wave]:
        """The waves that a new game begins with, one at least; in the transaction that begins it. Raises NoSnippets."""

    async def next(self, session: PlaySession) -> Wave | None:
        """The wave after those that the session has; None if there is none at the moment."""

    async def over(self, session: PlaySession) -> None:
        """The game is over. Its player cannot start another one before this returns."""


class RotationWaves:
    """Drawn one after another. `as_served` is what the mode makes of a drawn wave."""

    __slots__ = ("_as_served", "_remembered", "_row", "_tools")
    _draw_remembers: ClassVar[bool] = True  # whether a draw writes down what was begun before it

    def __init__(self, tools: Tools, row: GameRow, as_served: Callable[[Wave], Wave]) -> None:
        self._tools, self._row, self._as_served = tools, row, as_served
        self._remembered = 0  # how many of the waves begun are written down as seen

    def last_wave(self, drawn: int) -> int | None:
        return None

    async def first(self, connection: Connection) -> Sequence[Wave]:
        snippet = await self._draw(connection, (), ())
        if snippet is None:
            raise NoSnippets
        return [self._serve(snippet, 1)]

    async def next(self, session: PlaySession) -> Wave | None:
        row, drawn = self._row, session.drawn
        begun = [wave.snippet_id for wave in session.waves]
        try:
            with within(POSTGRES_S):
                snippet = await self._draw(self._tools.pg, drawn, begun)
        except POSTGRES_AWAY as error:
            say_away("wave_waits_for_postgres", error, session=row.id)
            return None
        except Exception:  # any error: the player is waiting for a wave, and nothing else would try again
            log.exception("wave_not_drawn", session=row.id)
            return None
        if snippet is None:
            return await self._none_left(session)
        if self._draw_remembers:
            self._remembered = len(begun)
        return self._serve(snippet, len(drawn) + 1)

    async def _draw(self, pg: Pool | Connection, drawn: Sequence[Wave], begun: Sequence[str]) -> Snippet | None:
        """The snippet of the wave after those `drawn`; the player has seen those in `begun`."""
        row, had = self._row, [wave.snippet_id for wave in drawn]
        return await self._tools.draw(pg, row.language, row.difficulty, had, game=row.id, begun=begun)

    async def _none_left(self, session: PlaySession) -> Wave | None:
        """The wave when nothing could be drawn."""
        log.error("no_snippets", language=self._row.language, difficulty=self._row.difficulty)
        return None

    async def over(self, session: PlaySession) -> None:
        """Write down the waves that were begun after the last draw: the player has seen them too."""
        begun = [wave.snippet_id for wave in session.waves]
        if len(begun) > self._remembered:
            try:
                with within(POSTGRES_S):
                    await remember(self._tools.pg, session.id, begun)
            except POSTGRES_AWAY as error:  # a snippet may be repeated early
                say_away("waves_not_remembered", error, session=session.id)

    def _serve(self, snippet: Snippet, number: int) -> Wave:
        return self._as_served(serve(snippet, self._row.language, self._row.difficulty, number))


class RemainingWaves(RotationWaves):
    """Of a game whose given waves can no longer be read: it ends with those it has. If it has none, because its journal
    is lost too, the rotation's take their place."""

    __slots__ = ()

    def last_wave(self, drawn: int) -> int | None:
        return drawn or None


class GivenWaves:
    """`waves` are all the waves of the game."""

    __slots__ = ("_waves",)

    def __init__(self, waves: Sequence[Wave]) -> None:
        self._waves = waves

    def last_wave(self, drawn: int) -> int | None:
        return len(self._waves)

    async def first(self, connection: Connection) -> Sequence[Wave]:
        return self._waves[: 1 + WAVES_AHEAD]

    async def next(self, session: PlaySession) -> Wave | None:
        number = len(session.drawn)
        return None if number >= len(self._waves) else self._waves[number]

    async def over(self, session: PlaySession) -> None:
        """Nothing was drawn, so nothing has to be remembered."""


def serve(snippet: Snippet, language: str, difficulty: Difficulty, number: int) -> Wave:
    """Wave `number` of a game out of a snippet, by today's rules."""
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


def harmless(wave: Wave) -> Wave:
    """The same text with enemies that do nothing: they are due later than any game lasts, and would do no damage.

    With nothing to hold up, nothing is pushed, no wall is mended and no speed is asked for.
    """
    enemies = tuple(enemy._replace(due_ms=rules.GAME_LIMIT_MS, damage=0) for enemy in wave.enemies)
    return replace(wave, enemies=enemies, heal=0, flawless_heal=0, push_ms=0, asked_wpm=0.0)
