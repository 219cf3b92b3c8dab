"""A match as PostgreSQL has it, read whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import Difficulty, Language, MatchState, Visibility
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.play.core.match import Match, MatchSeat, MatchTimes, SeatTimes, state
from server.play.modes.race import apart
from server.play.reference import Reference, stamp_ms
from server.results import of_session
from server.social import visible

# Times of seats are in milliseconds since 1970, by PostgreSQL's clock. A game that is gone has ended.
_SEATS = f"""
SELECT coalesce(json_agg(json_build_object(
    'seat', x.seat, 'user_id', x.user_id, 'username', u.username, 'display_name', u.display_name,
    'is_bot', coalesce(u.is_bot, false), 'is_house', x.is_house, 'is_ready', x.is_ready,
    'joined_ms', (extract(epoch FROM x.joined_at) * 1000)::bigint,
    'ended_ms', CASE WHEN s.id IS NULL THEN 0 ELSE (extract(epoch FROM s.ended_at) * 1000)::bigint END,
    'place', x.place, 'result_id', r.id, 'rating_before', x.rating_before, 'rating_after', x.rating_after
) ORDER BY x.seat), '[]')
FROM match_seats x LEFT JOIN users u ON u.id = x.user_id
LEFT JOIN game_sessions s ON s.id = x.session_id LEFT JOIN game_results r ON {of_session("x.session_id")}
WHERE x.match_code = m.code
"""
_MATCH = f"""
SELECT m.code, m.language, m.difficulty, m.keys, m.capacity, m.visibility, m.is_quick, m.host_id,
    m.group_id, (SELECT g.slug FROM groups g WHERE g.id = m.group_id) AS "group",
    m.created_at, m.starts_at, m.ended_at, clock_timestamp() AS now, ({_SEATS}) AS seats,
    (SELECT n.code FROM matches n WHERE n.rematch_of = m.code ORDER BY n.created_at DESC LIMIT 1) AS rematch
FROM matches m
"""
_ONE = f"{_MATCH} WHERE m.code = $1"
# Of a group, or public ones; in this state, or in any. $4: who reads.
_LISTED = f"""
{_MATCH} WHERE (($3::uuid IS NULL AND m.visibility = 'PUBLIC') OR m.group_id = $3)
AND m.ended_at IS NULL AND {apart("m", "$4::uuid", visible)}
AND EXISTS (SELECT FROM match_seats x WHERE x.match_code = m.code)
AND CASE $1::text WHEN 'OPEN' THEN m.starts_at IS NULL WHEN 'COUNTDOWN' THEN m.starts_at > clock_timestamp()
    WHEN 'RUNNING' THEN m.starts_at <= clock_timestamp() ELSE true END
ORDER BY m.created_at DESC LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class SeatRecord:
    seat: int
    user_id: str | None
    username: str | None
    display_name: str | None
    is_bot: bool
    is_house: bool
    is_ready: bool
    joined_ms: int
    ended_ms: int | None
    place: int | None
    result_id: str | None
    rating_before: int | None
    rating_after: int | None


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """`now` is when it was read. `keys` is how many keys each wave takes."""

    code: str
    language: Language
    difficulty: Difficulty
    keys: list[int]
    capacity: int
    visibility: Visibility
    is_quick: bool
    host_id: str | None
    group_id: str | None
    group: str | None
    created_at: datetime
    starts_at: datetime | None
    ended_at: datetime | None
    now: datetime
    seats: list[SeatRecord]
    rematch: str | None

    @property
    def times(self) -> MatchTimes:
        return MatchTimes(
            created_ms=round(stamp_ms(self.created_at)),
            starts_ms=None if self.starts_at is None else round(stamp_ms(self.starts_at)),
            ended_ms=None if self.ended_at is None else round(stamp_ms(self.ended_at)),
            visibility=self.visibility,
            is_quick=self.is_quick,
            seats=[SeatTimes(one.joined_ms, one.is_ready, one.is_house, one.ended_ms) for one in self.seats],
        )

    @property
    def host(self) -> str | None:
        """Who opened it while they have a seat, otherwise who joined first; a robot is no host."""
        people = sorted((seat.joined_ms, seat.seat, seat.user_id) for seat in self.seats if not seat.is_house)
        users = [user_id for _, _, user_id in people]
        return self.host_id if self.host_id in users or not users else users[0]

    def state_at(self, now_ms: float) -> MatchState:
        """At `now_ms` by PostgreSQL's clock."""
        return state(self.times, round(now_ms))

    def seat_of(self, user_id: str) -> SeatRecord | None:
        return next((seat for seat in self.seats if seat.user_id == user_id), None)

    def shown(self, connected: frozenset[int], now_ms: float) -> Match:
        """As everybody sees it at `now_ms` by PostgreSQL's clock. `connected` are seats with a player on the line."""
        starts_in_ms = None if self.starts_at is None else max(0, round(stamp_ms(self.starts_at) - now_ms))
        return Match(
            code=self.code,
            state=self.state_at(now_ms),
            language=self.language,
            difficulty=self.difficulty,
            waves=len(self.keys),
            keys=self.keys,
            capacity=self.capacity,
            visibility=self.visibility,
            host=self.host,
            group=self.group,
            created_at=self.created_at,
            starts_at=self.starts_at,
            starts_in_ms=starts_in_ms,
            ended_at=self.ended_at,
            rematch=self.rematch,
            seats=[_shown(seat, connected) for seat in self.seats],
        )


def _shown(seat: SeatRecord, connected: frozenset[int]) -> MatchSeat:
    has_ended = seat.ended_ms is not None
    return MatchSeat(
        seat=seat.seat,
        user_id=seat.user_id,
        username=seat.username,
        display_name=seat.display_name,
        is_bot=seat.is_bot,
        connected=not has_ended and (seat.is_house or seat.seat in connected),
        ready=seat.is_ready,
        ended=has_ended,
        place=seat.place,
        result_id=seat.result_id,
        rating_before=seat.rating_before,
        rating_after=seat.rating_after,
    )


async def read_match(pg: Pool | Connection, reference: Reference, code: str) -> MatchRecord | None:
    """The match, and a reading of PostgreSQL's clock."""
    asked_s = reference.now_s()
    row = await pg.fetchrow(_ONE, code)
    if row is None:
        return None
    reference.read(asked_s, row["now"])
    return read(MatchRecord, row)


async def read_listed(
    pg: Pool,
    reference: Reference,
    state: MatchState | None,
    limit: int,
    reader_id: str | None,
    *,
    of_group: str | None = None,
) -> list[MatchRecord]:
    """Matches in this state, or in any, that somebody is in: public ones, or those of the group with this id; none
    with somebody whom a block hides from the reader. The newest first; with a reading of PostgreSQL's clock if there is
    one."""
    asked_s = reference.now_s()
    records = [read(MatchRecord, row) for row in await pg.fetch(_LISTED, state, limit, of_group, reader_id)]
    if records:
        reference.read(asked_s, records[0].now)
    return records
