"""Games that end together in one transaction, beside each in its own: whether group commit by hand would pay.

    .venv/bin/python benchmarks/group_commit.py [--games 640] [--callers 16] [--together 8] [--rounds 5]

The statement is that of a game's end, on the server's pool; this program has the first core and PostgreSQL the others.
The variants take turns in each round:

- `alone`: each game is a transaction, as the server does it;
- `commit_delay`: so too, and PostgreSQL waits that long for others before it flushes its log (`commit_siblings` 2);
- `together`: so many games, each behind a savepoint, so that a bad one fails alone;
- `no savepoints`: the same without them, as if no game could fail;
- `one statement`: so many games by one statement (`unnest`), as if no game could fail, each of a player of its own;
- `no flush`: each alone, and nobody waits for the disk: what is left for any way of flushing to win.

`CPU ms` is what a game costs this process and PostgreSQL, in time of a core; `late` how long a caller waits.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import orjson
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
from server.results.fair_play import NO_OBJECTIONS
from server.results.statements import OBJECTED
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


def _of_many(types: Sequence[str]) -> str:
    """The server's statement for many games to which no earlier one objects. Parameter N of each is `p.pN`; rhythms
    come last, with their session."""
    save: str = record_module.SAVE.replace(f"AND {OBJECTED} IS NOT TRUE", "")
    after = len(types) + 1  # the sessions that rhythms are of

    def replaced(old: str, new: str) -> None:
        nonlocal save
        assert old in save, old
        save = save.replace(old, new)

    replaced("WHERE s.id = $1 AND s.user_id = $6", "JOIN games p ON s.id = p.p1 AND s.user_id = p.p6 WHERE true")
    replaced("WHERE u.id = $6", "JOIN games p ON u.id = p.p6")
    replaced("    WHERE g.id = locked.id", "    JOIN games p ON p.p1 = locked.id WHERE g.id = locked.id")
    replaced("FOR SHARE OF u", "ORDER BY u.id FOR SHARE OF u")
    replaced(
        "FROM closed, unnest($7::uuid[], $8::text[], $9::int[]) AS n (snippet_id, bits, length)",
        f"FROM unnest($7::uuid[], $8::text[], $9::int[], ${after}::uuid[]) AS n (snippet_id, bits, length, session_id)"
        " JOIN closed ON closed.id = n.session_id",
    )
    replaced("    RETURNING t.id\n", "    RETURNING t.id, t.game_session_id\n")
    replaced(
        "FROM closed, typed",
        "FROM closed JOIN typed ON typed.game_session_id = closed.id JOIN games p ON p.p1 = closed.id",
    )
    replaced("FROM closed\n    ON CONFLICT", "FROM closed JOIN games p ON p.p1 = closed.id\n    ON CONFLICT")
    replaced("    FROM closed\n    RETURNING *", "    FROM closed JOIN games p ON p.p1 = closed.id\n    RETURNING *")
    begins, ends = save.index("played AS ("), save.index("counted AS (")
    save = (
        save[:begins]
        + """favorite AS (
    SELECT c.user_id, f.language FROM closed c, LATERAL (
        SELECT language FROM (
            SELECT language, games, last_ended_at FROM games_by_language WHERE user_id = c.user_id
            UNION ALL SELECT c.language, 1, c.ended_at
        ) played GROUP BY language ORDER BY sum(games) DESC, max(last_ended_at) DESC, language LIMIT 1
    ) f
), """
        + save[ends:]
    )
    replaced("WHERE us.user_id = r.user_id AND", "WHERE us.user_id = r.user_id AND f.user_id = r.user_id AND")
    replaced("$10::jsonb FROM result", "p.p10::jsonb FROM result JOIN games p ON p.p1 = result.session_id")
    replaced("SELECT 'game_ended', id, mode,", "SELECT 'game_ended', result.id, result.mode,")
    for number in range(len(types), 0, -1):
        if number not in _RHYTHMS:
            cast = "::jsonb" if types[number - 1] == "jsonb" else ""
            save = re.sub(rf"\${number}\b", f"p.p{number}{cast}", save)
    given = [(number, kind) for number, kind in enumerate(types, 1) if number not in _RHYTHMS]
    columns = ", ".join(f"p{number}" for number, _ in given)
    # asyncpg would take a list of lists for an array of two dimensions.
    arrays = ", ".join(f"${number}::{'text' if kind == 'jsonb' else kind}[]" for number, kind in given)
    games = f"WITH games AS MATERIALIZED (SELECT * FROM unnest({arrays}) AS g ({columns})), "
    return games + save.strip().removeprefix("WITH ")


_RHYTHMS = (7, 8, 9)  # parameters that are arrays of one game already


class _OneStatement(_Together):
    """As many games as came, by one statement."""

    def __init__(self, pg: Pool, most: int) -> None:
        super().__init__(pg, most, savepoints=False)
        self._statement, self._json = "", list[int]()

    async def _save(self, taken: Sequence[tuple[FinishedGame, asyncio.Future[None]]]) -> None:
        rows = [await self._values(game) for game, _ in taken]
        async with self._pg.acquire() as connection:
            if not self._statement:
                prepared = await connection.prepare(record_module.SAVE)
                kinds = [f'"{one.name}"' if one.schema == "public" else one.name for one in prepared.get_parameters()]
                del kinds[-len(NO_OBJECTIONS) :]
                self._statement = _of_many(kinds)
                self._json = [at for at, kind in enumerate(kinds) if kind == "jsonb"]
            arrays: list[list[Any]] = [list(values) for values in zip(*rows, strict=True)]
            for at in self._json:
                arrays[at] = [None if value is None else orjson.dumps(value).decode() for value in arrays[at]]
            of_sessions = [row[0] for row in rows for _ in row[_RHYTHMS[0] - 1]]
            for number in _RHYTHMS:
                arrays[number - 1] = [value for values in arrays[number - 1] for value in values]
            ended = await connection.fetch(self._statement, *arrays, of_sessions)
        assert len(ended) == len(taken), "no player has two of these games"
        for _, done in taken:
            done.set_result(None)

    async def _values(self, game: FinishedGame) -> Sequence[Any]:
        # What `_record` gives to the statement for one game.
        log = await record_module._written(self._pg, game)  # noqa: SLF001
        closing = (game.session_id, game.ended_at, game.is_completed, *log)
        rhythms = record_module.rhythms_of(game)
        values: Sequence[Any] = record_module._values(game, closing, rhythms, NO_OBJECTIONS)  # noqa: SLF001
        return values[: -len(NO_OBJECTIONS)]


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
        if variant == "one statement":
            end = _OneStatement(pg, self._together).end
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


VARIANTS = ("alone", "commit_delay", "together", "no savepoints", "one statement", "no flush")
COLUMNS = ("games a second", "our CPU ms", "PostgreSQL's CPU ms", "late ms")


async def _measure(servers: EmbeddedServers, chosen: argparse.Namespace) -> dict[str, list[Figures]]:
    url = servers.database_url
    record_module.BUSY = chosen.callers  # all logs are packed: nobody's form is cheaper
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
