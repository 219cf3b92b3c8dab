"""One Redis client for a server process: bytes in and out, short timeouts, no retries of its own.

Law: a command that failed may or may not have been done, so nobody repeats it here; callers whose writes are
repeat-safe repeat them, and all of them go on without Redis.
"""

from __future__ import annotations

from redis import exceptions
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

CONNECT_TIMEOUT_S = 1
COMMAND_TIMEOUT_S = 1
CONNECTIONS = 50  # one pipeline at a time is common; past this a caller waits as long as a command may take

# By these a Redis that cannot be reached is told from one that was asked a wrong thing.
REDIS_UNREACHED: tuple[type[BaseException], ...] = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    OSError,
    TimeoutError,
)
# Everything by which Redis says that it is away. Use it as `except REDIS_AWAY:`.
REDIS_AWAY: tuple[type[BaseException], ...] = (RedisError, OSError, TimeoutError)


class BadRedisUrl(Exception):
    """The Redis URL cannot be read."""


def open_redis(url: str) -> Redis:
    """A client for `redis://`, `rediss://` or `unix://` URLs. Connects when first used; close it with `aclose()`.

    Raises BadRedisUrl.
    """
    try:
        pool: BlockingConnectionPool = BlockingConnectionPool.from_url(
            url,
            max_connections=CONNECTIONS,
            timeout=COMMAND_TIMEOUT_S,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
            socket_timeout=COMMAND_TIMEOUT_S,
            health_check_interval=30,
            retry=Retry(NoBackoff(), 0),
            decode_responses=False,
        )
    except (ValueError, TypeError) as error:
        raise BadRedisUrl(f"REDIS_URL is not a Redis address: {error}") from None
    return Redis.from_pool(pool)
