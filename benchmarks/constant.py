"""`prodev serve` with one endpoint more, GET /api/constant: the same bytes for every call, through the same dispatch.

benchmarks/boards.py starts it. The bytes are those of the file named by PRODEV_BENCH_CONSTANT, read at the first call.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from starlette.responses import Response

from server.infra import status
from server.infra.evictions import EvictionWatch
from server.infra.postgres import Pool
from server.infra.redis_writes import WriteWatch
from server.infra.replica import Replica
from server.infra.web import Access, Call, Endpoints, endpoint
from server.main import main

PATH = "/api/constant"


@cache
def _answer() -> bytes:
    return Path(os.environ["PRODEV_BENCH_CONSTANT"]).read_bytes()


async def _constant(_: Call) -> Response:
    return Response(_answer(), media_type="application/json")


def _add() -> None:
    without = status.endpoints

    def endpoints(pg: Pool, evictions: EvictionWatch, writes: WriteWatch, replica: Replica | None = None) -> Endpoints:
        constant = endpoint(
            "GET", PATH, _constant, "Always the same", access=Access.OPTIONAL, media_type="application/json"
        )
        return [*without(pg, evictions, writes, replica), constant]

    status.endpoints = endpoints


if __name__ == "__main__":
    _add()
    sys.argv[0] = "prodev"
    main()
