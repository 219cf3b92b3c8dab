"""`user_journeys` and `user_achievements`: brought up to date event by event, or worked out again.

Laws:
- Whatever order jobs come in, however often, the rows are those that `anew` writes: a job takes in what is newer than
  the last event taken in, and whoever finds that something older was left out works the journey out again.
- Who writes a player's rows has the player's lock since before they were read (`feed.lock_players`).
- Rows that were worked out by other rules or other achievements, or before a verdict that changes what they hold (the
  database takes the rules' digest from them), are worked out again at the player's next event.
- Nothing is kept of an account that is deleted, or will be once this is committed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg

from game.experience import Streak, week_of
from game.terms import Mode, NotificationKind
from server.courses import keep_attempt
from server.feed import lock_players
from server.infra.postgres import Connection, Pool
from server.notifications import retract
from server.progress.catalogue import catalogue_of
from server.progress.days import Days, date_of
from server.progress.events import AT_ONCE, Cursors, Event, GameEvent, count_up_to, events_after, games_after
from server.progress.journey import Catalogue, Journey, Tallies, Unlocked, rules_digest
from server.results import FROM_THESE_RESULTS

NAME = "journeys"

Tell = Callable[[Connection, Mapping[str, Sequence[Unlocked]]], Awaitable[object]]
Read = Callable[[Connection, Cursors], Awaitable[dict[str, list[Event]]]]

_OLDEST = f"""
SELECT DISTINCT ON (r.user_id) r.user_id, r.ended_at AS at, r.id::text AS id {FROM_THESE_RESULTS}
ORDER BY r.user_id, r.ended_at, r.id
"""
KEPT = (
    *("user_id", "xp", "streak_days", "streak_longest", "last_day", "frozen_week", "last_played_at"),
    *("tallies", "events", "folded_at", "folded_id", "rules"),
)
_STATES = f"""
SELECT u.id AS player, {", ".join(f"j.{name}" for name in KEPT)},
    ARRAY(SELECT achievement FROM user_achievements a WHERE a.user_id = u.id) AS unlocked,
    ARRAY(SELECT since FROM user_time_zones z WHERE z.user_id = u.id ORDER BY since) AS since,
    ARRAY(SELECT zone FROM user_time_zones z WHERE z.user_id = u.id ORDER BY since) AS zones
FROM users u LEFT JOIN user_journeys j ON j.user_id = u.id
WHERE u.id = ANY($1::uuid[]) AND u.deleted_at IS NULL ORDER BY u.id FOR SHARE OF u
"""
_WRITE = f"""
INSERT INTO user_journeys ({", ".join(KEPT)})
VALUES ({", ".join(f"${number}" for number, _ in enumerate(KEPT, 1))})
ON CONFLICT (user_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in KEPT[1:])}
"""
_UNLOCK = """
INSERT INTO user_achievements AS a (user_id, achievement, unlocked_at, result_id)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[])
ON CONFLICT (user_id, achievement) DO UPDATE SET unlocked_at = EXCLUDED.unlocked_at, result_id = EXCLUDED.result_id
WHERE (a.unlocked_at, a.result_id) IS DISTINCT FROM (EXCLUDED.unlocked_at, EXCLUDED.result_id)
"""
_FORGET = "DELETE FROM user_journeys WHERE user_id = ANY($1::uuid[])"
_LOSE = "DELETE FROM user_achievements WHERE user_id = $1 AND achievement = ANY($2::text[])"


@dataclass(slots=True)
class _State:
    """A player whose journey is worked on. `is_stale`: other rules made it."""

    user_id: str
    journey: Journey
    days: Days
    is_stale: bool
    had: frozenset[str]  # slugs of achievements

    def begin_anew(self) -> None:
        self.journey = Journey()
        self.is_stale = True

    async def take(self, events: Sequence[Event], catalogue: Catalogue) -> list[Unlocked]:
        """As `Journey.take`; of many events others have their turn meanwhile."""
        unlocked: list[Unlocked] = []
        for first in range(0, len(events), AT_ONCE):
            if first:
                await asyncio.sleep(0)
            unlocked += self.journey.take(events[first : first + AT_ONCE], self.days, catalogue)
        return unlocked


@dataclass(frozen=True, slots=True)
class _Rules:
    """What journeys are worked out by."""

    catalogue: Catalogue
    digest: str

    @classmethod
    def of(cls, catalogue: Catalogue) -> _Rules:
        return cls(catalogue, rules_digest(catalogue))


async def tell_nobody(*_: object) -> None:
    """For who works out old journeys."""


class Journeys:
    """`tell(connection, unlocked)` is called in the transaction that gives achievements; `unlocked` has those who have
    something new."""

    def __init__(self, tell: Tell = tell_nobody) -> None:
        self._tell = tell

    async def after_games(self, connection: Connection, result_ids: Sequence[str]) -> None:
        """These games have ended. Raises one of LOCK_AWAY when somebody else is working on one of their players."""
        oldest = {row["user_id"]: (row["at"], row["id"]) for row in await connection.fetch(_OLDEST, result_ids)}
        states, rules = await self._begin(connection, list(oldest))
        late = [state for state in states if oldest[state.user_id] <= state.journey.cursor]
        await _begin_those_behind_anew(connection, late)
        await self._go_on(connection, states, rules, games_after)

    async def after_changes(self, connection: Connection, user_ids: Sequence[str]) -> None:
        """Matches or contests of these players were decided, or how their games count has changed. Raises one of
        LOCK_AWAY."""
        states, rules = await self._begin(connection, user_ids)
        await _begin_those_behind_anew(connection, states)
        await self._go_on(connection, states, rules, events_after)

    async def anew(self, connection: Connection, user_ids: Sequence[str]) -> None:
        """Work these journeys out again; waits for whoever works on them now."""
        states, rules = await self._begin(connection, user_ids, briefly=False)
        for state in states:
            state.begin_anew()
        await self._go_on(connection, states, rules, events_after)

    async def _begin(
        self, connection: Connection, user_ids: Sequence[str], *, briefly: bool = True
    ) -> tuple[list[_State], _Rules]:
        await lock_players(connection, NAME, user_ids, briefly=briefly)
        rules = _Rules.of(await catalogue_of(connection))
        return [_state(row, rules.digest) for row in await connection.fetch(_STATES, user_ids)], rules

    async def _go_on(self, connection: Connection, states: Iterable[_State], rules: _Rules, read: Read) -> None:
        by_age: dict[bool, list[_State]] = {True: [], False: []}
        for state in states:
            by_age[state.is_stale].append(state)
        taken: list[tuple[_State, Sequence[Unlocked]]] = []
        for is_stale, those in by_age.items():
            found = await self._read(connection, those, events_after if is_stale else read)
            for state in those:
                events = found.get(state.user_id, ())
                if events or state.is_stale:
                    taken.append((state, await state.take(events, rules.catalogue)))
        await self._write(connection, taken, rules.digest)

    async def _read(
        self, connection: Connection, states: Sequence[_State], read: Read
    ) -> Mapping[str, Sequence[Event]]:
        """Attempts at challenges are kept by another consumer of the same games, which may come after this one."""
        if not states:
            return {}
        cursors = {state.user_id: state.journey.cursor for state in states}
        found = await read(connection, cursors)
        unkept = [event.id for events in found.values() for event in events if _is_unkept(event)]
        for result_id in unkept:
            await keep_attempt(connection, result_id)
        return await read(connection, cursors) if unkept else found

    async def _write(
        self, connection: Connection, taken: Sequence[tuple[_State, Sequence[Unlocked]]], digest: str
    ) -> None:
        """Of all players together: a crowd's games cost a few statements and not a few each."""
        rows = [(one.user_id, *_row(one.journey), digest) for one, _ in taken if one.journey.events]
        if rows:
            await connection.executemany(_WRITE, rows)
        if empty := [one.user_id for one, _ in taken if not one.journey.events]:
            await connection.execute(_FORGET, empty)
        for one, _ in taken:
            if lost := sorted(one.had - one.journey.unlocked):
                await connection.execute(_LOSE, one.user_id, lost)
                for slug in lost:
                    await retract(connection, one.user_id, NotificationKind.ACHIEVEMENT, slug)
        unlocks = [(one.user_id, new.slug, new.at, new.result_id) for one, unlocked in taken for new in unlocked]
        if unlocks:
            await connection.execute(_UNLOCK, *map(list, zip(*unlocks, strict=True)))
        news = {one.user_id: [new for new in unlocked if new.slug not in one.had] for one, unlocked in taken}
        if told := {user_id: unlocked for user_id, unlocked in news.items() if unlocked}:
            await self._tell(connection, told)


async def work_out(pg: Pool, journeys: Journeys, user_id: str) -> None:
    """Work out a player's journey again, in a transaction of its own; waits for whoever works on it now."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await journeys.anew(connection, [user_id])


async def _begin_those_behind_anew(connection: Connection, states: Sequence[_State]) -> None:
    """Those who have more events up to their cursor than were taken in: one was committed later than its followers."""
    kept = {state.user_id: state for state in states if not state.is_stale}
    if kept:
        cursors = {user_id: state.journey.cursor for user_id, state in kept.items()}
        for user_id, events in (await count_up_to(connection, cursors)).items():
            if events != kept[user_id].journey.events:
                kept[user_id].begin_anew()


def _is_unkept(event: Event) -> bool:
    return isinstance(event, GameEvent) and event.mode is Mode.CHALLENGE and event.passed is None


def _state(row: asyncpg.Record, digest: str) -> _State:
    days, had = Days(row["since"], row["zones"]), frozenset(row["unlocked"])
    if row["rules"] != digest:
        return _State(row["player"], Journey(), days, True, had)
    journey = Journey(
        xp=row["xp"],
        streak=streak_of(row),
        last_played_at=row["last_played_at"],
        tallies=Tallies.from_json(row["tallies"]),
        events=row["events"],
        cursor=(row["folded_at"], row["folded_id"]),
        unlocked=set(had),
    )
    return _State(row["player"], journey, days, False, had)


def streak_of(row: asyncpg.Record | Mapping[str, Any]) -> Streak:
    """Of a row of `user_journeys`."""
    days: date | None = row["last_day"]
    frozen: date | None = row["frozen_week"]
    return Streak(
        row["streak_days"],
        row["streak_longest"],
        None if days is None else days.toordinal(),
        Streak().frozen_week if frozen is None else week_of(frozen.toordinal()),
    )


def _row(journey: Journey) -> tuple[object, ...]:
    streak = journey.streak
    frozen = None if streak.frozen_week == Streak().frozen_week else streak.frozen_week * 7 + 1  # its Monday
    at, id_ = journey.cursor
    return (
        *(journey.xp, streak.days, streak.longest, date_of(streak.last_day), date_of(frozen), journey.last_played_at),
        *(journey.tallies.as_json(), journey.events, at, id_),
    )
