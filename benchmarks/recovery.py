"""How long an installation takes to be lost and put back: a backup, a restore, and the boards, at many results.

    .venv/bin/python benchmarks/recovery.py [--results 1000000] [--prove]

The games are those of the demo players, real ones with their key logs, copied under new players, ten a player; triggers
are off meanwhile, so these players have no sums. Then PostgreSQL is backed up, restored into a second server's empty
database, and the leaderboards are rebuilt there. `--prove` also works out every restored result again. Everything is on
this machine's disk, under the temporary folder.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvloop
from rich.console import Console
from rich.table import Table
from stage import machine

from server.backup.dumping import back_up
from server.backup.restoring import restore
from server.embedded import EmbeddedServers
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.leaderboards import Boards
from server.library import seed_library
from server.proof.verifying import prove
from server.robots.demo import demo_games
from server.settings import Settings

GAMES_OF_A_PLAYER = 10
AT_ONCE = 20_000
LONG_S = 3_600


async def _columns(pg: Pool, table: str, but: tuple[str, ...]) -> str:
    rows = await pg.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'"
        " AND table_schema = 'public' ORDER BY ordinal_position",
        table,
    )
    return ", ".join(row[0] for row in rows if row[0] not in but)


# A copy's ids follow from its number and its kind, in every statement alike. $1: the first number, $2: the last.
_ID = "md5('{kind} ' || number)::uuid"
_NUMBERS = """
FROM (SELECT number, (SELECT count(*) FROM demo) AS demos FROM generate_series($1::int, $2::int) AS number) n
JOIN demo d ON d.number = 1 + n.number % n.demos
"""


async def _statements(pg: Pool) -> list[str]:
    session, typing, player = (
        _ID.format(kind="session").replace("number", "n.number"),
        _ID.format(kind="typing").replace("number", "n.number"),
        f"md5('player ' || n.number / {GAMES_OF_A_PLAYER})::uuid",
    )
    token = "gen_random_uuid()"

    async def copy(table: str, source: str, **given: str) -> str:
        copied = await _columns(pg, table, ("id", *given))
        names = ", ".join(given)
        of = ", ".join(f"c.{name}" for name in copied.split(", "))
        return (
            f"INSERT INTO {table} ({names}, {copied}) SELECT {', '.join(given.values())}, {of}"
            f" {_NUMBERS} JOIN {table} c ON c.{source}"
        )

    return [
        f"""
        INSERT INTO users (id, username, email, password_hash, display_name)
        SELECT md5('player ' || n)::uuid, 'player_' || n, 'player_' || n || '@bench.invalid', '!', 'Player ' || n
        FROM generate_series($1::int / {GAMES_OF_A_PLAYER}, $2::int / {GAMES_OF_A_PLAYER}) AS n ON CONFLICT DO NOTHING
        """,
        await copy("game_sessions", "id = d.session", id=session, session_token=token, user_id=player),
        await copy(
            "typing_sessions", "id = d.typing", id=typing, session_token=token, game_session_id=session, user_id=player
        ),
        await copy("game_results", "session_id = d.session", session_id=session, user_id=player),
        await copy("typing_results", "session_id = d.typing", session_id=typing, user_id=player),
    ]


_DEMO = """
CREATE TEMPORARY TABLE demo AS
SELECT row_number() OVER () AS number, s.id AS session, t.id AS typing
FROM game_sessions s JOIN typing_sessions t ON t.game_session_id = s.id JOIN game_results r ON r.session_id = s.id
"""


async def _fill(stores: Stores, results: int) -> None:
    await seed_library(stores.pg)
    await demo_games(stores)
    async with stores.pg.acquire() as connection:
        await connection.execute(_DEMO)
        statements = await _statements(stores.pg)
        await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        for first in range(1, results + 1, AT_ONCE):
            for statement in statements:
                await connection.execute(statement, first, min(first + AT_ONCE - 1, results), timeout=LONG_S)
        await connection.execute("RESET session_replication_role; DROP TABLE demo")
    await stores.pg.execute("VACUUM ANALYZE", timeout=LONG_S)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="prodev-recovery-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Watch:
    """What each step took, in the order of the steps."""

    def __init__(self) -> None:
        self.steps: dict[str, str] = {}

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        began_s = time.monotonic()
        yield
        self.steps[step] = f"{time.monotonic() - began_s:,.0f} s"
        print(f"  {step}: {self.steps[step]}", flush=True)


async def _lose(servers: EmbeddedServers, folder: Path, results: int, watch: _Watch) -> Path:
    pg, redis = await open_pool(servers.database_url, 4), open_redis(servers.redis_url)
    settings = Settings(database_url=servers.database_url, redis_url=servers.redis_url)
    await migrate(servers.database_url)
    with watch.timed("(fill)"):
        await _fill(Stores(settings, pg, redis), results)
    size: int = await pg.fetchval("SELECT pg_database_size(current_database())")
    watch.steps["database"] = f"{size / 2**20:,.0f} MiB"
    await pg.close()
    await redis.aclose()
    with watch.timed("backup"):
        file = await back_up(servers.database_url, folder / "backups", datetime.now(UTC))
    watch.steps["file"] = f"{file.stat().st_size / 2**20:,.0f} MiB"
    return file


async def _find_again(servers: EmbeddedServers, file: Path, watch: _Watch, is_proved: bool) -> None:
    with watch.timed("restore"):
        await restore(servers.database_url, file)
    pg, redis = await open_pool(servers.database_url, 4), open_redis(servers.redis_url)
    settings = Settings(database_url=servers.database_url, redis_url=servers.redis_url)
    with watch.timed("boards"):
        await Boards(pg, redis, settings).rebuild()
    if is_proved:
        with watch.timed("prove"):
            games = differences = 0
            async for page in prove(pg, servers.database_url):
                games, differences = games + page.games, differences + len(page.differences)
        watch.steps["proved"] = f"{games:,}, {differences} differences"
    await pg.close()
    await redis.aclose()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--results", type=int, default=1_000_000)
    arguments.add_argument("--prove", action="store_true", help="prove every game that was restored")
    chosen = arguments.parse_args()
    watch = _Watch()
    with _folder() as folder:
        with EmbeddedServers(folder / "lost", "benchmark") as servers:
            file = uvloop.run(_lose(servers, folder, chosen.results, watch))
        with EmbeddedServers(folder / "found", "benchmark") as servers:
            uvloop.run(_find_again(servers, file, watch, chosen.prove))
    shown = Table("step", "took", title=f"recovery of {chosen.results:,} results ({machine()})")
    for step in watch.steps.items():
        shown.add_row(*step)
    Console(width=110).print(shown)


if __name__ == "__main__":
    main()
