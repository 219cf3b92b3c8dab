"""Matches are opened, found and joined.

Laws:
- A match's waves are drawn and counted in the transaction that opens it.
- Of players who look for a quick match at the same moment, one opens it and the others find it: looking and opening are
  one transaction, one after another.
"""

from __future__ import annotations

from game.terms import Difficulty, Language, Mode, Visibility
from game.wave import Wave
from server.infra.postgres import Connection, Pool
from server.infra.web import Problem
from server.play import store
from server.play.hall.circle import hold_member
from server.play.hall.moves import MatchWanted, open_match
from server.play.modes.race import FULL, SEATED, STARTED, StartRace, apart
from server.play.rows import GameRow
from server.play.starts import Starts
from server.play.waves import NoSnippets, Tools, serve

QUICK_WAVES, QUICK_CAPACITY = 3, 8
LATEST_S = 2.0  # before the start, for a seat in a quick match: time to get there
TRIES = 5  # at a quick match: it may be full by the time it is joined

_QUICK_LOCK = "SELECT pg_advisory_xact_lock(hashtext('prodev quick matches'))"
# Those with the most players first, so that they start soon.
_FIND = f"""
SELECT m.code FROM matches m WHERE m.visibility = 'PUBLIC' AND m.ended_at IS NULL
AND (m.starts_at IS NULL OR m.starts_at > clock_timestamp() + make_interval(secs => $4))
AND ($1::"Language" IS NULL OR m.language = $1) AND ($2::"Difficulty" IS NULL OR m.difficulty = $2)
AND NOT EXISTS (SELECT FROM match_seats x WHERE x.match_code = m.code AND x.user_id = $3)
AND {apart("m", "$3::uuid")}
AND (SELECT count(*) FROM match_seats x WHERE x.match_code = m.code) < m.capacity
AND (m.created_at > clock_timestamp() - interval '20 seconds' OR EXISTS (
    SELECT FROM match_seats x JOIN game_sessions s ON s.id = x.session_id
    WHERE x.match_code = m.code AND s.ended_at IS NULL))
ORDER BY (SELECT count(*) FROM match_seats x WHERE x.match_code = m.code) DESC, m.created_at LIMIT 1
"""
_FAVORITE = "SELECT favorite_language FROM user_statistics WHERE user_id = $1"
_OLD = """
SELECT language, difficulty, cardinality(keys) AS waves, capacity, visibility, is_quick, group_id,
    ended_at IS NOT NULL AS is_over,
    EXISTS (SELECT FROM match_seats WHERE match_code = code AND user_id = $2) AS was_in
FROM matches WHERE code = $1 FOR UPDATE
"""
_OPEN_REMATCH = """
SELECT code FROM matches WHERE rematch_of = $1 AND ended_at IS NULL
AND (starts_at IS NULL OR starts_at > clock_timestamp()) ORDER BY created_at DESC LIMIT 1
"""
_SEAT = f"""
SELECT {store.COLUMNS_OF_S}
FROM match_seats x JOIN game_sessions s ON s.id = x.session_id
WHERE x.match_code = $1 AND x.user_id = $2 AND s.ended_at IS NULL
"""


class Opening:
    def __init__(self, pg: Pool, tools: Tools, starts: Starts) -> None:
        self._pg, self._tools, self._starts = pg, tools, starts

    async def open(self, user_id: str, wanted: MatchWanted) -> str:
        """A new match with this player as its host, who has no seat yet. Raises NoSnippets, Problem 404 when its group
        is not the player's any more."""
        async with self._pg.acquire() as connection, connection.transaction():
            return await self._open(connection, user_id, wanted)

    async def _open(self, connection: Connection, user_id: str, wanted: MatchWanted) -> str:
        if wanted.group_id is not None:
            await hold_member(connection, wanted.group_id, user_id)
        return await open_match(connection, wanted, await self._draw(connection, wanted), host_id=user_id)

    async def _draw(self, connection: Connection, wanted: MatchWanted) -> list[Wave]:
        waves: list[Wave] = []
        while len(waves) < wanted.waves:
            had = [wave.snippet_id for wave in waves]
            snippet = await self._tools.draw(connection, wanted.language, wanted.difficulty, had)
            if snippet is None:
                raise NoSnippets
            waves.append(serve(snippet, wanted.language, wanted.difficulty, len(waves) + 1))
        return waves

    async def seat(self, user_id: str, code: str) -> GameRow | None:
        """The game on which this player sits in the match, unless it has ended."""
        row = await self._pg.fetchrow(_SEAT, code, user_id)
        return None if row is None else store.game_row(row)

    async def join(self, user_id: str, code: str) -> GameRow:
        """The player's seat: the one that they have, or a free one. Raises Problem and store.TooManyGames."""
        seated = await self.seat(user_id, code)
        if seated is not None:
            return seated
        try:
            return await self._starts.start(user_id, Mode.RACE, StartRace(match=code))
        except Problem as refusal:
            seated = await self.seat(user_id, code) if refusal.code == SEATED[1] else None  # joined twice at once
            if seated is None:
                raise
            return seated

    async def quick(self, user_id: str, language: Language | None, difficulty: Difficulty | None) -> GameRow:
        """A seat in an open public match, or in a new one. Raises NoSnippets, store.TooManyGames."""
        for tries_left in range(TRIES - 1, -1, -1):
            code = await self._find_or_open(user_id, language, difficulty)
            try:
                return await self.join(user_id, code)
            except Problem as refusal:  # others were faster
                if refusal.code not in (FULL[1], STARTED[1]) or not tries_left:
                    raise
        raise AssertionError("unreachable")

    async def _find_or_open(self, user_id: str, language: Language | None, difficulty: Difficulty | None) -> str:
        async with self._pg.acquire() as connection, connection.transaction():
            await connection.execute(_QUICK_LOCK)
            found: str | None = await connection.fetchval(_FIND, language, difficulty, user_id, LATEST_S)
            if found is not None:
                return found
            favorite = await connection.fetchval(_FAVORITE, user_id)
            wanted = MatchWanted(
                language=language or (Language(favorite) if favorite else Language.PYTHON),
                difficulty=difficulty or Difficulty.NORMAL,
                waves=QUICK_WAVES,
                capacity=QUICK_CAPACITY,
                visibility=Visibility.PUBLIC,
                is_quick=True,
            )
            return await self._open(connection, user_id, wanted)

    async def rematch(self, user_id: str, code: str) -> str:
        """The match that follows this one: the first of its players who asks opens it, and is its host.

        Raises NoSnippets, LookupError when there is no such match, NotIn, NotOver, Problem 404 when its group is not
        the player's any more.
        """
        async with self._pg.acquire() as connection, connection.transaction():
            old = await connection.fetchrow(_OLD, code, user_id)
            if old is None:
                raise LookupError(code)
            if not old["was_in"]:
                raise NotIn
            if not old["is_over"]:
                raise NotOver
            found: str | None = await connection.fetchval(_OPEN_REMATCH, code)
            if found is not None:
                return found
            wanted = MatchWanted(
                language=Language(old["language"]),
                difficulty=Difficulty(old["difficulty"]),
                waves=old["waves"],
                capacity=old["capacity"],
                visibility=Visibility(old["visibility"]),
                is_quick=old["is_quick"],
                rematch_of=code,
                group_id=old["group_id"],
            )
            return await self._open(connection, user_id, wanted)


class NotIn(Exception):
    """The player has no seat in this match."""


class NotOver(Exception):
    """The match is not over."""
