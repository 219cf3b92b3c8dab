"""What judging a game adds to its end, in milliseconds of a core.

    .venv/bin/python benchmarks/verdict_cost.py [--rounds 30]

A hand of the model types games of about so many keys. `evidence` is what the process works out from the log, `verdict`
the comparison with earlier games before it is saved, both of this process, and `PostgreSQL` that comparison's of its
backend. The player has 50 games, and each text has been typed 1,000 times: as much as is looked at. `new texts` is all
of it where nobody has typed them before.

Everything is counted as time of a core, which other programs on the machine change little. A compiled core reads the
log faster, and judges as a plain one does; without `make compiled`, and with TEST_CORE=plain, it is the source.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from end_cost import backend_ms
from ended_games import Games, demo_templates
from rich.console import Console
from rich.table import Table
from stage import SECRET_KEY

from game.keylog import KeyLog
from game.plausibility import RHYTHM_BITS, evidence
from game.terms import Difficulty
from game.wave import Wave
from server.core_build import core_build
from server.embedded import EmbeddedServers
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.library import draw
from server.play.waves import serve
from server.results import FinishedGame
from server.results.fair_play import PAST, PLAYS, rhythms_of, with_verdict
from server.robots.fairness import log_of
from server.robots.people import Person, Tempo, typed
from server.settings import Settings

KEYS = (300, 1_100, 3_000, 10_000)  # the second is an ordinary game's
_TYPED_BEFORE = f"""
INSERT INTO rhythms (session_id, snippet_id, bits, length)
SELECT $1, snippet, (
    SELECT string_agg((random() < 0.5)::int::text, '')::bit({RHYTHM_BITS})
    FROM generate_series(1, {RHYTHM_BITS}) WHERE number > 0
), length
FROM unnest($2::uuid[], $3::int[]) AS own (snippet, length), generate_series(1, {PLAYS}) AS number
"""

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
        await with_verdict(connection, judged, rhythms_of(judged))
        ended = time.process_time()
        return 1000 * (worked_out - began), 1000 * (ended - worked_out), backend_ms(backend) - asked


async def _measure(servers: EmbeddedServers, rounds: int) -> None:
    url = servers.database_url
    await migrate(url)
    settings = Settings(database_url=url, redis_url=servers.redis_url, secret_key=SECRET_KEY, log_level="error")
    pg, redis = await open_pool(url, 1), open_redis(servers.redis_url)
    players = Games(pg, "judged", await demo_templates(Stores(settings, pg, redis)), connections=1, players_each=1)
    await players.add_players(past_games=PAST)
    [[game]] = await players.start(1)
    logs = [await _log(pg, keys) for keys in KEYS]
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
