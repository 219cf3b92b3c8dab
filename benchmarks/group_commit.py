"""Games that end together in one transaction, beside each in its own: whether group commit by hand would pay.

    .venv/bin/python benchmarks/group_commit.py [--games 640] [--callers 16] [--together 8] [--rounds 5]

The statement is that of a game's end, on the server's pool; this program has the first core and PostgreSQL the others.
The variants take turns in each round:

- `alone`: each game is a transaction, as the server does it;
- `commit_delay`: so too, and PostgreSQL waits that long for others before it flushes its log (`commit_siblings` 2);
- `together`: so many games, each behind a savepoint, so that a bad one fails alone;
- `no savepoints`: the same without them, as if no game could fail;
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
from server.infra.postgres import Connection, Pool, open_pool
from server.infra.redis import open_redis
from server.results import FinishedGame, record
from server.settings import Settings

WARM_UP = 4  # turns of each caller before the first round
DELAY_US = 200

End = Callable[[FinishedGame], Awaitable[object]]


class _Together:
    """Whoever ends a game waits until `most` have come, or the others have stopped coming for a moment."""

    WAIT_S = 0.002

    def __init__(self, pg: Pool, most: int, *, savepoints: bool) -> None:
        self._pg, self._most, self._savepoints = pg, most, savepoints
        self._waiting: list[tuple[FinishedGame, asyncio.Future[None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._tasks = set[asyncio.Task[None]]()

    async def end(self, game: FinishedGame) -> None:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((game, done))
        if len(self._waiting) >= self._most:
            self._go()
        elif self._timer is None:
            self._timer = loop.call_later(self.WAIT_S, self._go)
        await done

    def _go(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        taken, self._waiting = self._waiting, []
        if taken:
            task = asyncio.ensure_future(self._save(taken))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _save(self, taken: Sequence[tuple[FinishedGame, asyncio.Future[None]]]) -> None:
        async with self._pg.acquire() as connection, connection.transaction():
            # In one order, so that two such transactions do not wait for each other.
            for game, _ in sorted(taken, key=lambda one: one[0].user_id):
                await self._save_one(connection, game)
        for _, done in taken:
            done.set_result(None)

    async def _save_one(self, connection: Connection, game: FinishedGame) -> None:
        # What `record` does on a connection of its own.
        log = await record_module._written(self._pg, game)  # noqa: SLF001
        if self._savepoints:
            async with connection.transaction():
                assert await record_module._record(connection, game, log) is not None  # noqa: SLF001
        else:
            assert await record_module._record(connection, game, log) is not None  # noqa: SLF001


class _Bench:
    def __init__(self, games: Games, url: str, size: int, together: int) -> None:
        self._games, self._url, self._size, self._together = games, url, size, together

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
        end: End = partial(record, pg)
        if variant in ("together", "no savepoints"):
            end = _Together(pg, self._together, savepoints=variant == "together").end
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


VARIANTS = ("alone", "commit_delay", "together", "no savepoints", "no flush")
COLUMNS = ("games a second", "our CPU ms", "PostgreSQL's CPU ms", "late ms")


async def _measure(servers: EmbeddedServers, chosen: argparse.Namespace) -> dict[str, list[Figures]]:
    url = servers.database_url
    settings = Settings(database_url=url, redis_url=servers.redis_url, secret_key=SECRET_KEY, log_level="error")
    pg, redis = await open_pool(url, 4), open_redis(servers.redis_url)
    templates = await demo_templates(Stores(settings, pg, redis))
    games = Games(pg, "grouped", templates, connections=chosen.callers, players_each=50)
    await games.add_players()
    bench = _Bench(games, url, settings.pool_size, chosen.together)
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
    arguments.add_argument("--together", type=int, default=8, help="games in one transaction, at most")
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
