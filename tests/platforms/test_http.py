"""History from elsewhere over HTTP: brought, shown, brought again, removed, and of no consequence for anything else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from game.terms import Platform
from server import platforms
from server.infra.personal import forget, sections
from server.infra.postgres import Pool
from server.people import everything_kept
from server.platforms import keybr, monkeytype
from server.platforms.http import READERS
from server.platforms.past_tests import MOST_BYTES
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.http import SOMEONE, add_someone, app_of, bearer, client_of, problem, token_is_role
from tests.live import serving
from tests.platforms.exports import (
    days_later,
    keybr_json,
    keybr_lesson,
    monkeytype_csv,
    monkeytype_line,
)

PATH = "/api/user/platforms"
FILE = {"Content-Type": "application/octet-stream"}


@pytest.fixture
async def http(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    await add_someone(pg)
    async with client_of(app_of(platforms.endpoints(pg), token_is_role), headers=bearer("PLAYER")) as client:
        yield client


async def bring(http: httpx.AsyncClient, platform: str, content: bytes, **query: str) -> httpx.Response:
    return await http.put(f"{PATH}/{platform}", content=content, headers=FILE, params=query)


async def told(http: httpx.AsyncClient) -> dict[str, Any]:
    answer: dict[str, Any] = (await http.get(PATH)).json()
    return answer


async def test_both_histories_are_brought_and_told(http: httpx.AsyncClient) -> None:
    assert await told(http) == {"profiles": [], "days": []}
    lines = [monkeytype_line(), monkeytype_line(days_later(1), wpm=90, acc=100), monkeytype_line(wpm=0)]
    answer = await bring(http, "monkeytype", monkeytype_csv(*lines), handle="ada")
    assert (answer.status_code, answer.json()) == (200, {"tests": 2, "left_out": 1, "days": 2, "news": 2})
    assert (await bring(http, "KEYBR", keybr_json(keybr_lesson(days_later(3))))).status_code == 200
    found = await told(http)
    one, other = found["profiles"]
    assert (one["platform"], one["handle"], one["tests"], one["days"]) == ("MONKEYTYPE", "ada", 2, 2)
    assert (one["best_wpm"], one["current_wpm"]) == (90, pytest.approx((71.25 + 90) / 2))
    assert (one["first_day"], one["last_day"]) == ("2026-03-01", "2026-03-02")
    assert (other["platform"], other["handle"], other["best_wpm"]) == ("KEYBR", None, 40)
    assert [(day["platform"], day["day"], day["mean_wpm"]) for day in found["days"]] == [
        ("MONKEYTYPE", "2026-03-01", 71.25),
        ("MONKEYTYPE", "2026-03-02", 90),
        ("KEYBR", "2026-03-04", 40),
    ]


async def test_the_same_file_again_changes_nothing(http: httpx.AsyncClient, pg: Pool) -> None:
    content = monkeytype_csv(*(monkeytype_line(days_later(day)) for day in range(9)))
    await bring(http, "monkeytype", content, handle="ada")
    before = await pg.fetch("SELECT d.*, p.* FROM platform_days d JOIN platform_profiles p USING (user_id, platform)")
    again = await bring(http, "monkeytype", content)
    assert again.json()["news"] == 0
    assert before == await pg.fetch(
        "SELECT d.*, p.* FROM platform_days d JOIN platform_profiles p USING (user_id, platform)"
    )


async def test_of_two_files_each_day_is_the_fuller_one_s_in_either_order(http: httpx.AsyncClient) -> None:
    morning = monkeytype_csv(monkeytype_line(wpm=50), monkeytype_line(days_later(1), wpm=60))
    evening = monkeytype_csv(monkeytype_line(wpm=50), monkeytype_line(days_later(0.5), wpm=70))
    results = []
    for files in ((morning, evening), (evening, morning)):
        for content in files:
            await bring(http, "monkeytype", content)
        results.append((await told(http))["days"])
        assert (await http.delete(f"{PATH}/monkeytype")).status_code == 204
    assert results[0] == results[1]
    assert [(day["tests"], day["mean_wpm"]) for day in results[0]] == [(2, 60), (1, 60)]


async def test_the_current_speed_is_that_of_the_newest_week_of_days(http: httpx.AsyncClient) -> None:
    lines = [monkeytype_line(days_later(day), wpm=100 if day < 5 else 40) for day in range(12)]
    await bring(http, "monkeytype", monkeytype_csv(*lines))
    [profile] = (await told(http))["profiles"]
    assert (profile["current_wpm"], profile["best_wpm"]) == (40, 100)


async def test_an_import_can_be_removed_and_then_there_is_nothing(http: httpx.AsyncClient) -> None:
    await bring(http, "keybr", keybr_json(keybr_lesson()))
    await bring(http, "monkeytype", monkeytype_csv(monkeytype_line()))
    assert (await http.delete(f"{PATH}/keybr")).status_code == 204
    found = await told(http)
    assert {one["platform"] for one in found["profiles"] + found["days"]} == {"MONKEYTYPE"}
    assert problem(await http.delete(f"{PATH}/keybr")) == (404, "platforms/nothing-imported")
    assert (await http.delete(f"{PATH}/typeracer")).status_code == 422


async def test_wrong_huge_and_nameless_files_are_refused_and_nothing_is_kept(http: httpx.AsyncClient) -> None:
    wrong = await bring(http, "keybr", monkeytype_csv(monkeytype_line()))
    assert problem(wrong) == (422, "platforms/unreadable")
    assert "keybr" in wrong.json()["detail"]
    huge = await bring(http, "monkeytype", monkeytype_csv(monkeytype_line()) + b"\n" * MOST_BYTES)
    assert problem(huge) == (413, "request/too-large")
    said = await http.put(f"{PATH}/keybr", json=[keybr_lesson()])
    assert problem(said) == (415, "request/media-type")
    assert (await bring(http, "typeracer", b"")).status_code == 422
    for handle in ("<" * 51, "tab\there", "é", " "):
        answer = await bring(http, "keybr", keybr_json(keybr_lesson()), handle=handle)
        assert (answer.status_code, handle) == (422, handle)
    assert await told(http) == {"profiles": [], "days": []}


async def test_a_large_file_holds_nobody_up(http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read in a thread: while one is, somebody else is answered."""
    may_go_on, has_begun = threading.Event(), threading.Event()

    def waiting(content: bytes, now: Any) -> Any:
        has_begun.set()
        assert may_go_on.wait(30)
        return monkeytype.read(content, now)

    monkeypatch.setitem(READERS, Platform.MONKEYTYPE, waiting)
    slow = asyncio.create_task(bring(http, "monkeytype", monkeytype_csv(monkeytype_line())))
    async with asyncio.timeout(30):
        await asyncio.to_thread(has_begun.wait)
        assert await told(http) == {"profiles": [], "days": []}
        may_go_on.set()
        assert (await slow).status_code == 200


async def test_an_account_that_is_deleted_while_its_file_is_read_keeps_nothing(
    settings: Settings, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, has_begun = threading.Event(), threading.Event()

    def waiting(content: bytes, now: Any) -> Any:
        has_begun.set()
        assert may_go_on.wait(30)
        return keybr.read(content, now)

    monkeypatch.setitem(READERS, Platform.KEYBR, waiting)
    async with serving(settings) as live:
        ada = await live.register("ada")
        content = keybr_json(keybr_lesson())
        put = live.http.put(f"{PATH}/keybr", content=content, headers=FILE | ada.headers)
        slow = asyncio.create_task(put)
        assert await asyncio.to_thread(has_begun.wait, 30)
        assert (await ada.request("DELETE", "/api/user/account", password=PASSWORD)).status_code == 204
        may_go_on.set()
        assert (await slow).status_code == 401
    assert await pg.fetchval("SELECT count(*) FROM platform_profiles") == 0


async def test_it_leaves_with_an_export_and_goes_with_the_account(http: httpx.AsyncClient, pg: Pool) -> None:
    await bring(http, "keybr", keybr_json(keybr_lesson()), handle="ada")
    exported = b"".join([piece async for piece in sections(pg, platforms.PERSONAL_RECORDS, SOMEONE)])
    assert b'"handle":"ada"' in exported and b'"day":"2026-03-01"' in exported
    async with pg.acquire() as connection, connection.transaction():
        await forget(connection, everything_kept(), SOMEONE)
    assert await told(http) == {"profiles": [], "days": []}
    assert await pg.fetchval("SELECT count(*) FROM platform_days") == 0


async def test_it_is_in_no_statistics_and_on_no_board(http: httpx.AsyncClient, pg: Pool) -> None:
    before = await pg.fetchrow("SELECT * FROM user_statistics WHERE user_id = $1", SOMEONE)
    await bring(http, "monkeytype", monkeytype_csv(monkeytype_line(wpm=399)))
    assert await pg.fetchrow("SELECT * FROM user_statistics WHERE user_id = $1", SOMEONE) == before
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0
