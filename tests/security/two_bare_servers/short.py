"""`prodev` with less patience for peers, so that tests need not wait for a minute; at full size with all of it."""

from __future__ import annotations

from server import main as program
from server import serve
from server.infra import dispatch, http_protocol
from tests.faults.sizes import SIZE

ENTRY = f"{__name__}:main"
SHORT_S = 4
HEAD_S = http_protocol.HEAD_TIMEOUT_S if SIZE else SHORT_S
BODY_S = dispatch.BODY_TIMEOUT_S if SIZE else SHORT_S
UNREAD_BODY_S = http_protocol.BODY_TIMEOUT_S if SIZE else SHORT_S + 1  # more, so that whoever is read is told
IDLE_S = serve.KEEP_ALIVE_S if SIZE else SHORT_S + 2  # more, as it is


def main() -> None:
    http_protocol.HEAD_TIMEOUT_S = HEAD_S
    http_protocol.BODY_TIMEOUT_S = UNREAD_BODY_S
    dispatch.BODY_TIMEOUT_S = BODY_S
    serve.KEEP_ALIVE_S = IDLE_S
    program.main()
