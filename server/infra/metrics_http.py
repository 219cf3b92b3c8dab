"""`GET /metrics`: who may read the counts, and how several workers report together.

Law: it is open to this machine and to anyone with the token; behind a proxy, only with the token.

With several workers the processes share their counts through the folder of PROMETHEUS_MULTIPROC_DIR, which
`prodev serve` makes; any of them reports for all.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import os
import re
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest, multiprocess
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import Response

from server.infra.metrics import REGISTRY
from server.infra.web import Call, Endpoints, Problem, endpoint
from server.settings import Settings


def exposition(shared: Path | None) -> bytes:
    """All counts in Prometheus' text format: of this process, or of all processes that share the folder."""
    if shared is None:
        return generate_latest(REGISTRY)
    _forget_dead_workers(shared)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, path=str(shared))  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _forget_dead_workers(shared: Path) -> None:
    """A killed worker cannot take its gauges back, so the next report does."""
    for file in shared.glob("gauge_live*_*.db"):
        found = re.search(r"_(\d+)\.db$", file.name)
        if found and not _alive(int(found[1])):
            file.unlink(missing_ok=True)


def _alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def endpoints(settings: Settings) -> Endpoints:
    """`GET /metrics`."""
    return [
        endpoint(
            "GET",
            "/metrics",
            _Calls(settings).metrics,
            "Counts for Prometheus",
            media_type=CONTENT_TYPE_PLAIN_0_0_4,
            problems=((404, "request/not-found"),),
            tag="internal",
        )
    ]


class _Calls:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def metrics(self, call: Call) -> Response:
        if not may_read(call.request, self._settings.metrics_token):
            raise Problem(404, "request/not-found", "Not Found")  # a stranger does not even learn that it exists
        written = await asyncio.to_thread(exposition, self._settings.metrics_dir)  # some 15 ms, more of several workers
        return Response(written, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def may_read(request: Request, token: str | None) -> bool:
    """The token's holder, or a caller on this machine that came without a proxy."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if token is not None and scheme.lower() == "bearer":
        return hmac.compare_digest(given.strip().encode(), token.encode())
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip")):
        return False
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
