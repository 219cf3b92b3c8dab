"""/metrics: who may read it, and how several workers answer as one."""

from __future__ import annotations

import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from server.infra import metrics, metrics_http
from server.infra.dispatch import EXCEPTION_HANDLERS, route
from server.infra.inputs import IdPath
from server.infra.web import Call, Problem, endpoint
from server.settings import Settings

TOKEN = "a token of sixteen or more"


def request(host: str | None, **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw, "client": (host, 1) if host else None})


@pytest.mark.parametrize(
    ("may", "asked"),
    [
        (True, request("127.0.0.1")),
        (True, request("::1")),
        (True, request("127.9.9.9")),
        (False, request("192.168.0.5")),
        (False, request("testclient")),
        (False, request(None)),
        (False, request("127.0.0.1", x_forwarded_for="8.8.8.8")),
        (False, request("127.0.0.1", forwarded="for=8.8.8.8")),
        (True, request("8.8.8.8", authorization=f"Bearer {TOKEN}")),
        (True, request("127.0.0.1", authorization=f"bearer {TOKEN}", x_forwarded_for="8.8.8.8")),
        (False, request("127.0.0.1", authorization="Bearer wrong")),
        (False, request("8.8.8.8", authorization="Bearer é")),
    ],
)
def test_metrics_are_for_this_machine_or_the_tokens_holder(may: bool, asked: Request) -> None:
    assert metrics_http.may_read(asked, TOKEN) is may


def test_without_a_token_no_token_is_good() -> None:
    assert not metrics_http.may_read(request("8.8.8.8", authorization="Bearer "), None)
    assert not metrics_http.may_read(request("8.8.8.8", authorization="Bearer None"), None)


async def test_metrics_are_served_as_prometheus_reads_them(settings: Settings) -> None:
    async def nobody(*_: str) -> NoReturn:
        raise AssertionError

    app = Starlette(
        routes=route(metrics_http.endpoints(settings), nobody, nobody),
        exception_handlers=EXCEPTION_HANDLERS,
    )
    metrics.FAULTS.labels("redis").inc(0)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        answer = await client.get("/metrics")
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain; version=")
        assert 'prodev_faults_total{server="redis"} ' in answer.text
        refused = await client.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"})
        assert refused.status_code == 404 and refused.json()["code"] == "request/not-found"


async def test_a_scrape_is_written_beside_the_event_loop(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes some fifteen milliseconds."""
    written_by: list[threading.Thread] = []

    def exposition(_: Path | None) -> bytes:
        written_by.append(threading.current_thread())
        return b""

    async def nobody(*_: str) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(metrics_http, "exposition", exposition)
    app = Starlette(routes=route(metrics_http.endpoints(settings), nobody, nobody))
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/metrics")).status_code == 200
    assert written_by != [threading.main_thread()]


async def test_requests_are_counted_by_route_and_status_never_by_address() -> None:
    async def thing(call: Call[None, None, IdPath]) -> dict[str, bool]:
        if call.path.id.startswith("0"):
            raise Problem(404, "thing/not-found", "There is no such thing.")
        return {"ok": True}

    async def nobody(*_: str) -> NoReturn:
        raise AssertionError

    path = f"/things-{uuid.uuid4().hex}/{{id}}"
    one = endpoint("GET", path, thing, "One thing")
    app = Starlette(routes=route([one], nobody, nobody), exception_handlers=EXCEPTION_HANDLERS)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        for first in ("0", "1", "2"):
            await client.get(path.format(id=first + str(uuid.uuid4())[1:]))
    text = metrics_http.exposition(None).decode()
    counted = {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in text.splitlines() if path[:20] in line}
    assert counted[f'prodev_http_requests_total{{method="GET",route="{path}",status="200"}}'] == "2.0"
    assert counted[f'prodev_http_requests_total{{method="GET",route="{path}",status="404"}}'] == "1.0"
    assert counted[f'prodev_http_request_seconds_count{{route="{path}"}}'] == "3.0"


def test_workers_answer_as_one_and_the_dead_are_forgotten(tmp_path: Path) -> None:
    worker = (
        "from server.infra import metrics, metrics_http\n"
        "metrics.KEYS.inc(21)\n"
        "metrics.PLAYERS.inc(5)\n"
        "print(metrics_http.exposition(None) and 'ok')\n"
    )
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", worker], check=True, env=environment, capture_output=True, timeout=60, text=True
        )
        assert done.stdout == "ok\n"
    text = metrics_http.exposition(tmp_path).decode()
    assert "prodev_keys_total 42.0" in text
    assert "prodev_players_connected 5.0" not in text and "prodev_players_connected 10.0" not in text


def test_what_workers_are_forked_from_counts_nothing(tmp_path: Path) -> None:
    worker = (
        "from pathlib import Path\n"
        "from server.infra import metrics, metrics_http\n"
        "metrics.KEYS.inc(21)\n"
        "metrics.REPLICA_IS_READ.set(1)\n"
        f"print(metrics_http.exposition(Path({str(tmp_path)!r})).decode())\n"
    )
    parent = (
        "import multiprocessing\n"
        "forks = multiprocessing.get_context('forkserver')\n"
        "forks.set_forkserver_preload(['server.fork_parent'])\n"
        f"worker = forks.Process(target=exec, args=({worker!r},))\n"
        "worker.start()\n"
        "worker.join()\n"
    )
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", parent], check=True, env=environment, capture_output=True, timeout=60, text=True
    )
    assert "prodev_keys_total 21.0" in done.stdout
    assert "prodev_replica_is_read 1.0" in done.stdout  # the least of all processes that live
