"""The board of oneself and one's friends."""

from __future__ import annotations

from functools import partial

import pytest

from server import groups, leaderboards, people, sign_in, social
from server.infra.postgres import Pool
from server.infra.web import Endpoints
from server.leaderboards import Boards
from server.people import Accounts
from tests.accounts import Browser, Clock
from tests.groups.conftest import boards
from tests.http import problem
from tests.leaderboards.boards import play
from tests.social.conftest import TELLING, befriend, put

__all__ = ["boards"]


@pytest.fixture
def endpoints(accounts: Accounts, pg: Pool, clock: Clock, boards: Boards) -> Endpoints:
    return [
        *people.endpoints(accounts),
        *sign_in.endpoints(accounts.sign_in),
        *social.endpoints(pg, TELLING, clock),
        *leaderboards.endpoints(boards, partial(groups.nicknames, pg), partial(social.friends_of, pg)),
    ]


async def standing(browser: Browser, query: str = "friends=true") -> list[tuple[int, str]]:
    page = (await browser.call("GET", f"/api/leaderboard?{query}")).json()
    assert page["total"] == len(page["entries"])
    return [(entry["rank"], entry["username"]) for entry in page["entries"]]


async def test_a_board_of_friends_ranks_them_among_themselves(
    ada: Browser, bob: Browser, admin: Browser, pg: Pool, boards: Boards
) -> None:
    for words, browser in ((40, ada), (50, admin), (60, bob)):
        await boards.add(await play(pg, browser.id, words=words))
    assert await standing(ada) == [(1, "ada")]
    await befriend(ada, bob)
    assert await standing(ada) == [(1, "bob"), (2, "ada")]
    assert await standing(ada, "") == [(1, "bob"), (2, "root"), (3, "ada")]
    await put(ada, "bob", "BLOCK")
    assert await standing(ada) == [(1, "ada")]


async def test_strangers_have_no_friends(ada: Browser) -> None:
    assert problem(await ada.http.get("/api/leaderboard?friends=true")) == (401, "auth/required")
