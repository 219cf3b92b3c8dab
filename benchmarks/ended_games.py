"""Games that run and wait to be ended, for the benchmarks of a game's end; and the same statements by pgbench."""

from __future__ import annotations

import dataclasses
import importlib
import random
import re
import subprocess
import tempfile
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg

from game import scoring
from game.analytics import TypingMeasures
from game.scoring import Totals
from game.terms import EndReason
from server.infra.cli import Stores
from server.infra.postgres import Pool, plain_url
from server.library import seed_library
from server.results import FinishedGame
from server.results.finished import Judged
from server.robots.demo import PLAYERS, demo_games

CONNECTIONS = 8
PLAYERS_OF_BENCH = 400
PGBENCH_TURNS = 100  # of each connection in a round

record_module: Any = importlib.import_module("server.results.record")  # the package has a function of that name


async def template_games(stores: Stores) -> list[FinishedGame]:
    await seed_library(stores.pg)
    await demo_games(stores, PLAYERS[:4])
    rows = await stores.pg.fetch(
        "SELECT r.*, t.total_keys_pressed, t.correct_keys, t.incorrect_keys, t.keys_per_minute, t.net_wpm, t.raw_wpm,"
        " t.consistency, t.duration_seconds, t.accuracy_percentage AS keys_accuracy, s.key_sequence FROM game_results r"
        " JOIN typing_sessions s ON s.game_session_id = r.session_id JOIN typing_results t ON t.session_id = s.id"
    )
    return [_game(row) for row in rows]


def _game(row: asyncpg.Record) -> FinishedGame:
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
        key_log=row["key_sequence"],
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
        ended_at=datetime.now(UTC),
    )


async def add_players(pg: Pool) -> list[str]:
    names = [f"bench_{number}" for number in range(PLAYERS_OF_BENCH)]
    rows = await pg.fetch(
        "INSERT INTO users (username, email, password_hash, display_name)"
        " SELECT n, n || '@bench.invalid', 'x', n FROM unnest($1::text[]) AS n RETURNING id",
        names,
    )
    return [str(row["id"]) for row in rows]


class Games:
    """Games that run, ready to be ended: made outside of what is timed."""

    def __init__(
        self, pg: Pool, templates: Sequence[FinishedGame], players: Sequence[str], dice: random.Random
    ) -> None:
        self._pg, self._templates, self._players, self._dice = pg, templates, players, dice
        self._turn = 0

    async def start(self, count: int) -> list[FinishedGame]:
        games, now = [], datetime.now(UTC)
        for _ in range(count):
            self._turn += 1
            template = self._templates[self._turn % len(self._templates)]
            games.append(
                dataclasses.replace(
                    template,
                    session_id=str(uuid.UUID(int=self._dice.getrandbits(128), version=4)),
                    user_id=self._players[self._turn % len(self._players)],
                    ended_at=now,
                )
            )
        begun = now - timedelta(minutes=10)
        await self._pg.executemany(
            "INSERT INTO game_sessions (id, user_id, language, difficulty, started_at)"
            " VALUES ($1, $2, 'PYTHON', 'NORMAL', $3)",
            [(game.session_id, game.user_id, begun) for game in games],
        )
        await self._pg.executemany(
            "INSERT INTO typing_sessions (user_id, game_session_id, started_at) VALUES ($1, $2, $3)",
            [(game.user_id, game.session_id, begun) for game in games],
        )
        return games


def pgbench_script(save: str, game: FinishedGame) -> str:
    """Prepared statements. pgbench takes whatever follows a colon for a variable, in literals too: so no literal has
    one, and the key log is read from a table."""
    judged = Judged(game, scoring.playtime_seconds(game.game_ms), None)
    parameters = [":session", f"{game.ended_at:'%Y%m%dT%H%M%SZ'}", "true", "(SELECT log FROM bench_log)"]
    parameters += map(_literal, (*record_module.result_values(judged), *record_module.measures_values(game.measures)))
    lock = record_module.LOCK.replace("$1", ":session").replace("$2", ":player")
    save = re.sub(r"\$(\d+)", lambda match: parameters[int(match[1]) - 1], re.sub("--.*", "", save))
    return "\n".join(
        (
            "SELECT session, player FROM bench_games WHERE turn = (SELECT nextval('bench_turn')) \\gset",
            "BEGIN;",
            " ".join(lock.split()) + ";",
            " ".join(save.split()) + ";",
            "COMMIT;",
        )
    )


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(value).lower() if isinstance(value, bool | int | float) else f"'{value}'"


def run_pgbench(program: Path, url: str, script: str) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        arguments = [
            "-n",
            "-M",
            "prepared",
            "-c",
            str(CONNECTIONS),
            "-j",
            "2",
            "-t",
            str(PGBENCH_TURNS),
            "-f",
            file.name,
            plain_url(url),
        ]
        done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None or " 0 (0.000%)" not in done.stdout:
        raise SystemExit(done.stdout + done.stderr)
    return float(found[1])
