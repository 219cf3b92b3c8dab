"""What a page of a leaderboard costs, from a thousand to a million players, with Redis and without; and the rebuild.

    .venv/bin/python benchmarks/boards.py [--most 100000] [--rounds 5] [--calls 1000] [--port 18765]

Players are 1,000 and ten times as many each time, up to `--most` (1000000 for the whole, which takes a quarter of an
hour). Each has one ranked game of the last 30 days, but of the last hour none: a server that starts
reads again whatever changed shortly before the rebuild.

`page` is the first page of the board of scores, asked for by 16 connections that are not signed in, beside a JSON of
the same bytes from the same server and through the same dispatch (benchmarks/constant.py), in turns; their ratio is
the median over the rounds. `rank` (one place, and one's own) and `around me` are asked for by players drawn at
random, two connections at a time, signed in: PostgreSQL is asked who they are. `away` is the same when Redis is not
there. `fill` is what the table takes that all boards come from, worked out from the games as after an upgrade;
`rebuild` puts every board into Redis, by a process on the server's core, `MiB` is what Valkey holds for them. The
last row says what the largest board costs beside the smallest. The server has the first core; PostgreSQL, Valkey and
this program share the others.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson
import uvloop
from constant import PATH as CONSTANT
from rich.console import Console
from rich.table import Table
from stage import HERE, SECRET_KEY, Figures, machine, medians, on_the_server_core, prodev, servers_behind
from web_load import Answers, ask, request

from server.embedded import EmbeddedServers
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.leaderboards import Boards
from server.leaderboards.filling import fill
from server.settings import Settings
from server.sign_in.tokens import AccessTokens, Claims

SMALLEST = 1_000
VIEWERS = 200
CONNECTIONS = 16
SIGNED_IN_AT_ONCE = 2
AWAY_PAGES, AWAY_CALLS = 5, 100
FILLED_AT_ONCE = 100_000
FILL_S = 600
NOWHERE = "redis://127.0.0.1:1/0"
PAGE = "/api/leaderboard"
QUERIES = {"rank": "limit=1", "around me": "around=me"}

# $1: the first player's number, $2: the last one's. Scores differ by words; the CHECKs of game_results hold the sums.
_FILL = """
WITH new AS (
    SELECT number, md5('boards ' || number)::uuid AS id, md5('boards game ' || number)::uuid AS session,
        now() - interval '1 hour' - random() * interval '29 days' AS ended_at, 20 + (random() * 400)::int AS words
    FROM generate_series($1::int, $2::int) AS number
), players AS (
    INSERT INTO users (id, username, email, password_hash, display_name, created_at, updated_at)
    SELECT id, 'boards_' || number, 'boards_' || number || '@bench.invalid', 'x', 'Player ' || number,
        ended_at, ended_at
    FROM new
), sessions AS (
    INSERT INTO game_sessions (id, user_id, language, difficulty, started_at, ended_at, is_completed)
    SELECT session, id, (enum_range(NULL::"Language"))[1 + number % cardinality(enum_range(NULL::"Language"))],
        (enum_range(NULL::"Difficulty"))[1 + number / 7 % 4], ended_at - interval '2 minutes', ended_at, true
    FROM new
)
INSERT INTO game_results (session_id, user_id, final_score, waves_completed, enemies_killed, accuracy_percentage,
    words_per_minute, total_words_typed, correct_words, incorrect_words, total_keys_pressed, correct_keys,
    max_combo, total_damage_dealt, total_damage_taken, playtime_seconds, end_reason, ranked, ended_at, created_at)
SELECT session, id, words * 10 + words / 4 * 50 + 3 * 100 + 10 * 25 + 500 + floor(words::float8 / 120 * 60 * 2),
    3, words / 4, 100, words::float8 / 120 * 60, words, words, 0, words * 5, words * 5,
    10, 100, 100, 120, 'defeated', true, ended_at, ended_at
FROM new
"""
_STATISTICS = """
INSERT INTO user_statistics (user_id, total_games)
SELECT md5('boards ' || number)::uuid, 1 FROM generate_series($1::int, $2::int) AS number
"""
_SIGN_IN = """
INSERT INTO refresh_tokens (user_id, family_id, token_hash, expires_at)
SELECT id, id, md5(id::text) || md5(id::text), now() + interval '1 day' FROM unnest($1::uuid[]) AS id
ON CONFLICT DO NOTHING
"""


async def _fill(pg: Pool, before: int, players: int) -> Figures:
    """The games alone, without triggers, and then the boards' table out of them."""
    async with pg.acquire() as connection:
        await connection.execute("SET session_replication_role = replica")
        for first in range(before, players, FILLED_AT_ONCE):
            for statement in (_FILL, _STATISTICS):
                await connection.execute(statement, first, min(first + FILLED_AT_ONCE, players) - 1, timeout=FILL_S)
        await connection.execute("RESET session_replication_role")
    await pg.execute("VACUUM ANALYZE", timeout=FILL_S)
    await pg.execute("UPDATE leaderboard_filling SET filled_to = NULL, filled_at = NULL")
    began_s = time.perf_counter()
    await fill(pg)
    seconds = time.perf_counter() - began_s
    await pg.execute("VACUUM ANALYZE leaderboards, leaderboard_counts", timeout=FILL_S)
    return {"fill s": seconds}


async def _sign_in(pg: Pool, players: int, dice: random.Random) -> list[str]:
    """Access tokens of some of them."""
    numbers = dice.sample(range(players), VIEWERS)
    ids = await pg.fetchval("SELECT array_agg(md5('boards ' || n)::uuid) FROM unnest($1::int[]) AS n", numbers)
    await pg.execute(_SIGN_IN, ids)
    tokens, now = AccessTokens(SECRET_KEY, 3_600), datetime.now(UTC)
    return [tokens.issue(Claims(one, one, 0), now) for one in ids]


async def _rebuild(pg: Pool, servers: EmbeddedServers) -> Figures:
    redis = open_redis(servers.redis_url)
    await redis.flushall()
    before = (await redis.info("memory"))["used_memory"]
    settings = Settings(database_url=servers.database_url, redis_url=servers.redis_url)
    began_s = time.perf_counter()
    with on_the_server_core():
        await Boards(pg, redis, settings).rebuild()
    seconds = time.perf_counter() - began_s
    held = (await redis.info("memory"))["used_memory"] - before
    await redis.aclose()
    return {"rebuild s": seconds, "MiB": held / 2**20}


async def _prepare(servers: EmbeddedServers, before: int, players: int) -> tuple[list[str], Figures]:
    pg = await open_pool(servers.database_url, 4)
    try:
        filled = await _fill(pg, before, players)
        return await _sign_in(pg, players, random.Random(players)), filled | await _rebuild(pg, servers)
    finally:
        await pg.close()


def _until_from(port: int, source: str) -> bytes:
    """The first page, once it comes from there."""
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s:
        page = ask(port, [request("GET", PAGE)], 1).bodies[0]
        if orjson.loads(page)["source"] == source:
            return page
        time.sleep(0.2)
    sys.exit(f"the pages do not come from {source}")


def _beside_constant(port: int, calls: int, rounds: int) -> Figures:
    seen: list[Figures] = []
    for _ in range(rounds):
        page = ask(port, [request("GET", PAGE)] * calls, CONNECTIONS).a_second
        constant = ask(port, [request("GET", CONSTANT)] * calls, CONNECTIONS).a_second
        seen.append({"page": page, "constant": constant, "page / constant": page / constant})
    return medians(seen)


def _signed_in(port: int, query: str, tokens: Sequence[str], calls: int) -> Answers:
    def requests() -> Iterator[bytes]:
        for call in range(calls):
            yield request("GET", f"{PAGE}?{query}", token=tokens[call % len(tokens)])

    ask(port, [request("GET", f"{PAGE}?{query}", token=token) for token in tokens[:CONNECTIONS]], SIGNED_IN_AT_ONCE)
    return ask(port, requests(), SIGNED_IN_AT_ONCE)


def _measure(servers: EmbeddedServers, before: int, players: int, chosen: argparse.Namespace) -> Figures:
    tokens, figures = uvloop.run(_prepare(servers, before, players))
    constant = Path(servers.folder, "constant.json")
    launcher = sys.executable, str(HERE / "constant.py")
    with prodev(servers, chosen.port, *launcher, PRODEV_BENCH_CONSTANT=str(constant)):
        constant.write_bytes(_until_from(chosen.port, "redis"))
        figures |= _beside_constant(chosen.port, chosen.calls, chosen.rounds)
        for name, query in QUERIES.items():
            answers = _signed_in(chosen.port, query, tokens, chosen.calls)
            figures |= {f"{name} p50": answers.late(0.5), f"{name} p99": answers.late(0.99)}
    with prodev(servers, chosen.port, REDIS_URL=NOWHERE):
        _until_from(chosen.port, "postgres")
        pages = [request("GET", f"{PAGE}?limit={20 + number}") for number in range(AWAY_PAGES)]
        figures |= {"away page p50": ask(chosen.port, pages, 1).late(0.5)}
        for name, query in QUERIES.items():
            figures |= {f"away {name} p50": _signed_in(chosen.port, query, tokens, AWAY_CALLS).late(0.5)}
    return figures


COLUMNS = {
    "page": ",.0f",
    "constant": ",.0f",
    "page / constant": ".2f",
    "rank p50": ".1f",
    "rank p99": ".1f",
    "around me p50": ".1f",
    "around me p99": ".1f",
    "away page p50": ".1f",
    "away rank p50": ".1f",
    "away around me p50": ".1f",
    "fill s": ".1f",
    "rebuild s": ".1f",
    "MiB": ",.0f",
}
RATES = ("page", "constant", "page / constant")  # the more, the better


def _table(seen: dict[int, Figures]) -> Table:
    shown = Table(title=f"boards: calls a second, ms ({machine()})")
    for column in ("players", *COLUMNS):
        shown.add_column(column, justify="right")
    for players, figures in seen.items():
        shown.add_row(f"{players:,}", *(f"{figures[name]:{kind}}" for name, kind in COLUMNS.items()))
    first, *_, last = seen.values()
    grown = (first[name] / last[name] if name in RATES else last[name] / first[name] for name in COLUMNS)
    shown.add_row("cost ×", *(f"{factor:.2f}" for factor in grown))
    return shown


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--most", type=int, default=100_000, help="players at last")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--calls", type=int, default=1_000, help="of each kind in a round")
    arguments.add_argument("--port", type=int, default=18765)
    chosen = arguments.parse_args()
    seen: dict[int, Figures] = {}
    with servers_behind() as servers:
        before, players = 0, SMALLEST
        while players <= chosen.most:
            seen[players] = _measure(servers, before, players, chosen)
            print(f"  {players:,} players: {seen[players]['around me p50']:.1f} ms around me", flush=True)
            before, players = players, players * 10
    Console(width=180).print(_table(seen))


if __name__ == "__main__":
    main()
