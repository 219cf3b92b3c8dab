"""Play: sessions, their sockets, their journal.

The composition root makes one `Waves` and one `Registry` in each process, runs `Rounds.works()` beside it, routes
`endpoints` and `socket_route`, and calls `Registry.stop()` at the end. `prodev serve` gives uvicorn
`socket_class(settings)`.
"""

from typing import Any

from server.play.http import endpoints
from server.play.journal import Journal
from server.play.personal import PERSONAL_RECORDS
from server.play.registry import Registry
from server.play.rounds import Rounds
from server.play.sockets.starlette_socket import route as socket_route
from server.play.waves import Waves
from server.settings import Settings

__all__ = [
    "PERSONAL_RECORDS",
    "Journal",
    "Registry",
    "Rounds",
    "Waves",
    "endpoints",
    "socket_class",
    "socket_route",
]


def socket_class(settings: Settings) -> Any:
    """What uvicorn takes as `ws=`: the fast socket's class, or its own for the plain route."""
    if settings.socket == "starlette":
        return "websockets-sansio"
    from server.play.sockets.picows_socket import PicowsSocket  # noqa: PLC0415 - the plain route runs where picows does not

    return PicowsSocket
