"""Matches of a group: its members alone see, follow and join them."""

from __future__ import annotations

from typing import Any

import pytest

from game.terms import Difficulty, Language, Visibility
from server.infra.postgres import Pool
from server.infra.web import Problem
from server.play.hall.moves import MatchWanted
from server.settings import Settings
from tests.live import Account, Live
from tests.play.matches import at_pace, call, look, match_in, opened, refused, seated

NOT_THERE = 404, "play/no-match"


@pytest.fixture(params=["picows"])
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture(autouse=True)
def _quick(live: Live) -> None:
    at_pace(live)


async def a_class(live: Live) -> tuple[Account, Account, dict[str, Any]]:
    """A teacher, a pupil, and the group that they belong to."""
    teacher, pupil = await live.register("teacher"), await live.register("pupil")
    group: dict[str, Any] = (await teacher.request("POST", "/api/groups", name="9b")).json()
    await pupil.request("POST", "/api/groups/join", code=group["invite_code"])
    return teacher, pupil, group


async def codes(account: Account, query: str) -> list[str]:
    return [match["code"] for match in (await call(account, "GET", query))["matches"]]


async def test_members_find_join_and_play_it_and_nobody_else_sees_it(live: Live, pg: Pool) -> None:
    teacher, pupil, group = await a_class(live)
    stranger = await live.register("stranger")
    code = await opened(pupil, group=group["slug"], visibility="PUBLIC")
    async with seated(code, (pupil, live), (teacher, live)) as seats:
        shown = await look(teacher, code)
        assert (shown["visibility"], shown["group"]) == ("LINK", "9b"), "its host starts it, and no rating moves"
        assert await codes(teacher, "?group=9b") == [code] == await codes(pupil, "?group=9b&state=open")
        assert await codes(teacher, "?group=9b&state=running") == await codes(teacher, "") == []
        for method, path in ("GET", ""), ("GET", "/live"), ("POST", "/join"), ("POST", "/start"), ("POST", "/leave"):
            assert await refused(stranger, method, f"/{code}{path}") == NOT_THERE, path
        start = await stranger.request("POST", "/api/game/start", mode="RACE", match=code)
        assert (start.status_code, start.json()["code"]) == NOT_THERE
        assert (await live.http.get(f"/api/matches/{code}")).status_code == 404, "without a token"
        await call(pupil, "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
            await seat.player.send("quit")
        await match_in(teacher, code, "OVER")
    assert await codes(teacher, "?group=9b") == []
    again = await call(pupil, "POST", f"/{code}/rematch")
    assert again["match"]["group"] == "9b"
    assert await refused(stranger, "GET", f"/{again['match']['code']}") == NOT_THERE
    assert await pg.fetchval("SELECT count(*) FROM rating_changes") == 0


async def test_whoever_is_not_a_member_neither_opens_nor_lists_any(live: Live) -> None:
    await a_class(live)
    stranger = await live.register("stranger")
    wanted: dict[str, Any] = {"language": "PYTHON", "group": "9b"}
    assert await refused(stranger, "POST", "", **wanted) == (404, "group/no-such-group")
    assert await refused(stranger, "GET", "?group=9b") == (404, "group/no-such-group")
    assert (await live.http.get("/api/matches?group=9b")).json()["code"] == "auth/required"


async def test_a_member_who_was_taken_out_keeps_the_seat_and_takes_no_other(live: Live) -> None:
    teacher, pupil, _ = await a_class(live)
    code, other = await opened(teacher, group="9b"), await opened(teacher, group="9b")
    async with seated(code, (teacher, live), (pupil, live)):
        await teacher.request("DELETE", f"/api/groups/9b/members/{pupil.id}")
        assert await refused(pupil, "GET", f"/{other}") == NOT_THERE
        await call(pupil, "POST", f"/{code}/leave")
        assert await refused(pupil, "POST", f"/{code}/join") == NOT_THERE


async def test_a_member_who_was_taken_out_opens_no_rematch_in_it(live: Live, pg: Pool) -> None:
    teacher, pupil, _ = await a_class(live)
    code = await opened(teacher, group="9b")
    async with seated(code, (teacher, live), (pupil, live)) as seats:
        await call(teacher, "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
            await seat.player.send("quit")
        await match_in(teacher, code, "OVER")
    await teacher.request("DELETE", f"/api/groups/9b/members/{pupil.id}")
    assert await refused(pupil, "POST", f"/{code}/rematch") == (404, "group/no-such-group")
    assert await pg.fetchval("SELECT count(*) FROM matches WHERE rematch_of = $1", code) == 0
    await call(teacher, "POST", f"/{code}/rematch")


async def test_a_group_that_is_gone_by_the_time_is_no_group(live: Live, pg: Pool) -> None:
    teacher, _, _ = await a_class(live)
    wanted = MatchWanted(
        language=Language.PYTHON,
        difficulty=Difficulty.NORMAL,
        waves=1,
        capacity=2,
        visibility=Visibility.LINK,
        group_id=await pg.fetchval("SELECT id FROM groups"),
    )
    await teacher.request("DELETE", "/api/groups/9b")
    with pytest.raises(Problem) as refusal:
        await live.play.opening.open(teacher.id, wanted)
    assert refusal.value.code == "group/no-such-group"


async def test_a_match_outlives_its_group_as_one_that_is_found_by_its_code(live: Live) -> None:
    teacher, _, group = await a_class(live)
    code = await opened(teacher, group=group["slug"])
    await teacher.request("DELETE", "/api/groups/9b")
    shown = await look(await live.register("stranger"), code)
    assert (shown["group"], shown["visibility"]) == (None, "LINK")
