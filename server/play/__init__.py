"""Play: games from their start to their saved result, their sockets, their journal.

The composition root makes one `Play` in each process, runs `Play.works()` beside it, routes `endpoints` and
`socket_route`, and calls `Play.stop()` at the end. `prodev serve` gives uvicorn `socket_class(settings)`.
"""

from typing import Any

from server.play.admission import tell_servers
from server.play.finishing import finished_game
from server.play.http import endpoints
from server.play.modes import challenge as challenge_game
from server.play.modes import collection_waves, rank_rule
from server.play.modes import contest as contest_game
from server.play.parts import Play
from server.play.personal import PERSONAL_RECORDS
from server.play.rows import GameRow
from server.play.sockets.starlette_socket import route as socket_route
from server.play.sockets.uvicorn_plain import PlainProtocol
from server.play.store import COLUMNS_OF_S, ROW_COLUMNS, game_row, renew_tokens
from server.play.waves import harmless, serve
from server.settings import Settings

__all__ = [
    "COLUMNS_OF_S",
    "PERSONAL_RECORDS",
    "ROW_COLUMNS",
    "GameRow",
    "Play",
    "challenge_game",
    "collection_waves",
    "contest_game",
    "endpoints",
    "finished_game",
    "game_row",
    "harmless",
    "rank_rule",
    "renew_tokens",
    "serve",
    "socket_class",
    "socket_route",
    "tell_servers",
]


def socket_class(settings: Settings) -> Any:
    """What uvicorn takes as `ws=`: the fast socket's class, or the guarded one of its own for the plain route."""
    if settings.socket == "starlette":
        return PlainProtocol
    # The plain route runs where picows does not.
    from server.play.sockets.picows_socket import PicowsSocket  # noqa: PLC0415

    return PicowsSocket
