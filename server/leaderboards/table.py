"""The boards in PostgreSQL: slices of the table `leaderboards`, for when Redis is not there and for days that are over.

Laws:
- The table is kept by triggers (the migration `leaderboards`): by the transaction that saves, judges or removes a game,
  or decides who may stand. So it is never late, and nobody who may not stand is in it.
- A row is a player's best in one language and difficulty. It carries marks for the coarser boards on which it is the
  player's best too. A board of one language or one difficulty is therefore read from several ranges of one index; that
  of all has an index of its own.
- A place is counted from `leaderboard_counts` and, within one range of values, from the index. The cost hardly grows
  with the number of players, and the place is exact: both are read in one statement.
- A page around a player is read from the player's row on, up and down; others of its range of values are only counted,
  and only those ahead.

Absent on purpose: how games become entries (the triggers), and tables that are still being filled (`filling.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import product
from typing import Any

import asyncpg

from game.terms import Difficulty, Language, Metric, Mode
from server.infra.postgres import Connection, Pool
from server.leaderboards.board import LADDER_OF, Board, PeriodSpan
from server.leaderboards.standings import Slice, Standing, Window

ALL_TIME = date(1970, 1, 1)  # the `starts_on` of boards that have no beginning
COUNTING_S = 60.0  # for adding up all counts
BUCKET_BITS = 36  # score >> BUCKET_BITS: ranges of 32 values above the 31 bits of time


def starts_on(span: PeriodSpan) -> date:
    return ALL_TIME if span.start is None else span.start.date()


def mark(board: Board) -> int:
    """The mark of the rows that stand on this board; 0: they all do."""
    if board.language and board.difficulty:
        return 0
    return 1 if board.language else 2 if board.difficulty else 4


def key(board: Board) -> list[Any]:
    """The arguments of IS_ON."""
    return [board.ladder.mode, board.ladder.seconds or 0, board.metric, board.span.period, starts_on(board.span)]


# Over l, a row of either table; $1 to $5 are `key`.
IS_ON = (
    'l.mode = $1::"Mode" AND l.seconds = $2 AND l.type = $3::"Metric" AND l.period = $4::"Period" AND l.starts_on = $5'
)
_IN_CELL = f"{IS_ON} AND l.language = cell.language AND l.difficulty = cell.difficulty"
# $6 and $7: the languages and difficulties of the board's cells.
_CELLS = 'unnest($6::"Language"[], $7::"Difficulty"[]) AS cell (language, difficulty)'
_ONE_RANGE = "(SELECT) AS cell"


def _stands(board: Board) -> str:
    return f"l.best & {mark(board)} <> 0" if mark(board) else "true"


def _ranges(board: Board) -> tuple[str, str]:
    """What the board's rows l are joined to, range by range, and their condition in each."""
    if mark(board) == 4:
        return _ONE_RANGE, f"{IS_ON} AND {_stands(board)}"
    return _CELLS, f"{_IN_CELL} AND {_stands(board)}"


def _counted(board: Board) -> str:
    return f"best_{mark(board)}" if mark(board) else "players"


async def read_slice(pg: Pool, board: Board, window: Window, among: Sequence[str] | None = None) -> Slice:
    """The same slice that Redis would return; of the players of `among` if they are given."""
    query, args = slice_query(board, window) if among is None else among_query(board, window, among)
    rows = await pg.fetch(query, *args)
    places = [Standing(row["rank"], row["user_id"], row["score"], row["result_id"]) for row in rows if row["user_id"]]
    mine = [place for place, row in zip(places, rows, strict=False) if row["is_mine"]]
    page = [place for place, row in zip(places, rows, strict=False) if not row["is_mine"]]
    return Slice(rows[0]["total"], page, mine[0] if mine else None)


def _cells(board: Board) -> list[list[Any]]:
    """The languages and difficulties of which the board is made."""
    languages = [board.language] if board.language else list(Language)
    difficulties = [board.difficulty] if board.difficulty else list(Difficulty)
    return [list(one) for one in zip(*product(languages, difficulties), strict=True)]


def _skipped(limit: str, offset: str, around: str) -> str:
    """How many places come before the page, from `counted` and `mine`."""
    return f"""
        SELECT CASE WHEN NOT {around}::bool THEN {offset}::bigint
            ELSE coalesce((SELECT greatest(0, least(rank - 1 - {limit}::bigint / 2, total - {limit})) FROM mine), 0)
        END AS skipped FROM counted
    """


def _next_to_mine(board: Board, which: str, order: str, limit: str) -> str:
    """At most a page of those that `which` tells from the row of `mine`, the nearest first."""
    ranges, in_range = _ranges(board)
    return f"""
        SELECT l.score, l.user_id, l.language, l.difficulty FROM {ranges}, LATERAL (
            SELECT * FROM leaderboards l WHERE {in_range} AND (l.score, l.user_id) {which} (mine.score, mine.user_id)
            ORDER BY l.score {order}, l.user_id {order} LIMIT {limit}
        ) l ORDER BY score {order}, user_id {order} LIMIT {limit}
    """


def slice_query(board: Board, window: Window) -> tuple[str, list[Any]]:
    """The statement of `read_slice` and its arguments."""
    args = [*key(board), *_cells(board), window.viewer_id, window.limit, window.offset, window.around_viewer]
    ranges, in_range = _ranges(board)
    return (
        f"""
        WITH bucket AS MATERIALIZED (
            SELECT bucket, players, (sum(players) OVER (ORDER BY bucket DESC))::bigint - players AS above
            FROM (
                SELECT bucket, sum(players) AS players FROM (
                    SELECT l.bucket, l.{_counted(board)} AS players
                    FROM {_CELLS} JOIN leaderboard_counts l ON {_IN_CELL}
                    UNION ALL
                    SELECT l.bucket, l.{_counted(board)} FROM leaderboard_count_changes l
                    WHERE {IS_ON} AND l.language = ANY($6) AND l.difficulty = ANY($7)
                ) both_tables GROUP BY bucket
            ) summed WHERE players <> 0
        ), counted AS (
            SELECT coalesce(sum(players), 0)::bigint AS total FROM bucket
        ), own AS (
            SELECT l.score, l.user_id, l.result_id FROM leaderboards l
            WHERE l.user_id = $8 AND {IS_ON} AND {_stands(board)} AND l.language = ANY($6) AND l.difficulty = ANY($7)
        ), mine AS (
            SELECT own.*, 1 + bucket.above + ahead.players AS rank
            FROM own JOIN bucket ON bucket.bucket = own.score >> {BUCKET_BITS}, LATERAL (
                SELECT count(*) AS players FROM {ranges} JOIN leaderboards l ON {in_range}
                    AND l.score >= own.score AND l.score < (bucket.bucket + 1)::bigint << {BUCKET_BITS}
                    AND (l.score, l.user_id) > (own.score, own.user_id)
            ) ahead
        ), first AS (
            {_skipped("$9", "$10", "$11")}
        ), span AS (
            SELECT min(bucket)::bigint << {BUCKET_BITS} AS lowest, (max(bucket) + 1)::bigint << {BUCKET_BITS} AS end,
                min(above) AS above
            FROM bucket, first WHERE above < first.skipped + $9 AND above + players > first.skipped
                AND NOT ($11 AND EXISTS (SELECT FROM mine))
        ), page AS (
            SELECT in_span.*, span.above + row_number() OVER (ORDER BY score DESC, user_id DESC) AS rank
            FROM span, LATERAL (
                SELECT l.score, l.user_id, l.language, l.difficulty FROM {ranges}, LATERAL (
                    SELECT * FROM leaderboards l WHERE {in_range} AND l.score >= span.lowest AND l.score < span.end
                    ORDER BY l.score DESC, l.user_id DESC LIMIT (SELECT skipped FROM first) - span.above + $9
                ) l
            ) in_span
            ORDER BY score DESC, user_id DESC
            OFFSET greatest(0, (SELECT skipped FROM first) - (SELECT above FROM span)) LIMIT $9
        ), around AS (
            SELECT near.*, mine.rank - row_number() OVER (ORDER BY near.score, near.user_id) AS rank
            FROM mine, LATERAL ({_next_to_mine(board, ">", "ASC", "$9")}) near WHERE $11
            UNION ALL
            SELECT near.*, mine.rank - 1 + row_number() OVER (ORDER BY near.score DESC, near.user_id DESC)
            FROM mine, LATERAL ({_next_to_mine(board, "<=", "DESC", "$9")}) near WHERE $11
        ), places AS (
            SELECT l.user_id, l.score, l.result_id, page.rank, false AS is_mine
            FROM (
                SELECT * FROM page
                UNION ALL
                SELECT around.* FROM around, first WHERE rank > skipped AND rank <= skipped + $9
            ) page JOIN leaderboards l ON {IS_ON} AND l.user_id = page.user_id AND l.language = page.language
                AND l.difficulty = page.difficulty
            UNION ALL
            SELECT user_id, score, result_id, rank, true FROM mine
        )
        SELECT counted.total, places.* FROM counted LEFT JOIN places ON true ORDER BY places.is_mine, places.rank
        """,
        args,
    )


def among_query(board: Board, window: Window, among: Sequence[str]) -> tuple[str, list[Any]]:
    """The same of a board on which only these players stand: the cost is theirs, not the board's."""
    args = [*key(board), board.language, board.difficulty, among]
    args += [window.viewer_id, window.limit, window.offset, window.around_viewer]
    return (
        f"""
        WITH stands AS MATERIALIZED (
            SELECT l.user_id, l.score, l.result_id, row_number() OVER (ORDER BY l.score DESC, l.user_id DESC) AS rank
            FROM leaderboards l
            WHERE l.user_id = ANY($8::uuid[]) AND {IS_ON} AND {_stands(board)}
                AND ($6::"Language" IS NULL OR l.language = $6) AND ($7::"Difficulty" IS NULL OR l.difficulty = $7)
        ), counted AS (
            SELECT count(*) AS total FROM stands
        ), mine AS (
            SELECT * FROM stands WHERE user_id = $9
        ), first AS (
            {_skipped("$10", "$11", "$12")}
        ), places AS (
            SELECT stands.*, false AS is_mine FROM stands, first WHERE rank > skipped AND rank <= skipped + $10
            UNION ALL
            SELECT mine.*, true FROM mine
        )
        SELECT counted.total, places.* FROM counted LEFT JOIN places ON true ORDER BY places.is_mine, places.rank
        """,
        args,
    )


# ---------------------------------------------------------------- for the copy in Redis

_OF_USERS = """
SELECT user_id, mode, seconds, type, period, starts_on, language, difficulty, score, best FROM leaderboards
WHERE user_id = ANY($1::uuid[]) AND starts_on = ANY($2::date[])
"""
_CHANGED = "SELECT user_id FROM leaderboard_changes WHERE changed_at >= $1"
_CELLS_COUNTED = """
SELECT mode, seconds, type, period, starts_on, language, difficulty, sum(players) AS players, sum(best_1) AS best_1,
    sum(best_2) AS best_2, sum(best_4) AS best_4
FROM (
    SELECT mode, seconds, type, period, starts_on, language, difficulty, bucket, players, best_1, best_2, best_4
    FROM leaderboard_counts
    UNION ALL
    SELECT mode, seconds, type, period, starts_on, language, difficulty, bucket, players, best_1, best_2, best_4
    FROM leaderboard_count_changes
) counts
WHERE starts_on = ANY($1::date[]) GROUP BY mode, seconds, type, period, starts_on, language, difficulty
"""


async def bests_of(
    pg: Pool | Connection, user_ids: Sequence[str], spans: Sequence[PeriodSpan]
) -> Mapping[str, Mapping[Board, int]]:
    """Packed scores by player and board, on the boards of `spans` where they have a place."""
    found: dict[str, dict[Board, int]] = {user_id: {} for user_id in user_ids}
    for row in await pg.fetch(_OF_USERS, user_ids, [starts_on(span) for span in spans]):
        for board, is_on in _boards_of(row, spans):
            if is_on:
                found[row["user_id"]][board] = row["score"]
    return found


async def counted(pg: Pool | Connection, spans: Sequence[PeriodSpan]) -> Mapping[Board, int]:
    """How many players stand on each board of `spans`; of those with any."""
    found: dict[Board, int] = defaultdict(int)
    for row in await pg.fetch(_CELLS_COUNTED, [starts_on(span) for span in spans], timeout=COUNTING_S):
        for board, _ in _boards_of(row, spans):
            found[board] += row[_counted(board)]
    return {board: players for board, players in found.items() if players}


def _boards_of(row: asyncpg.Record, spans: Sequence[PeriodSpan]) -> Iterator[tuple[Board, bool]]:
    """The four boards of a row's language and difficulty, and whether it is marked as standing on each."""
    span = next((one for one in spans if (one.period, starts_on(one)) == (row["period"], row["starts_on"])), None)
    if span is None:
        return
    ladder = LADDER_OF[Mode(row["mode"]), row["seconds"] or None]
    language, difficulty = Language(row["language"]), Difficulty(row["difficulty"])
    best = row.get("best", 0)
    for cell in product((None, language), (None, difficulty)):
        board = Board(Metric(row["type"]), span, *cell, ladder)
        yield board, mark(board) == 0 or best & mark(board) != 0


async def changed_since(connection: Connection, since: datetime) -> list[str]:
    """The players whose places were worked out anew at `since` or later."""
    return [row["user_id"] for row in await connection.fetch(_CHANGED, since)]


async def results_of(pg: Pool, board: Board, user_ids: Sequence[str]) -> Mapping[str, tuple[int, str]]:
    """The packed score and the result of each of these players that stands on the board."""
    query = f"""
    SELECT l.user_id, l.score, l.result_id FROM leaderboards l
    WHERE l.user_id = ANY($8::uuid[]) AND {IS_ON} AND {_stands(board)}
        AND ($6::"Language" IS NULL OR l.language = $6) AND ($7::"Difficulty" IS NULL OR l.difficulty = $7)
    """
    rows = await pg.fetch(query, *key(board), board.language, board.difficulty, user_ids)
    return {row["user_id"]: (row["score"], row["result_id"]) for row in rows}


def rows_query(board: Board) -> tuple[str, list[Any]]:
    """Whoever stands on the board, for a binary COPY: the packed score as a float8, the player's id. Redis takes rows
    in order at half the cost: each goes where the one before it went."""
    return (
        f"""
        SELECT l.score::float8, l.user_id FROM leaderboards l
        WHERE {IS_ON} AND {_stands(board)} AND l.language = ANY($6::"Language"[])
            AND l.difficulty = ANY($7::"Difficulty"[])
        ORDER BY l.score DESC
        """,
        [*key(board), *_cells(board)],
    )
