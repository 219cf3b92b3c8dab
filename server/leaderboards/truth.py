"""The boards from the games themselves: slices until the table `leaderboards` is filled, and what a rebuild reads.

Law: value, order and places are those of `board.py`, in SQL with integers; tests check that the two agree.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from game.terms import Difficulty, Language, Metric
from server.infra.postgres import Connection, Pool
from server.leaderboards.board import (
    DAILY,
    EPOCH,
    LADDERS,
    LARGEST_VALUE,
    SOLO,
    TIME_SPAN,
    Board,
    Entry,
    Ladder,
    RankedGame,
    entry,
)
from server.leaderboards.standings import Slice, Standing, Window
from server.results import FROM_THESE_RESULTS, ON_BOARDS, Selection

REBUILD_STATEMENT_S = 1_800  # sorting the bests of ten million games, on a slow disk
ROWS_A_FETCH = 1_000

_VALUE = {
    Metric.SCORE: "r.final_score::bigint",
    Metric.WPM: "(12000 * r.total_words_typed::bigint + r.playtime_seconds) / (2 * r.playtime_seconds)",
    Metric.NET_WPM: "(2400 * r.correct_keys::bigint + r.playtime_seconds) / (2 * r.playtime_seconds)",
}
_SECONDS = f"(floor(date_part('epoch', r.ended_at))::bigint - {int(EPOCH.timestamp())})"
_PACKED = {
    metric: f"(least({value}, {LARGEST_VALUE}) * {TIME_SPAN}"
    f" + {TIME_SPAN - 1} - least(greatest({_SECONDS}, 0), {TIME_SPAN - 1}))"
    for metric, value in _VALUE.items()
}
# Asked the wrong way round: those who stand on no board are few, and have an index (users_off_boards_idx).
_STANDS = f"NOT EXISTS (SELECT FROM users u WHERE u.id = r.user_id AND NOT {ON_BOARDS})"
_GAMES = Selection(RankedGame)
_FROM = "FROM game_results r JOIN game_sessions s ON s.id = r.session_id"


def _ranked(ladder: Ladder) -> str:
    length = f" AND s.seconds = {ladder.seconds}" if ladder.seconds else ""
    return f"(r.ranked AND r.mode = '{ladder.mode}'{length})"


def _counts_at(ladder: Ladder) -> str:
    """When a game counts: a daily on the day whose waves it was played on."""
    return "(s.daily_on::timestamp AT TIME ZONE 'UTC')" if ladder is DAILY else "r.ended_at"


# ---------------------------------------------------------------- a slice


async def read_slice(pg: Pool, board: Board, window: Window, among: Sequence[str] | None = None) -> Slice:
    """The same slice that Redis would return; of the games of `among` if they are given. Without them it scans the
    board's games once: seconds for millions of them."""
    query, args = slice_query(board, window, among)
    rows = await pg.fetch(query, *args)
    places = [Standing(row["rank"], row["user_id"], row["packed"], row["result_id"]) for row in rows if row["user_id"]]
    mine = [place for place, row in zip(places, rows, strict=False) if row["is_mine"]]
    page = [place for place, row in zip(places, rows, strict=False) if not row["is_mine"]]
    return Slice(rows[0]["total"], page, mine[0] if mine else None)


def slice_query(board: Board, window: Window, among: Sequence[str] | None = None) -> tuple[str, list[Any]]:
    """The statement of `read_slice` and its arguments."""
    args: list[Any] = [window.viewer_id, window.limit, window.offset, window.around_viewer]
    packed, games = _PACKED[board.metric], _games(board, among, args)
    return (
        f"""
        WITH best AS MATERIALIZED (
            SELECT r.user_id, max({packed}) AS packed {games} GROUP BY r.user_id
        ), counted AS (
            SELECT count(*) AS total FROM best
        ), mine AS (
            SELECT b.user_id, b.packed,
                1 + (SELECT count(*) FROM best o WHERE (o.packed, o.user_id) > (b.packed, b.user_id)) AS rank
            FROM best b WHERE b.user_id = $1::uuid
        ), first AS (
            SELECT CASE WHEN NOT $4::bool THEN $3::bigint
                ELSE coalesce((SELECT greatest(0, least(rank - 1 - $2::bigint / 2, total - $2)) FROM mine), 0)
            END AS skipped FROM counted
        ), page AS (
            SELECT user_id, packed, first.skipped + row_number() OVER (ORDER BY packed DESC, user_id DESC) AS rank
            FROM (SELECT * FROM best ORDER BY packed DESC, user_id DESC
                LIMIT $2 OFFSET (SELECT skipped FROM first)) b, first
        ), places AS (
            SELECT user_id, packed, rank, false AS is_mine FROM page
            UNION ALL
            SELECT user_id, packed, rank, true FROM mine
        )
        SELECT counted.total, places.*, result.result_id
        FROM counted LEFT JOIN places ON true LEFT JOIN LATERAL (
            SELECT r.id AS result_id {games} AND r.user_id = places.user_id AND {packed} = places.packed
            ORDER BY r.id DESC LIMIT 1
        ) result ON true
        ORDER BY places.is_mine, places.rank
        """,
        args,
    )


def _games(board: Board, among: Sequence[str] | None, args: list[Any]) -> str:
    """FROM and WHERE for the ranked games that count on `board`; appends their arguments to `args`."""
    wanted, conditions = "FROM game_results r", [_ranked(board.ladder), _STANDS]
    at = _counts_at(board.ladder)
    if board.language or board.difficulty or board.ladder is not SOLO:
        wanted = _FROM
    for column, value, kind in (
        ("s.language =", board.language, '"Language"'),
        ("s.difficulty =", board.difficulty, '"Difficulty"'),
        (f"{at} >=", board.span.start, "timestamptz"),
        (f"{at} <", board.span.end, "timestamptz"),
        ("r.user_id = ANY", among, "uuid[]"),
    ):
        if value is not None:
            args.append(value)
            conditions.append(f"{column} (${len(args)}::{kind})")
    return f"{wanted} WHERE {' AND '.join(conditions)}"


# ---------------------------------------------------------------- entries for the boards

_MODES = dict.fromkeys(ladder.mode for ladder in LADDERS)
_ON_A_BOARD = "r.ranked AND r.mode IN ({})".format(", ".join(f"'{mode}'" for mode in _MODES))
_SAVED_SINCE = f"SELECT {_GAMES.columns} {_FROM} WHERE {_ON_A_BOARD} AND {_STANDS} AND r.created_at >= $1"
_THESE = f"""
SELECT {_GAMES.columns} {FROM_THESE_RESULTS} JOIN game_sessions s ON s.id = r.session_id
WHERE {_ON_A_BOARD} AND {_STANDS}
"""


class LadderPart(NamedTuple):
    """The part of a ladder that a board is of. None is any."""

    language: Language | None
    difficulty: Difficulty | None


@dataclass(frozen=True, slots=True)
class BestsAround:
    """Packed scores by player and part of a ladder: of the games that ended before a certain one, and of all."""

    earlier: Mapping[tuple[str, LadderPart], int]
    latest: Mapping[tuple[str, LadderPart], int]

    def before(self, user_id: str, cell: LadderPart) -> int:
        """0 for no game, which is less than any."""
        return self.earlier.get((user_id, cell), 0)

    def now(self, user_id: str, cell: LadderPart) -> int:
        return self.latest.get((user_id, cell), 0)


async def bests_around(
    connection: Connection, game: Entry, user_ids: Sequence[str], cells: Sequence[LadderPart]
) -> BestsAround:
    """The all-time bests of these players on these parts of the game's ladder, by its first metric."""
    packed = _PACKED[game.ladder.metrics[0]]
    of_cells = [
        f"max({packed}) FILTER (WHERE {_in_cell(cell)}{' AND r.is_before' if name == 'before' else ''}) AS {name}_{at}"
        for at, cell in enumerate(cells)
        for name in ("before", "now")
    ]
    rows = await connection.fetch(
        f"""
        SELECT r.user_id, {", ".join(of_cells)} FROM (
            SELECT r.*, (r.ended_at, r.id) < (own.ended_at, own.id) AS is_before
            FROM game_results r, (SELECT ended_at, id FROM game_results WHERE id = $1) own
            WHERE r.user_id = ANY($2::uuid[])
        ) r JOIN game_sessions s ON s.id = r.session_id
        WHERE {_ranked(game.ladder)} AND {_STANDS} GROUP BY r.user_id
        """,
        game.result_id,
        user_ids,
    )

    def of(name: str) -> dict[tuple[str, LadderPart], int]:
        every = ((row["user_id"], cell, row[f"{name}_{at}"]) for row in rows for at, cell in enumerate(cells))
        return {(user_id, cell): value for user_id, cell, value in every if value is not None}

    return BestsAround(of("before"), of("now"))


async def last_passing(connection: Connection, ladder: Ladder, cell: LadderPart, by: str, over: str) -> str | None:
    """The latest result by which `by` came from below the all-time best of `over` to above it, on this part of the
    ladder by its first metric; None if there is none."""
    found: str | None = await connection.fetchval(
        f"""
        SELECT id FROM (
            SELECT r.id, r.user_id, r.ended_at, {_PACKED[ladder.metrics[0]]} AS packed,
                coalesce(max({_PACKED[ladder.metrics[0]]}) FILTER (WHERE r.user_id = $1) OVER before, 0) AS own_before,
                max({_PACKED[ladder.metrics[0]]}) FILTER (WHERE r.user_id = $2) OVER before AS over_before
            {_FROM} WHERE r.user_id IN ($1, $2) AND {_ranked(ladder)} AND {_STANDS} AND {_in_cell(cell)}
            WINDOW before AS (ORDER BY r.ended_at, r.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ) game
        WHERE user_id = $1 AND own_before < over_before AND over_before < packed
        ORDER BY ended_at DESC, id DESC LIMIT 1
        """,
        by,
        over,
    )
    return found


def _in_cell(cell: LadderPart) -> str:
    language = f"s.language = '{cell.language}'" if cell.language else "true"
    return f"{language} AND s.difficulty = '{cell.difficulty}'" if cell.difficulty else language


async def saved_since(connection: Connection, since: datetime) -> AsyncIterator[list[Entry]]:
    """The ranked games that were saved at `since` or later, in batches. Needs a transaction."""
    cursor = await connection.cursor(_SAVED_SINCE, since)
    while rows := await cursor.fetch(ROWS_A_FETCH):
        yield [entry(_GAMES.row(row)) for row in rows]


async def ranked_entries(connection: Connection, result_ids: Sequence[str]) -> list[Entry]:
    """Without results that are on no board, or gone."""
    return [entry(_GAMES.row(row)) for row in await connection.fetch(_THESE, result_ids)]


async def standing(pg: Pool | Connection, user_ids: Sequence[str]) -> list[str]:
    """Those of these users who may stand on the boards."""
    rows = await pg.fetch(f"SELECT id FROM users u WHERE id = ANY($1::uuid[]) AND {ON_BOARDS}", user_ids)
    return [row["id"] for row in rows]
