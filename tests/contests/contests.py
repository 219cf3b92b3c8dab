"""Contests for tests: made, played and brought to their end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from server.contests.fixing import fix
from server.infra.postgres import Pool
from tests.live import PATIENCE_S, Account, Live, playing, typed

LATER = timedelta(days=1)


async def call(account: Account, method: str, path: str = "", **body: Any) -> Any:
    """The answer to a call that is accepted."""
    answer = await account.request(method, f"/api/contests{path}", **body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def refused(account: Account, method: str, path: str = "", **body: Any) -> tuple[int, str]:
    answer = await account.request(method, f"/api/contests{path}", **body)
    assert not answer.is_success, answer.text
    return answer.status_code, answer.json()["code"]


def wanted(**about: Any) -> dict[str, Any]:
    """A contest of one wave that begins tomorrow."""
    usual = {"title": "Friday night", "language": "PYTHON", "duration_s": 3600, "waves": 1}
    return {**usual, "starts_at": (datetime.now(UTC) + LATER).isoformat(), **about}


async def made(staff: Account, **about: Any) -> str:
    """The slug of a new contest."""
    view = await call(staff, "POST", **wanted(**about))
    return str(view["contest"]["slug"])


async def begin(pg: Pool, slug: str) -> None:
    """Its window opens now."""
    await pg.execute("UPDATE contests SET starts_at = clock_timestamp() WHERE slug = $1", slug)


async def end(pg: Pool, slug: str, ago_s: float = 0) -> None:
    """Its window closed `ago_s` ago."""
    await pg.execute(
        "UPDATE contests SET starts_at = clock_timestamp() - make_interval(secs => duration_s + $2) WHERE slug = $1",
        slug,
        ago_s,
    )


async def running(staff: Account, pg: Pool, **about: Any) -> str:
    slug = await made(staff, **about)
    await begin(pg, slug)
    return slug


async def started(account: Account, slug: str) -> dict[str, Any]:
    game: dict[str, Any] = await call(account, "POST", f"/{slug}/start")
    return game


async def play(account: Account, live: Live, slug: str, slips: int = 0, waves: int = 1) -> dict[str, Any]:
    """Type all waves to their end, after so many wrong keys; the result."""
    game = await started(account, slug)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        if slips:
            await player.press("~" * slips)
        for _ in range(waves):
            await player.press(typed(player.wave["text"]))
        if "result" not in (frame := await player.until("over")):
            raise AssertionError(frame)
        result: dict[str, Any] = frame["result"]
    return result


async def fixed(pg: Pool, slug: str) -> None:
    """Its window is over, and its ranks are fixed by this or by the server."""
    await end(pg, slug)
    async with asyncio.timeout(PATIENCE_S):
        while not await fix(pg, slug) and not await is_fixed(pg, slug):
            await asyncio.sleep(0.02)


async def until_fixed(pg: Pool, slug: str) -> None:
    """The server fixes it by itself."""
    async with asyncio.timeout(PATIENCE_S):
        while not await is_fixed(pg, slug):
            await asyncio.sleep(0.05)


async def is_fixed(pg: Pool, slug: str) -> bool:
    found: bool = await pg.fetchval("SELECT fixed_at IS NOT NULL FROM contests WHERE slug = $1", slug)
    return found


async def standings(account: Account, slug: str) -> list[tuple[int, str]]:
    items = (await call(account, "GET", f"/{slug}/standings"))["items"]
    return [(one["rank"], one["username"]) for one in items]
