"""Many bots at once, and the tables that show them: what `prodev bot` runs.

Law: one player's failure stops nobody else, and is reported at the end. A stored score that does not follow from its
own row is a failure like any other.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import fmean
from typing import Any
from urllib.parse import urlsplit

import httpx
from rich.table import Table

from game.scoring import Totals, final_score
from game.terms import Mode
from server.infra.tables import counted
from server.robots.account import Account, AccountRefused
from server.robots.bot import Bot, GameFailed
from server.robots.typist import Typist

Say = Callable[[str], None]
ANSWER_WAIT_S = 5
TABLE_ROWS_LIMIT = 40  # a screen; the others are counted in one line
COUNTED = ("correct_words", "incorrect_words", "enemies_killed", "waves_completed", "max_combo")


def say_nothing(_: str) -> None:
    """The default: nobody listens."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What every player of a squad does. With `waves` None they play until defeated; sprints and dailies end anyway."""

    url: str
    typist: Typist
    games: int
    language: str
    difficulty: str
    seed: int
    waves: int | None = None
    register: bool = False
    mode: Mode = Mode.SOLO
    seconds: int = 60
    match: str = ""  # the code of a match in which all of them take seats, once

    @property
    def game(self) -> dict[str, str | int]:
        """What a game is started with."""
        game: dict[str, str | int] = {"mode": self.mode, "language": self.language}
        if self.mode is not Mode.DAILY:  # whose difficulty is the day's
            game["difficulty"] = self.difficulty
        if self.mode is Mode.SPRINT:
            game["seconds"] = self.seconds
        return game

    @property
    def waves_limit(self) -> int | None:
        return self.waves if self.mode is Mode.SOLO and not self.match else None


@dataclass(slots=True)
class SquadPlayer:
    """One player as the tables show it."""

    number: int
    name: str = "(nobody yet)"
    state: str = "signing in"
    results: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    drops: int = 0
    bot: Bot | None = None


class NoServer(Exception):
    """Nobody answers where the robots were sent; the message says where, and why."""


async def play_all(orders: Orders, players: Sequence[SquadPlayer], say: Say = say_nothing) -> None:
    """Let every player play all of its games. What goes wrong is added to the player's `failures`; `say` is told of
    each game that ends. Raises NoServer before anybody plays."""
    trusted = ssl.create_default_context()  # made once for all players
    await _must_answer(orders.url, trusted)
    await asyncio.gather(*(_play(orders, player, trusted, say) for player in players))


async def _must_answer(url: str, trusted: ssl.SSLContext) -> None:
    try:
        async with httpx.AsyncClient(base_url=url, verify=trusted, timeout=ANSWER_WAIT_S, trust_env=False) as client:
            answer = await client.get("/healthz")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise NoServer(f"no server answers at {url} ({str(error) or type(error).__name__})") from None
    if not answer.is_success:
        raise NoServer(f"what answers at {url} is not Pro Dev (/healthz: {answer.status_code})")


async def _play(orders: Orders, player: SquadPlayer, trusted: ssl.SSLContext, say: Say) -> None:
    random = Random(f"{orders.seed}/{player.number}")
    async with httpx.AsyncClient(base_url=orders.url, verify=trusted, timeout=30, trust_env=False) as client:
        account = Account(client, random)
        try:
            await account.sign_in(register=orders.register)
            player.name = account.username
            for game in range(1, orders.games + 1):
                await _play_game(orders, player, account, random, game)
                say(_told(player, game, orders.games))
            player.state = "done"
        except (AccountRefused, GameFailed) as error:
            player.failures.append(str(error))
            player.state = "failed"
            say(f"{player.name} failed")


def _told(player: SquadPlayer, game: int, games: int) -> str:
    which = f"{player.name}, game {game} of {games}"
    if not player.results:
        return f"{which}: no key pressed"
    result = player.results[-1]
    return f"{which}: {result['final_score']:,} points, {result['net_wpm']:.0f} WPM"


async def _play_game(orders: Orders, player: SquadPlayer, account: Account, random: Random, game: int) -> None:
    player.state = f"game {game} of {orders.games}"
    started = await (account.join(orders.match) if orders.match else account.start(**orders.game))
    bot = player.bot = Bot(
        socket_url(orders.url, started["socket"]),
        started["session_token"],
        orders.typist,
        random,
        waves_limit=orders.waves_limit,
        is_seat=bool(orders.match),
    )
    try:
        outcome = await bot.play()
    finally:
        player.drops += bot.drops
    if outcome.result is not None:
        player.results.append(outcome.result)
        if (score := score_of(outcome.result)) != outcome.result["final_score"]:
            raise GameFailed(f"the score {outcome.result['final_score']} does not follow from its row: {score}")


def socket_url(url: str, path: str) -> str:
    """`http://host/…` and `/ws/play` make `ws://host/ws/play`."""
    parts = urlsplit(url)
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}{path}"


def score_of(row: dict[str, Any]) -> int:
    """The final score that follows from a result's own columns."""
    totals = Totals(**{name: row[name] for name in COUNTED})
    return final_score(totals, row["playtime_seconds"])


# ---------------------------------------------------------------- tables


def live_table(players: Sequence[SquadPlayer]) -> Table:
    """The present state of each player."""
    table = Table(caption=_tally(players), caption_justify="left")
    table.add_column("player", no_wrap=True)
    table.add_column("doing", no_wrap=True)
    for heading in ("wave", "HP", "combo", "keys", "drops"):
        table.add_column(heading, justify="right")
    for player in players[:TABLE_ROWS_LIMIT]:
        game = player.bot.game if player.bot is not None else None
        figures = (game.wave, game.hp, f"×{game.combo}", game.pressed) if game is not None else ("",) * 4
        table.add_row(player.name, player.state, *map(str, figures), str(player.drops))
    return table


def _tally(players: Sequence[SquadPlayer]) -> str:
    games = sum(len(player.results) for player in players)
    failed = sum(bool(player.failures) for player in players)
    hidden = f", {counted(len(players) - TABLE_ROWS_LIMIT, 'more player')}" if len(players) > TABLE_ROWS_LIMIT else ""
    failures = f", {counted(failed, 'player')} failed" if failed else ""
    return f"{counted(games, 'game')} finished{failures}{hidden}"


def summary_table(players: Sequence[SquadPlayer]) -> Table:
    """The outcome, a line a player: its best score, and means over its games."""
    table = Table(title="Games", title_justify="left", caption=_tally(players), caption_justify="left")
    table.add_column("player", no_wrap=True)
    for heading in ("games", "best", "waves", "WPM", "accuracy", "drops"):
        table.add_column(heading, justify="right")
    for player in players:
        rows = player.results
        figures = (
            f"{max(row['final_score'] for row in rows):,}" if rows else "",
            f"{fmean(row['waves_completed'] for row in rows):.1f}" if rows else "",
            f"{fmean(row['net_wpm'] for row in rows):.1f}" if rows else "",
            f"{fmean(row['key_accuracy_percentage'] for row in rows):.1f} %" if rows else "",
        )
        table.add_row(player.name, str(len(rows)), *figures, str(player.drops))
    return table


def failures(players: Sequence[SquadPlayer]) -> list[str]:
    """One line for each thing that went wrong."""
    return [f"{player.name}: {failure}" for player in players for failure in player.failures]
