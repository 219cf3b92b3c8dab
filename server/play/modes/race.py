"""RACE: a seat of a match. Everybody in it types the same waves at the same time, each in a game of their own.

Laws:
- A match's waves are drawn once, when it is opened, counted once in the rotation, and kept as they are served.
- A seat is taken in the transaction that begins its game, under the lock of the match: there is never one without the
  other, never one too many, and none after the start.
- Only the members of a group take a seat in its matches.
- Nobody takes a seat where a block is between them and somebody who has one, or the host: for them that match is not
  there. A class races together all the same, and who sits keeps the seat.
- It is ranked on no board: a match has places, and moves ratings.

Absent on purpose: what happens to a match besides (server.play.hall).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

import structlog
from pydantic import BeforeValidator, Field

from game.keylog import decode_waves
from game.terms import Difficulty, Language, Mode
from game.wave import Wave
from server.infra.inputs import Body, upper
from server.infra.postgres import Connection
from server.infra.web import Problem
from server.play.core.match_session import MatchSession
from server.play.core.session import PlaySession
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow
from server.play.waves import GivenWaves, RemainingWaves, Tools, WaveSource
from server.social import unblocked

log = structlog.get_logger(__name__)

NO_MATCH = 404, "play/no-match"
FULL = 409, "play/match-full"
STARTED = 409, "play/match-started"
SEATED = 409, "play/match-joined"

KEPT = 64  # matches' waves in memory: those of a process's matches under way


def apart(match: str, user: str, together: Callable[[str, str], str] = unblocked) -> str:
    """An SQL condition over a row of `matches`: it is a group's, or no block is between this user (an expression, NULL
    for nobody) and those who sit in it, or its host."""
    seats = f"SELECT FROM match_seats b WHERE b.match_code = {match}.code AND NOT {together('b.user_id', user)}"
    return f"({match}.group_id IS NOT NULL OR ({together(f'{match}.host_id', user)} AND NOT EXISTS ({seats})))"


_MATCH = "SELECT language, difficulty, waves FROM matches WHERE code = $1"
_STARTS = "SELECT starts_at, clock_timestamp() AS now FROM matches WHERE code = $1"
# Whoever takes or gives up a seat, or starts the match, holds this.
LOCK = """
SELECT capacity, group_id, ended_at IS NOT NULL OR coalesce(starts_at <= clock_timestamp(), false) AS has_started
FROM matches WHERE code = $1 FOR UPDATE
"""
IS_MEMBER = "SELECT EXISTS (SELECT FROM group_members WHERE group_id = $1 AND user_id = $2)"
_APART = f"SELECT {apart('m', '$2::uuid')} FROM matches m WHERE m.code = $1"
_SEATS = "SELECT seat, user_id FROM match_seats WHERE match_code = $1"
_TAKE = "INSERT INTO match_seats (match_code, seat, user_id, joined_at) VALUES ($1, $2, $3, clock_timestamp())"
_PLAYED_BY = "UPDATE match_seats SET session_id = $3 WHERE match_code = $1 AND seat = $2"

CodeIn = Annotated[str, BeforeValidator(upper), Field(max_length=20)]  # any case in; a code that is none is unknown


def no_match() -> Problem:
    return Problem(*NO_MATCH, "There is no match with this code.")


class StartRace(Body):
    """Take a seat of the match with this code, as `POST /api/matches/{code}/join` does."""

    mode: Literal["RACE"] = "RACE"
    match: CodeIn


class MatchWaves(GivenWaves):
    """The waves of a match, and when its clock starts by this process's own, if that is known."""

    __slots__ = ("starts_ms",)

    def __init__(self, waves: tuple[Wave, ...], starts_ms: int | None) -> None:
        super().__init__(waves)
        self.starts_ms = starts_ms

    async def first(self, connection: Connection) -> Sequence[Wave]:
        """All of them: a clock that nobody can stop must not wait for one."""
        return self._waves


class Race(GameMode[StartRace]):
    name = Mode.RACE
    start = StartRace
    implied_by = "match"
    problems = (NO_MATCH, FULL, STARTED, SEATED)
    columns = ("match_code", "seat")

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._kept: dict[str, tuple[Language, Difficulty, tuple[Wave, ...]]] = {}

    async def prepare(self, user_id: str, start: StartRace) -> Prepared:
        code = start.match
        found = await self._match(code)
        if found is None:
            raise no_match()
        language, difficulty, waves = found

        async def take(connection: Connection) -> Mapping[str, object]:
            return {"seat": await _take(connection, code, user_id)}

        return Prepared(language, difficulty, {"match_code": code}, waves, take, _played_by)

    def waves_of_new(self, row: GameRow, prepared: Prepared) -> WaveSource:
        assert prepared.waves is not None, "a match has them"
        return MatchWaves(tuple(prepared.waves), None)

    async def waves_of(self, row: GameRow) -> WaveSource:
        code = row.own["match_code"]
        try:
            found = await self._match(code)
        except ValueError as error:  # a later version drew them
            log.warning("match_unreadable", match=code, error=str(error))
            found = None
        if found is None:
            return RemainingWaves(self._tools, row, self.as_served)
        return MatchWaves(found[2], await self._starts_ms(code))

    def session(self, row: GameRow, epoch: str, waves: WaveSource, *, journal_lost: bool = False) -> PlaySession:
        return MatchSession(
            id=row.id,
            token=row.session_token,
            user_id=row.user_id,
            language=row.language,
            difficulty=row.difficulty,
            epoch=epoch,
            starts_ms=waves.starts_ms if isinstance(waves, MatchWaves) else None,
            journal_lost=journal_lost,
        )

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        return {"match": row.own["match_code"], "seat": row.own["seat"]}

    # ------------------------------------------------------------ what the database has

    async def waves(self, code: str) -> tuple[Wave, ...]:
        """Of a match that there is. Raises ValueError for waves that this version cannot read."""
        found = await self._match(code)
        return () if found is None else found[2]

    async def _match(self, code: str) -> tuple[Language, Difficulty, tuple[Wave, ...]] | None:
        kept = self._kept.get(code)
        if kept is None:
            row = await self._tools.pg.fetchrow(_MATCH, code)
            if row is None:
                return None
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            kept = Language(row["language"]), Difficulty(row["difficulty"]), decode_waves(row["waves"])
            self._kept[code] = kept
        return kept

    async def _starts_ms(self, code: str) -> int | None:
        reference = self._tools.reference
        asked_s = reference.now_s()
        row = await self._tools.pg.fetchrow(_STARTS, code)
        if row is None:
            return None
        reference.read(asked_s, row["now"])
        return None if row["starts_at"] is None else reference.own_ms(row["starts_at"])


async def _take(connection: Connection, code: str, user_id: str) -> int:
    """The lowest free seat. Raises Problem."""
    match = await connection.fetchrow(LOCK, code)
    if match is None:
        raise no_match()
    seats = {row["seat"]: row["user_id"] for row in await connection.fetch(_SEATS, code)}
    if user_id in seats.values():
        raise Problem(*SEATED, "You already have a seat in this match.")
    if match["group_id"] is not None and not await connection.fetchval(IS_MEMBER, match["group_id"], user_id):
        raise no_match()  # of a group that the player does not belong to
    if not await connection.fetchval(_APART, code, user_id):
        raise no_match()
    if match["has_started"]:
        raise Problem(*STARTED, "This match has already started.")
    if len(seats) >= match["capacity"]:
        raise Problem(*FULL, f"All {match['capacity']} seats of this match are taken.")
    seat = next(number for number in range(1, match["capacity"] + 1) if number not in seats)
    await connection.execute(_TAKE, code, seat, user_id)
    return seat


async def _played_by(connection: Connection, row: GameRow) -> None:
    await connection.execute(_PLAYED_BY, row.own["match_code"], row.own["seat"], row.id)
