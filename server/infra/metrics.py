"""What the server counts for Prometheus.

Law: a label's values are few and known: never a user, a session, or the path of a request.
Absent on purpose: who may read the counts (metrics_http).
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

HTTP_REQUESTS = Counter(
    "prodev_http_requests", "HTTP requests answered", ["method", "route", "status"], registry=REGISTRY
)
HTTP_SECONDS = Histogram(
    "prodev_http_request_seconds",
    "Time from a request's arrival to its answer",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
    registry=REGISTRY,
)
PLAYERS = Gauge("prodev_players_connected", "Play sockets open", registry=REGISTRY, multiprocess_mode="livesum")
LIVE_STREAMS = Gauge(
    "prodev_live_streams", "Event streams of live leaderboards open", registry=REGISTRY, multiprocess_mode="livesum"
)
KEY_SECONDS = Histogram(
    "prodev_key_ack_seconds",
    "Time from a key's arrival in this process to its answer's departure, of one frame in 64",
    buckets=(0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1),
    registry=REGISTRY,
)
LOOP_LATE_SECONDS = Histogram(
    "prodev_event_loop_late_seconds",
    "How much later than asked the event loop came to a timer, ten times a second: what holds it delays everybody",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1),
    registry=REGISTRY,
)
KEYS = Counter("prodev_keys", "Keys judged in games that are over", registry=REGISTRY)
JOURNAL_SECONDS = Histogram(
    "prodev_journal_flush_seconds",
    "Time of one round trip by which the journals of a cohort of games are written",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1),
    registry=REGISTRY,
)
JOURNAL_DELAY_SECONDS = Histogram(
    "prodev_journal_delay_seconds",
    "Time from a game's change to Redis' confirmation, of the game that waited longest among those written at once"
    " (tries that failed are not counted)",
    buckets=(0.1, 0.25, 0.3, 0.35, 0.4, 0.5, 0.75, 1, 2.5, 10),
    registry=REGISTRY,
)
JOURNALS_LOST = Counter(
    "prodev_journals_lost", "Journals that Redis had lost and that were written anew", registry=REGISTRY
)
JOURNALS_BROKEN = Counter(
    "prodev_journals_broken", "Journals that could not be read and were set aside", registry=REGISTRY
)
RESULTS_SPOOLED = Counter(
    "prodev_results_spooled", "Games written to the spool because PostgreSQL and Redis were away", registry=REGISTRY
)
GAMES_WAITING = Gauge(
    "prodev_games_waiting",
    "Games that are over and not saved yet",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
GAMES = Counter("prodev_games_recorded", "Games written to PostgreSQL", ["end_reason", "ranked"], registry=REGISTRY)
SOCKET_CLOSES = Counter("prodev_socket_closes", "Play sockets closed by the server", ["code"], registry=REGISTRY)
FAULTS = Counter("prodev_faults", "Times a server behind us did not answer", ["server"], registry=REGISTRY)
REPLICA_READS = Counter(
    "prodev_replica_reads",
    "Calls that a replica may answer, by who was asked: replica, primary, or first the one that failed",
    ["asked"],
    registry=REGISTRY,
)
REPLICA_IS_READ = Gauge(
    "prodev_replica_is_read",
    "1 while calls are answered from the replica",
    registry=REGISTRY,
    multiprocess_mode="livemin",
)
REPLICA_LAG_SECONDS = Gauge(
    "prodev_replica_lag_seconds",
    "The age of what the replica is known to hold, a second more or less",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
POOL_CONNECTIONS = Gauge(
    "prodev_pool_connections",
    "Connections to PostgreSQL: in use, idle, and those that may still be opened",
    ["state"],
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
CACHE_READS = Counter(
    "prodev_cache_reads", "Reads of what is cached, by whether it was there", ["cache", "outcome"], registry=REGISTRY
)
REDIS_MAY_EVICT = Gauge(
    "prodev_redis_may_evict",
    "1 if Redis may throw keys away when its memory is full",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
REDIS_REFUSES_WRITES = Gauge(
    "prodev_redis_refuses_writes",
    "1 if Redis takes no writes: a replica, or one whose memory or disk is full",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
GC_PAUSE_SECONDS = Histogram(
    "prodev_gc_pause_seconds",
    "Time for which the garbage collector held a process, by the oldest generation that it looked at",
    ["generation"],
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1),
    registry=REGISTRY,
)
GC_LONGEST_PAUSE_SECONDS = Gauge(
    "prodev_gc_longest_pause_seconds",
    "The longest of these pauses since the process started",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
CORE = Gauge(
    "prodev_core",
    "1 for the core that judges: plain or compiled",
    ["build"],
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
