"""Enters the games from before the table `leaderboards` existed, while servers of any release serve.

Laws:
- How far it has come is in PostgreSQL (`leaderboard_filling`), in the transaction that enters a batch of players. So it
  goes on where it stopped, whichever process does it, and a game that ends meanwhile is entered by its own transaction.
- Games are read in slices of very many players, in one pass, into `leaderboard_drafts`, which holds nobody up. A batch
  enters what was drafted, under the lock of a game's end; players of whom anything has changed since are worked out
  anew.
- One process drafts at a time, as long as it holds a lock. What another has drafted it never uses.

Until it is done, slices are read from the games themselves (`truth.py`), and the boards in Redis stay as they are. So
nobody needs the indexes of the boards' order: when there is much to enter, they are made at the end. Kept up meanwhile,
they cost more than all else, for each row lands on another page.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

import asyncpg
import structlog

from server.infra.held_locks import try_hold
from server.infra.postgres import Connection, Pool
from server.leaderboards.folding import fold, recount, shrink

PLAYERS_AT_ONCE = 2_000
GAMES_AT_ONCE = 20_000  # the end of another game of these players waits for the batch: a fraction of a second
DRAFTED_GAMES = 5_000_000  # in one slice: 2 GB of temporary files, and a pass over all games for each
FOLD_EVERY_BATCHES = 20

# As in the migrations `leaderboards` and `leaderboards_of_all`.
_INDEXES = {
    "leaderboards_order_idx": "(mode, seconds, type, period, starts_on, language, difficulty, score, user_id, best)",
    "leaderboards_best_idx": "(mode, seconds, type, period, starts_on, score, user_id) INCLUDE (language, difficulty)"
    " WHERE (best & 4) <> 0",
}
_HAS_INDEX = "EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('{}') AND indisvalid)"
_HAS_INDEXES = " AND ".join(_HAS_INDEX.format(name) for name in _INDEXES)
_IS_FILLED = f"SELECT filled_at IS NOT NULL AND {_HAS_INDEXES} FROM leaderboard_filling"
_NOBODY = "00000000-0000-0000-0000-000000000000"
_EVERYBODY = "ffffffff-ffff-ffff-ffff-ffffffffffff"
_LOCKED = "SELECT filled_to, filled_at IS NOT NULL AS is_filled FROM leaderboard_filling FOR UPDATE"
_TURN = "hashtext('prodev leaderboards')"
# $1: after whom; $2: up to whom; $3: so many players at most; $4: so many games at most, but one player at least.
_NEXT = """
SELECT array_agg(user_id) FROM (
    SELECT user_id, row_number() OVER own_order AS number, sum(total_games) OVER own_order AS games
    FROM (
        SELECT user_id, total_games FROM user_statistics WHERE user_id > $1 AND user_id <= $2 ORDER BY user_id LIMIT $3
    ) next
    WINDOW own_order AS (ORDER BY user_id)
) summed WHERE number = 1 OR games <= $4
"""
# What the batches join on may have been loaded a moment ago, when nothing is known yet of how many rows there are.
_ANALYZE = "ANALYZE users, user_statistics, game_sessions, game_results"
ANALYZE_S = 120.0  # a sample of each table, however large

# ---------------------------------------------------------------- drafts

# $1: after whom; $2: so many games, but one player at least.
_SLICE = """
SELECT user_id FROM (
    SELECT user_id, row_number() OVER own_order AS number, sum(total_games) OVER own_order AS games
    FROM user_statistics WHERE user_id > $1 WINDOW own_order AS (ORDER BY user_id)
) summed WHERE number = 1 OR games <= $2 ORDER BY user_id DESC LIMIT 1
"""
_EMPTY, _EMPTY_WITHOUT_RIGHTS = "TRUNCATE leaderboard_drafts", "DELETE FROM leaderboard_drafts"
# Taken before the games are read. Whatever a transaction with this id or a later one has written may not be drafted.
_XID = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295"
_DRAFT = "SELECT draft_leaderboards($1::uuid, $2::uuid)"
DRAFT_S = 3_600.0
# A row of nobody's: it is gone if the drafts are, after a crash. $1: a number of its own.
_SIGN = f"""
INSERT INTO leaderboard_drafts (user_id, mode, seconds, type, period, starts_on, language, difficulty, score, result_id,
    best)
VALUES ('{_EVERYBODY}', 'SOLO', 0, 'score', 'all', '1970-01-01', 'PYTHON', 'EASY', 0, $1::uuid, 0)
"""
_IS_SIGNED = f"SELECT EXISTS (SELECT FROM leaderboard_drafts WHERE user_id = '{_EVERYBODY}' AND result_id = $1::uuid)"

# ---------------------------------------------------------------- a batch

_LOCK = "SELECT FROM user_statistics WHERE user_id = ANY($1::uuid[]) ORDER BY user_id FOR UPDATE"
# Of rows this young (in transactions) nothing is known. $1: players; $2: the id from before the draft. The end of a
# ranked game writes the player's statistics; a verdict, or a change of who may stand, `leaderboard_changes`.
_IS_YOUNG = "age(%s.xmin) <= age($2::bigint::text::xid)"
_CHANGED = " UNION ".join(
    f"SELECT t.user_id FROM {table} t WHERE t.user_id = ANY($1::uuid[]) AND {_IS_YOUNG % 't'}"
    for table in ("user_statistics", "leaderboard_changes", "leaderboards")
)
_CHANGED = f"SELECT coalesce(array_agg(user_id), '{{}}') FROM ({_CHANGED}) changed"
_PLACE = "user_id, mode, seconds, type, period, starts_on, language, difficulty"
_HELD = "(l.score, l.result_id, l.best)"
_DRAFTED = "(EXCLUDED.score, EXCLUDED.result_id, EXCLUDED.best)"
# As `settle_leaderboards`, of $1: players. Returns how many rows were not so.
_ENTER = f"""
WITH removed AS (
    DELETE FROM leaderboards l WHERE l.user_id = ANY($1::uuid[])
        AND ({_PLACE}) NOT IN (SELECT {_PLACE} FROM leaderboard_drafts d WHERE d.user_id = ANY($1::uuid[]))
    RETURNING 1
), written AS (
    INSERT INTO leaderboards AS l ({_PLACE}, score, result_id, best)
    SELECT {_PLACE}, score, result_id, best FROM leaderboard_drafts d WHERE d.user_id = ANY($1::uuid[])
    ORDER BY {_PLACE}
    ON CONFLICT ({_PLACE}) DO UPDATE SET
        score = EXCLUDED.score, result_id = EXCLUDED.result_id, best = EXCLUDED.best, ranked_at = now()
    WHERE {_HELD} IS DISTINCT FROM {_DRAFTED}
    RETURNING 1
)
SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM written)
"""
# Nothing is known yet of a table that has just been filled.
_BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true)"
_SETTLE = "SELECT settle_leaderboards($1::uuid[])"
_FILLED_TO = "UPDATE leaderboard_filling SET filled_to = $1"
_FILLED = "UPDATE leaderboard_filling SET filled_at = now()"
BATCH_S = 60.0
ONE_PLAYER_S = 600.0  # for whom nobody else waits

# ---------------------------------------------------------------- the indexes

INDEX_APART_GAMES = 500_000  # so many to be entered, and the indexes are made afterwards
_LEFT = "SELECT coalesce(sum(total_games), 0)::bigint FROM user_statistics WHERE user_id > $1"
_DROP_INDEX = "DROP INDEX CONCURRENTLY IF EXISTS {}"
_MAKE_INDEX = "CREATE INDEX CONCURRENTLY {} ON leaderboards {}"
INDEX_S = 3_600.0

log = structlog.get_logger(__name__)

Progress = Callable[[int], None]  # how many players have been looked at


class PutRight(NamedTuple):
    """How many rows of the table, and how many of its counts, were wrong."""

    rows: int
    counts: int


class _Again(Exception):
    """The batch was rolled back, and nothing is lost."""


class Drafts:
    """What one process drafts, slice by slice, and enters. How much at once: after a batch that took too long half as
    much, later more again."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._last: str | None = None  # of the slice that is drafted
        self._young, self._number = 0, ""
        self._divisor, self._done = 1, 0

    async def next(self, connection: Pool | Connection, after: str) -> list[str]:
        """The next players of the slice; none: `draft` the next slice."""
        if self._last is None:
            return []
        limits = [max(1, limit // self._divisor) for limit in (PLAYERS_AT_ONCE, GAMES_AT_ONCE)]
        return await connection.fetchval(_NEXT, after, self._last, *limits) or []

    async def empty(self) -> None:
        self._last = None
        try:
            await self._pg.execute(_EMPTY)
        except (asyncpg.InsufficientPrivilegeError, TimeoutError):  # a server's role of its own; a backup reads it
            await self._pg.execute(_EMPTY_WITHOUT_RIGHTS, timeout=DRAFT_S)

    async def draft(self, after: str) -> bool:
        """Draft the slice that begins after this player. False: there is nobody, and the drafts are gone."""
        await self.empty()
        last = await self._pg.fetchval(_SLICE, after, DRAFTED_GAMES, timeout=ANALYZE_S)
        if last is None:
            return False
        self._young, self._number = await self._pg.fetchval(_XID), str(uuid.uuid4())
        await self._pg.execute(_DRAFT, after, last, timeout=DRAFT_S)
        await self._pg.execute(_SIGN, self._number)
        self._last = last
        return True

    async def enter(self, connection: Connection, players: list[str]) -> int:
        """In a transaction. Returns how many rows were not so."""
        is_one = len(players) == 1
        try:
            return await self._enter(connection, players, ONE_PLAYER_S if is_one else BATCH_S)
        except TimeoutError:
            if is_one:
                raise
            self._divisor *= 2
            raise _Again from None

    async def _enter(self, connection: Connection, players: list[str], limit_s: float) -> int:
        await connection.fetchval(_BY_INDEX)
        await connection.execute(_LOCK, players, timeout=limit_s)
        if not await connection.fetchval(_IS_SIGNED, self._number):
            self._last = None
            raise _Again
        changed = set(await connection.fetchval(_CHANGED, players, self._young, timeout=limit_s))
        wrong = 0
        for some, query in (
            ([player for player in players if player not in changed], _ENTER),
            (sorted(changed), _SETTLE),
        ):
            if some:
                wrong += await connection.fetchval(query, some, timeout=limit_s)
        return wrong

    async def entered(self) -> None:
        """Call it when a batch is committed."""
        self._done += 1
        if self._done % FOLD_EVERY_BATCHES == 0:
            self._divisor = max(1, self._divisor // 2)
            await fold(self._pg)
            await shrink(self._pg)


async def is_filled(pg: Pool | Connection) -> bool:
    return bool(await pg.fetchval(_IS_FILLED))


@contextlib.asynccontextmanager
async def _turn(pg: Pool) -> AsyncIterator[bool]:
    """Whether nobody else drafts until the block ends."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        yield await try_hold(connection, _TURN)


async def fill(pg: Pool) -> bool:
    """Enter all games that are not in the table yet. False: another process does it."""
    if await is_filled(pg):
        return True
    async with _turn(pg) as is_ours:
        return is_ours and await _fill(pg, Drafts(pg))


async def _fill(pg: Pool, drafts: Drafts) -> bool:
    await pg.execute(_ANALYZE, timeout=ANALYZE_S)
    row = await pg.fetchrow("SELECT filled_to, filled_at FROM leaderboard_filling")
    assert row is not None, "a migration has made it"
    # If it is filled, and lacks one index, the other one has readers.
    if row["filled_at"] is None and await pg.fetchval(_LEFT, row["filled_to"] or _NOBODY) >= INDEX_APART_GAMES:
        with contextlib.suppress(asyncpg.InsufficientPrivilegeError):
            for name in _INDEXES:
                await pg.execute(_DROP_INDEX.format(name), timeout=INDEX_S)
    has_ended: bool | None = None
    while has_ended is None:
        with contextlib.suppress(_Again):
            has_ended = await _fill_batch(pg, drafts)
            await drafts.entered()
    await fold(pg)
    return has_ended


async def _fill_batch(pg: Pool, drafts: Drafts) -> bool | None:
    """None: there is more. True: the table is filled. False: its indexes are the owner's to make."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        row = await connection.fetchrow(_LOCKED, timeout=BATCH_S)  # a server of the previous release enters a batch
        assert row is not None, "a migration has made it"
        after = row["filled_to"] or _NOBODY
        if not row["is_filled"] and (players := await drafts.next(connection, after)):
            await drafts.enter(connection, players)
            await connection.execute(_FILLED_TO, max(players))
            return None
    if row["is_filled"]:  # by a server of the previous release
        await drafts.empty()
    elif await drafts.draft(after):
        return None
    try:
        for name, definition in _INDEXES.items():
            if not await pg.fetchval(f"SELECT {_HAS_INDEX.format(name)}"):  # or one that was not finished
                await pg.execute(_DROP_INDEX.format(name), timeout=INDEX_S)
                await pg.execute(_MAKE_INDEX.format(name, definition), timeout=INDEX_S)
    except asyncpg.InsufficientPrivilegeError as error:  # the owner has begun this, and was stopped
        log.warning("boards_index_not_made", error=str(error), command="prodev leaderboard rebuild")
        return False
    await pg.execute(_FILLED)
    return True


async def fill_again(pg: Pool, progress: Progress = lambda done: None) -> PutRight | None:
    """Work everything out anew from the games, and the counts from the rows; returns what was not so: nothing, unless
    somebody wrote into the tables by hand. None: another process is at it."""
    async with _turn(pg) as is_ours:
        return await _fill_again(pg, progress) if is_ours else None


async def _fill_again(pg: Pool, progress: Progress) -> PutRight:
    await pg.execute(_ANALYZE, timeout=ANALYZE_S)
    drafts, wrong, done, last = Drafts(pg), 0, 0, _NOBODY
    while (players := await drafts.next(pg, last)) or await drafts.draft(last):
        if not players:
            continue
        with contextlib.suppress(_Again):
            async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
                entered = await drafts.enter(connection, players)
            wrong, done, last = wrong + entered, done + len(players), max(players)
            progress(done)
            await drafts.entered()
    counts = await recount(pg)
    await fold(pg)
    return PutRight(wrong, counts)
