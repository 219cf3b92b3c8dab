"""A migration that adds a column while two servers run disturbs nobody.

PostgreSQL refuses a prepared statement whose result has become another one, as that of `SELECT *` does. Outside of a
transaction the driver prepares it anew; inside, the call fails.

The columns come as a server brings them, which lets go of its locks when it does not get them all: what a player sets
off may hold one of them, and wait in another connection for one that the migration holds, which PostgreSQL cannot see.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from game.terms import Role
from server.infra.migrate import Attempts, migrate
from server.infra.migrations import Migration, read_folder
from tests.accounts import PASSWORD
from tests.infra.test_migrate import write
from tests.live import Account, Live, playing
from tests.security.two_bare_servers.bare import Bare
from tests.security.two_bare_servers.test_migrations import LATER
from tests.security.two_servers.town import live_at

pytestmark = pytest.mark.long  # all of them one after another

ALL_TABLES = Migration(
    "29991231235959_a_column_for_each",
    b"""
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT table_name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'
        AND NOT EXISTS (SELECT FROM pg_class WHERE oid = table_name::regclass AND relispartition)
    LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN added text', name); END LOOP;
END $$
""",
)


async def everything(live: Live, root: Account, number: int) -> dict[str, int]:
    """What an evening's player and an admin do; the status of each call."""
    statuses: dict[str, int] = {}
    ada = await live.register(f"ada_{number}")

    async def ask(method: str, path: str, **body: Any) -> httpx.Response:
        answer = await (root if "admin" in path else ada).request(method, path, **body)
        statuses[f"{method} {path}".replace(ada.id, "ID").replace(f"_{number}", "")] = answer.status_code
        return answer

    game = await ada.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xyz")
        await player.send("quit")
        result = (await player.until("over"))["result"]
    for path in (
        *("/api/game/current", "/api/game/history", "/api/leaderboard", "/api/players/now"),
        *("/api/user/profile", "/api/user/settings", "/api/user/stats", "/api/user/sessions", "/api/user/export"),
        *(f"/api/users/ada_{number}{more}" for more in ("", "/activity", "/progress", "/keys")),
    ):
        await ask("GET", path)
    for path in f"/api/game/result/{result['id']}", f"/api/game/replay/{result['session_id']}":
        statuses[path[:16]] = (await ada.request("GET", path)).status_code
    await ask("PUT", "/api/user/settings", theme="dark")
    await ask("PUT", "/api/user/profile", display_name="Countess")
    await ask("GET", "/api/admin/users")
    await ask("PUT", f"/api/admin/users/{ada.id}", is_bot=True)
    await ask("DELETE", "/api/user/account", password=PASSWORD)
    return statuses


async def test_columns_that_are_added_meanwhile_fail_no_call_at_either(bare: Bare, tmp_path: Path) -> None:
    root = await bare.register("root", Role.ADMIN)
    answer = {"user": root["user"], "access_token": root["headers"]["Authorization"].removeprefix("Bearer ")}
    lives = [live_at(server, client) for server, client in zip(bare.servers, bare.clients, strict=True)]
    accounts = [Account(live, answer) for live in lives]

    async def at_both(number: int) -> list[dict[str, int]]:
        pairs = zip(lives, accounts, strict=True)
        return [await everything(live, account, 2 * number + nth) for nth, (live, account) in enumerate(pairs)]

    for number in range(2):  # on both connections of each
        before = await at_both(number)
    folder = write(tmp_path / "migrations", *read_folder(), LATER, ALL_TABLES)
    applied = await migrate(bare.variables["DATABASE_URL"], folder, Attempts(rest_s=0.1))
    assert applied[-1] == ALL_TABLES.name
    for number in range(2, 4):
        assert await at_both(number) == before
    assert {status for statuses in before for status in statuses.values()} <= {200, 204}
