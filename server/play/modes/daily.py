"""DAILY: the same three waves for everybody, each UTC day and language.

Laws:
- The day's waves are drawn once, counted once in the rotation, and kept as they are served. The feed draws them at
  midnight; where they are missing, the first call that needs them draws them, and all others wait for it. Only one
  call per process waits in PostgreSQL, so that a rush takes no connections from other calls.
- A player's first try is ranked. A game that was started is a try, so that nobody reads the waves before it.
- A game belongs to the day on which it was started, also when it ends after midnight.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

import structlog

from game.keylog import FORMAT, decode_waves, encode_wave
from game.terms import Difficulty, EndReason, Language, Mode
from game.wave import Wave
from server.feed import Periodic
from server.infra.inputs import Body, LanguageIn
from server.infra.postgres import Connection, Pool
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow
from server.play.waves import GivenWaves, NoSnippets, RemainingWaves, Tools, WaveSource, serve
from server.results import RankRule

log = structlog.get_logger(__name__)

WAVES = 3
DIFFICULTY = Difficulty.NORMAL  # one for all, so that there is one board
KEPT = 32  # days' waves in memory, of each language: today's, and yesterday's around midnight

TODAY = "(now() AT TIME ZONE 'UTC')::date"
_WAVES = "SELECT waves FROM dailies WHERE day = $1 AND language = $2"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('prodev dailies'))"  # one process draws, the others read what it drew
_KEEP = "INSERT INTO dailies (day, language, difficulty, waves) VALUES ($1, $2, $3, $4)"
_TRIES = "SELECT count(*) FROM game_sessions WHERE daily_on = $1 AND language = $2 AND user_id = $3"


class StartDaily(Body):
    mode: Literal["DAILY"] = "DAILY"
    language: LanguageIn


class Daily(GameMode[StartDaily]):
    name = Mode.DAILY
    start = StartDaily
    columns = ("daily_on", "daily_try")
    ranked_on = "daily"
    has_ghosts = False  # its waves are to be seen first in the try that is ranked
    rank_rule = RankRule(ends=frozenset({EndReason.CLEARED, EndReason.DEFEATED}))

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._kept: dict[tuple[date, str], tuple[Wave, ...]] = {}
        self._drawing = asyncio.Lock()

    def periodic(self) -> Sequence[Periodic]:
        return [Periodic("draw_dailies", lambda _: self.draw_today(), timedelta(days=1))]

    async def draw_today(self) -> None:
        """Draw the day's waves of every language that has snippets; what was drawn stays."""
        today = await self._today()
        for language in Language:
            with contextlib.suppress(NoSnippets):
                await self._of_day(today, language)

    async def prepare(self, user_id: str, start: StartDaily) -> Prepared:
        today = await self._today()
        waves = await self._of_day(today, start.language)

        async def try_of(connection: Connection) -> Mapping[str, object]:
            return {"daily_try": 1 + await connection.fetchval(_TRIES, today, start.language, user_id)}

        return Prepared(start.language, DIFFICULTY, {"daily_on": today}, waves, try_of)

    async def waves_of(self, row: GameRow) -> WaveSource:
        try:
            waves = await self._waves(row.own["daily_on"], row.language)
        except ValueError as error:  # a later version drew them
            log.warning("daily_unreadable", day=str(row.own["daily_on"]), language=row.language, error=str(error))
            waves = None
        return RemainingWaves(self._tools, row, self.as_served) if waves is None else GivenWaves(waves)

    @classmethod
    def unranked_reason(cls, row: GameRow) -> str | None:
        return None if row.own["daily_try"] == 1 else "not_first_try"

    # ------------------------------------------------------------ the day's waves

    async def _today(self) -> date:
        day: date = await self._tools.pg.fetchval(f"SELECT {TODAY}")
        return day

    async def _of_day(self, day: date, language: Language) -> tuple[Wave, ...]:
        """Raises NoSnippets, and ValueError for waves that this version cannot read."""
        waves = await self._waves(day, language)
        if waves is None:
            async with self._drawing:
                waves = await self._waves(day, language) or await self._drawn(day, language)
        return waves

    async def _waves(
        self, day: date, language: Language, pg: Pool | Connection | None = None
    ) -> tuple[Wave, ...] | None:
        """None before they are drawn. Raises ValueError for waves that this version cannot read."""
        kept = self._kept.get((day, language))
        if kept is None:
            document = await (pg or self._tools.pg).fetchval(_WAVES, day, language)
            if document is None:
                return None
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            kept = self._kept[day, language] = decode_waves(document)
        return kept

    async def _drawn(self, day: date, language: Language) -> tuple[Wave, ...]:
        """Raises NoSnippets."""
        async with self._tools.pg.acquire() as connection, connection.transaction():
            await connection.execute(_LOCK)
            waves = await self._waves(day, language, connection)
            if waves is not None:
                return waves
            waves = await self._draw(connection, language)
            document = {"format": FORMAT, "waves": [encode_wave(wave) for wave in waves]}
            await connection.execute(_KEEP, day, language, DIFFICULTY, document)
            return waves

    async def _draw(self, connection: Connection, language: Language) -> tuple[Wave, ...]:
        waves: list[Wave] = []
        while len(waves) < WAVES:
            snippet = await self._tools.draw(connection, language, DIFFICULTY, [wave.snippet_id for wave in waves])
            if snippet is None:
                raise NoSnippets
            waves.append(self.as_served(serve(snippet, language, DIFFICULTY, len(waves) + 1)))
        return tuple(waves)
