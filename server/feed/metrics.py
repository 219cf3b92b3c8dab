"""What the feed counts for Prometheus. The gauges describe the whole installation; any process can set them."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import Counter, Gauge

from server.infra.metrics import REGISTRY
from server.infra.postgres import Connection

JOBS = Counter("prodev_feed_jobs", "Jobs of the feed by how a try ended", ["queue", "outcome"], registry=REGISTRY)
WAITING = Gauge(
    "prodev_feed_waiting",
    "Jobs that wait, dead letters not counted; 10,000 means that many or more",
    ["queue"],
    registry=REGISTRY,
    multiprocess_mode="livemostrecent",
)
LAG_SECONDS = Gauge(
    "prodev_feed_lag_seconds",
    "For how long the oldest due job has been due",
    ["queue"],
    registry=REGISTRY,
    multiprocess_mode="livemostrecent",
)
DEAD = Gauge(
    "prodev_feed_dead_letters",
    "Jobs that failed ten times and wait for an admin; 10,000 means that many or more",
    ["queue"],
    registry=REGISTRY,
    multiprocess_mode="livemostrecent",
)

# Counting stops at 10,000, so that counting does not slow a long queue down further.
_COUNT = """
SELECT name,
    (SELECT count(*) FROM (SELECT FROM feed_jobs WHERE queue = name AND due_at IS NOT NULL LIMIT 10000) w) AS waiting,
    (SELECT count(*) FROM (SELECT FROM feed_jobs WHERE queue = name AND due_at IS NULL LIMIT 10000) d) AS dead,
    greatest(0, extract(epoch FROM now() - (SELECT min(due_at) FROM feed_jobs WHERE queue = name)))::float8 AS lag
FROM (SELECT unnest($1::text[]) UNION SELECT name FROM feed_consumers) AS q(name)
"""


async def count(connection: Connection, queues: Sequence[str]) -> None:
    for row in await connection.fetch(_COUNT, queues):
        WAITING.labels(row["name"]).set(row["waiting"])
        DEAD.labels(row["name"]).set(row["dead"])
        LAG_SECONDS.labels(row["name"]).set(row["lag"] or 0)
