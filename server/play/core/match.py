"""What a match is, what is due in it, and who won: told the time, as the rest of this package.

Laws:
- A match's state follows from its times and seats alone, so that whoever reads them at the same moment finds the same.
- What is due is found here and done by somebody else; doing it twice does no harm, because it is due no more then.
- Places follow from the key logs of the games: cleared first, by the game time of the last key, then by right keys,
  then by the share of right keys. Equals share a place.

Absent on purpose: PostgreSQL and Redis (play.hall), the games (match_session.py).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from game.keylog import KeyLog
from game.replay import replay
from game.terms import Difficulty, EndReason, Language, MatchState, Visibility

ALPHABET = "23456789ACDEFGHJKLMNPQRTVWXY"  # none of 0 O, 1 I, 5 S, 2 Z, 8 B, U V are both in it
CODE_LENGTH = 6
LEAST_SEATS, MOST_SEATS, MOST_WAVES = 2, 16, 10


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a match waits for what, in ms."""

    countdown: int = 10_000
    second_waits: int = 20_000  # a public match counts down so long after its second player joined, ready or not
    robots_after: int = 15_000  # of waiting alone in a match that was opened by `quick`
    overtime: int = 60_000  # for the last third, once the others have ended
    given_up_after: int = 180_000  # an open match without anybody; looked at every 30 s, so within five minutes


@dataclass(frozen=True, slots=True)
class SeatTimes:
    """One seat, as far as it decides what is due. `ended_ms` is when its game's result was saved."""

    joined_ms: int
    is_ready: bool
    is_house: bool
    ended_ms: int | None


@dataclass(frozen=True, slots=True)
class MatchTimes:
    """A match, as far as it decides what is due. `starts_ms` is in the future during the countdown."""

    created_ms: int
    starts_ms: int | None
    ended_ms: int | None
    visibility: Visibility
    is_quick: bool
    seats: Sequence[SeatTimes]


class Due(enum.Enum):
    """What is to be done in a match."""

    COUNT_DOWN = "count down"
    STAY_OPEN = "stay open"  # too few are left for the countdown to go on
    FILL = "fill"  # with robots of the house
    CLOSE = "close"  # end the games that still go on
    DECIDE = "decide"  # the places


def state(match: MatchTimes, now_ms: int) -> MatchState:
    if match.ended_ms is not None:
        return MatchState.OVER
    if match.starts_ms is None:
        return MatchState.OPEN
    return MatchState.RUNNING if now_ms >= match.starts_ms else MatchState.COUNTDOWN


def due(match: MatchTimes, now_ms: int, pace: Pace) -> tuple[Due | None, int | None]:
    """What is due now, if anything; otherwise the time at which to look again, None if only a change can bring it."""
    now = state(match, now_ms)
    if now is MatchState.OVER:
        return None, None
    if now is MatchState.OPEN:
        return _while_open(match, now_ms, pace)
    if now is MatchState.COUNTDOWN:
        return (None, match.starts_ms) if _can_start(match) else (Due.STAY_OPEN, None)
    ended = sorted(seat.ended_ms for seat in match.seats if seat.ended_ms is not None)
    if len(ended) == len(match.seats):
        return Due.DECIDE, None
    closes_ms = _closes_ms(ended, len(match.seats), pace)
    return (Due.CLOSE, None) if closes_ms is not None and now_ms >= closes_ms else (None, closes_ms)


def _can_start(match: MatchTimes) -> bool:
    """Robots of the house do not play among themselves."""
    return len(match.seats) >= LEAST_SEATS and not all(seat.is_house for seat in match.seats)


def _while_open(match: MatchTimes, now_ms: int, pace: Pace) -> tuple[Due | None, int | None]:
    joined = sorted(seat.joined_ms for seat in match.seats)
    if match.visibility is not Visibility.PUBLIC or not joined:
        return None, None  # its host starts it
    if not _can_start(match):
        fill_ms = joined[0] + pace.robots_after if match.is_quick and len(joined) == 1 else None
        return (Due.FILL, None) if fill_ms is not None and now_ms >= fill_ms else (None, fill_ms)
    if sum(seat.is_ready for seat in match.seats) >= LEAST_SEATS:
        return Due.COUNT_DOWN, None
    count_ms = joined[1] + pace.second_waits
    return (Due.COUNT_DOWN, None) if now_ms >= count_ms else (None, count_ms)


def _closes_ms(ended: Sequence[int], seats: int, pace: Pace) -> int | None:
    """`ended` are the times at which games ended, in order."""
    two_thirds = -(-2 * seats // 3)
    return None if len(ended) < two_thirds else ended[two_thirds - 1] + pace.overtime


# ---------------------------------------------------------------- places


@dataclass(frozen=True, slots=True)
class Finish:
    """What a seat came to. All is zero for a game in which no key was pressed."""

    cleared: bool = False
    last_key_ms: int = 0
    keys_done: int = 0
    keys_pressed: int = 0

    @property
    def order(self) -> tuple[int, int, int, float]:
        """Less is better."""
        accuracy = self.keys_done / self.keys_pressed if self.keys_pressed else 0.0
        return (not self.cleared, self.last_key_ms if self.cleared else 0, -self.keys_done, -accuracy)


def finish_of(log: KeyLog) -> Finish:
    """Works through the whole log. Raises game.replay.BrokenLog."""
    totals = replay(log).totals
    last_key_ms = log.keys.at_ms[-1] if log.keys else 0
    return Finish(log.end_reason == EndReason.CLEARED, last_key_ms, totals.keys_correct, totals.keys_pressed)


def places(finishes: Sequence[Finish]) -> list[int]:
    """The place of each, from 1."""
    orders = [one.order for one in finishes]
    return [1 + sum(other < order for other in orders) for order in orders]


# ---------------------------------------------------------------- what everybody sees


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSeat:
    """One seat of a match. `user_id` and the names are null for a player who is gone for good. `is_bot`: a program
    plays. `ended`: its game is over. `place` is from 1, and equals share one; it and `result_id` are null until they
    are known, `result_id` also for a game without a key. The ratings are null for a match that moves none."""

    seat: int
    user_id: str | None
    username: str | None
    display_name: str | None
    is_bot: bool
    connected: bool
    ready: bool
    ended: bool
    place: int | None
    result_id: str | None
    rating_before: int | None
    rating_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A match as its players and spectators see it. `keys` is how many keys each of its waves takes, so that a lane
    can be drawn. `host` is the user who can start it. `group` is the slug of the group whose members alone see it.
    `starts_at` is in the future during the countdown; `starts_in_ms` says by how much when this was sent, for clients
    whose clock is wrong. `rematch` is the match that follows this one, if its players wanted another."""

    code: str
    state: MatchState
    language: Language
    difficulty: Difficulty
    waves: int
    keys: list[int]
    capacity: int
    visibility: Visibility
    host: str | None
    group: str | None
    created_at: datetime
    starts_at: datetime | None
    starts_in_ms: int | None
    ended_at: datetime | None
    rematch: str | None
    seats: list[MatchSeat]


StandingRow = tuple[int, int, float, float, int, int, int | None]
"""`[seat, keys_done, net_wpm, accuracy, hp, wave, place]`: right keys, standard words a minute, the share of right keys
in percent, and the place that a seat has taken; null while it has not cleared its last wave."""
