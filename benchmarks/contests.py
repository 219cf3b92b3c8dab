"""A contest of hundreds of robots, from the opening of its window to its ratings.

    .venv/bin/python benchmarks/contests.py [--players 500] [--wpm 80] [--at-once 100]

Everybody begins in the first seconds of the window, so many a second, and only then do they type, each on a socket of
their own at a speed of their own, from half to twice the `--wpm`: their keys would make the calls wait, in this process
more than in the server's. Nobody is judged by rhythm, for on a busy machine robots stumble like no hand does. Ten
readers follow the standings. Then the window closes, and the feed fixes ranks and ratings. They are compared with those
that follow from the stored results.

`start` is the time of the call that begins a game, `follow` how long after the game's end its place was sent to the
readers, `standings` the first page of a hundred over HTTP, `fixing` from the end of the window to `OVER`, which the
feed looks for every two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
import orjson
from rich.console import Console
from rich.table import Table
from stage import machine, prodev, servers_behind

from server.infra.postgres import Pool, open_pool
from server.library.parse import parse
from server.library.versions import Content, add, writing
from server.ratings import NEW, moved, shown
from server.robots.bot import Bot
from server.robots.squad import socket_url
from server.robots.typist import Typist

PORT = 8731
FOLLOWERS = 10
PATIENCE_S = 120
WINDOW_S = 3_600
SNIPPETS = 8
TEXT = (
    "def scale_{n}(values, factor={n}):\n    return [value * factor for value in values]\n\nprint(scale_{n}([1, 2, 3]))"
)


@dataclass(slots=True)
class Evening:
    """What was measured, in milliseconds, and what is known of the players."""

    http: httpx.AsyncClient
    url: str
    slug: str = ""
    starts: list[float] = field(default_factory=list)
    follows: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    ended_s: dict[str, float] = field(default_factory=dict)  # by result
    failures: list[str] = field(default_factory=list)

    async def sign_up(self, name: str) -> dict[str, str]:
        body = {"username": name, "email": f"{name}@example.com", "password": "a long password"}
        answer = await self.http.post("/api/auth/register", json=body)
        answer.raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def begin(self, headers: dict[str, str], after_s: float) -> dict[str, Any] | None:
        await asyncio.sleep(after_s)
        began = time.perf_counter()
        answer = await self.http.post(f"/api/contests/{self.slug}/start", headers=headers)
        self.starts.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 201:
            self.failures.append(answer.text)
            return None
        game: dict[str, Any] = answer.json()
        return game

    async def play(self, number: int, game: dict[str, Any], wpm: float) -> None:
        random = Random(number)
        typist = Typist(wpm * 2 ** random.uniform(-1, 1), 0.96)
        outcome = await Bot(socket_url(self.url, game["socket"]), game["session_token"], typist, random).play()
        if outcome.result is None:
            self.failures.append(f"player {number} has no result")
        else:
            self.ended_s[outcome.result["id"]] = time.perf_counter()

    async def follow(self) -> None:
        """Hear of places, for as long as the contest lasts."""
        heard: set[str] = set()
        async with self.http.stream("GET", f"/api/contests/{self.slug}/live", timeout=None) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: ") and '"standings":' in line:
                    for row in orjson.loads(line[6:])["standings"]:
                        if row["result_id"] not in heard:
                            heard.add(row["result_id"])
                            self._heard(row["result_id"])

    def _heard(self, result_id: str) -> None:
        if (ended_s := self.ended_s.get(result_id)) is not None:
            self.follows.append((time.perf_counter() - ended_s) * 1000)

    async def read_pages(self, times: int) -> None:
        for _ in range(times):
            began = time.perf_counter()
            answer = await self.http.get(f"/api/contests/{self.slug}/standings?per_page=100")
            answer.raise_for_status()
            self.pages.append((time.perf_counter() - began) * 1000)


async def _snippets(pg: Pool) -> None:
    async with writing(pg) as connection:
        for n in range(SNIPPETS):
            about: dict[str, Any] = {"language": "PYTHON", "difficulty": "NORMAL", "category": "benchmark"}
            await add(connection, Content(**about, parsed=parse("PYTHON", TEXT.format(n=n)), expected_wpm=40))


async def _announce(contest: Evening, pg: Pool) -> None:
    headers = await contest.sign_up("staff")
    await pg.execute("UPDATE users SET role = 'ADMIN' WHERE username = 'staff'")
    about: dict[str, Any] = {"title": "Five hundred", "language": "PYTHON", "duration_s": WINDOW_S, "waves": 3}
    answer = await contest.http.post("/api/contests", json=about, headers=headers)
    answer.raise_for_status()
    contest.slug = answer.json()["contest"]["slug"]


async def _fixed(contest: Evening, pg: Pool) -> float:
    """Close the window; how long it took until ranks and ratings were fixed."""
    await pg.execute("UPDATE contests SET starts_at = clock_timestamp() - make_interval(secs => duration_s)")
    began = time.perf_counter()
    while True:
        view = (await contest.http.get(f"/api/contests/{contest.slug}")).json()
        if view["contest"]["state"] == "OVER":
            return time.perf_counter() - began
        if time.perf_counter() - began > PATIENCE_S:
            raise TimeoutError("the contest is not over")
        await asyncio.sleep(0.05)


async def _agrees(pg: Pool, slug: str) -> bool:
    """Whether ranks and ratings are those that follow from the results."""
    rows = await pg.fetch(
        "SELECT p.rank, p.old_rating, p.new_rating, x.mu, x.sigma, x.games FROM contest_participations p"
        " JOIN game_results r ON r.session_id = p.session_id JOIN ratings x ON x.user_id = p.user_id"
        " WHERE p.contest_slug = $1 ORDER BY r.final_score DESC, r.ended_at, r.id",
        slug,
    )
    ranks = [*range(1, len(rows) + 1)]
    after = moved([NEW] * len(rows), ranks) if len(rows) > 1 else []
    found = [(row["rank"], row["old_rating"], row["new_rating"], row["mu"], row["sigma"], row["games"]) for row in rows]
    wanted = [(rank, 1500, shown(one), *one, 1) for rank, one in zip(ranks, after, strict=True)]
    return found == wanted


async def measured(database_url: str, url: str, players: int, wpm: float, at_once: float) -> bool:
    pg = await open_pool(database_url, 2)
    await _snippets(pg)
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as http:
        contest = Evening(http, url)
        await _announce(contest, pg)
        headers = [await contest.sign_up(f"player_{number}") for number in range(players)]
        followers = [asyncio.create_task(contest.follow()) for _ in range(FOLLOWERS)]
        games = await asyncio.gather(*(contest.begin(one, number / at_once) for number, one in enumerate(headers)))
        began = time.perf_counter()
        await asyncio.gather(*(contest.play(number, game, wpm) for number, game in enumerate(games) if game))
        played_s = time.perf_counter() - began
        await contest.read_pages(50)
        fixing_s = await _fixed(contest, pg)
        agrees = await _agrees(pg, contest.slug)
        for follower in followers:
            follower.cancel()
            with suppress(asyncio.CancelledError, httpx.HTTPError):
                await follower
    await pg.close()
    show(contest, f"a contest of {players} on one process ({machine()})")
    print(f"played in {played_s:.0f} s: {len(contest.ended_s)} results; fixing {fixing_s:.2f} s")
    print(f"ranks and ratings {'are' if agrees else 'ARE NOT'} those that follow from the results")
    print(*contest.failures[:5], sep="\n")
    return agrees and not contest.failures


def show(contest: Evening, title: str) -> None:
    table = Table(title=title)
    for heading in ("", "p50 ms", "p99 ms", "of"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, figures in (("start", contest.starts), ("follow", contest.follows), ("standings", contest.pages)):
        table.add_row(name, *(f"{quantile(figures, part):.1f}" for part in (0.5, 0.99)), str(len(figures)))
    Console().print(table)


def quantile(figures: Sequence[float], part: float) -> float:
    if len(figures) < 2:
        return figures[0] if figures else float("nan")
    return statistics.quantiles(figures, n=1000, method="inclusive")[round(part * 1000) - 1]


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--players", type=int, default=500)
    options.add_argument("--wpm", type=float, default=80)
    options.add_argument("--at-once", type=float, default=100, help="games that begin a second")
    given = options.parse_args()
    with servers_behind() as servers, prodev(servers, PORT, PRODEV_PLAUSIBILITY="false"):
        url = f"http://127.0.0.1:{PORT}"
        if not asyncio.run(measured(servers.database_url, url, given.players, given.wpm, given.at_once)):
            sys.exit(1)


if __name__ == "__main__":
    main()
