"""Reading results back: a player's history, one result, one replay.

Law: players always see their own results. Everyone sees a ranked one, and one of a public contest that is over, unless
its player keeps replays private, is disabled or has been deleted, or a block is between the two. Moderators and admins
see all that they may have to judge, which is all but practice games. To anyone else, a result does not exist.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

import orjson
from pydantic import GetPydanticSchema
from pydantic_core import core_schema

from game.analytics import TypingMeasures
from game.scoring import Totals
from server.infra.inputs import BoolFilter, DifficultyFilter, LanguageFilter
from server.infra.paging import LongPage, LongQuery
from server.infra.postgres import Pool
from server.key_logs import json_of, stored
from server.results.columns import MEASURES_SELECTED, RESULT_SELECTED, GameResult, game_result, typing_measures
from server.results.finding import of_session
from server.results.shown import HONEST, MAY_BE_SHOWN
from server.results.statements import FROM_RESULTS, KEPT
from server.social import SHOWN, unblocked

# $2: the viewer's user id, or NULL for an anonymous one.
_IS_STAFF = "EXISTS (SELECT FROM users m WHERE m.id = $2 AND m.role IN ('MODERATOR', 'ADMIN'))"
# What it was played on is nobody's secret any more.
_IN_CONTEST = """EXISTS (SELECT FROM contest_participations p JOIN contests c ON c.slug = p.contest_slug
    WHERE p.session_id = r.session_id AND c.fixed_at IS NOT NULL AND c.group_id IS NULL)"""
_IS_PUBLIC = f"(r.ranked OR (r.mode = 'CONTEST' AND {HONEST} AND {_IN_CONTEST}))"
_IS_SHOWN = f"({_IS_PUBLIC} AND u.replays_public AND {SHOWN} AND {unblocked('u.id', '$2::uuid')})"
VISIBLE = f"(r.user_id = $2 OR ({MAY_BE_SHOWN} AND ({_IS_SHOWN} OR {_IS_STAFF})))"

_ONE = f"SELECT {RESULT_SELECTED} {FROM_RESULTS} WHERE r.id = $1 AND {VISIBLE}"


# Over r: the keys t, which are missing when their month was taken out, and the measures m, which are there: they go by
# the game's id then. By r's and not by a parameter, so that the statement is planned once and not for each month.
MEASURED = """
LEFT JOIN typing_sessions t ON t.game_session_id = r.session_id
JOIN typing_results m ON m.session_id = coalesce(t.id, r.session_id)
"""


_REPLAY = f"""
SELECT {RESULT_SELECTED}, {MEASURES_SELECTED}, {stored("t")} AS key_log
{FROM_RESULTS}
{MEASURED}
WHERE {of_session("$1")} AND {VISIBLE}
"""

_OF_USER = """
r.user_id = $1 AND ($2::"Language" IS NULL OR s.language = $2) AND ($3::"Difficulty" IS NULL OR s.difficulty = $3)
    AND ($4::bool IS NULL OR r.ranked = $4)
"""
_HISTORY = f"""
SELECT {RESULT_SELECTED} {FROM_RESULTS} WHERE {_OF_USER} AND {{from_here}}
ORDER BY r.ended_at DESC, r.id DESC LIMIT $5 OFFSET $6
"""
_HISTORY_TOTAL = f"SELECT count(*) FROM game_results r JOIN game_sessions s ON s.id = r.session_id WHERE {_OF_USER}"
_ALL_TOTAL = "SELECT count(*) FROM game_results WHERE user_id = $1"  # from the index alone


# An object as PostgreSQL stored it: passed on without being parsed.
StoredObject = Annotated[orjson.Fragment, GetPydanticSchema(lambda _type, _handler: core_schema.dict_schema())]


class KeysAway(Exception):
    """The keys of the game's month were taken out of the database; its result is there."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Everything needed to judge a game again. `totals` are the counts of the whole game, which the key log yields
    again; `key_log` is the versioned document of docs/game.md."""

    result: GameResult
    typing_result: TypingMeasures
    totals: Totals
    key_log: StoredObject


async def one_result(pg: Pool, result_id: str, viewer_id: str | None) -> GameResult | None:
    """None when `viewer_id` may not see it, or it does not exist."""
    row = await pg.fetchrow(_ONE, result_id, viewer_id)
    return None if row is None else game_result(row)


async def session_result(pg: Pool, session_id: str) -> GameResult | None:
    """The result of a session, without a check of who may see it; None when no key was pressed."""
    row = await pg.fetchrow(KEPT, session_id)
    return None if row is None else game_result(row)


async def one_replay(pg: Pool, session_id: str, viewer_id: str | None) -> Replay | None:
    """None when `viewer_id` may not see it, or it does not exist. Raises KeysAway, and ValueError for a log that is
    damaged, or that a later version packed."""
    row = await pg.fetchrow(_REPLAY, session_id, viewer_id)
    if row is None:
        return None
    if row["key_log"] is None:
        raise KeysAway
    result, measures = game_result(row), typing_measures(row)
    totals = Totals(
        correct_words=result.correct_words,
        incorrect_words=result.incorrect_words,
        enemies_killed=result.enemies_killed,
        waves_completed=result.waves_completed,
        max_combo=result.max_combo,
        damage_dealt=result.total_damage_dealt,
        damage_taken=result.total_damage_taken,
        keys_pressed=measures.total_keys_pressed,
        keys_correct=measures.correct_keys,
    )
    return Replay(result, measures, totals, orjson.Fragment(await asyncio.to_thread(json_of, row["key_log"])))


class HistoryQuery(LongQuery):
    language: LanguageFilter = None
    difficulty: DifficultyFilter = None
    ranked: BoolFilter = None


async def history(pg: Pool, user_id: str, query: HistoryQuery) -> LongPage[GameResult]:
    """Newest first."""
    narrowed = (query.language, query.difficulty, query.ranked)
    counting = (_ALL_TOTAL, user_id) if narrowed == (None, None, None) else (_HISTORY_TOTAL, user_id, *narrowed)
    total: int = await pg.fetchval(*counting)
    from_here, after = query.from_here("r.ended_at", "r.id", 7)
    select = _HISTORY.format(from_here=from_here)
    rows = await pg.fetch(select, user_id, *narrowed, query.limit, query.offset, *after) if total else []
    return query.long_page_of([game_result(row) for row in rows], total, lambda game: (game.ended_at, game.id))
