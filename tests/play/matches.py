"""Matches for tests: opened, joined and played over HTTP and the socket, at a quicker pace than people's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

from server.play.core.match import Pace
from tests.live import PATIENCE_S, Account, Live, Player, playing, typed

PACE = Pace(countdown=300, second_waits=60_000, robots_after=60_000, overtime=60_000)


def at_pace(*lives: Live, **other: int) -> None:
    """Let these servers' matches wait less, or as long as is given."""
    for live in lives:
        live.play.hall.steps.pace = replace(PACE, **other)


async def call(account: Account, method: str, path: str, *, at: Live | None = None, **body: Any) -> Any:
    """The answer to a call that is accepted."""
    answer = await account.request(method, f"/api/matches{path}", at=at, **body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def refused(account: Account, method: str, path: str, *, at: Live | None = None, **body: Any) -> tuple[int, str]:
    answer = await account.request(method, f"/api/matches{path}", at=at, **body)
    assert not answer.is_success, answer.text
    return answer.status_code, answer.json()["code"]


async def guests(live: Live, count: int) -> list[tuple[Account, Live]]:
    """So many new ones, each with the server that they are on."""
    return [(await live.guest(), live) for _ in range(count)]


async def opened(host: Account, **wanted: Any) -> str:
    """The code of a new match of two short waves, found by its code alone."""
    about = {"language": "PYTHON", "waves": 2, "visibility": "LINK", **wanted}
    return str((await call(host, "POST", "", **about))["code"])


async def look(account: Account, code: str, *, at: Live | None = None) -> dict[str, Any]:
    match: dict[str, Any] = await call(account, "GET", f"/{code}", at=at)
    return match


async def match_in(account: Account, code: str, state: str, *, at: Live | None = None) -> dict[str, Any]:
    """The match, once it is in this state."""
    async with asyncio.timeout(PATIENCE_S):
        while (match := await look(account, code, at=at))["state"] != state:
            await asyncio.sleep(0.02)
    return match


class Seat:
    """A player on the line, with the seat that they took."""

    def __init__(self, account: Account, taken: dict[str, Any], player: Player) -> None:
        self.account, self.player, self.number, self.token = account, player, taken["seat"], taken["session_token"]
        self.session_id: str = taken["session_id"]

    async def match(self, state: str) -> dict[str, Any]:
        """The next `match` frame of this state."""
        while (frame := await self.player.until("match"))["state"] != state:
            pass
        return frame

    async def begins(self) -> dict[str, Any]:
        """The first wave."""
        return await self.player.until("wave")

    async def type(self, waves: int = 1) -> None:
        for _ in range(waves):
            number = self.player.wave["n"]
            await self.player.press(typed(self.player.wave["text"]))
            assert self.player.wave["n"] in (number, number + 1)


def row(standing: dict[str, Any], seat: int) -> list[Any]:
    """How far a seat has got; nothing yet when nothing is known of it."""
    nothing = [seat, 0, 0.0, 0.0, 100, 0, None]
    return next((one for one in standing["seats"] if one[0] == seat), nothing)


@asynccontextmanager
async def seated(code: str, *accounts: tuple[Account, Live]) -> AsyncIterator[list[Seat]]:
    """They have joined the match one after another, and are on the line."""
    async with AsyncExitStack() as stack:
        seats = []
        for account, live in accounts:
            taken = await call(account, "POST", f"/{code}/join", at=live)
            player = await stack.enter_async_context(playing(live))
            await player.hello(taken["session_token"])
            seats.append(Seat(account, taken, player))
        yield seats
