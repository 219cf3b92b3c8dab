"""The audit log by itself: nobody changes it, it holds no secrets, and admins read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest

from server.infra import audit, audit_http
from server.infra.audit import Actor, Deed, SecretInAudit, at_command_line, record
from server.infra.paging import LongPage
from server.infra.personal import sections
from server.infra.postgres import Pool
from tests.http import SOMEONE, Someone, add_someone, app_of, bearer, client_of, fits, problem, token_is_role

LOG = "/api/admin/audit"
STAFF = Actor(Someone(SOMEONE, "someone", "Someone", "ADMIN", False, False), "192.0.2.1", "a browser")


@pytest.fixture(autouse=True)
async def staff(pg: Pool) -> None:
    await add_someone(pg)


@pytest.fixture
async def http(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app_of(audit_http.endpoints(pg), token_is_role), headers=bearer("ADMIN")) as client:
        yield client


async def write(pg: Pool, *deeds: Deed, by: Actor = STAFF) -> None:
    for deed in deeds:
        async with pg.acquire() as connection, connection.transaction():
            await record(connection, by, deed)


async def entries(http: httpx.AsyncClient, **query: str) -> list[dict[str, Any]]:
    answer = await http.get(LOG, params=query)
    assert answer.status_code == 200, answer.text
    assert fits(LongPage[audit_http.AuditEntry], answer.json())
    items: list[dict[str, Any]] = answer.json()["items"]
    assert answer.json()["total"] == len(items)
    return items


# ---------------------------------------------------------------- nobody changes it

CHANGES = (
    "UPDATE audit_logs SET action = 'nothing'",
    "UPDATE audit_logs SET action = 'nothing' WHERE false",
    "DELETE FROM audit_logs",
    "TRUNCATE audit_logs",
    "TRUNCATE users CASCADE",
    "MERGE INTO audit_logs a USING (SELECT 1) one ON true WHEN MATCHED THEN DELETE",
)


@pytest.mark.parametrize("replaying", [False, True])
@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_of_the_log_is_refused(pg: Pool, change: str, replaying: bool) -> None:
    await write(pg, Deed("user", "1", "rename"))
    async with pg.acquire() as connection:
        if replaying:
            await connection.execute("SET session_replication_role = replica")
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="audit_logs is only added to"):
            await connection.execute(change)
    assert await pg.fetchval("SELECT array_agg(action) FROM audit_logs") == ["rename"]


async def test_whoever_is_in_the_log_is_never_removed(pg: Pool) -> None:
    await write(pg, Deed("user", "1", "rename"))
    with pytest.raises(asyncpg.RestrictViolationError, match="audit_logs_user_id_fkey"):
        await pg.execute("DELETE FROM users WHERE id = $1", SOMEONE)


# ---------------------------------------------------------------- what gets in


@pytest.mark.parametrize("name", ["password", "password_hash", "session_token", "secret_key", "email", "Password"])
async def test_a_secret_is_refused_and_the_deed_with_it(pg: Pool, name: str) -> None:
    async def rename(where: str) -> None:
        async with pg.acquire() as connection, connection.transaction():
            await connection.execute("UPDATE users SET display_name = 'Changed' WHERE id = $1", SOMEONE)
            await record(connection, STAFF, Deed("user", SOMEONE, "rename", **{where: {name: "x"}}))

    for where in "old", "new", "metadata":
        with pytest.raises(SecretInAudit):
            await rename(where)
    assert await pg.fetchval("SELECT display_name FROM users WHERE id = $1", SOMEONE) == "Someone"
    assert await pg.fetchval("SELECT count(*) FROM audit_logs") == 0


async def test_an_entry_says_who_did_it_and_from_where(pg: Pool, http: httpx.AsyncClient) -> None:
    await write(pg, Deed("user", "1", "rename", {"display_name": "A"}, {"display_name": "B"}, {"why": "asked for"}))
    (entry,) = await entries(http)
    assert (entry["user_id"], entry["username"]) == (SOMEONE, "someone")
    assert (entry["ip_address"], entry["user_agent"]) == ("192.0.2.1", "a browser")
    assert (entry["old_values"], entry["new_values"]) == ({"display_name": "A"}, {"display_name": "B"})
    assert entry["metadata"] == {"why": "asked for"}


async def test_the_command_line_is_named_by_command_and_system_user(pg: Pool, http: httpx.AsyncClient) -> None:
    await write(pg, Deed("user", "1", "create"), by=at_command_line("prodev users create"))
    (entry,) = await entries(http)
    assert (entry["user_id"], entry["username"], entry["ip_address"]) == (None, None, None)
    assert entry["metadata"]["command"] == "prodev users create" and entry["metadata"]["system_user"]


# ---------------------------------------------------------------- reading


async def test_filters_narrow_the_log_down(pg: Pool, http: httpx.AsyncClient) -> None:
    await write(pg, Deed("user", "1", "rename"), Deed("user", "2", "disable"))
    between = await pg.fetchval("SELECT max(created_at) + interval '1 millisecond' FROM audit_logs")
    while await pg.fetchval("SELECT clock_timestamp() < $1", between):
        pass
    await write(pg, Deed("snippet", "1", "rename"), by=at_command_line("a test"))

    async def found(**query: str) -> set[tuple[str, str]]:
        return {(entry["entity_type"], entry["entity_id"]) for entry in await entries(http, **query)}

    users, snippet = {("user", "1"), ("user", "2")}, {("snippet", "1")}
    assert await found() == users | snippet
    assert await found(user_id="", entity_type="", entity_id="", action="", since="", until="") == users | snippet
    assert await found(user_id=SOMEONE) == users
    assert await found(entity_type="user", entity_id="1") == {("user", "1")}
    assert await found(action="rename") == {("user", "1")} | snippet
    assert await found(since=between.isoformat()) == snippet
    assert await found(until=between.isoformat()) == users


async def test_the_newest_entry_is_on_the_first_page(pg: Pool, http: httpx.AsyncClient) -> None:
    for number in range(3):
        await pg.execute(
            "INSERT INTO audit_logs (entity_type, entity_id, action, created_at)"
            " VALUES ('user', $1, 'rename', now() + $2 * interval '1 second')",
            str(number),
            number,
        )
    pages = [(await http.get(LOG, params={"page": page, "per_page": 2})).json() for page in (1, 2)]
    assert [[entry["entity_id"] for entry in page["items"]] for page in pages] == [["2", "1"], ["0"]]
    assert [page["total"] for page in pages] == [3, 3]


async def test_only_admins_read_it(http: httpx.AsyncClient) -> None:
    for role in "PLAYER", "MODERATOR":
        assert problem(await http.get(LOG, headers=bearer(role))) == (403, "auth/forbidden")
    for query in "since=yesterday", "since=2026-01-01T00:00:00", "until=1700000000", "user_id=7", "sort=id":
        assert problem(await http.get(f"{LOG}?{query}")) == (422, "request/invalid"), query


async def test_an_export_holds_ones_own_deeds_and_nothing_about_others(pg: Pool) -> None:
    await write(pg, Deed("user", "1", "rename", {"display_name": "Secret Name"}, {"display_name": "B"}))
    text = b"".join([piece async for piece in sections(pg, audit.PERSONAL_RECORDS, SOMEONE)]).decode()
    assert '"action":"rename"' in text and "192.0.2.1" in text and "Secret Name" not in text
