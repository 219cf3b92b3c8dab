"""How much one account writes: less while it is new, and counted by account, not by address."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.discussions.talk import Talk
from tests.http import problem
from tests.live import Live, serving
from tests.snippets import add_to, code


@pytest.fixture
async def live(settings: Settings) -> AsyncIterator[Live]:
    async with serving(settings.model_copy(update={"rate_limits": True})) as server:
        yield server


async def test_an_account_writes_less_while_it_is_new(live: Live, pg: Pool) -> None:
    talk = Talk(live, pg, f"snippet:{await add_to(pg, code(1))}")
    old, new = await talk.player("ada"), await talk.player("new", 0, 0)
    post = await talk.post(old)
    for number in range(6):
        await talk.comment(new, post, str(number))
    path = f"/api/posts/{post['id']}/comments"
    refused = await new.request("POST", path, text="too much")
    assert problem(refused) == (429, "request/rate-limited")
    assert int(refused.headers["Retry-After"]) > 60
    assert problem(await new.request("PUT", f"/api/posts/{post['id']}", text="x")) == (403, "discussion/not-yours")
    assert (await new.request("PUT", f"/api/posts/{post['id']}/like")).status_code == 200, "a like is none"
    for number in range(29):
        await talk.comment(old, post, f"old {number}")
    assert problem(await old.request("POST", path, text="too much")) == (429, "request/rate-limited")
