"""Games ended a second: over HTTP, by the same code without HTTP, and by pgbench with the same statements.

    .venv/bin/python benchmarks/results.py [--games 640] [--past 0 100 10000] [--rounds 3] [--callers 16] [--port 18765]

The games are played over the socket first, by registered players, long enough to be ranked; the other columns end
copies of them. `over HTTP` is `POST /api/game/end` by so many callers at once: the judge's figures and key log, the
transaction, the boards, the cached statistics, the feed, with the journal and the answer around them. `all but HTTP` is
what the server does from the finished game on: the transaction, the boards, the cached statistics, the feed.
`transaction` is `results.Recorder` alone, on the server's pool of 10 connections. pgbench ends games by the same
statements, with a connection for each caller, and PostgreSQL checks as much as when they come from us.

The server, and in turn this program, has the first core; PostgreSQL, Valkey and the clients share the others. A row
for each number of games that its players have ended before; each round measures every column, shown are medians.
The columns `CPU ms` are what a game's end costs the server's process (for the last two: this one) in time of a core,
which other programs on the machine change little: with what the feed does of it afterwards, but for `transaction`.
`PostgreSQL's CPU` is the same of PostgreSQL, over HTTP. `asking` is the share of a core that the HTTP client used.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path

import orjson
import uvloop
from ended_games import Games, games_a_second, stored_games
from rich.console import Console
from rich.table import Table
from stage import (
    SECRET_KEY,
    Figures,
    cpu_s,
    machine,
    medians,
    on_the_server_core,
    postgres_s,
    prodev,
    servers_behind,
    type_on,
    typists,
    until_fed,
)
from web_load import ask, request

from server.app import create_app
from server.embedded import EmbeddedServers
from server.infra.postgres import open_pool
from server.results import Recorder
from server.settings import Settings

FIRST = 320
PLAYED_S = 14  # after a warm-up of 3: a game of 15 s can be ranked
KEYS_PER_SECOND = 15.0
COPIED = 50  # of the games that were ended over HTTP


# ---------------------------------------------------------------- over HTTP


class _Callers:
    """Registered players, each with a sign-in."""

    def __init__(self, port: int, callers: int) -> None:
        self._port, self._callers = port, callers
        self._tokens: list[str] = []

    def _register(self, players: int) -> None:
        forms = [
            {
                "username": f"caller_{number}",
                "email": f"{number}@caller.example.org",
                "password": "a long enough password 1",
            }
            for number in range(players)
        ]
        answers = ask(self._port, [request("POST", "/api/auth/register", body=form) for form in forms], self._callers)
        self._tokens = [orjson.loads(body)["access_token"] for body in answers.bodies]

    def end_games(self, program: Path, server_pid: int, url: str, games: int) -> Figures:
        """Play and end so many games, each of a player of its own; before, FIRST others, unmeasured: every connection
        has its statements prepared then, and PostgreSQL their plans."""
        if not self._tokens:
            self._register(games + FIRST)
        ask_for = {"language": "PYTHON", "difficulty": "EXPERT"}
        starts = [request("POST", "/api/game/start", token=token, body=ask_for) for token in self._tokens]
        begun = [orjson.loads(body) for body in ask(self._port, starts, self._callers).bodies]
        type_on(program, self._port, [game["session_token"] for game in begun], rate=KEYS_PER_SECOND, seconds=PLAYED_S)
        ends = [
            request("POST", "/api/game/end", token=token, body={"session_id": game["session_id"]})
            for token, game in zip(self._tokens, begun, strict=True)
        ]
        ask(self._port, ends[games:], self._callers)
        asyncio.run(until_fed(url))
        before_s, postgres_before_s = cpu_s(server_pid), postgres_s()
        answers = ask(self._port, ends[:games], self._callers)
        asyncio.run(until_fed(url))
        spent_ms = 1000 * (cpu_s(server_pid) - before_s) / games
        postgres_ms = 1000 * (postgres_s() - postgres_before_s) / games
        if answers.put_off:
            print(f"  {answers.put_off} calls were put off with 503", flush=True)
        results = [result for body in answers.bodies if (result := orjson.loads(body)) is not None]
        if len(results) < games:
            print(f"  {games - len(results)} games ended without a key", flush=True)
        if not all(result["ranked"] for result in results):
            print(f"  not ranked: {sorted({str(result['unranked_reason']) for result in results})}", flush=True)
        return {
            "over HTTP": answers.a_second,
            "HTTP CPU": spent_ms,
            "PostgreSQL's CPU": postgres_ms,
            "asking": answers.client_cpu,
        }


# ---------------------------------------------------------------- without HTTP


async def _without_http(servers: EmbeddedServers, turn: int, past: int, games: int, callers: int) -> Figures:
    """The other columns for players who have ended `past` games."""
    url = servers.database_url
    settings = Settings(
        database_url=url, redis_url=servers.redis_url, secret_key=SECRET_KEY, log_level="error", rate_limits=False
    )
    pg = await open_pool(url, settings.pool_size)
    ended = Games(pg, f"round{turn}_{past}", await stored_games(pg, COPIED), connections=callers, players_each=1)
    await ended.add_players(past)
    turns = games // callers
    games = turns * callers
    recorder = Recorder(pg)
    await games_a_second(await ended.start(2), recorder.record)  # statements are prepared
    before_s = time.process_time()
    with on_the_server_core():
        transaction = await games_a_second(await ended.start(turns), recorder.record)
    transaction_ms = 1000 * (time.process_time() - before_s) / games
    by_pgbench = await ended.by_pgbench(url, turns)
    await pg.execute("DELETE FROM feed_jobs WHERE queue = 'game_ended'")  # no server will do these
    ready = await ended.start(turns)
    app = create_app(settings)
    with on_the_server_core():
        async with app.router.lifespan_context(app) as state:
            assert state is not None
            before_s = time.process_time()
            whole = await games_a_second(ready, state["play"].endings.save)
            await until_fed(url)
            whole_ms = 1000 * (time.process_time() - before_s) / games
    await pg.execute("DELETE FROM feed_jobs WHERE queue = 'game_ended'")
    await pg.close()
    return {
        "all but HTTP": whole,
        "all but HTTP CPU": whole_ms,
        "transaction": transaction,
        "transaction CPU": transaction_ms,
        "pgbench": by_pgbench,
        "transaction / pgbench": transaction / by_pgbench,
    }


# ---------------------------------------------------------------- all of it

COLUMNS = {
    "over HTTP": ".0f",
    "HTTP CPU": ".2f",
    "PostgreSQL's CPU": ".2f",
    "asking": ".2f",
    "all but HTTP": ".0f",
    "all but HTTP CPU": ".2f",
    "transaction": ".0f",
    "transaction CPU": ".2f",
    "pgbench": ".0f",
    "transaction / pgbench": ".2f",
}


def _measure(chosen: argparse.Namespace, program: Path) -> dict[int, list[Figures]]:
    seen: dict[int, list[Figures]] = {past: [] for past in chosen.past}
    callers = _Callers(chosen.port, chosen.callers)
    with servers_behind() as servers:
        for turn in range(chosen.rounds):
            with prodev(servers, chosen.port) as server:
                over_http = callers.end_games(program, server.pid, servers.database_url, chosen.games)
            for past in chosen.past:
                figures = uvloop.run(_without_http(servers, turn, past, chosen.games, chosen.callers))
                seen[past].append(over_http | figures if past == chosen.past[0] else figures)
                shown = ", ".join(f"{name} {value:{COLUMNS[name]}}" for name, value in seen[past][-1].items())
                print(f"  round {turn + 1}, {past} past games: {shown}", flush=True)
    return seen


def _table(seen: dict[int, list[Figures]]) -> Table:
    shown = Table(title=f"games ended a second ({machine()})")
    shown.add_column("past games", justify="right")
    for column in COLUMNS:
        shown.add_column(column.replace("CPU", "CPU ms"), justify="right")
    for past, rounds in seen.items():
        figures = medians(rounds)
        cells = [f"{figures[name]:{kind}}" if name in figures else "" for name, kind in COLUMNS.items()]
        shown.add_row(f"{past:,}", *cells)
    return shown


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--games", type=int, default=640, help="that each column ends in a round")
    arguments.add_argument("--past", type=int, nargs="+", default=[0, 100, 10_000])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--callers", type=int, default=16, help="that end games at once, each one after the other")
    arguments.add_argument("--port", type=int, default=18765)
    chosen = arguments.parse_args()
    if not 0 < chosen.callers <= chosen.games:
        arguments.error("each caller needs a game")
    with typists() as program:
        seen = _measure(chosen, program)
    Console(width=150).print(_table(seen))


if __name__ == "__main__":
    main()
