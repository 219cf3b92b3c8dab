"""The end of a contest: its ranks and ratings are fixed, once, and its snippets are anybody's.

Laws:
- It happens when the window is over and every game that was begun in it is saved. Games that are still played when
  their time is over too are closed, and count as far as they got.
- One transaction holds ranks, ratings, the snippets' release and the contest's end, under the lock that whoever begins
  a game takes as well. So it happens once, whichever process dies when.
- Ratings move by the results that count at that moment: one that is flagged or rejected by then moves nobody's.
  A verdict that comes later changes the standings, and no rating: later contests have built on it.
- A group's contests move no ratings: whom one meets there is one's own choice.
- What cannot be read or written by a fault of ours is passed over for a while that doubles with each try: fifty of them
  hold up no other.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from game.terms import RatingKind
from server import library
from server.contests.rows import FINISH
from server.contests.standings import RANKED
from server.feed import Periodic, back_off
from server.infra.postgres import POSTGRES_AWAY, Connection, Pool, within
from server.infra.redis import REDIS_AWAY
from server.infra.web import POSTGRES_LONG_S
from server.play import COLUMNS_OF_S, GameRow, contest_game, game_row
from server.ratings import RatingShift, move
from server.results import journey_changed

log = structlog.get_logger(__name__)

Close = Callable[[GameRow], Awaitable[object]]  # ends a game wherever it is; raises what the servers being away raises

EVERY = timedelta(seconds=2)  # players look at the page and wait
MOST = 50  # contests, and games, in one turn
KNOWN_LIMIT = 10_000  # that failed; of more the oldest are tried at once

# Games that are still played.
_UNFINISHED = """
SELECT FROM contest_participations p JOIN game_sessions s ON s.id = p.session_id
WHERE p.contest_slug = c.slug AND s.ended_at IS NULL
"""
_DUE = f"""
SELECT slug FROM contests c WHERE fixed_at IS NULL AND {contest_game.ENDS_AT} <= clock_timestamp()
AND slug <> ALL($2::text[]) AND NOT EXISTS ({_UNFINISHED}) ORDER BY starts_at, slug LIMIT $1
"""
_LATE = f"""
SELECT {COLUMNS_OF_S} FROM contests c JOIN contest_participations p ON p.contest_slug = c.slug
JOIN game_sessions s ON s.id = p.session_id
WHERE c.fixed_at IS NULL AND {contest_game.ENDS_AT} + $1 <= clock_timestamp() AND s.ended_at IS NULL
AND s.id <> ALL($3::uuid[]) ORDER BY s.started_at LIMIT $2
"""
_LOCK = f"""
SELECT group_id, fixed_at IS NULL AND {contest_game.ENDS_AT} <= clock_timestamp() AS is_due
FROM contests c WHERE slug = $1 FOR UPDATE
"""
_IS_PLAYED = f"SELECT EXISTS ({_UNFINISHED}) FROM contests c WHERE slug = $1"
_RANK = """
UPDATE contest_participations p SET rank = x.rank, old_rating = x.old_rating, new_rating = x.new_rating
FROM unnest($2::uuid[], $3::int[], $4::int[], $5::int[]) AS x (user_id, rank, old_rating, new_rating)
WHERE p.contest_slug = $1 AND p.user_id = x.user_id
"""
_FIX = """
UPDATE contests SET fixed_at = clock_timestamp(),
    rated_no = CASE WHEN $2::boolean THEN (SELECT coalesce(max(rated_no), 0) + 1 FROM contests) END
WHERE slug = $1
"""


@dataclass(slots=True)
class _PassedOver:
    """What failed lately, with how often it did and when it is tried again. Each process has its own."""

    _failed: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def at(self, now: datetime) -> list[str]:
        return [name for name, (_, until) in self._failed.items() if until > now]

    def add(self, name: str, now: datetime) -> None:
        tries = self._failed.pop(name, (0, now))[0] + 1
        if len(self._failed) >= KNOWN_LIMIT:
            del self._failed[next(iter(self._failed))]
        self._failed[name] = tries, now + back_off(tries)


def periodic(pg: Pool, close: Close) -> Periodic:
    """Ends what is over. `close` ends a game whose time is."""
    games, contests = _PassedOver(), _PassedOver()

    async def work(now: datetime) -> None:
        await _close_late(pg, close, games, now)
        with within(POSTGRES_LONG_S):
            due = [row["slug"] for row in await pg.fetch(_DUE, MOST, contests.at(now))]
        for slug in due:
            try:
                if await fix(pg, slug):
                    log.info("contest_fixed", contest=slug)
            except POSTGRES_AWAY:
                raise
            except Exception:
                contests.add(slug, now)
                log.exception("contest_not_fixed", contest=slug)

    return Periodic("fix_contests", work, EVERY)


async def _close_late(pg: Pool, close: Close, passed_over: _PassedOver, now: datetime) -> None:
    with within(POSTGRES_LONG_S):
        late = await pg.fetch(_LATE, FINISH, MOST, passed_over.at(now))
    for row in late:
        try:
            await close(game_row(row))
        except (*POSTGRES_AWAY, *REDIS_AWAY) as error:  # the next turn tries again
            log.info("contest_game_not_closed", session=row["id"], error=str(error))
        except Exception:
            passed_over.add(row["id"], now)
            log.exception("contest_game_not_closed", session=row["id"])


async def fix(pg: Pool, slug: str) -> bool:
    """False: it is not its time, somebody is still playing, or it was done before. Raises what POSTGRES_AWAY names."""
    with within(POSTGRES_LONG_S):
        async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            await library.take_turn(connection)
            contest = await connection.fetchrow(_LOCK, slug)
            if contest is None or not contest["is_due"] or await connection.fetchval(_IS_PLAYED, slug):
                return False
            await _fix(connection, slug, is_rated=contest["group_id"] is None)
            return True


async def _fix(connection: Connection, slug: str, *, is_rated: bool) -> None:
    ranked = [(row["user_id"], row["rank"]) for row in await connection.fetch(f"{RANKED} ORDER BY rank", [slug])]
    moves: dict[str, RatingShift] = await move(connection, RatingKind.CONTEST, slug, ranked) if is_rated else {}
    users = [user_id for user_id, _ in ranked]
    shifts = [moves.get(user_id) for user_id in users]
    await connection.execute(
        _RANK,
        slug,
        users,
        [rank for _, rank in ranked],
        [None if shift is None else shift.before for shift in shifts],
        [None if shift is None else shift.after for shift in shifts],
    )
    await library.let_go(connection, slug, publish=True)
    await connection.execute(_FIX, slug, bool(moves))
    await journey_changed(connection, *users)
