"""Every endpoint, called as its own OpenAPI description says and as it says not to, by schemathesis, as every role.

`make hostile` makes many more calls than `make test`.
"""

from __future__ import annotations

import asyncio
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.faults.sizes import SIZE, size
from tests.http import problem
from tests.live import Account, Live, serving
from tests.small_library import fill

# That a request fits its schema and is still refused is right here: a username may be taken, a snippet may not parse.
OPTIONS = "--exclude-checks positive_data_acceptance --generation-allow-x00 false --no-color --seed 1 --workers 1"
# It makes much that stays; a sixth of its time it would look for garbage in that.
SCHEMATHESIS = (
    sys.executable,
    "-c",
    "import gc; gc.set_threshold(100_000, 50, 100); from schemathesis.cli import schemathesis; schemathesis()",
)
# At most. Alone on a machine a role takes less than a minute, and 20 at full size; beside other work it may take ten
# times as long.
LASTS_S = 600 + 7_000 * SIZE
NOWHERE = "00000000-0000-4000-8000-000000000000"
# Event streams; test_live.py of boards and notifications, and tests/play/test_quick_matches.py, have their answers.
ENDLESS = ("/api/leaderboard/live", "/api/notifications/live", "/api/matches/{code}/live", "/api/contests/{slug}/live")
# What ends the caller's own sign-in would make every later call a 401; a guest is somebody else after registering.
ENDS_THE_CALLER = "^/api/(auth/(logout|refresh|register)|user/(account|password|sessions)|admin/users)"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    # A token that expired on the way would make all that follows a 401.
    return settings.model_copy(update={"pool_size": 4, "access_token_s": math.ceil(LASTS_S)})


async def _schemathesis(live: Live, *options: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *SCHEMATHESIS,
        *("--config-file", str(Path(__file__).with_name("schemathesis.toml"))),
        "run",
        f"{live.url}/api/openapi.json",
        *OPTIONS.split(),
        *(part for path in ENDLESS for part in ("--exclude-path", path)),
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), LASTS_S)
    assert process.returncode == 0, output.decode()


async def _account(live: Live, role: str) -> Account:
    return await (live.guest() if role == "GUEST" else live.register("somebody", role=Role(role)))


Operation = dict[str, Any]


async def _left_out(
    live: Live, closed: Callable[[Operation], bool], refusal: tuple[int, str], headers: dict[str, str] | None = None
) -> list[str]:
    """Options for all but the operations that refuse the caller whatever is asked, of which one call each is enough."""
    names = []
    for path, operations in (await live.http.get("/api/openapi.json")).json()["paths"].items():
        for method, operation in operations.items():
            if closed(operation):
                address = re.sub(r"{\w+}", NOWHERE, path)
                answer = await live.http.request(method, address, json={"nonsense": 1}, headers=headers)
                assert problem(answer) == refusal, path
                names.append(operation["operationId"])
    assert len(names) > 20
    return [part for name in names for part in ("--exclude-operation-id", name)]


def _for_staff(operation: Operation) -> bool:
    return "`auth/forbidden`" in operation["responses"].get("403", {}).get("description", "")


def _for_the_signed_in(operation: Operation) -> bool:
    return bool(operation.get("security") == [{"bearer": []}])


# What only staff may do. On all else they are players, as which `make test` makes the calls.
OF_STAFF = "^/api/(admin|moderation|snippets)"
# How many calls of each operation: the fewer, the less the role may do.
CALLS = {"GUEST": 2, "PLAYER": 3, "MODERATOR": 3, "ADMIN": 12}
# Who does what another role does too. What does not fit its schema is found before the role matters again, so
# `make test` sends it as the other one alone.
ALIKE = ("GUEST", "MODERATOR")


async def _options(live: Live, role: str, headers: dict[str, str]) -> list[str]:
    """Which calls `make test` leaves out, since they show nothing new; `make hostile` makes them all."""
    if SIZE:
        return []
    of_staff = role in (Role.MODERATOR, Role.ADMIN)
    shares = (
        ["--include-path-regex", OF_STAFF]
        if of_staff
        else await _left_out(live, _for_staff, (403, "auth/forbidden"), headers)
    )
    return [*shares, *(("--mode", "positive") if role in ALIKE else ())]


@pytest.mark.long
@pytest.mark.timeout(LASTS_S + 60)
@pytest.mark.parametrize("role", CALLS)
async def test_whoever_is_signed_in_meets_only_what_is_described(
    settings: Settings, pg: Pool, role: str, capfd: pytest.CaptureFixture[str]
) -> None:
    await fill(pg)
    async with serving(settings) as live:
        account = await _account(live, role)
        by = f"Authorization: {account.headers['Authorization']}"
        calls = str(size(CALLS[role], 200))
        options = await _options(live, role, account.headers)
        await _schemathesis(live, "-n", calls, "-H", by, "--exclude-path-regex", ENDS_THE_CALLER, *options)
        after = await account.request("GET", "/api/user/profile")
        assert after.status_code == 200, f"none of the later calls was a {role}'s: {after.text}"
    assert "Traceback" not in capfd.readouterr().out


@pytest.mark.long
@pytest.mark.timeout(LASTS_S + 60)
async def test_a_stranger_meets_only_what_is_described(
    settings: Settings, pg: Pool, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is for players or admins alone is a 401 in any case; the rest is as described."""
    await fill(pg)
    async with serving(settings) as live:
        options = await _left_out(live, _for_the_signed_in, (401, "auth/required"))
        await _schemathesis(live, "-n", str(size(8, 200)), *options)
    assert "Traceback" not in capfd.readouterr().out


async def test_every_endpoint_of_the_design_is_described(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        paths = (await live.http.get("/api/openapi.json")).json()["paths"]
    described = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert described >= {
        *(f"POST /api/auth/{name}" for name in ("register", "login", "guest", "refresh", "logout", "logout-all")),
        *(f"{method} /api/user/{name}" for method in ("GET", "PUT") for name in ("profile", "settings")),
        "PUT /api/user/password",
        "DELETE /api/user/account",
        "GET /api/user/stats",
        "GET /api/user/focus",
        "GET /api/user/export",
        "GET /api/user/sessions",
        "DELETE /api/user/sessions",
        "POST /api/game/start",
        "GET /api/game/current",
        "POST /api/game/end",
        "GET /api/game/history",
        "GET /api/game/result/{id}",
        "GET /api/game/replay/{session_id}",
        "GET /api/users/{username}",
        "GET /api/users/{username}/activity",
        "GET /api/users/{username}/keys",
        "GET /api/users/{username}/progress",
        "GET /api/leaderboard",
        "GET /api/leaderboard/live",
        "GET /api/players/now",
        "GET /api/snippets",
        "POST /api/snippets",
        "GET /api/snippets/{id}",
        "PUT /api/snippets/{id}",
        "DELETE /api/snippets/{id}",
        "PATCH /api/snippets",
        "GET /api/snippets/{id}/versions",
        "GET /api/snippets/{id}/stats",
        "POST /api/snippets/{id}/rollback",
        "GET /api/snippets/{id}/estimate",
        "POST /api/admin/snippets",
        "POST /api/admin/snippets/check",
        *(f"GET /api/admin/snippets/{name}" for name in ("results", "summary", "export")),
        "GET /api/admin/users",
        "PUT /api/admin/users/{id}",
        "GET /api/admin/audit",
        "GET /api/moderation/queue",
        "GET /api/moderation/results/{id}",
        "PUT /api/moderation/results/{id}",
        "PUT /api/moderation/reports/{kind}/{id}",
        "PUT /api/moderation/texts/{kind}/{id}",
        "POST /api/reports",
        "GET /api/game/result/{id}/appeal",
        "POST /api/game/result/{id}/appeal",
        "GET /healthz",
        "GET /readyz",
        "GET /api/openapi.json",
    }
