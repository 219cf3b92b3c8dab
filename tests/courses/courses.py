"""A small course for tests, the calls of those who learn it and write it, and robots' attempts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from game.terms import Language
from server.courses.files import (
    ChallengeFile,
    ChallengeTable,
    LessonFile,
    LessonPage,
    ModuleFile,
    ModuleTable,
    TrackFile,
    TrackTable,
    write_courses,
)
from server.courses.seed import seed_courses
from server.infra.postgres import Pool
from tests.live import Account, Live, playing, typed

EMPTY_CALLS = "run()\nstop()"
INDEXES = "seats[0] = seats[1]\nprint(seats[0])"
DOUBLE = """\
def double(prices):
    doubled = []
    for price in prices:
        if price[0] > 10:
            doubled.append((price[0] * 2) + 1)
    return doubled


print(double([(12, "a"), (8, "b"), (21, "c")]))"""
HINTS = ["Look at the keyboard.", "Take your time."]
LESSON = "Hold **Shift** for `(` and `)`.\n\n1. Press one.\n2. Press the other."


def challenge(slug: str, code: str, **about: Any) -> ChallengeFile:
    usual: dict[str, Any] = {"title": slug.capitalize(), "minutes": 1, "points": 10, "min_accuracy": 90.0}
    return ChallengeFile(slug, ChallengeTable(**{**usual, **about}), code)


def course(slug: str = "basics", *, first: str = EMPTY_CALLS, **about: Any) -> TrackFile:
    """Two modules; the first has one lesson with two challenges, the second one lesson with one."""
    brackets = LessonFile(
        1,
        "round-brackets",
        LessonPage(title="Round brackets", text=LESSON),
        (
            challenge("empty-calls", first, **{"hints": HINTS, **about}),
            challenge("indexes", INDEXES, max_wrong_keys=3, min_accuracy=None),
        ),
    )
    functions = LessonFile(
        1, "functions", LessonPage(title="Functions", text="Now whole ones."), (challenge("double", DOUBLE),)
    )
    return TrackFile(
        slug,
        TrackTable(title="Basics", language=Language.PYTHON, description="From brackets to functions."),
        (
            ModuleFile(1, "brackets", ModuleTable(title="Brackets", description="All kinds."), (brackets,)),
            ModuleFile(2, "functions", ModuleTable(title="Functions", description="One kind."), (functions,)),
        ),
    )


def on_disk(folder: Path, *tracks: TrackFile) -> Path:
    write_courses(folder, tracks)
    return folder


async def seed(pg: Pool, folder: Path, *tracks: TrackFile) -> dict[str, str]:
    """The ids of the challenges, by their slugs."""
    await seed_courses(pg, on_disk(folder, *(tracks or (course(),))))
    return await ids(pg)


async def ids(pg: Pool) -> dict[str, str]:
    return {row["slug"]: row["id"] for row in await pg.fetch("SELECT slug, id FROM challenges")}


async def call(account: Account, method: str, path: str, **body: Any) -> Any:
    """The answer to a call that is accepted."""
    answer = await account.request(method, f"/api{path}", **body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def refused(account: Account, method: str, path: str, **body: Any) -> tuple[int, str]:
    answer = await account.request(method, f"/api{path}", **body)
    assert not answer.is_success, answer.text
    return answer.status_code, answer.json()["code"]


async def started(account: Account, challenge_id: str) -> dict[str, Any]:
    game: dict[str, Any] = await call(account, "POST", f"/challenges/{challenge_id}/start")
    return game


async def attempt(account: Account, live: Live, challenge_id: str, slips: int = 0) -> dict[str, Any]:
    """Type it to its end, after so many wrong keys; the result."""
    game = await started(account, challenge_id)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        if slips:
            await player.press("~" * slips)
        await player.press(typed(player.wave["text"]))
        result: dict[str, Any] = (await player.until("over"))["result"]
    return result


async def broken_off(account: Account, live: Live, challenge_id: str) -> dict[str, Any]:
    """Type a part of it, and quit; the game."""
    game = await started(account, challenge_id)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        await player.press(typed(player.wave["text"])[:4])
    await account.end(game)
    return game
