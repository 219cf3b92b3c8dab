"""What is tried again, and how long to wait before it is."""

from server.infra.postgres import POSTGRES_AWAY
from server.infra.redis import REDIS_AWAY

AWAY = (*POSTGRES_AWAY, *REDIS_AWAY)  # what a call raises when a server behind us is away
RETRY_S = (0.2, 0.5, 1, 2, 5)  # then every 5 s


def retry_s(tries: int) -> float:
    """The wait after try number `tries`, counted from 0."""
    return RETRY_S[min(tries, len(RETRY_S) - 1)]
