"""What judging a game adds to its end, in milliseconds of a core.

    .venv/bin/python benchmarks/verdict_cost.py [--rounds 30]

A hand of the model types games of about so many keys. `evidence` is what the process works out from the log, `verdict`
the question whether an earlier game objects, which the statement that saves the game asks, both of this process, and
`PostgreSQL` that question's of its backend. The player has 50 games, and each text has been typed 1,000 times: as much
as is looked at. `new texts` is all of it where nobody has typed them before.

The second table is of all that the process works out of a game that has ended, evidence included: its cost, and for how
long at most the event loop does nothing else. A game of more than SHORT_KEYS is worked through in a thread, which the
loop feels each time that it wakes up; that is a time by the clock, and other programs change it.

Everything else is counted as time of a core, which other programs on the machine change little. A compiled core reads
the log faster, and judges as a plain one does; without `make compiled`, and with TEST_CORE=plain, it is the source.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random

from end_cost import backend_ms
from ended_games import Games, demo_templates
from rich.console import Console
from rich.table import Table
from stage import SECRET_KEY

from game.keylog import KeyLog
from game.plausibility import RHYTHM_BITS, evidence
from game.terms import Difficulty, EndReason, Language, Mode
from game.wave import Wave
from server.core_build import core_build
from server.embedded import EmbeddedServers
from server.infra.cli import Stores
from server.infra.collector import SWITCH_S
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.library import draw
from server.play.core.tape import Tape
from server.play.finishing import finished_here
from server.play.live import LiveGame, new_session
from server.play.long_work import SHORT_KEYS, worked_through
from server.play.modes import ALL
from server.play.rows import GameRow
from server.play.waves import GivenWaves, harmless, serve
from server.results import FinishedGame
from server.results.fair_play import PAST, PLAYS, objected, rhythms_document, rhythms_of
from server.robots.fairness import log_of
from server.robots.people import Person, Tempo, typed
from server.settings import Settings

KEYS = (300, 900, 1_100, 3_000, 10_000)  # the third is an ordinary game's
_TYPED_BEFORE = f"""
INSERT INTO rhythms (session_id, snippet_id, bits, length)
SELECT $1, snippet, (
    SELECT string_agg((random() < 0.5)::int::text, '')::bit({RHYTHM_BITS})
    FROM generate_series(1, {RHYTHM_BITS}) WHERE number > 0
), length
FROM unnest($2::uuid[], $3::int[]) AS own (snippet, length), generate_series(1, {PLAYS}) AS number
"""

# As the statement that saves a game asks it.
_OBJECTED = f"SELECT {objected('$1::uuid', '$2::uuid', '$3::jsonb', '$4::float8')}"
WARM_UP = 5  # rounds

Cost = tuple[float, float, float]  # ms of evidence, of the verdict here, and of PostgreSQL


async def _log(pg: Pool, keys: int) -> KeyLog:
    random = Random(keys)
    person = Person(70, 0.96, habits=1)
    tempo = Tempo(person, random)
    waves: list[Wave] = []
    pressed: list[tuple[float, str]] = []
    while len(pressed) < keys:
        snippet = await draw(pg, "PYTHON", "NORMAL", [wave.snippet_id for wave in waves[-20:]])
        assert snippet is not None, "the library was seeded"
        waves.append(serve(snippet, snippet.language, Difficulty.NORMAL, len(waves) + 1))
        pressed += typed(person, waves[-1].typed.keys, random, tempo)
    return log_of(waves, pressed)


async def _cost(pg: Pool, game: FinishedGame, log: KeyLog) -> Cost:
    async with pg.acquire() as connection:
        backend = await connection.fetchval("SELECT pg_backend_pid()")
        began, asked = time.process_time(), backend_ms(backend)
        found = evidence(log)
        worked_out = time.process_time()
        judged = dataclasses.replace(game, evidence=found)
        rhythms = rhythms_of(judged)
        told = rhythms_document(rhythms)
        await connection.fetchval(
            _OBJECTED, game.session_id, game.user_id, told, None if found is None else found.net_wpm
        )
        ended = time.process_time()
        return 1000 * (worked_out - began), 1000 * (ended - worked_out), backend_ms(backend) - asked


# ---------------------------------------------------------------- all that the process works out


def _ended(log: KeyLog) -> LiveGame:
    """The game of this log, as it is when it has just ended."""
    now = datetime.now(UTC)
    row = GameRow(
        id="game",
        user_id="player",
        session_token="token",
        mode=Mode.SOLO,
        language=Language.PYTHON,
        difficulty=Difficulty.NORMAL,
        started_at=now,
        ended_at=None,
        updated_at=now,
        own=dict.fromkeys(ALL[Mode.SOLO].columns),
    )
    waves = [harmless(wave) for wave in log.waves]
    session = new_session(row, "epoch")
    over = {"s": len(log.keys), "ended_reason": EndReason.QUIT, "ended_at": now.isoformat(), "clock_ms": log.end_ms}
    session.restore(session.standing(0) | over, waves, Tape(log.keys), age_ms=0, now_ms=0)
    return LiveGame(row, session, GivenWaves(waves), 0.0)


async def _held_ms(game: LiveGame) -> float:
    """The longest time between two turns of the loop while this game is worked through."""
    loop, turns = asyncio.get_running_loop(), list[float]()

    async def take_turns() -> None:
        while True:
            turns.append(loop.time())
            await asyncio.sleep(0.0001)

    taking = asyncio.create_task(take_turns())
    await asyncio.sleep(0.002)
    await worked_through(len(game.session.tape), finished_here, game, judges=True)
    await asyncio.sleep(0.001)
    taking.cancel()
    return 1000 * max(later - sooner for sooner, later in pairwise(turns))


async def _finished(logs: Sequence[KeyLog], rounds: int) -> Table:
    sys.setswitchinterval(SWITCH_S)  # as a server does
    shown = Table(title=f"ms to work out an ended game, {core_build()} core, medians of {rounds} rounds")
    for column in ("keys", "CPU", "the loop waits", "where"):
        shown.add_column(column, justify="right")
    for log in logs:
        game, spent_ms, held_ms = _ended(log), list[float](), list[float]()
        for _ in range(rounds):
            began_s = time.thread_time()
            finished_here(game, judges=True)
            spent_ms.append(1000 * (time.thread_time() - began_s))
            held_ms.append(await _held_ms(game))
        where = "the loop" if len(log.keys) <= SHORT_KEYS else "a thread"
        figures = (statistics.median(spent_ms), statistics.median(held_ms))
        shown.add_row(f"{len(log.keys):,}", *(f"{figure:.2f}" for figure in figures), where)
    return shown


# ---------------------------------------------------------------- all of it


async def _measure(servers: EmbeddedServers, rounds: int) -> None:
    url = servers.database_url
    await migrate(url)
    settings = Settings(database_url=url, redis_url=servers.redis_url, secret_key=SECRET_KEY, log_level="error")
    pg, redis = await open_pool(url, 1), open_redis(servers.redis_url)
    players = Games(pg, "judged", await demo_templates(Stores(settings, pg, redis)), connections=1, players_each=1)
    await players.add_players(past_games=PAST)
    [[game]] = await players.start(1)
    logs = [await _log(pg, keys) for keys in KEYS]
    Console(width=120).print(await _finished(logs, rounds))
    new = await _costs(pg, game, logs, rounds)
    for log in logs:
        found = dataclasses.replace(game, evidence=evidence(log))
        snippets, _, lengths = rhythms_of(found)
        await pg.execute(_TYPED_BEFORE, game.session_id, snippets, lengths, timeout=600)
    await pg.execute("VACUUM ANALYZE", timeout=600)
    Console(width=120).print(_table(logs, await _costs(pg, game, logs, rounds), new))
    await pg.close()
    await redis.aclose()


async def _costs(pg: Pool, game: FinishedGame, logs: Sequence[KeyLog], rounds: int) -> list[list[Cost]]:
    """Of each log, in each round."""
    return [[await _cost(pg, game, log) for log in logs] for _ in range(rounds + WARM_UP)][WARM_UP:]


def _table(logs: Sequence[KeyLog], spent: Sequence[Sequence[Cost]], new: Sequence[Sequence[Cost]]) -> Table:
    shown = Table(title=f"CPU ms to judge a game, {core_build()} core, medians of {len(spent)} rounds")
    for column in ("keys", "waves", "evidence", "verdict", "this process", "PostgreSQL", "all", "new texts"):
        shown.add_column(column, justify="right")
    for nth, log in enumerate(logs):
        of_log = [one[nth] for one in spent]
        own, compared, postgres = (statistics.median(costs) for costs in zip(*of_log, strict=True))
        figures = (own, compared, own + compared, postgres, statistics.median(map(sum, of_log)))
        untyped = statistics.median(sum(one[nth]) for one in new)
        shown.add_row(f"{len(log.keys):,}", str(len(log.waves)), *(f"{figure:.2f}" for figure in (*figures, untyped)))
    return shown


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=30)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="prodev-bench-") as folder:
        os.chmod(folder, 0o711)
        with EmbeddedServers(Path(folder), "bench") as servers:
            asyncio.run(_measure(servers, chosen.rounds))


if __name__ == "__main__":
    main()
