"""A request sent by halves is carried out with the rights its sender has when it is complete, and no longer waited for
than a body takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from game.terms import Role
from server.infra.postgres import Pool
from tests.accounts import until_waiting
from tests.live import Account, Live
from tests.security.lines import half_sent, head, line_to

SNIPPET: dict[str, Any] = {
    "language": "PYTHON",
    "difficulty": "EASY",
    "category": "loops",
    "snippet_text": "for name in names:\n    print(name)",
}


async def test_a_half_sent_order_of_an_admin_does_not_outlive_the_role(live: Live, pg: Pool) -> None:
    root, mallory = await live.register("root", role=Role.ADMIN), await live.register("mallory", role=Role.ADMIN)
    order = b'{"role":"ADMIN","is_active":true}'
    async with half_sent(live, mallory.headers, "PUT", f"/api/admin/users/{mallory.id}", order) as line:
        fallen = await root.request("PUT", f"/api/admin/users/{mallory.id}", role="PLAYER", is_active=False)
        assert fallen.status_code == 200, fallen.text
        await line.send(order[3:])
        assert (await line.answer())[0] == 401
    row = await pg.fetchrow("SELECT role, is_active FROM users WHERE id = $1", mallory.id)
    assert row is not None and tuple(row) == ("PLAYER", False)


async def test_a_half_sent_order_obeys_a_lower_role(live: Live, pg: Pool) -> None:
    root, mallory = await live.register("root", role=Role.ADMIN), await live.register("mallory", role=Role.ADMIN)
    order = b'{"display_name":"Not root"}'
    async with half_sent(live, mallory.headers, "PUT", f"/api/admin/users/{root.id}", order) as line:
        assert (await root.request("PUT", f"/api/admin/users/{mallory.id}", role="MODERATOR")).status_code == 200
        await line.send(order[3:])
        assert (await line.answer())[0] == 403


async def test_a_half_sent_deletion_of_a_guest_spares_the_account_it_became(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    async with half_sent(live, guest.headers, "DELETE", "/api/user/account", b'{"password":null}') as line:
        ada = await live.register("ada", guest)
        assert ada.id == guest.id
        await line.send(b'{"password":null}'[3:])
        assert (await line.answer())[0] == 401
    assert await pg.fetchval("SELECT username FROM users WHERE id = $1 AND deleted_at IS NULL", guest.id) == "ada"


async def test_a_body_that_does_not_come_is_given_up(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.infra.dispatch.BODY_TIMEOUT_S", 0.1)
    async with half_sent(
        live, (await live.guest()).headers, "PUT", "/api/user/profile", b'{"display_name":"Slow"}'
    ) as line:
        status, problem = await line.answer()
        assert (status, problem["code"]) == (408, "request/too-slow")
        assert await line.rest() == b""


async def test_a_body_for_moderators_is_not_taken_from_strangers(live: Live) -> None:
    async with line_to(live) as line:
        await line.send(head("POST", "/api/admin/snippets", "Content-Length: 900000", "Content-Type: application/json"))
        assert (await line.answer())[0] == 401


# ---------------------------------------------------------------- between the look at the caller and the write


@asynccontextmanager
async def meanwhile(pg: Pool, user_id: str, change: str) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """A change of the account's row that has begun; it is committed, once somebody waits for it, by what is given."""
    async with pg.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(f"UPDATE users SET {change} WHERE id = $1", user_id)

        async def commit() -> None:
            await until_waiting(pg, 1)
            await transaction.commit()

        yield commit


async def _overtaken(pg: Pool, account: Account, change: str, request: Awaitable[httpx.Response]) -> httpx.Response:
    """The answer to a request that has found its caller good just before the change."""
    async with meanwhile(pg, account.id, change) as commit:
        answer, _ = await asyncio.gather(request, commit())
    return answer


async def test_a_lost_role_stops_an_order_that_is_under_way(live: Live, pg: Pool) -> None:
    await live.register("root", role=Role.ADMIN)
    mallory, victim = await live.register("mallory", role=Role.ADMIN), await live.register("victim")
    order = mallory.request("PUT", f"/api/admin/users/{victim.id}", is_active=False)
    answer = await _overtaken(pg, mallory, "role = 'PLAYER'", order)
    assert answer.status_code == 403
    assert await pg.fetchval("SELECT is_active FROM users WHERE id = $1", victim.id)


async def test_a_lost_role_stops_a_snippet_that_is_under_way(live: Live, pg: Pool) -> None:
    mallory = await live.register("mallory", role=Role.ADMIN)
    answer = await _overtaken(pg, mallory, "role = 'PLAYER'", mallory.request("POST", "/api/snippets", **SNIPPET))
    assert answer.status_code == 403, answer.text
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == 0


async def test_a_guest_who_registers_meanwhile_is_not_deleted(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    change = "username = 'ada', email = 'ada@example.com', password_hash = '!', is_guest = false, token_version = 1"
    answer = await _overtaken(pg, guest, change, guest.request("DELETE", "/api/user/account"))
    assert answer.status_code == 401
    assert await pg.fetchval("SELECT username FROM users WHERE id = $1 AND deleted_at IS NULL", guest.id) == "ada"


@pytest.mark.parametrize("change", ["is_active = false", "token_version = token_version + 1"])
async def test_an_ended_sign_in_changes_no_name(live: Live, pg: Pool, change: str) -> None:
    ada = await live.register("ada")
    answer = await _overtaken(pg, ada, change, ada.request("PUT", "/api/user/profile", username="eve"))
    assert answer.status_code == 401
    assert await pg.fetchval("SELECT username FROM users WHERE id = $1", ada.id) == "ada"
