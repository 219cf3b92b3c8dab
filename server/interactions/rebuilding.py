"""What the feed keeps of snippets, worked out again from the games.

Laws:
- A game that was counted stays counted, and one that was left out is counted as the feed does it. So what the feed has
  kept comes out the same, to the last byte. Only what games had added that are gone, with a guest, is taken away.
- Servers may serve meanwhile: what they add is theirs. The end adds, in one transaction, what the games from before the
  beginning say more than the figures said then. If it does not come to that, the figures are as they were, with the
  games that had been left out.
- Of a snippet of which games have no keys any more, since their month is archived, the figures stay as they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import zip_longest
from uuid import UUID

import asyncpg

from server.infra.held_locks import try_hold
from server.infra.postgres import Connection, Pool
from server.interactions.runs import CONSUMER, Sum, TypedSnippet, keep, runs_of
from server.key_logs import has_log, stored
from server.practice import typed_in_log
from server.results import FROM_THESE_RESULTS

AT_ONCE = 100  # games in one transaction: a second of work at most
ALL_S = 1_800.0  # for what looks at all runs or games
_ID_BYTES = 16

_LOCK_OF_ALL = "hashtext('prodev snippet figures')"
# In one piece of sixteen bytes a game: a million of them are no more than that.
_COUNTED = """
SELECT string_agg(uuid_send(result_id), ''::bytea ORDER BY result_id)
FROM (SELECT DISTINCT result_id FROM snippet_runs) games
"""
_FIGURES = "SELECT snippet_id, times_typed, correct_keys, wrong_keys, line_mistakes FROM snippet_figures"
# Those that the feed has still to do are the feed's.
_LEFT_OUT = f"""
NOT EXISTS (SELECT FROM snippet_runs n WHERE n.result_id = r.id)
AND NOT EXISTS (SELECT FROM feed_jobs j WHERE j.subject = r.id AND j.queue IN ('game_ended', '{CONSUMER}'))
"""
_LEFT_OUT_TOTAL = f"SELECT count(*) FROM game_results r WHERE {_LEFT_OUT}"
_LEFT_OUT_PAGE = f"SELECT r.id FROM game_results r WHERE r.id > $1 AND {_LEFT_OUT} ORDER BY r.id LIMIT $2"
_FIRST_ID = str(UUID(int=0))
_GAMES = f"""
SELECT r.id, {stored("t")} AS key_log,
    ARRAY(SELECT snippet_id FROM snippet_runs n WHERE n.result_id = r.id) AS snippets
{FROM_THESE_RESULTS} JOIN typing_sessions t ON t.game_session_id = r.session_id
WHERE {has_log("t")}
"""
# Of games whose keys are archived: what they have added is known to the figures alone.
_UNKNOWN = f"""
SELECT DISTINCT n.snippet_id FROM snippet_runs n JOIN game_results r ON r.id = n.result_id
WHERE n.result_id = ANY($1::uuid[]) AND NOT EXISTS (
    SELECT FROM typing_sessions t WHERE t.game_session_id = r.session_id AND {has_log("t")})
"""
_RUN = """
UPDATE snippet_runs SET net_wpm = $3, key_accuracy_percentage = $4 WHERE result_id = $1 AND snippet_id = $2
    AND (net_wpm, key_accuracy_percentage) IS DISTINCT FROM ($3, $4)
"""
_NO_RUN = "DELETE FROM snippet_runs WHERE result_id = $1 AND snippet_id = ANY($2::uuid[])"
_ROWS = "INSERT INTO snippet_figures (snippet_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING"
_LOCK = "SELECT FROM snippet_figures WHERE snippet_id = ANY($1::uuid[]) ORDER BY snippet_id FOR NO KEY UPDATE"
_ADD = """
UPDATE snippet_figures f SET times_typed = f.times_typed + $2, correct_keys = f.correct_keys + $3,
    wrong_keys = f.wrong_keys + $4, line_mistakes = CASE WHEN f.times_typed + $2 = 0 THEN '{}' ELSE (ARRAY(
        SELECT coalesce(old, 0) + coalesce(more, 0) FROM unnest(f.line_mistakes, $5::int[]) AS line (old, more)
    ))[: cardinality(string_to_array(s.snippet_text, E'\\n'))] END
FROM code_snippets s WHERE f.snippet_id = $1 AND s.id = f.snippet_id
"""


class Rebuild:
    """`total`: so many games are looked at; `new`: of so many nothing was kept; `unknown`: snippets whose figures
    stay. Call `page` until it says 0, then `end`."""

    def __init__(self, pg: Pool, counted: bytes, left_out: int, before: dict[str, Sum]) -> None:
        self._pg, self._counted, self._before = pg, counted, before
        self.total = len(counted) // _ID_BYTES + left_out
        self.new = 0
        self.unknown: set[str] = set()
        self._at, self._last = 0, _FIRST_ID
        self._sums: dict[str, Sum] = {}

    async def page(self) -> int:
        """The next games; returns how many."""
        async with self._pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            if self._at < len(self._counted):
                ids = _ids(self._counted[self._at : self._at + AT_ONCE * _ID_BYTES])
                self._at += len(ids) * _ID_BYTES
                await self._count(connection, ids)
            else:
                rows = await connection.fetch(_LEFT_OUT_PAGE, self._last, AT_ONCE, timeout=ALL_S)
                ids = [row["id"] for row in rows]
                self._last = ids[-1] if ids else self._last
                self.new += await keep(connection, ids)
        return len(ids)

    async def _count(self, connection: Connection, ids: Sequence[str]) -> None:
        lacking = []
        self.unknown.update(row["snippet_id"] for row in await connection.fetch(_UNKNOWN, ids))
        for game in await connection.fetch(_GAMES, ids):
            runs = runs_of(await asyncio.to_thread(typed_in_log, game["key_log"]))
            await self._count_game(connection, game, runs)
            if not runs.keys() <= set(game["snippets"]):
                lacking.append(game["id"])
        await keep(connection, lacking)

    async def _count_game(self, connection: Connection, game: asyncpg.Record, runs: dict[str, TypedSnippet]) -> None:
        kept = [one for one in game["snippets"] if one in runs]
        for one in kept:
            self._sums.setdefault(one, Sum()).add(runs[one].wave)
        rows = [(game["id"], one, runs[one].net_wpm, runs[one].accuracy) for one in kept]
        await connection.executemany(_RUN, rows)
        if len(kept) < len(game["snippets"]):
            await connection.execute(_NO_RUN, game["id"], [one for one in game["snippets"] if one not in runs])

    async def end(self) -> int:
        """Puts the figures right; returns how many were wrong."""
        nothing = Sum()
        wrong = []
        for one in sorted((self._before.keys() | self._sums.keys()) - self.unknown):
            now, before = self._sums.get(one, nothing), self._before.get(one, nothing)
            if now != before:
                wrong.append((one, *_difference(now, before)))
        ids = [row[0] for row in wrong]
        async with self._pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            await connection.execute(_ROWS, ids)
            await connection.execute(_LOCK, ids)
            await connection.executemany(_ADD, wrong)
        return len(wrong)


@asynccontextmanager
async def rebuilding(pg: Pool) -> AsyncIterator[Rebuild | None]:
    """None when somebody else is at it."""
    async with pg.acquire() as holder, holder.transaction(isolation="read_committed"):
        yield await _begin(pg) if await try_hold(holder, _LOCK_OF_ALL) else None


async def _begin(pg: Pool) -> Rebuild:
    async with pg.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        counted = await connection.fetchval(_COUNTED, timeout=ALL_S) or b""
        rows = await connection.fetch(_FIGURES)
        left_out = await connection.fetchval(_LEFT_OUT_TOTAL, timeout=ALL_S)
    before = {
        row["snippet_id"]: Sum(row["times_typed"], row["correct_keys"], row["wrong_keys"], row["line_mistakes"])
        for row in rows
    }
    return Rebuild(pg, counted, left_out, before)


def _ids(counted: bytes) -> list[str]:
    return [str(UUID(bytes=counted[at : at + _ID_BYTES])) for at in range(0, len(counted), _ID_BYTES)]


def _difference(now: Sum, before: Sum) -> tuple[int, int, int, list[int]]:
    lines = [more - less for more, less in zip_longest(now.lines, before.lines, fillvalue=0)]
    return now.times - before.times, now.correct - before.correct, now.wrong - before.wrong, lines
