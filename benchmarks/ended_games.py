"""Games that run and wait to be ended, for the benchmarks of a game's end; and the same statements by pgbench.

The ids of players and sessions follow from numbers, in Python and in SQL alike, so that pgbench knows them without
asking.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import importlib
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from pgbench import run_pgbench, with_values

from game.analysis import played_waves
from game.analytics import TypingMeasures
from game.keylog import decode
from game.scoring import Totals
from game.terms import EndReason
from game.typed_waves import typed_waves
from server.infra.cli import Stores
from server.infra.postgres import Pool
from server.key_logs import document_of, stored, written
from server.library import seed_library
from server.results import FinishedGame
from server.results.columns import PERSONAL_COLUMNS
from server.robots.demo import PLAYERS, demo_games

_COPIED = ", ".join(
    name
    for name in PERSONAL_COLUMNS["game_results"]
    if name not in ("id", "session_id", "user_id", "ended_at", "created_at")
)
# $1: players, $2: how many games of each. All are copies of the latest result, in every language in turn.
_PAST_GAMES = f"""
WITH played AS (
    INSERT INTO game_sessions (user_id, language, difficulty, started_at, ended_at, is_completed)
    SELECT player, (enum_range(NULL::"Language"))[1 + number % cardinality(enum_range(NULL::"Language"))], 'NORMAL',
        ended_at - interval '5 minutes', ended_at,
        true
    FROM unnest($1::uuid[]) AS player, generate_series(1, $2::int) AS number,
        LATERAL (SELECT now() - number * interval '1 hour' AS ended_at) AS at
    RETURNING id, user_id, ended_at
)
INSERT INTO game_results (id, session_id, user_id, ended_at, {_COPIED})
SELECT result_id_of(played.id), played.id, played.user_id, played.ended_at, {_COPIED}
FROM played, (SELECT {_COPIED} FROM game_results ORDER BY created_at DESC LIMIT 1) AS template
"""
_KEY_LOG = "CREATE TABLE IF NOT EXISTS bench_log AS SELECT $1::jsonb AS document, $2::bytea AS log, $3::bytea AS digest"

record_module: Any = importlib.import_module("server.results.record")  # the package has a function of that name


async def demo_templates(stores: Stores) -> list[FinishedGame]:
    """Games of the demo players."""
    await seed_library(stores.pg)
    await demo_games(stores, PLAYERS[:4])
    return await stored_games(stores.pg)


async def stored_games(pg: Pool, limit: int = 100) -> list[FinishedGame]:
    """The latest games in the database, as their process handed them to `record`."""
    rows = await pg.fetch(
        "SELECT r.*, t.total_keys_pressed, t.correct_keys, t.incorrect_keys, t.keys_per_minute, t.net_wpm, t.raw_wpm,"
        f" t.consistency, t.duration_seconds, t.accuracy_percentage AS keys_accuracy, {stored('s')} AS log"
        " FROM game_results r"
        " JOIN typing_sessions s ON s.game_session_id = r.session_id JOIN typing_results t ON t.session_id = s.id"
        " ORDER BY r.created_at DESC LIMIT $1",
        limit,
    )
    return [_game(row) for row in rows]


def _game(row: asyncpg.Record) -> FinishedGame:
    document = document_of(row["log"])
    log = decode(document)
    return FinishedGame(
        session_id="",
        user_id="",
        totals=Totals(
            correct_words=row["correct_words"],
            incorrect_words=row["incorrect_words"],
            enemies_killed=row["enemies_killed"],
            waves_completed=row["waves_completed"],
            max_combo=row["max_combo"],
            damage_dealt=row["total_damage_dealt"],
            damage_taken=row["total_damage_taken"],
            keys_pressed=row["total_keys_pressed"],
            keys_correct=row["correct_keys"],
        ),
        game_ms=row["playtime_seconds"] * 1000,
        end_reason=EndReason(row["end_reason"]),
        pauses=0,
        paused_ms=0,
        journal_lost=False,
        key_log=document,
        measures=TypingMeasures(
            total_keys_pressed=row["total_keys_pressed"],
            correct_keys=row["correct_keys"],
            incorrect_keys=row["incorrect_keys"],
            accuracy_percentage=row["keys_accuracy"],
            keys_per_minute=row["keys_per_minute"],
            net_wpm=row["net_wpm"],
            raw_wpm=row["raw_wpm"],
            consistency=row["consistency"],
            duration_seconds=row["duration_seconds"],
        ),
        waves=typed_waves(log, played_waves(log)),
        ended_at=datetime.now(UTC),
    )


class Games:
    """Games that run, ready to be ended: made outside of what is timed. Each connection has players of its own."""

    def __init__(
        self, pg: Pool, name: str, templates: Sequence[FinishedGame], *, connections: int, players_each: int
    ) -> None:
        self._pg, self._name, self.templates = pg, name, templates
        self.connections, self._players_each = connections, players_each
        self._started = 0

    async def add_players(self, past_games: int = 0) -> None:
        """They are registered, and each has ended so many games."""
        names = [f"{self._name}_{number}" for number in range(self.connections * self._players_each)]
        ids = [_id("player", name) for name in names]
        await self._pg.execute(
            "INSERT INTO users (id, username, email, password_hash, display_name)"
            " SELECT id, n, n || '@bench.invalid', 'x', n FROM unnest($1::uuid[], $2::text[]) AS new(id, n)",
            ids,
            names,
        )
        if past_games:
            await self._pg.execute(_PAST_GAMES, ids, past_games, timeout=600)
            await self._pg.execute("VACUUM ANALYZE", timeout=600)

    async def start(self, turns: int) -> list[list[FinishedGame]]:
        """So many games for each connection."""
        games = [[self._game(client, turn, turns) for turn in range(turns)] for client in range(self.connections)]
        self._started += turns * self.connections
        begun = datetime.now(UTC) - timedelta(minutes=10)
        rows = [(game.session_id, game.user_id, begun) for of_one in games for game in of_one]
        await self._pg.executemany(
            "INSERT INTO game_sessions (id, user_id, language, difficulty, started_at)"
            " VALUES ($1, $2, 'PYTHON', 'NORMAL', $3)",
            rows,
        )
        await self._pg.executemany(
            "INSERT INTO typing_sessions (game_session_id, user_id, started_at) VALUES ($1, $2, $3)", rows
        )
        return games

    def _game(self, client: int, turn: int, turns: int) -> FinishedGame:
        number = self._started + client * turns + turn
        player = client + self.connections * (turn % self._players_each)
        return dataclasses.replace(
            self.templates[number % len(self.templates)],
            session_id=_id("session", f"{self._name}_{number}"),
            user_id=_id("player", f"{self._name}_{player}"),
            ended_at=datetime.now(UTC),
        )

    async def by_pgbench(self, url: str, turns: int, save: str = record_module.SAVE) -> float:
        """Games a second that pgbench ends with the statements of `record`."""
        first, template = self._started, self.templates[0]
        await self.start(turns)
        told = record_module.document(template, ([], [], []), objects=False)
        await self._pg.execute(_KEY_LOG, told, *written(template.key_log, compact=True))
        script = self._script(save, turns)
        return await asyncio.to_thread(
            run_pgbench, url, script, connections=self.connections, turns=turns, first=first, turn=0
        )

    def _script(self, save: str, turns: int) -> str:
        session, player = _id_in_sql("session", self._name, ":number"), _id_in_sql("player", self._name, ":player")
        own = f"jsonb_build_object('session_id', {session}, 'user_id', {player}, 'ended_at', now())"
        document, log, digest = (f"(SELECT {name} FROM bench_log)" for name in ("document", "log", "digest"))
        values = {1: f"ARRAY[{document} || {own}]", 2: f"ARRAY[{log}]", 3: f"ARRAY[{digest}]"}
        return "\n".join(
            (
                f"\\set number :first + :client_id * {turns} + :turn",
                f"\\set player :client_id + {self.connections} * (:turn % {self._players_each})",
                "\\set turn :turn + 1",
                with_values(save, values),
            )
        )


async def games_a_second(
    games: Sequence[Sequence[FinishedGame]], end: Callable[[FinishedGame], Awaitable[object]]
) -> float:
    """Each connection's games one after the other, all connections at once. Each ends when its turn comes: what follows
    from a player's games is worked out anew for one that is older than those before it."""

    async def of_one(ready: Sequence[FinishedGame]) -> None:
        for game in ready:
            await end(dataclasses.replace(game, ended_at=datetime.now(UTC)))

    began_s = time.perf_counter()
    await asyncio.gather(*(of_one(ready) for ready in games))
    return sum(map(len, games)) / (time.perf_counter() - began_s)


def _id(kind: str, name: str) -> str:
    return str(uuid.UUID(hashlib.md5(f"{kind} {name}".encode(), usedforsecurity=False).hexdigest()))


def _id_in_sql(kind: str, name: str, number: str) -> str:
    return f"md5('{kind} {name}_' || {number})::uuid"
