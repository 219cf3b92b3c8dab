"""The plays of one snippet among some games, read from their logs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import asyncpg

from game.analysis import PlayedWave
from server.infra.postgres import Pool
from server.key_logs import mentions, stored
from server.practice.waves import waves_of_log

LOGS_AT_ONCE = 50  # few of them have the snippet, and only those are decoded

_LOGS = f"""
    SELECT t.user_id, {stored("t")} AS key_log FROM typing_sessions t
    JOIN unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) ON t.game_session_id = wanted.id
    ORDER BY wanted.place
"""


class SnippetPlay(NamedTuple):
    """One wave of the snippet, and its player."""

    user_id: str
    wave: PlayedWave


async def plays_of(pg: Pool, snippet_id: str, games: Sequence[str], most: int) -> list[SnippetPlay]:
    """From the first `most` of these games that had the snippet."""
    plays, with_it = list[SnippetPlay](), 0
    for at in range(0, len(games), LOGS_AT_ONCE):
        logs = await pg.fetch(_LOGS, games[at : at + LOGS_AT_ONCE])
        found = await asyncio.to_thread(_of_snippet, snippet_id, logs, most - with_it)
        plays += [play for of_game in found for play in of_game]
        with_it += len(found)
        if with_it >= most:
            break
    return plays


def _of_snippet(snippet_id: str, logs: Sequence[asyncpg.Record], most: int) -> list[list[SnippetPlay]]:
    """A list for each game that had it."""
    with_it = [log for log in logs if log["key_log"] is not None and mentions(log["key_log"], snippet_id)]
    return [list(_plays(snippet_id, log)) for log in with_it[:most]]


def _plays(snippet_id: str, log: asyncpg.Record) -> Iterator[SnippetPlay]:
    for wave in waves_of_log(log["key_log"]):
        if wave.wave.snippet_id == snippet_id:
            yield SnippetPlay(log["user_id"], wave)
