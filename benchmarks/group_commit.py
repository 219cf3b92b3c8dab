"""Games that end together by one statement, beside each by its own: what waiting for others saves.

    .venv/bin/python benchmarks/group_commit.py [--games 640] [--callers 16] [--rounds 5]
        [--at-once 2] [--together 16]

It is the server's own recorder on its pool; this program has the first core and PostgreSQL the others. The variants
take turns in each round:

- `alone`: each game is a statement, and all are under way at once;
- `commit_delay`: so too, and PostgreSQL waits that long for others before it flushes its log (`commit_siblings` 2);
- `together`: as the server does it: few statements at once, and those that wait meanwhile go together;
- `no flush`: each alone, and nobody waits for the disk: what is left for any way of flushing to win.

`CPU ms` is what a game costs this process and PostgreSQL, in time of a core; `late` how long a caller waits.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import uvloop
from ended_games import Games, demo_templates, record_module
from rich.console import Console
from rich.table import Table
from stage import SECRET_KEY, Figures, machine, medians, on_the_server_core, postgres_s, servers_behind

from server.embedded import EmbeddedServers
from server.infra.cli import Stores
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.results import FinishedGame, Recorder, record
from server.settings import Settings

WARM_UP = 4  # turns of each caller before the first round
DELAY_US = 200

End = Callable[[FinishedGame], Awaitable[object]]


class _Bench:
    def __init__(self, games: Games, url: str, size: int) -> None:
        self._games, self._url, self._size = games, url, size

    async def turn(self, variant: str, turns: int) -> Figures:
        settings = {
            "commit_delay": {"commit_delay": str(DELAY_US), "commit_siblings": "2"},
            "no flush": {"synchronous_commit": "off"},
        }.get(variant, {})
        pg = await open_pool(self._url, self._size)
        for name, value in settings.items():
            await pg.execute(f"ALTER ROLE CURRENT_USER SET {name} = {value}")
        await pg.close()
        pg = await open_pool(self._url, self._size)
        try:
            return await self._measured(pg, variant, turns)
        finally:
            await pg.execute("ALTER ROLE CURRENT_USER RESET ALL")
            await pg.close()

    async def _measured(self, pg: Pool, variant: str, turns: int) -> Figures:
        end: End = Recorder(pg).record if variant == "together" else partial(record, pg)
        await self._all(end, await self._games.start(WARM_UP))  # connections are open, statements prepared
        ready = await self._games.start(turns)
        late: list[float] = []

        async def timed(game: FinishedGame) -> None:
            began_s = time.perf_counter()
            await end(game)
            late.append(1000 * (time.perf_counter() - began_s))

        began_s, ours_s, theirs_s = time.perf_counter(), time.process_time(), postgres_s()
        with on_the_server_core():
            await self._all(timed, ready)
        seconds, games = time.perf_counter() - began_s, len(late)
        return {
            "games a second": games / seconds,
            "our CPU ms": 1000 * (time.process_time() - ours_s) / games,
            "PostgreSQL's CPU ms": 1000 * (postgres_s() - theirs_s) / games,
            "late ms": statistics.median(late),
        }

    async def _all(self, end: End, ready: Sequence[Sequence[FinishedGame]]) -> None:
        async def of_one(games: Sequence[FinishedGame]) -> None:
            for game in games:
                await end(game)

        await asyncio.gather(*map(of_one, ready))


VARIANTS = ("alone", "commit_delay", "together", "no flush")
COLUMNS = ("games a second", "our CPU ms", "PostgreSQL's CPU ms", "late ms")


async def _measure(servers: EmbeddedServers, chosen: argparse.Namespace) -> dict[str, list[Figures]]:
    url = servers.database_url
    record_module.BUSY = chosen.callers  # all logs are packed: nobody's form is cheaper
    record_module.AT_ONCE, record_module.TOGETHER = chosen.at_once, chosen.together
    settings = Settings(database_url=url, redis_url=servers.redis_url, secret_key=SECRET_KEY, log_level="error")
    pg, redis = await open_pool(url, 4), open_redis(servers.redis_url)
    templates = await demo_templates(Stores(settings, pg, redis))
    games = Games(pg, "grouped", templates, connections=chosen.callers, players_each=50)
    await games.add_players()
    bench = _Bench(games, url, settings.pool_size)
    seen: dict[str, list[Figures]] = {variant: [] for variant in VARIANTS}
    for number in range(chosen.rounds):
        await pg.execute("TRUNCATE feed_jobs")  # no server does these
        await pg.execute("VACUUM ANALYZE")
        for variant in random.sample(VARIANTS, len(VARIANTS)):
            seen[variant].append(await bench.turn(variant, chosen.games // chosen.callers))
        print(f"  round {number + 1}: " + ", ".join(f"{v} {seen[v][-1]['games a second']:.0f}" for v in VARIANTS))
    await pg.close()
    await redis.aclose()
    return seen


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--games", type=int, default=640, help="of each variant in a round")
    arguments.add_argument("--callers", type=int, default=16)
    arguments.add_argument("--at-once", type=int, default=record_module.AT_ONCE, help="statements under way")
    arguments.add_argument("--together", type=int, default=record_module.TOGETHER, help="games in one of them, at most")
    arguments.add_argument("--rounds", type=int, default=5)
    chosen = arguments.parse_args()
    with servers_behind() as servers:
        seen = uvloop.run(_measure(servers, chosen))
    shown = Table(title=f"games that end, {chosen.callers} callers ({machine()})")
    for column in ("", *COLUMNS):
        shown.add_column(column, justify="right")
    for variant, rounds in seen.items():
        figures = medians(rounds)
        shown.add_row(variant, *(f"{figures[name]:.{0 if name == COLUMNS[0] else 2}f}" for name in COLUMNS))
    Console(width=120).print(shown)


if __name__ == "__main__":
    main()
