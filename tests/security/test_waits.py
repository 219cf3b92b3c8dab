"""Every wait in the server has a bound: it stands inside a timeout, or in the list below with the reason.

What is waited for by a library has its bound where the library is set up: PostgreSQL's in `postgres_pool`, Redis' in
`redis`, uvicorn's lines in `http_protocol`. Waits of those kinds are not looked for here.
"""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.live import serving

# What waits for something that may never happen: an event, a queue, a task, a future, a process, a line.
WAITS = {
    *("wait", "gather", "shield", "wrap_future", "join", "drain", "wait_closed", "communicate"),
    *("readexactly", "readuntil", "readline", "open_connection", "open_unix_connection"),
    *("sock_connect", "sock_recv", "sock_sendall", "recv"),
}
BOUNDS = {"timeout", "timeout_at", "wait_for"}

# Where a wait without a timeout may stand, and why that is no wait without end.
REASONS = {
    "server/app.py _save": "each of the three has a bound of its own",
    "server/backup/programs.py run_program": "a command, or periodic work that the feed ends after an hour",
    "server/backup/programs.py running": "the program was killed: nothing is left to wait for but its end",
    "server/backup/restoring.py _room_made": "a command: its statements wait 10 s for a lock",
    "server/feed/feed.py _watch": "Backoff.wait sleeps a bounded time; the task itself lives as long as the process",
    "server/feed/queues.py run": "an idle queue waits for work as long as the process lives; it holds no connection",
    "server/infra/apart.py _exchange": "its callers have START_S, and then the work's own limit",
    "server/infra/event_stream.py next": "beats wake it every 15 s, and a reader that takes nothing is cut",
    "server/infra/kept_answers.py _json": "the reading is a call to PostgreSQL inside `within`",
    "server/infra/postgres.py open_pool": "connecting has CONNECT_TIMEOUT_S, or 60 s where the address says so",
    "server/infra/redis_line.py _connect": "redis connects and greets with timeouts of its own",
    "server/infra/status.py readyz": "both of them have their own timeout",
    "server/leaderboards/rebuild.py all": "each copy and each write in its tasks has a timeout of its own",
    "server/people/statistics.py drop": "commands of the client of Redis, which has timeouts",
    "server/play/doors.py _somebody_has": "each question has the neighbour's timeout",
    "server/play/neighbours.py beat": "each heart's call has its own timeout",
    "server/play/endings.py end": "callers use end_within; the saving itself is retried for as long as it takes",
    "server/play/endings.py abandon": "the reaper may wait for a result: nobody waits for the reaper",
    "server/play/hall/hall.py attend": "a read of the match, each of whose calls has its timeout",
    "server/play/hall/http.py _seated": "the call that it stands for has PostgreSQL's bound",
    "server/play/hall/opening.py quick": "three tries of a call that has PostgreSQL's bound",
    "server/play/journal/writers.py flush": "each writer's calls have their own timeout",
    "server/play/journal/writers.py flush_all": "likewise",
    "server/play/journal/writers.py release": "likewise",
    "server/play/journal/writers.py run": "the rounds of the process, as of one writer",
    "server/play/journal/writer.py release": "`written` gives up after its own time",
    "server/play/rounds.py _each": "the rounds of the process, which handle their own timeouts",
    "server/play/sockets/starlette_socket.py drain": "the sender of one socket: ends with it",
    "server/play/sockets/starlette_socket.py serve": "a socket that is silent for 25 s is closed by the table",
    "server/practice/drilling.py _pieces": "a call to PostgreSQL inside `within`, and half a second of work",
    "server/proof/verifying.py prove": "a command: its processes end by themselves or are killed",
    "server/robots/squad.py _play_game": "a command: Ctrl-C ends it",
    "server/robots/squad.py play_all": "a command: Ctrl-C ends it",
    "server/sign_in/fair_queue.py run": "50 hashes at most: 5 s at cost 12",
}


def waits(source: str) -> list[tuple[str, str]]:
    """`(function, what is awaited)` of each wait that stands in no timeout. `async with lock` is one too."""
    return list(_waits(ast.parse(source), "", False))


def _waits(node: ast.AST, function: str, is_bounded: bool) -> Iterator[tuple[str, str]]:
    if isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef)):
        function, is_bounded = node.name, False
    elif isinstance(node, ast.AsyncWith):
        names = [_called(item.context_expr) for item in node.items]
        is_bounded = is_bounded or any(name in BOUNDS for name in names)
        for item in node.items:
            if not is_bounded and "lock" in ast.unparse(item.context_expr).lower():
                yield function, ast.unparse(item.context_expr)
    elif isinstance(node, ast.Await) and not is_bounded and _may_last(node.value):
        yield function, ast.unparse(node.value)
    for child in ast.iter_child_nodes(node):
        yield from _waits(child, function, is_bounded)


def _may_last(awaited: ast.expr) -> bool:
    if isinstance(awaited, ast.IfExp):
        return _may_last(awaited.body) or _may_last(awaited.orelse)
    if not isinstance(awaited, ast.Call):
        return True
    name, whole = _called(awaited), ast.unparse(awaited.func).lower()
    if any(keyword.arg == "timeout" for keyword in awaited.keywords):
        return False
    return name in WAITS or (name in ("get", "put") and "queue" in whole) or (name == "acquire" and "lock" in whole)


def _called(expression: ast.expr) -> str:
    match expression:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def test_every_wait_has_a_bound_or_a_reason(root: Path) -> None:
    found = {
        f"{path.relative_to(root)} {function}"
        for path in sorted((root / "server").rglob("*.py"))
        for function, _ in waits(path.read_text())
    }
    assert found == set(REASONS)


@pytest.mark.parametrize(
    ("line", "is_wait"),
    [
        ("await self._woken.wait()", True),
        ("await asyncio.wait(tasks)", True),
        ("await asyncio.wait(tasks, timeout=1)", False),
        ("await asyncio.wait_for(self._woken.wait(), 1)", False),
        ("await self._queue.get()", True),
        ("await self._redis.get(key)", False),
        ("await future", True),
        ("await self.answer()", False),
        ("await (self.answer() if ready else self.read(1))", False),
        ("await (self.answer() if ready else self._woken.wait())", True),
        ("async with asyncio.timeout(1): await future", False),
        ("async with self._lock: pass", True),
        ("async with asyncio.timeout(1), self._lock: pass", False),
    ],
)
def test_a_wait_is_told_from_what_is_none(line: str, is_wait: bool) -> None:
    assert bool(waits(f"async def some():\n    {line}")) is is_wait


async def test_requests_against_a_locked_table_are_refused_soon(settings: Settings, pg: Pool) -> None:
    """25 at once, more than the pool has connections: each gets its 503, and the server serves again after."""
    async with serving(settings) as live:
        guest = await live.guest()
        async with pg.acquire() as connection:
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
            began_s = time.monotonic()
            answers = await asyncio.gather(*(guest.request("GET", "/api/user/profile") for _ in range(25)))
            took_s = time.monotonic() - began_s
            await transaction.rollback()
        assert {answer.status_code for answer in answers} == {503}
        assert all("retry-after" in answer.headers for answer in answers)
        assert took_s < 10  # 2 s are promised, and a crowded machine may take a few times that; it was 90 s
        assert (await guest.request("GET", "/api/user/profile")).status_code == 200
